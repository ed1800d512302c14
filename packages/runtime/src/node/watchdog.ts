import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const PERIOD_MS = 250;

/**
 * Kills this process when the process `parent` is gone. It runs in a thread of its own, because a driver that hangs blocks
 * the main thread, which then does not notice that its channel was closed.
 */
export function watch(parent: number): void {
  // Without this listener the thread's failure would end the process as an uncaught error; the channel's end still does.
  new Worker(new URL(import.meta.url), { workerData: { parent }, execArgv: [], env: {} }).on('error', () => {}).unref();
}

if (!isMainThread && parentPort !== null) {
  const { parent } = workerData as { parent: number };
  setInterval(() => {
    if (!isAlive(parent)) process.kill(process.pid, 'SIGKILL');
  }, PERIOD_MS);
}

function isAlive(parent: number): boolean {
  // POSIX gives orphans a new parent; Windows keeps the old number.
  if (process.platform !== 'win32') return process.ppid === parent;
  try {
    return process.kill(parent, 0);
  } catch {
    return false;
  }
}
