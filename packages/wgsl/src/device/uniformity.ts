/**
 * What a WGSL compiler sees to be uniform in the printed text (WGSL §15.2), so that barriers may stand behind it; of the rest the
 * invocations must agree (SPEC.md D7). The text is not uniform for the same reasons as the source: local arrays are one variable, a
 * loop that is counted ends for each invocation by itself.
 *
 * A forward analysis with one bit for each register. Where it says uniform, a compiler that keeps to WGSL §15.2 sees the same: it
 * knows no more than constants, builtin values of the workgroup and contents of buffers that are only read, it joins what comes
 * out of both sides of a branch and of all jumps to a label, and a jump in part of the invocations makes all that follows divergent
 * up to the end of a construct that nothing else leaves.
 */
import type { Instruction, Kernel, Label, Phase, Register } from '../execution/ir.js';
import { operandsOf } from '../execution/operand.js';
import type { Survey } from './survey.js';

export interface Agreements {
  /** Branches of the workgroup whose condition is not seen to be uniform. */
  readonly conditions: ReadonlySet<Phase>;
  /**
   * Regions in which invocations part on the way to a label of the phases, with the index of the first instruction where they
   * may. Not those at whose end the kernel ends.
   */
  readonly exits: ReadonlyMap<Phase, number>;
  /** Loads that can be printed as `workgroupUniformLoad`. */
  readonly loads: ReadonlySet<Instruction>;
}

export interface UniformityOptions {
  readonly kernel: Kernel;
  readonly survey: Survey;
  /** Whether loops of instructions end where an invocation has used up its budget. */
  readonly isCounted: boolean;
}

/** Instructions, and words of 32 registers, that are looked at; of a kernel that needs more, nothing is seen to be uniform. */
const MOST_WORK = 20_000_000;

/** Registers that are not uniform. */
type Bits = Int32Array;

/** A construct that jumps can leave, or a region, which the jumps of parted invocations leave for labels of the phases. */
interface Scope {
  /** Its end is the end of the scope around it, so that it may be printed as part of that. */
  readonly isTail: boolean;
  /** Invocations have parted, and come together at its end. */
  isParted: boolean;
  /** It is left for a label around it. */
  isCrossed: boolean;
  /** What jumps bring to its end and to its beginning. */
  exit: Bits | undefined;
  again: Bits | undefined;
}

interface Walk {
  readonly written: ReadonlySet<number>;
  readonly options: UniformityOptions;
  readonly scopes: Scope[];
  readonly byLabel: Map<Label, number>;
  readonly conditions: Set<Phase>;
  readonly exits: Map<Phase, number>;
  readonly loads: Set<Instruction>;
  divergent: Bits;
  /** Branches around that are divergent, and scopes that are parted: none where control flow is uniform. */
  partings: number;
  /** The region at hand, the position of its scope, and of its instruction. */
  region: Phase | undefined;
  regionScope: number;
  item: number;
  /** An instruction with counted back-edges came before it: invocations that ran out may be elsewhere. */
  isBehindCounted: boolean;
  work: number;
}

/** What invocations must agree on, if barriers are printed. */
export function agreements(options: UniformityOptions): Agreements {
  const { kernel } = options;
  const walk: Walk = {
    written: new Set(kernel.bindings.flatMap(({ access, binding }) => (access === 'write' ? [binding] : []))),
    options,
    scopes: [],
    byLabel: new Map(),
    conditions: new Set(),
    exits: new Map(),
    loads: new Set(),
    divergent: new Int32Array(Math.ceil(kernel.registers / 32)),
    partings: 0,
    region: undefined,
    regionScope: 0,
    item: 0,
    isBehindCounted: false,
    work: 0,
  };
  for (const { register, value } of kernel.builtins) {
    if (!value.startsWith('workgroup_id') && !value.startsWith('num_workgroups')) set(walk.divergent, register, true);
  }
  phases(walk, kernel.body, true);
  return walk.work > MOST_WORK ? everything(options) : walk;
}

