/** A file of the corpora `exec`, `guard` and `race` as a case: a header of data, then WGSL with the entry point `main`. */
import { isAssayError, job as jobs, owner } from '@assay/core';
import { type interpreter, kernel as kernelOf } from '@assay/wgsl';
import { type Case, type Expected, noRace, workgroupMemory } from '../case.js';
import { type Entry, read, wrong } from './header.js';
import * as words from './words.js';

/** The corpora of cases: plain ones, those where guards fire, those that race; with a control beside each of the latter two. */
export type Corpus = 'exec' | 'guard' | 'race';

const KINDS: readonly interpreter.GuardKind[] = ['clamped', 'loop-budget', 'not-owned', 'outside'];
const KEYS = {
  named: ['override', 'read', 'write', 'from', 'result'],
  plain: ['grid', 'budget', 'guards', 'race', 'needs'],
} as const;

/** A file while it is read. */
interface Source {
  /** For messages: `exec/add.wgsl`. */
  readonly file: string;
  readonly entries: readonly Entry[];
}

/**
 * The case in a file.
 *
 * @param file its name without a folder: `add.wgsl`.
 * @throws AssayError `corpus.header` (malformed), with file and line; what `kernel` and `job.define` throw, with the file.
 */
export function parse(corpus: Corpus, file: string, text: string): Case {
  const source: Source = { file: `${corpus}/${file}`, entries: read(`${corpus}/${file}`, text, KEYS) };
  return placed(source.file, () => {
    const kernel = kernelOf(text);
    const bound = bind(source, kernel);
    const step: jobs.DraftStep = {
      kernel: 'main',
      grid: gridOf(source),
      overrides: Object.fromEntries(entriesOf(source, 'override').map((entry) => [entry.name, wordOf(source, entry)])),
      reads: Object.fromEntries(bound.reads.map((name) => [name, name])),
      writes: Object.fromEntries(bound.writes.map((write) => [write.name, write])),
      loopBudget: budgetOf(source),
    };
    const inputs = [...bound.contents].map(([name, bytes]) => ({ name, sizeBytes: bytes.length }));
    const outputs = bound.writes.map(({ name }) => name);
    const job = jobs.define({ name: 'case', kernels: { main: kernel }, inputs, steps: [step], outputs });
    const expected = expect(corpus, source, bound.writes);
    return { name: source.file.replace(/\.wgsl$/, ''), job, inputs: bound.contents, expected };
  });
}

/** The action's result; its failures are placed in the file, if they do not name it. */
function placed<T>(file: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!isAssayError(error) || error.code === 'corpus.header') throw error;
    throw error.within(file);
  }
}

