/** Readings of something that is done on this thread and may take less than a clock can tell. */
import { setImmediate } from 'node:timers/promises';
import { median, type Summary, summarize } from '../statistics.js';

/** How long to go on. */
export interface Patience {
  /** Of each window of warming up. */
  readonly warmMs: number;
  /** Of a reading, at least: what is shorter is done several times. */
  readonly readingMs: number;
  readonly readings: number;
}

export function patienceOf(isQuick: boolean): Patience {
  return isQuick ? { warmMs: 50, readingMs: 1, readings: 3 } : { warmMs: 400, readingMs: 5, readings: 25 };
}

/** Windows: at least so many, because better code may be long in coming; at most so many, because a busy machine never settles. */
const [LEAST_WINDOWS, MOST_WINDOWS] = [3, 10];

/** Takes a reading: milliseconds of one time, a mean. */
export type Read = () => Promise<number>;

/**
 * Does an action until it does not become faster. V8 begins with code that is made quickly, makes better code on another thread,
 * and takes it for the next call: so calls are short, and other tasks get their turn between them.
 */
export async function warm(action: () => void, { warmMs, readingMs }: Patience): Promise<Read> {
  let best = Number.POSITIVE_INFINITY;
  for (let window = 0; window < MOST_WINDOWS; window++) {
    const times: number[] = [];
    const endMs = performance.now() + warmMs;
    while (performance.now() < endMs || times.length < 3) {
      times.push(timeOf(action, 1));
      await setImmediate();
    }
    const now = median(times);
    const isSettled = window >= LEAST_WINDOWS && now > 0.95 * best;
    best = Math.min(best, now);
    if (isSettled) break;
  }
  const repeats = Math.max(1, Math.ceil(readingMs / best));
  return async () => timeOf(action, repeats);
}

/** Readings of something that takes long enough for the clock, and is done once for each. */
export async function readings(count: number, read: Read): Promise<Summary> {
  const all: number[] = [];
  for (let i = 0; i < count; i++) all.push(await read());
  return summarize(all);
}

/** Milliseconds of one time, the mean of so many. */
export function timeOf(action: () => void, repeats: number): number {
  const startMs = performance.now();
  for (let i = 0; i < repeats; i++) action();
  return (performance.now() - startMs) / repeats;
}
