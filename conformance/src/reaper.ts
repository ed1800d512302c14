/** Sees to it that no engine outlives this program, however that ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

let reaper: ChildProcess | undefined;

/** Gives a process over to a process of its own, which kills it when this program is gone. */
export function watch(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  reaper ??= start();
  const { stdin } = reaper;
  stdin?.write(`+${pid}\n`);
  child.once('exit', () => stdin?.write(`-${pid}\n`));
}

/** It must not keep this program alive. */
function start(): ChildProcess {
  const script = fileURLToPath(new URL('../engine/reaper.mjs', import.meta.url));
  const started = spawn(process.execPath, [script], { stdio: ['pipe', 'ignore', 'ignore'], windowsHide: true });
  started.on('error', () => {}); // then engines are as mortal as their own streams
  started.stdin?.on('error', () => {});
  started.unref();
  (started.stdin as unknown as { unref(): void } | null)?.unref();
  return started;
}
