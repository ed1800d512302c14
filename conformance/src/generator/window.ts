/** Owner maps of written buffers, and which of a workgroup's elements is whose. */
import type { owner } from '@assay/core';
import type { Context, Draft, Traits, Window } from './context.js';
import { below, between, chance, pick, shuffled } from './random.js';
import type { Expression, FunctionDeclaration, Statement } from './syntax.js';
import * as term from './term.js';
import { bool, u32, vector } from './type.js';

/** An owner map in elements, and what follows from it. */
export interface Layout {
  readonly owner: owner.OwnerMap;
  /** Of the whole version. */
  readonly elements: number;
  /** The version starts from another one. */
  readonly hasFrame: boolean;
  readonly items: number;
  readonly isRagged: boolean;
  readonly stride: number | undefined;
  /** What the helper function returns: the index of `item` of `lane` in workgroup `group`. */
  readonly body: readonly Statement[];
  /** The index of the workgroup's first element, where an invocation's follow from it: `first + each · lane + next · item`. */
  readonly inline: { readonly first: Expression; readonly each: number; readonly next: number } | undefined;
}

/** Beyond every buffer, also when a little is added. */
const OUTSIDE = 4_000_000_000;

/** Elements behind a head, so that the whole is as large as WebGPU asks for a struct of any alignment. */
const LEAST = 4;

const lane = term.name('lane', u32);
const item = term.name('item', u32);
const group = term.name('group', vector(3, 'u32'));

/** The window of a buffer with this layout; makes the helper function. */
export function make(draft: Draft, name: string, array: Expression, layout: Layout): Window {
  const helper: FunctionDeclaration = {
    name: `at_${name}`,
    parameters: [
      { name: 'lane', type: u32 },
      { name: 'group', type: vector(3, 'u32') },
      { name: 'item', type: u32 },
    ],
    result: u32,
    isMustUse: false,
    body: layout.body,
  };
  draft.helpers.push(helper);
  const { items, isRagged, stride, inline } = layout;
  const isInline = chance(draft.random, 0.7);
  return {
    array,
    items,
    isRagged,
    stride,
    at(laneAt: Expression, itemAt: Expression, context: Context): Expression {
      if (!context.isMain || inline === undefined || !isInline)
        return term.call(helper.name, [laneAt, group, itemAt], u32);
      const first = term.combine(term.name(firstName(name), u32), '+', times(laneAt, inline.each));
      return itemAt.kind === 'literal' && itemAt.value === 0
        ? first
        : term.combine(first, '+', times(itemAt, inline.next));
    },
  };
}

/** Declares what inline indices begin with. */
export function prologue(name: string, { inline }: Layout): readonly Statement[] {
  if (inline === undefined) return [];
  return [{ kind: 'let', name: firstName(name), type: u32, hasType: false, initializer: inline.first }];
}

function firstName(name: string): string {
  return `first_${name}`;
}

function times(factor: Expression, by: number): Expression {
  return by === 1 ? factor : term.combine(factor, '*', term.unsigned(by));
}

function plus(left: Expression, right: number): Expression {
  return right === 0 ? left : term.combine(left, '+', term.unsigned(right));
}

/** A random layout of elements of so many words. `head`: words in front of the elements, which nobody owns. */
export function layoutOf(draft: Draft, elementWords: number, head: number): Layout {
  const { random, traits } = draft;
  const isTile = head === 0 && chance(random, 0.4);
  return isTile ? tile(draft, elementWords) : linear(random, traits, elementWords, head);
}

function linear(random: Draft['random'], traits: Traits, words: number, head: number): Layout {
  const { lanes, grid, stray } = traits;
  const groups = grid[0] * grid[1] * grid[2];
  const hasFrame = head > 0 || chance(random, 0.3);
  const items = between(random, 1, lanes > 16 ? 2 : 3);
  const span = lanes * items + (chance(random, 0.3) ? below(random, 4) : 0);
  const before = hasFrame && chance(random, 0.5) ? between(random, 1, 5) : 0;
  const cut = chance(random, 0.3) ? below(random, span) : 0;
  const isRagged = cut > span - lanes * items;
  const after = hasFrame && cut === 0 ? below(random, 6) : 0;
  // Where words do not go up in elements, the first element of a workgroup belongs to it in part.
  const shift = stray > 0 && hasFrame && words > 1 && chance(random, 0.3) ? between(random, 1, words - 1) : 0;
  const elements = Math.max(before + span * groups - cut + after, hasFrame ? LEAST : 1);
  const isStrided = chance(random, 0.5);
  const [each, next] = isStrided ? [1, lanes] : [items, 1];
  const index = workgroupIndex(grid);
  const first = plus(times(index, span), before);
  const at = term.combine(term.combine(first, '+', times(lane, each)), '+', times(item, next));
  return {
    owner: { kind: 'linear', words: span * words, offset: head + before * words + shift },
    elements,
    hasFrame,
    items: isRagged ? 1 : items,
    isRagged,
    stride: shift === 0 ? span : undefined,
    body: [{ kind: 'return', value: at }],
    inline: { first, each, next },
  };
}

