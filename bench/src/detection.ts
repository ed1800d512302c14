/**
 * Measures how often audits notice a lazy worker, and compares with theory: `node bench/dist/detection.js`. It needs no device and
 * gives the same files for the same seed: bench/results/detection.json and detection.svg.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { sampling } from '@assay/verify';
import { type Point, toSvg } from './detection/chart.js';
import { interval } from './detection/interval.js';
import { cells, countDetected, work } from './detection/laziness.js';

const LEVEL = 0.99;
/** Shares of the cells that are skipped, and how many samples audits take: where almost all notice, more tell nothing. */
const MEASURED: readonly (readonly [share: number, samples: readonly number[]])[] = [
  [0.01, [5, 10, 20, 30, 40, 60, 80, 100, 125, 150, 175, 200, 225, 250, 275, 298]],
  [0.05, [2, 5, 10, 15, 20, 30, 40, 60, 80, 100]],
  [0.1, [1, 2, 5, 10, 15, 20, 30, 40, 60]],
  [0.5, [1, 2, 3, 5, 8]],
];

interface Measured extends Point {
  readonly wrongCells: number;
  readonly audits: number;
  readonly detected: number;
  readonly predicted: number;
}

async function main(seed: number, audits: number, folder: string): Promise<void> {
  const points: Measured[] = [];
  for (const [faultyFraction, counts] of MEASURED) {
    const wrongCells = Math.round(faultyFraction * cells);
    const lazy = await work(wrongCells, seed);
    for (const samples of counts) {
      const detected = countDetected(lazy, samples, audits, seed);
      const { low, high } = interval(detected, audits, LEVEL);
      const predicted = predict(faultyFraction, samples);
      points.push({
        faultyFraction,
        wrongCells,
        samples,
        audits,
        detected,
        observed: detected / audits,
        low,
        high,
        predicted,
      });
      process.stderr.write(`${100 * faultyFraction} % of the cells, ${samples} samples: ${detected} of ${audits}\n`);
    }
  }
  const outside = points.filter(({ predicted, low, high }) => predicted < low || predicted > high);
  const notes = [
    `Points: of ${audits} audits each of a job of N = ${cells} cells, how many drew one that the worker had skipped.`,
    `Bars: ${100 * LEVEL} % confidence intervals (Clopper–Pearson); ${points.length - outside.length} of ${points.length} have the curve in them.`,
    `Curves: 1 − C(N − b, k) / C(N, k), b cells being skipped. Seed ${seed}.`,
  ];
  const chart = { points, shares: MEASURED.map(([share]) => share), predicted: predict, notes };
  const head = { formatVersion: 1, seed, cells, auditsEach: audits, interval: 'Clopper-Pearson', level: LEVEL };
  writeFileSync(path.join(folder, 'detection.svg'), toSvg(chart));
  writeFileSync(path.join(folder, 'detection.json'), `${toJson({ ...head, points })}\n`);
  process.stdout.write(
    `${points.length - outside.length} of ${points.length} intervals have the predicted probability.\n`,
  );
}

/** The probability that an audit draws a wrong cell (verify SPEC.md, chapter Draws). */
function predict(faultyFraction: number, samples: number): number {
  return samples === 0 ? 0 : 1 - sampling.missProbability({ samples, faultyFraction, cells });
}

function toJson(report: object): string {
  const rounded = (_key: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;
  return JSON.stringify(report, rounded, 2);
}

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    audits: { type: 'string', default: '2000' },
    out: { type: 'string', default: fileURLToPath(new URL('../results/', import.meta.url)) },
  },
});
const [seed, audits] = [Number(values.seed), Number(values.audits)];
if (![seed, audits].every((value) => Number.isSafeInteger(value) && value >= 1)) {
  process.stderr.write(
    'usage: node bench/dist/detection.js [--seed N] [--audits N] [--out FOLDER], N being 1 or more\n',
  );
  process.exit(2);
}
await main(seed, audits, values.out);
