import { type grid, job as jobs, type owner, size, type tensor } from '@assay/core';
import fc from 'fast-check';

/** A number from 0 to `options` - 1. */
type Choose = (options: number) => number;

/**
 * Valid jobs of one to four steps with small versions: every rule of the specification's chapter Job holds, and most of
 * what a job can say comes up. Kernels are text that no WGSL compiler has seen.
 */
export function job(): fc.Arbitrary<jobs.Job> {
  return fc.array(fc.nat(), { maxLength: 300, size: 'max' }).map((tape) => jobs.define(draft(chooser(tape))));
}

/** Draws from a list of numbers, and 0 when it is used up: shorter lists and smaller numbers make simpler jobs. */
function chooser(tape: readonly number[]): Choose {
  let at = 0;
  return (options) => (tape[at++] ?? 0) % options;
}

const FIRST = 'abcXYZ';
const REST = 'abcXYZ019_';
// What every object inherits is as good a name as any other.
const INHERITED = ['constructor', 'toString', 'valueOf', 'hasOwnProperty'];
const SOURCES = ['fn main() {}', '// ✓ grün \u{1f600}\r\n', '\ufeff// a byte order mark', '\t"quoted" \\ \u0001', ' '];
const ELEMENTS: readonly tensor.Element[] = ['i8', 'u8', 'i16', 'u16', 'i32', 'u32'];

interface Known {
  readonly name: string;
  readonly sizeBytes: number;
}

function draft(choose: Choose): jobs.Draft {
  const taken = new Set<string>();
  const known: Known[] = [];
  const version = (words: number): Known & { tensor?: tensor.Tensor } => {
    const name = unusedName(choose, taken);
    const made = tensorOf(choose, words);
    known.push({ name, sizeBytes: 4 * words });
    return { name, sizeBytes: 4 * words, ...(made === undefined ? {} : { tensor: made }) };
  };

  const inputs = list(choose(4), () => version(words(choose)));
  const literals = list(inputs.length === 0 ? 1 + choose(2) : choose(3), () => {
    const { sizeBytes, ...rest } = version(words(choose));
    const first = choose(256);
    return { ...rest, bytes: Uint8Array.from({ length: sizeBytes }, (_, i) => first + 31 * i) };
  });
  const kernels: Record<string, jobs.Kernel> = Object.create(null);
  const names = new Set<string>();
  for (let i = choose(3); i >= 0; i--) kernels[unusedName(choose, names)] = kernel(choose);

  const steps = list(1 + choose(4), () => {
    const name = pick(choose, Object.keys(kernels));
    const readable = known.slice();
    const extents: grid.Grid = [1 + choose(4), 1 + choose(3), 1 + choose(3)];
    const reads: Record<string, string> = Object.create(null);
    const writes: Record<string, jobs.DraftStep['writes'][string]> = Object.create(null);
    for (const [variable, { access }] of Object.entries(kernels[name]!.bindings)) {
      if (access !== 'write') {
        reads[variable] = pick(choose, readable).name;
        continue;
      }
      const from = choose(2) === 0 ? undefined : pick(choose, readable);
      const made = version(from === undefined ? words(choose) : from.sizeBytes / 4);
      const owned = ownerOf(choose, made.sizeBytes / 4, extents, from !== undefined);
      writes[variable] = { ...made, owner: owned, ...(from === undefined ? {} : { from: from.name }) };
    }
    return {
      kernel: name,
      grid: extents,
      reads,
      writes,
      overrides: Object.fromEntries(list(choose(3), () => [unusedName(choose, new Set()), integer(choose)])),
      loopBudget: pick(choose, [0, 1, 1000, jobs.limits.loopBudget]),
      ...(choose(3) === 0 ? { meaning: { operation: 'sum.i32', parameters: { n: integer(choose) } } } : {}),
    };
  });

  const outputs = known.filter(() => choose(2) === 0).map(({ name }) => name);
  return {
    name: unusedName(choose, new Set()),
    kernels,
    inputs,
    literals,
    steps,
    outputs: outputs.length === 0 ? [known.at(-1)!.name] : outputs,
  };
}

