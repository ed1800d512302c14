/** A process that runs tests of mutations, and can be killed. */
import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { root } from '../root.js';
import type { Answer, Question } from './runner.js';

/** Tests that run longer do not end: some changes make loops that never do. */
const LONGEST_MS = 90_000;
/** One seed for all: what kills a change today kills it tomorrow. */
const SEED = '1';

export class TestProcess {
  #child: ChildProcess | undefined;

  /** Starts a process if none is there. */
  async ask(question: Question): Promise<Answer> {
    this.#child ??= await start();
    const child = this.#child;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.stop();
        resolve({ failed: `the clock: no end after ${LONGEST_MS / 1000} s`, broken: undefined });
      }, LONGEST_MS);
      child.removeAllListeners();
      child.once('exit', (code) => {
        clearTimeout(timer);
        reject(new Error(`the process that runs tests ended with ${code}.`));
      });
      child.once('message', (found: Answer) => {
        clearTimeout(timer);
        resolve(found);
      });
      child.send(question);
    });
  }

  stop(): void {
    const child = this.#child;
    this.#child = undefined;
    if (child?.pid === undefined) return;
    child.removeAllListeners();
    process.kill(-child.pid, 'SIGKILL');
  }
}

/** In a process group of its own: with it ends what it has started. */
function start(): Promise<ChildProcess> {
  const child = fork(path.join(root, 'packages/tools/dist/mutations/runner.js'), {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ASSAY_SEED: SEED },
  });
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve(child));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the process that runs tests ended with ${code}.`)));
  });
}
