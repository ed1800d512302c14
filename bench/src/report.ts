import type { Description } from './device.js';
import type { Summary } from './statistics.js';

/** What is aimed at: a bound from above or from below. */
export type Aim = { readonly atMost: number } | { readonly atLeast: number };

/** One figure. */
export interface Row {
  readonly benchmark: string;
  readonly name: string;
  readonly unit: string;
  readonly measured: number;
  /** 10th and 90th percentile; absent for a single reading. */
  readonly p10?: number;
  readonly p90?: number;
  readonly count: number;
  readonly aim?: Aim;
  /** By the median; absent without an aim. */
  readonly verdict?: 'meets' | 'falls short';
}

export interface Report {
  readonly formatVersion: 1;
  readonly measuredOn: string;
  readonly isQuick: boolean;
  readonly machine: Description;
  readonly rows: readonly Row[];
}

/** A row from the readings of one thing. */
export function row(benchmark: string, name: string, unit: string, readings: Summary, aim?: Aim): Row {
  const { median: measured, p10, p90, count } = readings;
  const spread = count > 1 ? { p10, p90 } : {};
  const judged = aim === undefined ? {} : { aim, verdict: judge(measured, aim) };
  return { benchmark, name, unit, measured, ...spread, count, ...judged };
}

/** The same readings in another unit: `(value) => work / value` turns times into speeds, and 10 % fastest into 10 % slowest. */
export function convert({ median, p10, p90, count }: Summary, to: (value: number) => number): Summary {
  const [low, high] = [to(p10), to(p90)].sort((x, y) => x - y);
  return { median: to(median), p10: low!, p90: high!, count };
}

/** `swiftshader-5-0-0` for `SwiftShader driver 5.0.0`. */
export function slug({ adapter }: Description): string {
  const name = adapter.isSoftware ? adapter.description : adapter.device || adapter.description || adapter.vendor;
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? ['unknown'];
  return words.filter((word) => word !== 'driver').join('-');
}

/** The rows as a Markdown table. */
export function toTable(rows: readonly Row[]): string {
  const head = ['benchmark', 'what', 'median', '10 %', '90 %', 'unit', 'aim', ''];
  const cells = rows.map((each) => [
    each.benchmark,
    each.name,
    toText(each.measured),
    each.p10 === undefined ? '' : toText(each.p10),
    each.p90 === undefined ? '' : toText(each.p90),
    each.unit,
    each.aim === undefined ? '' : 'atMost' in each.aim ? `≤ ${each.aim.atMost}` : `≥ ${each.aim.atLeast}`,
    each.verdict ?? '',
  ]);
  const isNumber = [false, false, true, true, true, false, false, false];
  const widths = head.map((title, column) =>
    Math.max(3, ...[head, ...cells].map((line) => line[column]!.length), title.length),
  );
  const line = (texts: readonly string[]): string =>
    `| ${texts.map((text, i) => (isNumber[i] ? text.padStart(widths[i]!) : text.padEnd(widths[i]!))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (isNumber[i] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))).join(' | ')} |`;
  return [line(head), rule, ...cells.map(line)].join('\n');
}

function judge(measured: number, aim: Aim): 'meets' | 'falls short' {
  const isMet = 'atMost' in aim ? measured <= aim.atMost : measured >= aim.atLeast;
  return isMet ? 'meets' : 'falls short';
}

/** Three decimals below 10, where ratios lie; four digits above. */
function toText(value: number): string {
  if (value >= 1000) return value.toFixed(0);
  if (value >= 100) return value.toFixed(1);
  return value.toFixed(value >= 10 ? 2 : value >= 0.01 ? 3 : 5);
}