interface Bound {
  /** Variables that are read. */
  readonly reads: readonly string[];
  readonly writes: readonly (jobs.DraftVersion & {
    name: string;
    sizeBytes: number;
    owner: owner.OwnerMap;
    from?: string;
  })[];
  /** Bytes of the job's inputs: versions that are read, and those that written ones start from. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

/** Every variable has its line, and every line its variable. */
function bind(source: Source, { bindings }: jobs.Kernel): Bound {
  const contents = new Map<string, Uint8Array>();
  for (const entry of entriesOf(source, 'read')) {
    assertAccess(source, entry, bindings, ['read', 'uniform']);
    contents.set(entry.name, bytesOf(source, entry));
  }
  const reads = [...contents.keys()];
  const writes = entriesOf(source, 'write').map((entry) => {
    assertAccess(source, entry, bindings, ['write']);
    return { name: entry.name, ...writeOf(source, entry) };
  });
  for (const name of Object.keys(bindings)) {
    if (contents.has(name) || writes.some((write) => write.name === name)) continue;
    throw wrong({ ...source, line: 1, expected: `a line for each variable`, got: `none for ${name}` });
  }
  // No variable has a dot in its name.
  const starts = entriesOf(source, 'from').map((entry) => {
    contents.set(`${entry.name}.start`, bytesFor(source, entry, writes));
    return entry.name;
  });
  return {
    reads,
    writes: writes.map((write) => (starts.includes(write.name) ? { ...write, from: `${write.name}.start` } : write)),
    contents,
  };
}

function assertAccess(
  source: Source,
  { line, name, key }: Entry,
  bindings: jobs.Kernel['bindings'],
  wanted: readonly jobs.Binding['access'][],
): void {
  const access = Object.hasOwn(bindings, name) ? bindings[name]?.access : undefined;
  if (access !== undefined && wanted.includes(access)) return;
  const got = access === undefined ? `${name}, which main does not use` : `${key} ${name}, with access ${access}`;
  throw wrong({ ...source, line, expected: `a variable with access ${wanted.join(' or ')}`, got });
}

/** `16 linear 4`, `16 linear 4 2`, `128 tile 8x16 4x4@yx`. */
function writeOf(source: Source, entry: Entry): { readonly sizeBytes: number; readonly owner: owner.OwnerMap } {
  const [length = '', kind, ...rest] = entry.value.split(' ');
  const count = words.toCount(length);
  const map = kind === 'linear' ? linearOf(rest) : kind === 'tile' ? tileOf(rest) : undefined;
  if (count !== undefined && map !== undefined) return { sizeBytes: 4 * count, owner: map };
  const expected = 'words, then `linear WORDS [OFFSET]` or `tile 8x16 4x4@yx` (an axis or - for each dimension)';
  throw wrong({ ...source, line: entry.line, expected, got: entry.value });
}

function linearOf([each = '', offset, ...rest]: readonly string[]): owner.OwnerMap | undefined {
  const [own, from] = [words.toCount(each), offset === undefined || offset === '0' ? 0 : words.toCount(offset)];
  return own === undefined || from === undefined || rest.length > 0 ? undefined : owner.linear(own, from);
}

function tileOf([extents = '', tiles = '', ...rest]: readonly string[]): owner.OwnerMap | undefined {
  const [sizes = '', axes = ''] = tiles.split('@');
  const [extent, tile] = [extents, sizes].map((text) => text.split('x').map(words.toCount));
  if (rest.length > 0 || !/^[xyz-]+$/.test(axes) || !/^[^@]+@[^@]+$/.test(tiles)) return undefined;
  if (extent?.length !== axes.length || tile?.length !== axes.length) return undefined;
  if (extent.includes(undefined) || tile.includes(undefined)) return undefined;
  const dimensions = [...axes].map(
    (axis, k): owner.TileDimension => ({
      extent: extent[k]!,
      tile: tile[k]!,
      axis: axis === '-' ? 'whole' : (axis as 'x' | 'y' | 'z'),
      origin: 0,
    }),
  );
  return { kind: 'tile', dimensions };
}

function expect(corpus: Corpus, source: Source, writes: Bound['writes']): Expected {
  const guards = guardsOf(source);
  const race = raceOf(corpus, source, writes);
  const results = new Map(entriesOf(source, 'result').map((entry) => [entry.name, bytesFor(source, entry, writes)]));
  return { guards, race, results };
}

/** None where nothing is said, as in the controls of `guard`. */
function guardsOf(source: Source): readonly interpreter.GuardKind[] {
  const entry = source.entries.find(({ key }) => key === 'guards');
  if (entry === undefined) return [];
  const kinds = entry.value.split(' ');
  const sorted = KINDS.filter((kind) => kinds.includes(kind));
  if (sorted.join(' ') === entry.value) return sorted;
  throw wrong({ ...source, line: entry.line, expected: `some of ${KINDS.join(' ')} in this order`, got: entry.value });
}

function raceOf(corpus: Corpus, source: Source, writes: Bound['writes']): string {
  const entry = source.entries.find(({ key }) => key === 'race');
  if (corpus !== 'race') {
    if (entry === undefined) return noRace;
    throw wrong({ ...source, line: entry.line, expected: 'no race outside of race/', got: entry.value });
  }
  if (entry === undefined) throw wrong({ ...source, line: 1, expected: 'a line // race: …', got: 'none' });
  const known = [noRace, workgroupMemory, ...writes.map(({ name }) => name)];
  if (known.includes(entry.value)) return entry.value;
  throw wrong({ ...source, line: entry.line, expected: `one of ${known.join(', ')}`, got: entry.value });
}

function gridOf(source: Source): jobs.Step['grid'] {
  const entry = source.entries.find(({ key }) => key === 'grid');
  if (entry === undefined) return [1, 1, 1];
  const extents = entry.value.split(' ').map(words.toCount);
  const [x, y, z] = extents;
  if (extents.length === 3 && x !== undefined && y !== undefined && z !== undefined) return [x, y, z];
  throw wrong({ ...source, line: entry.line, expected: 'three positive numbers', got: entry.value });
}

function budgetOf(source: Source): number {
  const entry = source.entries.find(({ key }) => key === 'budget');
  if (entry === undefined || entry.value === '0') return 0;
  const budget = words.toWord(entry.value);
  if (budget !== undefined && budget > 0) return budget;
  throw wrong({ ...source, line: entry.line, expected: 'back-edges, 0 to 2147483647', got: entry.value });
}

function wordOf(source: Source, entry: Entry): number {
  if (words.toWord(entry.value) !== undefined) return Number(entry.value);
  throw wrong({ ...source, line: entry.line, expected: 'a decimal i32 or u32', got: entry.value });
}

function bytesOf(source: Source, entry: Entry): Uint8Array {
  const parsed = words.parse(entry.value);
  if (parsed !== undefined) return new Uint8Array(parsed.buffer);
  const expected = 'decimal i32 or u32, or `edges N`, `count N`, `zeros N`';
  throw wrong({ ...source, line: entry.line, expected, got: entry.value });
}

/** Contents of a written variable: as many words as it has. */
function bytesFor(source: Source, entry: Entry, writes: Bound['writes']): Uint8Array {
  const write = writes.find(({ name }) => name === entry.name);
  if (write === undefined) {
    throw wrong({ ...source, line: entry.line, expected: 'a variable with a `write` line', got: entry.name });
  }
  const bytes = bytesOf(source, entry);
  if (bytes.length === write.sizeBytes) return bytes;
  throw wrong({
    ...source,
    line: entry.line,
    expected: `${write.sizeBytes / 4} words, as the write line says`,
    got: `${bytes.length / 4}`,
  });
}

function entriesOf({ entries }: Source, key: string): readonly Entry[] {
  return entries.filter((entry) => entry.key === key);
}
