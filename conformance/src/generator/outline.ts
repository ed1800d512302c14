/** What stands at module scope: overrides, constants, variables of all spaces, and the buffers behind them. */
import type { owner } from '@assay/core';
import { type Draft, newName, type Shared, type Traits, valueEntity, variableEntity } from './context.js';
import { below, between, chance, pick, type Random, weighted, word } from './random.js';
import * as repertoire from './repertoire.js';
import type { Constant, Expression, Override, ScalarType, Statement, Type } from './syntax.js';
import * as term from './term.js';
import * as types from './type.js';
import * as windows from './window.js';

const sizes: readonly Traits['workgroupSize'][] = [
  [1, 1, 1],
  [2, 1, 1],
  [4, 1, 1],
  [5, 1, 1],
  [8, 1, 1],
  [16, 1, 1],
  [32, 1, 1],
  [64, 1, 1],
  [1, 7, 1],
  [4, 4, 1],
  [3, 2, 1],
  [8, 8, 1],
  [2, 3, 2],
  [1, 1, 6],
  [4, 4, 4],
];

const grids: readonly Traits['grid'][] = [
  [1, 1, 1],
  [2, 1, 1],
  [3, 1, 1],
  [6, 1, 1],
  [1, 2, 1],
  [2, 2, 1],
  [3, 2, 1],
  [1, 1, 4],
  [2, 1, 2],
  [1, 3, 2],
];

/** Half of all kernels keep to their bounds; in the others some accesses and loops do not. */
export function traits(random: Random, isTold: boolean | undefined): Traits {
  const workgroupSize = pick(random, sizes);
  const isDrawn = chance(random, 0.5);
  const isWild = isTold ?? isDrawn;
  return {
    stray: isWild ? pick(random, [0, 0.05, 0.15, 0.4]) : 0,
    wildLoops: isWild ? pick(random, [0, 0.2, 0.6]) : 0,
    isCollective: chance(random, 0.55),
    lanes: workgroupSize[0] * workgroupSize[1] * workgroupSize[2],
    workgroupSize,
    grid: pick(random, grids),
  };
}

/** A buffer that is read, and its words. */
export interface ReadBuffer {
  readonly name: string;
  readonly sizeBytes: number;
}

/** A buffer that is written. */
export interface WrittenBuffer {
  readonly name: string;
  readonly sizeBytes: number;
  readonly owner: owner.OwnerMap;
  readonly hasFrame: boolean;
}

/** What {@link draw} makes besides what it adds to the draft. */
export interface Outline {
  readonly overrides: readonly Override[];
  /** Values that a step gives. */
  readonly given: Readonly<Record<string, number>>;
  /** Overrides that may have another value in another step. */
  readonly free: readonly string[];
  readonly constants: readonly Constant[];
  readonly workgroupSize: readonly Expression[];
  readonly reads: readonly ReadBuffer[];
  readonly writes: readonly WrittenBuffer[];
  /** The beginning of `main`. */
  readonly prologue: readonly Statement[];
}

/** Draws everything at module scope but functions. */
export function draw(draft: Draft): Outline {
  const { overrides, given, free, size } = drawOverrides(draft);
  const constants = drawConstants(draft);
  drawPrivates(draft);
  const bindings = bindingNumbers(draft.random);
  const reads = drawReads(draft, bindings);
  const { writes, prologue } = drawWrites(draft, bindings);
  drawWorkgroup(draft, size);
  const [x, y, z] = draft.traits.workgroupSize;
  const first = size !== undefined && chance(draft.random, 0.5) ? size : term.unsigned(x);
  const workgroupSize = [first, term.unsigned(y), term.unsigned(z)].slice(
    0,
    z > 1 ? 3 : y > 1 ? 2 : between(draft.random, 1, 3),
  );
  return { overrides, given, free, constants, workgroupSize, reads, writes, prologue };
}

/** Distinct, in any order. */
function bindingNumbers(random: Random): () => number {
  let next = below(random, 3);
  return () => {
    next += 1 + below(random, 3);
    return next - 1;
  };
}

