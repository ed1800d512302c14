/** The types of a kernel: few, so that values of one type meet. */
import { type Draft, newName } from './context.js';
import { below, between, chance, pick, type Random } from './random.js';
import type { ScalarName, Type, VectorType, Width } from './syntax.js';
import * as types from './type.js';

const widths: readonly Width[] = [2, 3, 4];

/** Vector types that the kernel prefers. */
export function vectors(random: Random): readonly VectorType[] {
  return Array.from({ length: 3 }, () =>
    types.vector(pick(random, widths), pick(random, ['i32', 'u32', 'i32', 'u32', 'bool'] satisfies ScalarName[])),
  );
}

/** Types of variables and values; makes the structs among them. */
export function values(draft: Draft): readonly Type[] {
  const { random, vectors: preferred } = draft;
  const simple: readonly Type[] = [types.i32, types.u32, types.i32, types.u32, types.bool, ...preferred];
  const all: Type[] = [...simple];
  for (let count = between(random, 1, 2); count > 0; count--) {
    all.push(types.array(pick(random, simple), between(random, 1, 5)));
  }
  for (let count = below(random, 3); count > 0; count--) all.push(struct(draft, () => pick(random, all)));
  if (chance(random, 0.4)) all.push(types.array(pick(random, all.slice(-3)), between(random, 2, 3)));
  return all.filter((type) => types.scalarsOf(draft.structs, type) <= 40);
}

/** A new struct with members that `member` gives. */
function struct(draft: Draft, member: () => Type): Type {
  const name = newName(draft, 'S');
  const members = Array.from({ length: between(draft.random, 1, 4) }, (_, at) => ({ name: `m${at}`, type: member() }));
  draft.structs.set(name, { name, members });
  return { kind: 'struct', name };
}

/** A type for buffers that are read. */
export function readElement(draft: Draft): Type {
  const { random } = draft;
  const simple = (): Type => numeric(draft);
  if (chance(random, 0.6)) return simple();
  if (chance(random, 0.4)) return types.array(simple(), between(random, 2, 4));
  return struct(draft, () => (chance(random, 0.25) ? types.array(simple(), between(random, 1, 3)) : simple()));
}

function numeric({ random, vectors: preferred }: Draft): Type {
  const wide = preferred.filter(({ of }) => of !== 'bool');
  if (wide.length > 0 && chance(random, 0.35)) return pick(random, wide);
  return pick(random, [types.i32, types.u32]);
}

/** A type for elements of buffers that are written: without padding (P7). */
export function writtenElement(draft: Draft): Type {
  const { random, structs } = draft;
  if (chance(random, 0.5)) return pick(random, [types.i32, types.u32]);
  for (let tries = 0; tries < 6; tries++) {
    const type = readElement(draft);
    if (!types.hasPadding(structs, types.array(type, 2)) && types.scalarsOf(structs, type) <= 16) return type;
    if (type.kind === 'struct') structs.delete(type.name);
  }
  return types.vector(pick(random, [2, 4]), pick(random, ['i32', 'u32']));
}

/** A type for a uniform buffer. */
export function uniform(draft: Draft): Type {
  const { random, structs } = draft;
  for (let tries = 0; tries < 8; tries++) {
    const wide = types.array(types.vector(4, pick(random, ['i32', 'u32'])), between(random, 1, 3));
    const type = struct(draft, () => (chance(random, 0.2) ? wide : numeric(draft)));
    if (types.isUniformLayout(structs, type)) return type;
    if (type.kind === 'struct') structs.delete(type.name);
  }
  return types.vector(4, 'u32');
}

/** A type for workgroup memory, mostly of numbers. */
export function workgroupElement(draft: Draft): Type {
  const { random } = draft;
  if (chance(random, 0.7)) return numeric(draft);
  return pick(random, draft.types);
}

/** A type that holds atomics. */
export function atomics(draft: Draft): Type {
  const { random, structs } = draft;
  const of = (): Type => ({ kind: 'atomic', of: pick(random, ['i32', 'u32'] as const) });
  const count = chance(random, 0.4) ? draft.traits.lanes + below(random, 3) : between(random, 1, 6);
  if (chance(random, 0.25)) return of();
  if (chance(random, 0.6)) return types.array(of(), count);
  const name = newName(draft, 'S');
  const members = Array.from({ length: between(random, 1, 3) }, (_, at) => ({ name: `m${at}`, type: of() }));
  structs.set(name, { name, members });
  return chance(random, 0.3) ? { kind: 'struct', name } : types.array({ kind: 'struct', name }, count);
}