/** As if nothing were uniform. */
function everything({ kernel, survey }: UniformityOptions): Agreements {
  const conditions = new Set<Phase>();
  const exits = new Map<Phase, number>();
  const pending: Phase[] = [...kernel.body];
  for (let phase = pending.pop(); phase !== undefined; phase = pending.pop()) {
    if (phase.kind === 'if') {
      conditions.add(phase);
      for (const one of [...phase.then, ...phase.otherwise]) pending.push(one);
    } else if (phase.kind === 'block' || phase.kind === 'loop') {
      for (const one of phase.body) pending.push(one);
    } else if (phase.kind === 'region') {
      const first = phase.code.findIndex((one) => survey.leaving.has(one));
      if (first >= 0 && !isJump(phase.code[first]!)) exits.set(phase, first);
    }
  }
  return { conditions, exits, loads: new Set() };
}

/** `isLast`: the kernel ends behind them. */
function phases(walk: Walk, list: readonly Phase[], isLast: boolean): void {
  for (const [k, phase] of list.entries()) {
    if (spend(walk, 1)) return;
    const isEnd = isLast && k === list.length - 1;
    switch (phase.kind) {
      case 'region':
        if (!isEnd) region(walk, phase, phase.code);
        break;
      case 'if': {
        if (has(walk.divergent, phase.condition)) walk.conditions.add(phase);
        const { then, otherwise } = phase;
        branch(
          walk,
          () => phases(walk, then, isEnd),
          () => phases(walk, otherwise, isEnd),
        );
        break;
      }
      case 'block':
        scoped(walk, phase.label, false, () => phases(walk, phase.body, isEnd));
        break;
      case 'loop':
        repeated(walk, phase.label, { isTail: false, isCounted: false }, () => phases(walk, phase.body, false));
        break;
      case 'leave':
      case 'again':
        jump(walk, phase);
        break;
      default:
        break;
    }
  }
}

function region(walk: Walk, phase: Phase, code: readonly Instruction[]): void {
  walk.region = phase;
  walk.regionScope = walk.scopes.length;
  walk.isBehindCounted = false;
  const { isCounted, survey } = walk.options;
  scoped(walk, undefined, false, () => {
    for (const [k, one] of code.entries()) {
      walk.item = k;
      instruction(walk, one, false);
      walk.isBehindCounted ||= isCounted && survey.repeating.has(one);
    }
  });
  walk.region = undefined;
}

/** `isTail`: the scope at hand ends where they end. */
function instructions(walk: Walk, list: readonly Instruction[], isTail: boolean): void {
  // What follows the last construct of a loop may be printed as its `continuing` block.
  const last = isTail ? list.findLastIndex((one) => 'body' in one || one.kind === 'if') : list.length;
  for (const [k, one] of list.entries()) {
    if (spend(walk, 1)) return;
    instruction(walk, one, k === last);
  }
}

function instruction(walk: Walk, one: Instruction, isTail: boolean): void {
  switch (one.kind) {
    case 'if': {
      const isDivergent = has(walk.divergent, one.condition);
      if (isDivergent) walk.partings += 1;
      branch(
        walk,
        () => instructions(walk, one.then, isTail),
        () => instructions(walk, one.otherwise, isTail),
      );
      if (isDivergent) walk.partings -= 1;
      break;
    }
    case 'block':
      scoped(walk, one.label, isTail, () => instructions(walk, one.body, true));
      break;
    case 'loop': {
      const { isCounted, survey } = walk.options;
      const options = { isTail, isCounted: isCounted && survey.repeating.has(one) };
      repeated(walk, one.label, options, () => instructions(walk, one.body, true));
      break;
    }
    case 'leave':
    case 'again':
      jump(walk, one);
      break;
    default:
      spend(walk, 1);
      if ('to' in one) set(walk.divergent, one.to, !isUniform(walk, one));
  }
}

/** Whether an instruction gives all invocations the same word. */
function isUniform(walk: Walk, one: Instruction): boolean {
  const { divergent, written, options, loads, scopes, regionScope } = walk;
  const isSame = walk.partings === 0 && operandsOf(one).every((register) => !has(divergent, register));
  if (one.kind === 'load-buffer') return isSame && !written.has(one.binding);
  if (one.kind !== 'load') return isSame;
  // The last time that it is looked at decides: less is uniform then.
  const isWhole = scopes.length - 1 === regionScope && !walk.isBehindCounted && options.survey.atomics.size === 0;
  if (isSame && isWhole && one.isUniform) loads.add(one);
  else loads.delete(one);
  return loads.has(one);
}