interface Overrides {
  readonly overrides: readonly Override[];
  readonly given: Record<string, number>;
  readonly free: readonly string[];
  /** One that has the workgroup's extent along x as its value. */
  readonly size: Expression | undefined;
}

function drawOverrides(draft: Draft): Overrides {
  const { random, globals } = draft;
  const overrides: Override[] = [];
  const given: Record<string, number> = {};
  const free: string[] = [];
  const add = (type: ScalarType, value: number, initializer: Expression | undefined): string => {
    const name = newName(draft, 'o');
    overrides.push({ name, type, initializer });
    if (initializer === undefined || chance(random, 0.5)) given[name] = value;
    globals.push(valueEntity(name, type, { stage: 'override', isUniform: true }));
    return name;
  };
  for (let count = below(random, 3); count > 0; count--) {
    const type = pick(random, [types.i32, types.u32, types.bool]);
    const value = type === types.bool ? below(random, 2) : below(random, 7);
    const initializer = chance(random, 0.6) ? term.literal(type, value) : undefined;
    free.push(add(type, value, initializer));
  }
  if (chance(random, 0.6)) return { overrides, given, free, size: undefined };
  const [x] = draft.traits.workgroupSize;
  const name = add(types.u32, x, chance(random, 0.5) ? term.unsigned(x) : undefined);
  return { overrides, given, free, size: term.name(name, types.u32, 'override') };
}

function drawConstants(draft: Draft): readonly Constant[] {
  const { random, globals } = draft;
  return Array.from({ length: below(random, 3) }, (): Constant => {
    const name = newName(draft, 'c');
    const of = pick(random, [types.i32, types.u32]);
    const items = Array.from({ length: between(random, 2, 6) }, () => term.literal(of, word(random)));
    const value = weighted<Expression>(random, [
      [1, items[0]!],
      [2, term.construct(types.array(of, items.length), items, chance(random, 0.5))],
      [1, term.construct(types.vector(2, of.name), items.slice(0, 2))],
    ]);
    globals.push(valueEntity(name, value.type, { stage: 'const', isUniform: true }));
    return { name, type: value.type, value };
  });
}

function drawPrivates(draft: Draft): void {
  const { random, globals, variables } = draft;
  for (let count = below(random, 4); count > 0; count--) {
    const type = pick(random, draft.types);
    const name = newName(draft, 'g');
    const initializer = chance(random, 0.6) ? constantOf(draft, type) : undefined;
    variables.push({ name, space: 'private', access: 'read_write', type, binding: undefined, initializer });
    globals.push(variableEntity(name, type, 'private'));
  }
}

/** A constant of literals. */
function constantOf(draft: Draft, type: Type): Expression {
  const { random } = draft;
  if (type.kind === 'scalar') return term.literal(type, word(random));
  if (chance(random, 0.2)) return term.zero(type);
  if (type.kind === 'vector')
    return term.construct(
      type,
      Array.from({ length: type.width }, () => constantOf(draft, types.scalar(type.of))),
    );
  const parts = type.kind === 'array' ? Array<Type>(type.count).fill(type.of) : types.partsOf(draft.structs, type);
  return term.construct(
    type,
    parts.map((part) => constantOf(draft, part)),
  );
}

function drawReads(draft: Draft, binding: () => number): readonly ReadBuffer[] {
  const { random, structs, globals, variables } = draft;
  const reads: ReadBuffer[] = [];
  const add = (name: string, space: 'storage' | 'uniform', type: Type): void => {
    variables.push({ name, space, access: 'read', type, binding: binding(), initializer: undefined });
    globals.push(variableEntity(name, type, space, { isUniform: true }));
    reads.push({ name, sizeBytes: types.sizeOf(structs, type) });
  };
  for (let count = between(random, 1, 2); count > 0; count--) {
    const element = repertoire.readElement(draft);
    const elements = between(random, 4, 24);
    const name = newName(draft, 'x');
    const form = below(random, 10);
    if (form < 6) add(name, 'storage', types.runtimeArray(element, elements));
    else if (form < 8) add(name, 'storage', types.array(element, elements));
    else add(name, 'storage', headed(draft, types.runtimeArray(element, elements)));
  }
  if (chance(random, 0.5)) add(newName(draft, 'x'), 'uniform', repertoire.uniform(draft));
  return reads;
}

