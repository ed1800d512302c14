/** Rows of this benchmark. */
import { type Aim, type Row, row } from '../report.js';
import { type Pairs, ratio, type Summary, summarize } from '../statistics.js';

export const NAME = 'executor';

export function measured(name: string, unit: string, readings: Summary, aim?: Aim): Row {
  return row(NAME, name, unit, readings, aim);
}

/** One reading. */
export function single(name: string, unit: string, value: number, aim?: Aim): Row {
  return row(NAME, name, unit, summarize([value]), aim);
}

/** How many times as long the first of two things takes as the second. */
export function times(name: string, pairs: Pairs<number>, aim?: Aim): Row {
  return row(
    NAME,
    name,
    'ratio',
    ratio(pairs, (ms) => ms),
    aim,
  );
}

export function lanesOf(lanes: 1 | 4): string {
  return lanes === 1 ? '1 lane' : '4 lanes';
}
