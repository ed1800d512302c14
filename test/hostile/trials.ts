/** Many cases of what untrusted bytes may be, each with a number that repeats it, and a limit on its time. */
import { cases, seed } from '@assay/testkit';
import { type Random, random } from '../profile/mutation.js';

/** Seconds of CPU time, of all threads: what else the machine does takes nothing from them. */
export const mostSeconds = 2;

/** How often a case ended in what. */
export type Tally = ReadonlyMap<string, number>;

/**
 * Tries cases. Fails with the number of the first that throws or takes more than {@link mostSeconds}.
 *
 * @param full cases of a soak.
 * @param one makes a case and gives what it ended in: the code of a verdict or of an error.
 */
export function tryMany(full: number, one: (chance: Random) => string): Tally {
  const tally = new Map<string, number>();
  const count = cases(full);
  for (let at = 0; at < count; at++) {
    const number = (seed() + 7919 * at) | 0;
    const before = process.cpuUsage();
    const ended = inCase(number, () => one(random(number)));
    const { user, system } = process.cpuUsage(before);
    const seconds = (user + system) / 1e6;
    if (seconds > mostSeconds) throw new Error(`case ${number} took ${seconds} s, and ended in ${ended}`);
    tally.set(ended, (tally.get(ended) ?? 0) + 1);
  }
  return tally;
}

function inCase(number: number, one: () => string): string {
  try {
    return one();
  } catch (cause) {
    throw new Error(`case ${number}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

/** Seconds of CPU time that something takes. */
export function secondsOf(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** One of a list. */
export function pick<T>({ next }: Random, of: readonly T[]): T {
  return of[next(of.length)]!;
}
