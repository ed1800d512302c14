/** What many readings of one thing say together. */
export interface Summary {
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
  readonly count: number;
}

/** Readings of two things that were taken side by side: `a[i]` and `b[i]` are one pair. */
export interface Pairs<T> {
  readonly a: readonly T[];
  readonly b: readonly T[];
}

/**
 * The value below which the given share (0 to 1) of the readings lies, interpolated between neighbours (type 7 of Hyndman and
 * Fan 1996, "Sample Quantiles in Statistical Packages").
 */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('no readings: take at least one');
  const sorted = [...values].sort((x, y) => x - y);
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (place - below) * (high - low);
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function summarize(values: readonly number[]): Summary {
  return { median: median(values), p10: quantile(values, 0.1), p90: quantile(values, 0.9), count: values.length };
}

/**
 * Takes pairs of readings in the order A B, B A, A B, …: whatever drifts slowly (clock, heat, other people's load) meets
 * both in the same way, and what a reading leaves behind for the next one meets each as often.
 */
export async function interleave<T>(pairs: number, a: () => Promise<T>, b: () => Promise<T>): Promise<Pairs<T>> {
  const [ofA, ofB]: [T[], T[]] = [[], []];
  for (let pair = 0; pair < pairs; pair++) {
    const order = [
      async (): Promise<unknown> => ofA.push(await a()),
      async (): Promise<unknown> => ofB.push(await b()),
    ];
    for (const take of pair % 2 === 0 ? order : order.reverse()) await take();
  }
  return { a: ofA, b: ofB };
}

/** `value(a) / value(b)` of each pair, summarized: the median of ratios, not the ratio of medians. */
export function ratio<T>({ a, b }: Pairs<T>, value: (reading: T) => number): Summary {
  if (a.length !== b.length)
    throw new RangeError(`${a.length} readings beside ${b.length}: pairs need as many of both`);
  return summarize(a.map((reading, i) => value(reading) / value(b[i]!)));
}
