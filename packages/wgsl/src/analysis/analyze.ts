/** What can be proven of all cells of a dispatch (SPEC.md, chapter Analysis). */
import type { Kernel, Phase } from '../execution/ir.js';
import { add, constant, of, scale } from './affine.js';
import * as contents from './contents.js';
import type { Dispatch } from './dispatch.js';
import * as environments from './environment.js';
import * as facts from './facts.js';
import * as freedoms from './freedom.js';
import * as guards from './guards.js';
import type { Position } from './ownership.js';
import * as ranges from './range.js';
import * as universes from './universe.js';
import type { Affine, Unknown } from './unknown.js';
import { visitAll } from './visit.js';
import { type Findings, type Node, partsOf, type Walk } from './walk.js';

export interface Analysis {
  /** The guards that are not needless (A2). */
  readonly guards: guards.Guards;
  /**
   * Back-edges that no cell takes more of, whatever the budget (A5): of the loops without barriers for an invocation, of those with
   * barriers for the workgroup. A step with at least this budget needs no guard of E14. Undefined where no such number is known.
   */
  readonly backEdges: { readonly invocation: number | undefined; readonly workgroup: number | undefined };
  /** Accesses to workgroup memory and to written buffers; undefined if the kernel is too much to look at (A6). */
  readonly accesses: freedoms.Accesses | undefined;
}

/** A job's largest budget: what an invocation does beyond as many back-edges happens in no job. */
const MOST_BUDGET = 2 ** 31 - 1;
/** Constructs inside each other; what is deeper is not looked at. */
const MOST_DEPTH = 400;

/** The guards that are not needless in a dispatch (SPEC.md A2). */
export function analyze(kernel: Kernel, dispatch: Dispatch): guards.Guards {
  return inspect(kernel, dispatch).guards;
}

/**
 * Looks at all that a kernel can do in the cells of a dispatch.
 *
 * The loop budget is first supposed to be enough: until some invocation runs out of it, the cell does what it does without that guard.
 * If the back-edges that are counted so are within the budget, none ever does. Otherwise loops may end at it.
 */
export function inspect(kernel: Kernel, dispatch: Dispatch): Analysis {
  const nothing = { guards: guards.all(kernel), backEdges: { invocation: undefined, workgroup: undefined } };
  if (depthOf(kernel.body) > MOST_DEPTH) return { ...nothing, accesses: undefined };
  const free = walkTwice(kernel, dispatch, { loopBudget: MOST_BUDGET, mayRunOut: false, work: 0 });
  if (free === undefined) return { ...nothing, accesses: undefined };
  const backEdges = { invocation: withinBudgets(free.backEdges.code), workgroup: withinBudgets(free.backEdges.phase) };
  const { loopBudget } = dispatch;
  const [hasInvocationBudget, hasWorkgroupBudget] = [
    !(free.backEdges.code <= loopBudget),
    !(free.backEdges.phase <= loopBudget),
  ];
  const found =
    hasInvocationBudget || hasWorkgroupBudget
      ? walkTwice(kernel, dispatch, { loopBudget, mayRunOut: hasInvocationBudget, work: free.universe.work })
      : free;
  if (found === undefined) return { ...nothing, backEdges, accesses: undefined };
  const { outside, foreign, clamps, universe, locals } = found;
  const accesses = { universe, locals, list: found.accesses };
  return { guards: { outside, foreign, clamps, hasInvocationBudget, hasWorkgroupBudget }, backEdges, accesses };
}

/** Whether a kernel is race-free in all cells of a dispatch (A7). */
export function freedomOf(kernel: Kernel, { accesses }: Analysis): freedoms.Freedom {
  if (accesses === undefined) return { kind: 'undecided', first: undefined, second: undefined };
  return freedoms.prove(kernel.body, accesses);
}

function withinBudgets(backEdges: number): number | undefined {
  return backEdges <= MOST_BUDGET ? backEdges : undefined;
}

/** What a walk has found, in its own terms. */
type Course = Findings & Omit<freedoms.Accesses, 'list'>;

interface Suppositions extends Pick<Walk, 'loopBudget' | 'mayRunOut'> {
  /** Steps taken by walks before. */
  readonly work: number;
}