function kernel(choose: Choose): jobs.Kernel {
  const names = new Set<string>();
  const bindings: Record<string, jobs.Binding> = Object.create(null);
  const accesses = [
    ...list(choose(4), () => pick(choose, ['read', 'uniform'] as const)),
    ...list(1 + choose(2), () => 'write' as const),
  ];
  for (const [index, access] of accesses.entries()) {
    bindings[unusedName(choose, names)] = { binding: 7 * index + choose(7), access };
  }
  return { source: pick(choose, SOURCES), entryPoint: unusedName(choose, new Set()), bindings };
}

/** A map that fits: it owns a word, and every word of a version that starts as zeros. */
function ownerOf(choose: Choose, lengthWords: number, extents: grid.Grid, hasFrame: boolean): owner.OwnerMap {
  const workgroups = extents[0] * extents[1] * extents[2];
  // Axes with several workgroups must each cut a dimension; so tiles need as many factors.
  const cutting = (['x', 'y', 'z'] as const).filter((_, axis) => extents[axis]! > 1 || choose(3) === 0);
  if (choose(3) === 0 || cutting.length === 0) {
    const least = Math.ceil(lengthWords / workgroups);
    return hasFrame
      ? { kind: 'linear', words: 1 + choose(least + 2), offset: choose(lengthWords) }
      : { kind: 'linear', words: least + choose(3), offset: 0 };
  }
  const axes: owner.TileDimension['axis'][] = [...cutting, ...list(choose(2), () => 'whole' as const)];
  shuffle(choose, axes);
  let rest = lengthWords;
  const dimensions = axes.map((axis, index): owner.TileDimension => {
    const divisors = list(rest, (i) => i + 1).filter((divisor) => rest % divisor === 0);
    const extent = index === axes.length - 1 ? rest : pick(choose, divisors);
    rest /= extent;
    if (axis === 'whole') return { extent, tile: extent, axis, origin: 0 };
    const least = Math.ceil(extent / extents[{ x: 0, y: 1, z: 2 }[axis]]!);
    return hasFrame
      ? { extent, tile: 1 + choose(extent + 1), axis, origin: choose(extent) }
      : { extent, tile: least + choose(2), axis, origin: 0 };
  });
  return { kind: 'tile', dimensions };
}

function tensorOf(choose: Choose, words: number): tensor.Tensor | undefined {
  const element = pick(choose, ELEMENTS);
  const bytesEach = element.endsWith('8') ? 1 : element.endsWith('16') ? 2 : 4;
  const count = Math.floor((4 * words - choose(4)) / bytesEach);
  const isFitting = count > 0 && size.padded(count * bytesEach) === 4 * words;
  return choose(2) === 0 || !isFitting ? undefined : { element, shape: choose(2) === 0 ? [count] : [1, count] };
}

function words(choose: Choose): number {
  return pick(choose, [1, 2, 3, 4, 6, 8, 12, 24, 30, 64]);
}

function integer(choose: Choose): number {
  return pick(choose, [0, 1, -1, 255, -128, 65_536, -(2 ** 31), 2 ** 32 - 1]);
}

/** A WGSL identifier, which is also a name where it begins with a letter. */
function unusedName(choose: Choose, taken: Set<string>): string {
  let name = choose(6) === 1 ? pick(choose, INHERITED) : pick(choose, [...FIRST]);
  for (let more = choose(4); more > 0 && !INHERITED.includes(name); more--) name += pick(choose, [...REST]);
  while (taken.has(name)) name = `${name}${taken.size}`.slice(-64);
  taken.add(name);
  return name;
}

function pick<T>(choose: Choose, options: readonly T[]): T {
  return options[choose(options.length)]!;
}

function list<T>(length: number, of: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => of(index));
}

function shuffle<T>(choose: Choose, items: T[]): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = choose(i + 1);
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
}