/** A struct of a `vec4<u32>` and an array behind it. */
function headed(draft: Draft, rows: Type): Type {
  const name = newName(draft, 'S');
  const members = [
    { name: 'head', type: types.vector(4, 'u32') },
    { name: 'rows', type: rows },
  ];
  draft.structs.set(name, { name, members });
  return { kind: 'struct', name };
}

function drawWrites(draft: Draft, binding: () => number): { writes: readonly WrittenBuffer[]; prologue: Statement[] } {
  const { random, structs, variables, shared } = draft;
  const prologue: Statement[] = [];
  const writes = Array.from({ length: chance(random, 0.3) ? 2 : 1 }, (): WrittenBuffer => {
    const name = newName(draft, 'out');
    const element = repertoire.writtenElement(draft);
    const hasHead = chance(random, 0.12);
    const layout = windows.layoutOf(draft, types.scalarsOf(structs, element), hasHead ? 4 : 0);
    const isFixed = !hasHead && chance(random, 0.2);
    const rows = isFixed ? types.array(element, layout.elements) : types.runtimeArray(element, layout.elements);
    const type = hasHead ? headed(draft, rows) : rows;
    variables.push({ name, space: 'storage', access: 'read_write', type, binding: binding(), initializer: undefined });
    const whole = term.name(name, type);
    const window = windows.make(draft, name, hasHead ? term.member(structs, whole, 'rows') : whole, layout);
    prologue.push(...windows.prologue(name, layout));
    shared.push({ name, space: 'storage', type, shape: 'lanes', window });
    tagOwner(draft, layout, hasHead);
    return { name, sizeBytes: types.sizeOf(structs, type), owner: layout.owner, hasFrame: layout.hasFrame };
  });
  return { writes, prologue };
}

function tagOwner({ tags }: Draft, { owner: map, isRagged, hasFrame }: windows.Layout, hasHead: boolean): void {
  tags.add(`owner:${map.kind}`);
  if (isRagged) tags.add('owner:ragged');
  if (hasFrame) tags.add('owner:frame');
  if (hasHead) tags.add('owner:head');
  if (map.kind === 'linear' && map.offset > 0) tags.add('owner:offset');
  if (map.kind === 'tile') tags.add(`owner:tile-${map.dimensions.length}d`);
}

function drawWorkgroup(draft: Draft, size: Expression | undefined): void {
  const { random, traits: own, variables, shared } = draft;
  const likely = own.isCollective ? 0.85 : 0.3;
  const add = (type: Type, shape: Shared['shape']): void => {
    const name = newName(draft, 'w');
    variables.push({
      name,
      space: 'workgroup',
      access: 'read_write',
      type,
      binding: undefined,
      initializer: undefined,
    });
    shared.push({ name, space: 'workgroup', type, shape, window: undefined });
  };
  for (let tries = 0; tries < 2; tries++) {
    if (chance(random, likely / (1 + tries))) add(lanesArray(draft, size), 'lanes');
  }
  if (chance(random, likely * 0.6)) add(repertoire.workgroupElement(draft), 'single');
  if (chance(random, likely * 0.7)) add(repertoire.atomics(draft), 'atomics');
}

/** An element for each invocation, perhaps a few more; counted by an override if there is one. */
function lanesArray(draft: Draft, size: Expression | undefined): Type {
  const { random, traits: own } = draft;
  const of = repertoire.workgroupElement(draft);
  const [x, y, z] = own.workgroupSize;
  if (size === undefined || chance(random, 0.3))
    return types.array(of, own.lanes + (chance(random, 0.4) ? below(random, 4) : 0));
  const [factor, more] = [y * z, below(random, 3)];
  const scaled = factor === 1 ? size : term.combine(size, '*', term.unsigned(factor));
  const written = more === 0 ? scaled : term.combine(scaled, '+', term.unsigned(more));
  return { kind: 'array', of, count: x * factor + more, written };
}