/** Where something is left, once more with what the first walk has seen stored in memory. Undefined if one is too much work (A6). */
function walkTwice(kernel: Kernel, dispatch: Dispatch, suppositions: Suppositions): Course | undefined {
  const first = walkAll(kernel, dispatch, { ...suppositions, contents: undefined });
  if (first === undefined) return undefined;
  const { outside, foreign, clamps, backEdges, stores, loads, universe } = first;
  const isClean =
    outside.size + foreign.size + clamps.size === 0 && Math.max(...Object.values(backEdges)) <= dispatch.loopBudget;
  // Data is any word; what helps is a table, or a small number that is kept for later.
  const isWorthwhile = (): boolean => loads.some((words) => !ranges.isFull(contents.rangeOf(universe, stores, words)));
  if (isClean || !isWorthwhile()) return first;
  return walkAll(kernel, dispatch, { ...suppositions, work: universe.work, contents: stores }) ?? first;
}

/** Undefined if that is too much work (A6). */
function walkAll(
  kernel: Kernel,
  dispatch: Dispatch,
  suppositions: Suppositions & Pick<Walk, 'contents'>,
): Course | undefined {
  const { work, loopBudget, mayRunOut, contents: held } = suppositions;
  const universe = universes.create(work);
  const position = axes((axis) => idOf(universe, 'workgroup', axis, dispatch.grid[axis]));
  const walk: Walk = {
    universe,
    facts: facts.none,
    kernel,
    dispatch,
    environment: environments.create(universe, kernel.registers),
    loopBudget,
    mayRunOut,
    contents: held,
    position,
    isReachable: true,
    targets: new Map(),
    rounds: [],
    trial: undefined,
    assigned: new Map(),
    region: undefined,
    findings: {
      outside: new Set(),
      foreign: new Set(),
      clamps: new Set(),
      backEdges: { code: 0, phase: 0 },
      accesses: [],
      stores: [],
      loads: [],
    },
  };
  const locals = setBuiltins(walk);
  visitAll(walk, kernel.body, 'phase');
  return universes.isExhausted(universe) ? undefined : { ...walk.findings, universe, locals };
}

function axes(of: (axis: 0 | 1 | 2) => Affine): Position {
  return [of(0), of(1), of(2)];
}

function idOf(universe: universes.Universe, kind: 'workgroup' | 'local', axis: 0 | 1 | 2, count: number): Affine {
  if (count === 1) return constant(0);
  const isUniform = kind === 'workgroup';
  return of(universes.make(universe, { low: 0, high: count - 1, isUniform, origin: { kind, axis } }));
}

/** WGSL §13.3. Gives the components of the local invocation id that are not constant. */
function setBuiltins({ universe, environment, kernel, dispatch, position }: Walk): readonly Unknown[] {
  const { workgroupSize: size } = kernel;
  const local = axes((axis) => idOf(universe, 'local', axis, size[axis]));
  const values: Readonly<Record<string, Position>> = {
    local_invocation_id: local,
    workgroup_id: position,
    num_workgroups: axes((axis) => constant(dispatch.grid[axis])),
    global_invocation_id: axes((axis) => add(scale(position[axis], size[axis]), local[axis])),
  };
  const [x, y, z] = local;
  const index = add(x, scale(add(y, scale(z, size[1])), size[0]));
  for (const { register, value } of kernel.builtins) {
    const [name, component] = value.split('.');
    const axis = component === 'x' ? 0 : component === 'y' ? 1 : 2;
    environments.write(environment, register, values[name!]?.[axis] ?? index);
  }
  return local.flatMap(({ unknowns }) => unknowns);
}

/** How deep constructs are inside each other. */
function depthOf(body: readonly Phase[]): number {
  let depth = 0;
  const pending: { readonly nodes: readonly Node[]; readonly level: number }[] = [{ nodes: body, level: 1 }];
  for (let list = pending.pop(); list !== undefined; list = pending.pop()) {
    const { nodes, level } = list;
    depth = Math.max(depth, level);
    for (const node of nodes) for (const inner of partsOf(node)) pending.push({ nodes: inner, level: level + 1 });
  }
  return depth;
}
