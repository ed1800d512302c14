/** A stream of numbers that a seed determines, on every machine and for good: seeds stand in reports. */

/** Gives the next number from 0 to 2³² - 1. */
export type Random = () => number;

/** sfc32 (Doty-Humphrey, PractRand) from a 32-bit seed. */
export function create(seed: number): Random {
  let [a, b, c, counter] = [0, seed | 0, 0x9e3779b9 | 0, 1];
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

/** A number from 0 to `count` - 1. */
export function below(random: Random, count: number): number {
  return Math.floor((random() / 2 ** 32) * count);
}

/** A number from `least` to `most`. */
export function between(random: Random, least: number, most: number): number {
  return least + below(random, most - least + 1);
}

/** True in this share of cases. */
export function chance(random: Random, share: number): boolean {
  return random() / 2 ** 32 < share;
}

/** One of a list that is not empty. */
export function pick<T>(random: Random, options: readonly T[]): T {
  return options[below(random, options.length)]!;
}

/** One of the options, each as often as its weight says; weights of 0 never. */
export function weighted<T>(random: Random, options: readonly (readonly [weight: number, option: T])[]): T {
  let rest = (random() / 2 ** 32) * options.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, option] of options) {
    rest -= weight;
    if (weight > 0 && rest < 0) return option;
  }
  return options.findLast(([weight]) => weight > 0)![1];
}

/** The list in another order. */
export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const list = [...items];
  for (let i = list.length - 1; i > 0; i--) {
    const j = below(random, i + 1);
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
  return list;
}

const EDGES = [0, 1, 2, 3, 7, 31, 32, 255, 256, 65_535, 2 ** 31 - 1, -(2 ** 31), -1, -2, -3, -128, -255];

/** A word as a number from -2³¹ to 2³¹ - 1: mostly small, often at an edge, seldom anything. */
export function word(random: Random): number {
  const kind = below(random, 10);
  if (kind < 5) return below(random, 12);
  if (kind < 8) return pick(random, EDGES);
  return random() | 0;
}
