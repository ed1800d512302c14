/** What a run found: one report for each engine, kept as JSON. */
import type { Exception } from './exception.js';
import type { Facts } from './protocol.js';
import { type Outcome, outcomes } from './verdict.js';

/** Cases by outcome. */
export type Counts = Readonly<Record<Outcome, number>>;

export interface Report {
  readonly formatVersion: 1;
  /** `dawn`, `deno`, `compiled`, `interpreter`. */
  readonly engine: string;
  readonly title: string;
  /** Undefined of the executors of this repository. */
  readonly adapter: Facts | undefined;
  /** A day: 2026-01-31. */
  readonly measuredOn: string;
  readonly node: string;
  /** The first seed of the random kernels. */
  readonly seed: number;
  readonly suites: readonly SuiteReport[];
  readonly findings: readonly Told[];
  /** Of `test/profile/reject`: whether the engine's compiler takes what the profile refuses. */
  readonly refusals: readonly Refusal[];
  /** What the engine said when it ended without being asked anything. */
  readonly idleDeaths: readonly string[];
}

export interface SuiteReport {
  readonly name: string;
  readonly about: string;
  readonly counts: Counts;
  /** By case; of random kernels only those that did not agree. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
}

/** A finding with the case that has it. */
export interface Told {
  readonly case: string;
  readonly outcome: Outcome;
  readonly forms: readonly string[];
  readonly detail: string;
  /** Why it is known to be the engine's fault. */
  readonly excuse?: string;
}

export interface Refusal {
  readonly name: string;
  readonly rule: string;
  readonly isAccepted: boolean;
}

/** The counts of outcomes. */
export function count(found: Iterable<Outcome>): Counts {
  const counts = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  for (const outcome of found) counts[outcome] += 1;
  return counts;
}

/** The sums over suites. */
export function total({ suites }: Report): Counts {
  const sums = count([]) as Record<Outcome, number>;
  for (const { counts } of suites) for (const outcome of outcomes) sums[outcome] += counts[outcome];
  return sums;
}

/** How many cases there are. */
export function casesOf(counts: Counts): number {
  return outcomes.reduce((sum, outcome) => sum + counts[outcome], 0);
}

/** What is wrong and nobody has said why. */
export function unexcused({ findings }: Report): readonly Told[] {
  return findings.filter(({ excuse }) => excuse === undefined);
}

/** Exceptions for this engine on this adapter that no finding needed. */
export function unneeded(
  { engine, adapter, findings }: Pick<Report, 'engine' | 'adapter' | 'findings'>,
  exceptions: readonly Exception[],
): readonly Exception[] {
  return exceptions.filter(
    (each) =>
      each.engine === engine &&
      (adapter?.description ?? '').includes(each.adapter ?? '') &&
      !findings.some(({ excuse }) => excuse === each.reason),
  );
}

/** `dawn-swiftshader-5-0-0` for Dawn on `SwiftShader driver 5.0.0`. */
export function slug({ engine, adapter }: Report): string {
  if (adapter === undefined) return engine;
  const { isSoftware, description, device, vendor } = adapter;
  const name = isSoftware ? description : ([device, description, vendor].find((each) => /[a-z]/i.test(each)) ?? '');
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? ['unknown'];
  return [engine, ...words.filter((word) => word !== 'driver' && word !== 'device')].join('-');
}

/** `SwiftShader driver 5.0.0`, or what else is known of an adapter. */
export function adapterName({ adapter }: Report): string {
  return adapter === undefined ? '' : adapter.description || adapter.device || adapter.vendor || 'unnamed adapter';
}

const COLUMNS: readonly (readonly [string, (counts: Counts) => number])[] = [
  ['cases', casesOf],
  ['agree', (counts) => counts.agrees],
  ['disagree', (counts) => counts.differs],
  ['refused', (counts) => counts.refused],
  ['crashed', (counts) => counts.crashed],
  ['timed out', (counts) => counts['timed-out']],
  ['not run', (counts) => counts['not-run']],
];

/** One line for each engine, and below it what it did not agree on, by name. */
export function toText(reports: readonly Report[]): string {
  const head = ['', ...COLUMNS.map(([title]) => title), 'on'];
  const rows = reports.map((each) => [
    each.engine,
    ...COLUMNS.map(([, of]) => String(of(total(each)))),
    [adapterName(each), each.title].filter((text) => text !== '').join(', '),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column > 0 && column <= COLUMNS.length ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd();
  return [head, ...rows].map(line).join('\n') + reports.map(findingsOf).join('');
}

function findingsOf(report: Report): string {
  const wrong = unexcused(report).map(
    ({ case: name, outcome, detail }) => `  ${name}: ${outcome}, ${firstLines(detail)}`,
  );
  const excused = report.findings.length - wrong.length;
  const deaths = report.idleDeaths.map((words) => `  ended while nothing was asked of it: ${firstLines(words)}`);
  const known = excused === 0 ? [] : [`  ${excused} known (conformance/exceptions.json)`];
  const lines = [...wrong, ...deaths, ...known];
  return lines.length === 0 ? '' : `\n\n${report.engine}\n${lines.join('\n')}`;
}

function firstLines(text: string): string {
  const [first = '', ...rest] = text.split('\n');
  return rest.length === 0 ? first : `${first} …`;
}
