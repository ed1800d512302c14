import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { softwareGpu } from '@assay/testkit';
import { type TestAPI, test } from 'vitest';

const main = fileURLToPath(new URL('../../packages/cli/dist/main.js', import.meta.url));

/** How a command ended, and all that it said. */
export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that is still running, in a process group of its own. */
export interface Running {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Settles once `words` have appeared on stderr. */
  said(words: string): Promise<void>;
  /** To the whole process group, as a terminal does at Ctrl-C. */
  interrupt(signal: NodeJS.Signals): void;
}

export interface Options {
  readonly env?: Readonly<Record<string, string>>;
  readonly directory?: string;
  /** A program that runs the command, with arguments before it: `bash -c '… "$@"' bash`. */
  readonly under?: readonly string[];
}

/** A fresh directory with the command in it; removed afterwards, with every process that is left. */
export interface Place {
  readonly directory: string;
  /** An absolute path in it. */
  at(...names: string[]): string;
  write(name: string, content: Uint8Array | string): string;
  read(...names: string[]): Uint8Array;
  /** All files and directories in it, hidden ones too, sorted. */
  names(): string[];
  assay(...args: readonly string[]): Promise<Ended>;
  start(args: readonly string[], options?: Options): Running;
}

/** `it` for tests of the command: `commandTest('…', async ({ place }) => …)`. */
export const commandTest: TestAPI<{ place: Place }> = test.extend<{ place: Place }>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest takes a fixture's needs from the pattern
  place: async ({}, use) => {
    const directory = mkdtempSync(path.join(os.tmpdir(), 'assay-e2e-'));
    const children: ChildProcess[] = [];
    try {
      await use(placeIn(directory, children));
    } finally {
      for (const child of children) kill(child);
      rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    }
  },
});

/** The same for tests that run jobs: skipped by name where there is no software adapter. */
export const runTest: TestAPI<{ place: Place; adapter: string }> = commandTest.extend<{ adapter: string }>({
  adapter: [
    async ({ skip }, use) => {
      const { skipped } = await softwareGpu();
      if (skipped !== undefined) return skip(skipped);
      await use('software');
    },
    { auto: true },
  ],
});

/** The error that a command printed with `--json`. */
export interface JsonError {
  readonly kind: string;
  readonly code: string;
  readonly where?: string;
  readonly expected: string;
  readonly got: string;
  readonly remedy: string;
}

export function errorOf({ stdout }: Ended): JsonError {
  const { ok, error } = JSON.parse(stdout) as { ok: boolean; error: JsonError };
  if (ok) throw new Error(`no error was printed, but: ${stdout}`);
  return error;
}

/** Numbers of the living processes that `parent` started (Linux only). */
export function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => statusOf(pid)?.parent === parent);
}

/** Whether a process is there and not just waiting for its parent to take note of its end (Linux only). */
export function isAlive(pid: number): boolean {
  const status = statusOf(pid);
  return status !== undefined && status.state !== 'Z';
}

/** Waits until `condition` holds; fails after `mostMs`. */
export async function until(condition: () => boolean, what: string, mostMs = 20_000): Promise<void> {
  const startedMs = performance.now();
  while (!condition()) {
    if (performance.now() - startedMs > mostMs) throw new Error(`not within ${mostMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

function placeIn(directory: string, children: ChildProcess[]): Place {
  const at = (...names: string[]): string => path.join(directory, ...names);
  const start = (args: readonly string[], options: Options = {}): Running => {
    const [program = process.execPath, ...before] = [...(options.under ?? []), process.execPath, main];
    const child = spawn(program, [...before, ...args], {
      cwd: options.directory ?? directory,
      detached: true,
      env: { ...process.env, NO_COLOR: '1', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    return watch(child);
  };
  return {
    directory,
    at,
    start,
    assay: (...args) => start(args).ended,
    write: (name, content) => {
      writeFileSync(at(name), content);
      return at(name);
    },
    read: (...names) => new Uint8Array(readFileSync(at(...names))),
    names: () => (readdirSync(directory, { recursive: true }) as string[]).sort(),
  };
}

function watch(child: ChildProcess): Running {
  let stdout = '';
  let stderr = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
  });
  return {
    pid: child.pid!,
    ended,
    said: (words) => until(() => stderr.includes(words), `"${words}" on stderr`),
    interrupt: (signal) => {
      process.kill(-child.pid!, signal);
    },
  };
}

function kill(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended in the meantime.
  }
}

function statusOf(pid: number): { state: string; parent: number } | undefined {
  const file = `/proc/${pid}/stat`;
  try {
    // The name before them, in brackets, may hold anything.
    const [state = '', parent] = existsSync(file) ? readFileSync(file, 'utf8').split(') ').at(-1)!.split(' ') : [];
    return state === '' ? undefined : { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}