function jump(walk: Walk, { kind, label }: { readonly kind: 'leave' | 'again'; readonly label: Label }): void {
  const { scopes, byLabel } = walk;
  const position = byLabel.get(label)!;
  // The way may be printed as one from the end of each scope to the next.
  for (const scope of scopes.slice(position + 1)) {
    scope.isCrossed = true;
    scope.exit = joined(walk, scope.exit, walk.divergent);
  }
  if (walk.partings > 0) part(walk, Math.max(position, walk.regionScope));
  const target = scopes[position]!;
  const field = kind === 'leave' ? 'exit' : 'again';
  target[field] = joined(walk, target[field], walk.divergent);
}

/** Invocations part until the end of a scope. */
function part(walk: Walk, position: number): void {
  const scope = walk.scopes[position]!;
  if (!scope.isParted) {
    scope.isParted = true;
    walk.partings += 1;
  }
  const { region, regionScope, exits, item } = walk;
  if (position === regionScope && region !== undefined) exits.set(region, Math.min(item, exits.get(region) ?? item));
}

/** What both sides leave; control flow is uniform behind it if it was before, but for jumps. */
function branch(walk: Walk, then: () => void, otherwise: () => void): void {
  const before = copy(walk, walk.divergent);
  then();
  const after = walk.divergent;
  walk.divergent = before;
  otherwise();
  join(walk, walk.divergent, after);
}

function scoped(walk: Walk, label: Label | undefined, isTail: boolean, body: () => void): void {
  const scope = enter(walk, label, isTail);
  body();
  leave(walk, scope);
}

/** `isCounted`: every invocation ends it by itself, so that all that it does is divergent. */
function repeated(
  walk: Walk,
  label: Label,
  { isTail, isCounted }: { readonly isTail: boolean; readonly isCounted: boolean },
  body: () => void,
): void {
  const scope = enter(walk, label, isTail);
  if (isCounted) part(walk, walk.scopes.length - 1);
  for (;;) {
    const { isParted } = scope;
    const head = copy(walk, walk.divergent);
    body();
    // Tint takes the end of the loop for one of the ways to its beginning, also where nobody comes.
    const next = joined(walk, scope.again, head);
    join(walk, next, walk.divergent);
    const isStable = isCounted || (isParted === scope.isParted && next.every((word, k) => word === head[k]));
    if (isStable || walk.work > MOST_WORK) break;
    // Another round, with what this one brought to its beginning.
    walk.divergent = next;
  }
  leave(walk, scope);
}

function enter(walk: Walk, label: Label | undefined, isTail: boolean): Scope {
  const scope: Scope = { isTail, isParted: false, isCrossed: false, exit: undefined, again: undefined };
  if (label !== undefined) walk.byLabel.set(label, walk.scopes.length);
  walk.scopes.push(scope);
  return scope;
}

function leave(walk: Walk, { isTail, isParted, isCrossed, exit }: Scope): void {
  walk.scopes.pop();
  if (exit !== undefined) join(walk, walk.divergent, exit);
  if (!isParted) return;
  walk.partings -= 1;
  // WGSL §15.2: behind a construct that is left for another place, control flow is that at its ends.
  if ((isCrossed || isTail) && walk.scopes.length > walk.regionScope) part(walk, walk.scopes.length - 1);
}

function set(bits: Bits, register: Register, value: boolean): void {
  const word = register >>> 5;
  if (value) bits[word] = bits[word]! | (1 << (register & 31));
  else bits[word] = bits[word]! & ~(1 << (register & 31));
}

function has(bits: Bits, register: Register): boolean {
  return ((bits[register >>> 5]! >>> (register & 31)) & 1) === 1;
}

function copy(walk: Walk, bits: Bits): Bits {
  spend(walk, bits.length);
  return bits.slice();
}

function join(walk: Walk, into: Bits, from: Bits): void {
  spend(walk, from.length);
  for (let k = 0; k < from.length; k += 1) into[k] = into[k]! | from[k]!;
}

function joined(walk: Walk, one: Bits | undefined, other: Bits): Bits {
  const both = copy(walk, other);
  if (one !== undefined) join(walk, both, one);
  return both;
}

function spend(walk: Walk, work: number): boolean {
  walk.work += work;
  return walk.work > MOST_WORK;
}

function isJump({ kind }: Instruction): boolean {
  return kind === 'leave' || kind === 'again';
}
