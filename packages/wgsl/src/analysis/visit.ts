/** A walk through the phases and instructions of a kernel, in the course that one invocation takes, any one (SPEC.md A3). */
import { AssayError } from '@assay/core';
import type { Instruction, Label, Register } from '../execution/ir.js';
import { constant, isUniform } from './affine.js';
import * as bitwise from './bitwise.js';
import * as environments from './environment.js';
import type { Facts } from './facts.js';
import * as loops from './loop.js';
import * as memory from './memory.js';
import { applyBinary, applyUnary } from './operation.js';
import * as predicates from './predicate.js';
import * as universes from './universe.js';
import type { Affine, Level } from './unknown.js';
import type { Node, Target, Walk } from './walk.js';
import * as walks from './walk.js';

type Branch = Extract<Node, { kind: 'if' }>;

/** Nodes one after the other, up to a jump. */
export function visitAll(walk: Walk, nodes: readonly Node[], level: Level): void {
  for (const node of nodes) {
    if (!walk.isReachable) return;
    walk.universe.work += universes.visitWork;
    if (universes.isExhausted(walk.universe)) {
      walk.isReachable = false;
      return;
    }
    visit(walk, node, level);
  }
}

function visit(walk: Walk, node: Node, level: Level): void {
  switch (node.kind) {
    case 'region':
      walk.region = node;
      visitAll(walk, node.code, 'code');
      walk.region = undefined;
      break;
    case 'barrier':
      break;
    case 'block':
      visitBlock(walk, node, level);
      break;
    case 'loop':
      loops.visit(walk, node, level, (inner, { body }) => visitAll(inner, body, level));
      break;
    case 'if':
      visitBranch(walk, node, level);
      break;
    case 'leave':
      walks.exit(walk, targetOf(walk, node.label));
      break;
    case 'again':
      walks.repeat(walk, targetOf(walk, node.label));
      break;
    default:
      execute(walk, node);
  }
}

/** An instruction without others in it. */
function execute(walk: Walk, node: Exclude<Instruction, { kind: 'block' | 'loop' | 'if' | 'leave' | 'again' }>): void {
  const { environment } = walk;
  switch (node.kind) {
    case 'select':
      select(walk, node);
      break;
    case 'store-buffer':
      memory.storeBuffer(
        walk,
        node,
        read(walk, node.index),
        node.valid === undefined ? undefined : read(walk, node.valid),
      );
      break;
    case 'store':
    case 'atomic':
      memory.modify(walk, node, read(walk, node.index), read(walk, node.value));
      break;
    default:
      environments.write(environment, node.to, computed(walk, node));
  }
}

function read({ environment }: Walk, register: Register): Affine {
  return environments.read(environment, register);
}

type Computing = Extract<Instruction, { to: Register }>;

/** What an instruction leaves in its register. */
function computed(walk: Walk, node: Exclude<Computing, { kind: 'select' }>): Affine {
  switch (node.kind) {
    case 'constant':
      return constant(node.value);
    case 'copy':
      return read(walk, node.from);
    case 'unary':
      return applyUnary(walk, node.operation, read(walk, node.operand));
    case 'binary':
      return applyBinary(walk, node.operation, read(walk, node.left), read(walk, node.right));
    case 'extract':
      return node.isSigned
        ? bitwise.extractedSigned(walk, read(walk, node.operand), node.offset, node.count)
        : bitwise.extracted(walk, read(walk, node.operand), node.offset, node.count);
    case 'insert':
      return bitwise.inserted(walk, read(walk, node.operand), read(walk, node.bits), node.offset, node.count);
    case 'length':
      return constant((walk.dispatch.lengthWords.get(node.binding) ?? 0) | 0);
    case 'clamp':
      return memory.clamp(walk, node, read(walk, node.index));
    case 'load':
      return memory.load(walk, node, read(walk, node.index));
    case 'load-buffer':
      return memory.loadBuffer(
        walk,
        node,
        read(walk, node.index),
        node.valid === undefined ? undefined : read(walk, node.valid),
      );
  }
}

function select(walk: Walk, node: Extract<Instruction, { kind: 'select' }>): void {
  const { environment, universe } = walk;
  const [condition, yes, no] = [node.condition, node.yes, node.no].map((one) => environments.read(environment, one));
  const [onYes, onNo] = sides(walk, condition!);
  if (onYes === undefined || onNo === undefined) {
    environments.write(environment, node.to, onYes === undefined ? no! : yes!);
    return;
  }
  environments.write(environment, node.to, {
    kind: 'joined',
    parts: [
      { facts: onYes, value: yes! },
      { facts: onNo, value: no! },
    ],
    common: walk.facts,
    isUniform: isUniform(condition!),
    result: undefined,
  });
  universe.work += 1;
}

/** The facts where a word is not 0, and where it is; undefined where that cannot be. */
function sides({ universe, facts }: Walk, condition: Affine): readonly [yes: Facts | undefined, no: Facts | undefined] {
  const predicate = predicates.is(condition, 1);
  return [predicates.assume(universe, facts, predicate, true), predicates.assume(universe, facts, predicate, false)];
}

function visitBranch(walk: Walk, { condition, then, otherwise }: Branch, level: Level): void {
  const { environment } = walk;
  const tested = environments.read(environment, condition);
  const [onYes, onNo] = sides(walk, tested);
  if (onYes === undefined || onNo === undefined) {
    const known = onYes ?? onNo;
    if (known !== undefined) walk.facts = known;
    walk.isReachable = known !== undefined;
    if (known !== undefined) visitAll(walk, onYes === undefined ? otherwise : then, level);
    return;
  }
  const states = [visitSide(walk, onYes, then, level), visitSide(walk, onNo, otherwise, level)];
  const next = environments.meet(
    environment,
    states.filter((state) => state !== undefined),
    level === 'phase' || isUniform(tested),
  );
  walk.isReachable = next !== undefined;
  walk.facts = next ?? walk.facts;
}

/** One side of a branch, of which the changes are taken back; gives where it ends. */
function visitSide(walk: Walk, known: Facts, nodes: readonly Node[], level: Level): environments.State | undefined {
  const { environment } = walk;
  if (nodes.length === 0) return { facts: known, changes: new Map() };
  const before = environments.setMark(environment);
  const { mark } = environment;
  walk.facts = known;
  walk.isReachable = true;
  visitAll(walk, nodes, level);
  const changes = walk.isReachable ? environments.capture(environment, mark) : undefined;
  environments.rewind(environment, mark, before);
  return changes === undefined ? undefined : { facts: walk.facts, changes };
}

function visitBlock(walk: Walk, { label, body }: Extract<Node, { kind: 'block' }>, level: Level): void {
  const { environment, trial } = walk;
  const before = environments.setMark(environment);
  const { mark } = environment;
  const target: Target = { level, trial, mark, exits: [], backEdges: [], watched: undefined };
  walk.targets.set(label, target);
  visitAll(walk, body, level);
  walk.targets.delete(label);
  if (walk.isReachable) walks.exit(walk, target);
  environments.rewind(environment, mark, before);
  const next = environments.meet(environment, target.exits, level === 'phase');
  walk.isReachable = next !== undefined;
  walk.facts = next ?? walk.facts;
}

function targetOf({ targets }: Walk, label: Label): Target {
  const target = targets.get(label);
  if (target !== undefined) return target;
  throw new AssayError({
    kind: 'bug',
    code: 'analysis.unknown-label',
    expected: 'a label of an enclosing block (to leave) or loop',
    got: String(label),
    remedy: 'Report this with the shader: lowering made a jump that leads nowhere.',
  });
}
