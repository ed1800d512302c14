/**
 * Where the parts of a job's graph stand. Steps are layered: each comes after all that make what it binds. Layers follow each other
 * from left to right, and where a line is full a new band begins below, as text does.
 *
 * A line only ever joins neighbours. A version that is bound further on is drawn there again, small; so a graph with many far
 * connections stays as readable as a chain.
 */
import type { job as jobs } from '@assay/core';

/** Left upper corner and extents, in the units of the drawing. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A version. `made` by the step to its left; `given` as an input or literal; shown `again` since it is made elsewhere. */
export interface Box extends Place {
  readonly kind: 'made' | 'given' | 'again';
  readonly version: number;
}

/** A step. */
export interface Arrow extends Place {
  readonly step: number;
}

/** From a version to a step that reads it, or whose version `starts` from it; or from a step to what it makes. */
export interface Line {
  readonly kind: 'reads' | 'starts' | 'writes';
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
}

export interface Graph {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
  readonly lines: readonly Line[];
  /** How many layers there are, of all bands together. */
  readonly layers: number;
}

const BOX = { width: 126, height: 54 };
const AGAIN = { width: 126, height: 36 };
const ARROW = { width: 112, height: 54 };
/** Between columns; between what stands in one; between bands; around all. */
const GAP = { across: 15, down: 10, band: 28, margin: 1 };

/** A version that a step binds, by index. */
interface Bound {
  readonly version: number;
  readonly kind: 'reads' | 'starts';
}

/** A column of versions, before it has a place. */
interface Item {
  readonly version: number;
  readonly kind: Box['kind'];
  /** From top to bottom; between 0 and 1. */
  readonly rank: number;
}

/**
 * Places the steps that are named, and the versions that they bind.
 *
 * @param versions of the job, in order.
 * @param shown indices of steps, ascending.
 * @param mostLayers that one band has.
 */
export function layout(
  job: jobs.Job,
  versions: readonly jobs.Version[],
  shown: readonly number[],
  mostLayers: number,
): Graph {
  const indices = new Map(versions.map(({ name, index }) => [name, index as number]));
  const bound = new Map(shown.map((step) => [step, boundBy(job.steps[step]!, indices)]));
  const made = madeBy(versions, new Set(shown));
  const layers = layered(shown, bound, versions);
  const boxes: Box[] = [];
  const arrows: Arrow[] = [];
  const lines: Line[] = [];
  const given = new Set<number>();
  let top = GAP.margin;
  let width = 0;

  for (let start = 0; start < layers.length; start += mostLayers) {
    const band = layers.slice(start, start + mostLayers);
    const columns: Item[][] = [];
    const ordered: (readonly number[])[] = [];
    let before: readonly number[] = [];
    for (const layer of band) {
      const steps = byBarycenter(layer, bound, before);
      columns.push(columnBefore(steps, before));
      ordered.push(steps);
      before = steps.flatMap((step) => made.get(step) ?? []);
    }
    columns.push(before.map((version, i) => ({ version, kind: 'made', rank: i / before.length })));

    const heights = [
      ...columns.map((column) => stacked(column.map(({ kind }) => sizeOf(kind).height))),
      ...ordered.map((steps) => stacked(steps.map(() => ARROW.height))),
    ];
    const height = Math.max(...heights);
    let x = GAP.margin;
    let makers: readonly Arrow[] = [];
    for (const [i, column] of columns.entries()) {
      const placed = placeColumn(column, x, top, height);
      boxes.push(...placed);
      const here = new Map(placed.map((box) => [box.version, box]));
      for (const maker of makers) {
        for (const version of made.get(maker.step)!) {
          lines.push({ kind: 'writes', from: rightOf(maker), to: leftOf(here.get(version)!) });
        }
      }
      x += BOX.width + GAP.across;
      const steps = ordered[i];
      if (steps === undefined) break;
      makers = placeSteps(steps, x, top, height);
      arrows.push(...makers);
      for (const maker of makers) {
        for (const { version, kind } of bound.get(maker.step)!) {
          lines.push({ kind, from: rightOf(here.get(version)!), to: leftOf(maker) });
        }
      }
      x += ARROW.width + GAP.across;
    }
    width = Math.max(width, x - GAP.across + GAP.margin);
    top += height + GAP.band;
  }
  return { width, height: top - GAP.band + GAP.margin, boxes, arrows, lines, layers: layers.length };

  /** What the steps of a layer bind: what the layer before it makes, and all else that is not there yet. */
  function columnBefore(steps: readonly number[], before: readonly number[]): Item[] {
    const users = new Map<number, number[]>();
    for (const [at, step] of steps.entries()) {
      for (const { version } of bound.get(step)!) users.set(version, [...(users.get(version) ?? []), at]);
    }
    const rankOf = (version: number, otherwise: number): number => {
      const at = users.get(version);
      return at === undefined ? otherwise : mean(at) / steps.length;
    };
    const items = before.map(
      (version, i): Item => ({ version, kind: 'made', rank: rankOf(version, i / before.length) }),
    );
    for (const version of users.keys()) {
      if (before.includes(version)) continue;
      const isNew = versions[version]!.origin.kind !== 'write' && !given.has(version);
      given.add(version);
      items.push({ version, kind: isNew ? 'given' : 'again', rank: rankOf(version, 0) });
    }
    return items.sort((a, b) => a.rank - b.rank);
  }
}

