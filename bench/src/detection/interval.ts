/** Where a probability lies of which only a count is known. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The exact interval of Clopper and Pearson (1934, "The use of confidence or fiducial limits illustrated in the case of the
 * binomial"): of all probabilities those under which neither so many nor so few would be rarer than (1 − level) / 2.
 *
 * @param count from 0 to `trials`.
 * @param level of confidence, below 1: 0.99.
 */
export function interval(count: number, trials: number, level: number): Interval {
  const tail = (1 - level) / 2;
  const low = count === 0 ? 0 : crossing((p) => atLeast(count, trials, p) - tail);
  const high = count === trials ? 1 : crossing((p) => tail - atLeast(trials - count, trials, 1 - p));
  return { low, high };
}

/** The zero of a function that rises from 0 to 1. */
function crossing(rising: (p: number) => number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (rising(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The probability of `count` or more of `trials`, each with probability p. */
function atLeast(count: number, trials: number, p: number): number {
  let logChoose = 0;
  let sum = 0;
  for (let i = 0; i <= trials; i++) {
    if (i >= count) sum += Math.exp(logChoose + i * Math.log(p) + (trials - i) * Math.log1p(-p));
    logChoose += Math.log((trials - i) / (i + 1));
  }
  return sum;
}