/** x runs fastest (core SPEC.md J9). */
function workgroupIndex([x, y, z]: Traits['grid']): Expression {
  const deeper = z === 1 ? undefined : times(term.axis(group, 'z'), y);
  const rows = deeper === undefined ? term.axis(group, 'y') : term.combine(term.axis(group, 'y'), '+', deeper);
  return y === 1 && z === 1 ? term.axis(group, 'x') : term.combine(term.axis(group, 'x'), '+', times(rows, x));
}

interface Dimension {
  readonly axis: 'x' | 'y' | 'z' | 'whole';
  readonly tile: number;
  readonly extent: number;
  readonly origin: number;
}

function tile(draft: Draft, words: number): Layout {
  const { random, traits } = draft;
  const { lanes, grid } = traits;
  const hasFrame = chance(random, 0.35);
  const dimensions = dimensionsOf(draft, hasFrame);
  const elements = dimensions.reduce((product, { extent }) => product * extent, 1);
  const volume = dimensions.reduce((product, { tile: own }) => product * own, 1);
  const isRagged =
    volume < lanes ||
    dimensions.some(
      ({ axis, tile: own, extent, origin }) => axis !== 'whole' && origin + own * alongOf(grid, axis) > extent,
    );
  const innermost = dimensions.length - 1;
  const [slowest] = dimensions;
  return {
    owner: {
      kind: 'tile',
      dimensions: dimensions.map(({ axis, tile: own, extent, origin }, at) => {
        const by = at === innermost ? words : 1;
        return { axis, tile: own * by, extent: extent * by, origin: origin * by };
      }),
    },
    elements,
    hasFrame,
    items: 1,
    isRagged,
    stride: slowest!.axis === 'whole' ? undefined : (slowest!.tile * elements) / slowest!.extent,
    body: tileBody(dimensions, volume),
    inline: undefined,
  };
}

function alongOf(grid: Traits['grid'], axis: 'x' | 'y' | 'z'): number {
  return grid[axis === 'x' ? 0 : axis === 'y' ? 1 : 2];
}

/** Each axis with several workgroups cuts a dimension; a tile has at most as many elements as there are invocations. */
function dimensionsOf({ random, traits }: Draft, hasFrame: boolean): readonly Dimension[] {
  const { lanes, grid } = traits;
  const cutting = (['x', 'y', 'z'] as const).filter((_, at) => grid[at]! > 1 || chance(random, 0.3));
  const axes = shuffled(random, [
    ...cutting,
    ...(cutting.length === 0 || chance(random, 0.25) ? (['whole'] as const) : []),
  ]);
  let room = lanes;
  return axes.map((axis): Dimension => {
    const own = Math.max(1, Math.min(room, pick(random, [1, 2, 3, 4, 8, room])));
    room = Math.floor(room / own);
    if (axis === 'whole') return { axis, tile: own, extent: own, origin: 0 };
    const all = own * alongOf(grid, axis);
    const origin = hasFrame ? below(random, 3) : 0;
    const change = hasFrame ? below(random, 3) : chance(random, 0.4) ? -below(random, Math.min(own, all)) : 0;
    return { axis, tile: own, extent: Math.max(1, origin + all + change), origin };
  });
}

/** The coordinates of an invocation's element, and its index if they lie in the tile and in the array. */
function tileBody(dimensions: readonly Dimension[], volume: number): readonly Statement[] {
  const statements: Statement[] = [];
  const outside: Expression[] = [term.compare(term.combine(lane, '+', item), '>=', term.unsigned(volume))];
  let size = 1;
  for (const [k, { axis, tile: own, extent, origin }] of [...dimensions.entries()].toReversed()) {
    const quotient = size === 1 ? lane : term.combine(lane, '/', term.unsigned(size));
    const within = term.combine(quotient, '%', term.unsigned(own));
    const tiles = axis === 'whole' ? within : term.combine(within, '+', times(term.axis(group, axis), own));
    statements.push({ kind: 'let', name: `c${k}`, type: u32, hasType: false, initializer: plus(tiles, origin) });
    outside.push(term.compare(term.name(`c${k}`, u32), '>=', term.unsigned(extent)));
    size *= own;
  }
  const index = dimensions.reduce<Expression>(
    (at, { extent }, k) =>
      k === 0 ? term.name('c0', u32) : term.combine(times(at, extent), '+', term.name(`c${k}`, u32)),
    term.unsigned(0),
  );
  const isOutside = outside.reduce((left, right) => term.binary('||', left, right, bool));
  return [
    ...statements,
    {
      kind: 'if',
      condition: isOutside,
      body: [{ kind: 'return', value: term.unsigned(OUTSIDE) }],
      otherwise: undefined,
    },
    { kind: 'return', value: index },
  ];
}