/** What a step reads, and what its versions start from; each version once. */
function boundBy({ reads, writes }: jobs.Step, indices: ReadonlyMap<string, number>): readonly Bound[] {
  const found = new Map<number, Bound>();
  for (const name of Object.values(reads)) {
    const version = indices.get(name)!;
    found.set(version, { version, kind: 'reads' });
  }
  for (const { from } of Object.values(writes)) {
    if (from === undefined) continue;
    const version = indices.get(from)!;
    if (!found.has(version)) found.set(version, { version, kind: 'starts' });
  }
  return [...found.values()];
}

/** The versions that each step makes, in order. */
function madeBy(versions: readonly jobs.Version[], shown: ReadonlySet<number>): ReadonlyMap<number, readonly number[]> {
  const made = new Map<number, number[]>();
  for (const { index, origin } of versions) {
    if (origin.kind !== 'write' || !shown.has(origin.step)) continue;
    made.set(origin.step, [...(made.get(origin.step) ?? []), index]);
  }
  return made;
}

/** Each step one layer after the last of those that make what it binds; what is not shown counts as there from the start. */
function layered(
  shown: readonly number[],
  bound: ReadonlyMap<number, readonly Bound[]>,
  versions: readonly jobs.Version[],
): readonly (readonly number[])[] {
  const layerOf = new Map<number, number>();
  const layers: number[][] = [];
  for (const step of shown) {
    let layer = 0;
    for (const { version } of bound.get(step)!) {
      const { origin } = versions[version]!;
      const maker = origin.kind === 'write' ? layerOf.get(origin.step) : undefined;
      if (maker !== undefined) layer = Math.max(layer, maker + 1);
    }
    layerOf.set(step, layer);
    layers[layer] = [...(layers[layer] ?? []), step];
  }
  return layers;
}

/** A layer's steps by the mean place of what they bind in the column before; those that bind nothing there stay where they are. */
function byBarycenter(
  layer: readonly number[],
  bound: ReadonlyMap<number, readonly Bound[]>,
  before: readonly number[],
): readonly number[] {
  const places = new Map(before.map((version, at) => [version, at]));
  const keyed = layer.map((step, i) => {
    const at = bound.get(step)!.flatMap(({ version }) => places.get(version) ?? []);
    return { step, rank: at.length === 0 ? i / layer.length : mean(at) / before.length };
  });
  return keyed.sort((a, b) => a.rank - b.rank || a.step - b.step).map(({ step }) => step);
}

function placeColumn(items: readonly Item[], x: number, top: number, height: number): Box[] {
  let y = top + (height - stacked(items.map(({ kind }) => sizeOf(kind).height))) / 2;
  return items.map(({ version, kind }) => {
    const box = { version, kind, x, y, ...sizeOf(kind) };
    y += box.height + GAP.down;
    return box;
  });
}

function placeSteps(steps: readonly number[], x: number, top: number, height: number): Arrow[] {
  const first = top + (height - stacked(steps.map(() => ARROW.height))) / 2;
  return steps.map((step, i) => ({ step, x, y: first + i * (ARROW.height + GAP.down), ...ARROW }));
}

function sizeOf(kind: Box['kind']): Pick<Place, 'width' | 'height'> {
  return kind === 'again' ? AGAIN : BOX;
}

function stacked(heights: readonly number[]): number {
  return heights.reduce((sum, height) => sum + height + GAP.down, -GAP.down);
}

function leftOf({ x, y, height }: Place): Line['from'] {
  return { x, y: y + height / 2 };
}

function rightOf({ x, y, width, height }: Place): Line['from'] {
  return { x: x + width, y: y + height / 2 };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
