/** One cell, as lines for people. */
import type { job as jobs, owner as owners } from '@assay/core';
import type { interpreter, ir } from '@assay/wgsl';
import type { Difference } from './cells.js';
import type { CompiledReport, Word } from './compiled.js';

const MOST_WORDS = 16;
const MOST_LINES = 400;

/** The words that the cell read and stored. */
export function ofInterpreted(step: jobs.Step, kernel: ir.Kernel, result: interpreter.CellResult): string[] {
  const lines: string[] = [];
  for (const { name, binding } of kernel.bindings) {
    const ranges = result.reads.get(binding) ?? [];
    const count = countOf(ranges);
    const version = versionOf(step, name);
    if (count > 0) lines.push(`  reads    ${name} (${version}): ${count} words: ${toRangesText(ranges)}`);
    const stored = result.writes.get(binding);
    if (stored === undefined) continue;
    const words = [...stored.words].map((word, index) => [word, stored.values[index]! >>> 0] as const);
    lines.push(`  writes   ${name} (${version}): ${words.length} words: ${toWordsText(words)}`);
  }
  return lines;
}

/** Where the cell read, to the page, and its own words as it left them. */
export function ofCompiled(step: jobs.Step, { readsWithin, leaves }: CompiledReport): string[] {
  const named = (name: string): string => `${name} (${versionOf(step, name)})`;
  return [
    ...[...readsWithin].map(([name, ranges]) => `  reads    ${named(name)}: within words ${toRangesText(ranges)}`),
    ...[...leaves].map(
      ([name, words]) => `  leaves   ${named(name)}: its own ${words.length} words: ${toWordsText(words)}`,
    ),
  ];
}

export function ofDifference({ version, word, here, device }: Difference): string {
  return `DIFFERS in ${version}, word ${word}: ${here} here, ${device} there`;
}

/** The source lines that an invocation came through, in order, each run of one line once. */
export interface Path {
  /** The first {@link MOST_LINES}. */
  readonly lines: number[];
  count: number;
  last?: number;
}

export function follow(path: Path, line: number): void {
  if (line === path.last) return;
  path.last = line;
  path.count++;
  if (path.lines.length < MOST_LINES) path.lines.push(line);
}

export function ofPath(source: string, { lines, count }: Path, invocation: number): string[] {
  const text = source.split(/\r\n|[\n\r]/);
  const shown = lines.map((line) => `  ${String(line).padStart(4)} | ${text[line - 1] ?? ''}`);
  const more = count > lines.length ? [`  … and ${count - lines.length} more`] : [];
  return ['', `path of invocation ${invocation}, at its accesses to memory and its loops`, ...shown, ...more];
}

function versionOf({ reads, writes }: jobs.Step, variable: string): string {
  return writes[variable]?.name ?? reads[variable]!;
}

function countOf(ranges: readonly owners.WordRange[]): number {
  return ranges.reduce((sum, { start, end }) => sum + end - start, 0);
}

function toRangesText(ranges: readonly owners.WordRange[]): string {
  const shown = ranges
    .slice(0, MOST_WORDS)
    .map(({ start, end }) => (end - start === 1 ? `${start}` : `${start}–${end - 1}`));
  return `${shown.join(', ')}${ranges.length > MOST_WORDS ? ', …' : ''}`;
}

function toWordsText(words: readonly Word[]): string {
  const shown = words.slice(0, MOST_WORDS).map(([word, value]) => `[${word}] = ${value}`);
  return `${shown.join(', ')}${words.length > MOST_WORDS ? ', …' : ''}`;
}
