/**
 * Control flow inside regions. Where all active lanes go one way, it is that of WebAssembly. Where they part, both ways are taken,
 * one after the other, with some of the lanes: the active ones are in a mask, and it is never empty where code runs (SPEC.md C5).
 */

import { flag } from '../layout.js';
import { type Control, type Effect, type Node, partsOf } from '../program/program.js';
import * as vector from '../wasm/vector.js';
import { type Local, type Mark, op, simd } from '../wasm/wasm.js';
import * as access from './access.js';
import type { Frame } from './frame.js';
import { operate } from './operate.js';

type Loop = Extract<Control, { kind: 'loop' }>;
type Block = Extract<Control, { kind: 'block' }>;
type If = Extract<Control, { kind: 'if' }>;

/** Emits a list of nodes; where no lane is active any more, the rest is skipped. */
export function emitList(frame: Frame, nodes: readonly Node[]): void {
  const { code } = frame;
  frame.openScope();
  const mayEmpty = nodes.slice(0, -1).some((node) => escapes(frame, node));
  const skip = mayEmpty ? code.block() : undefined;
  for (const [at, node] of nodes.entries()) {
    emit(frame, node);
    if (skip === undefined || at === nodes.length - 1 || !escapes(frame, node)) continue;
    noLane(frame);
    code.branchIf(skip);
  }
  if (skip !== undefined) code.end();
  frame.closeScope();
}

function emit(frame: Frame, node: Node): void {
  switch (node.kind) {
    case 'if':
      frame.isLane(node.condition) ? emitPart(frame, node) : emitChoice(frame, node);
      return;
    case 'block':
      emitBlock(frame, node);
      return;
    case 'loop':
      emitLoop(frame, node);
      return;
    case 'leave':
    case 'again':
      jump(frame, node);
      return;
    case 'load-buffer':
      access.loadBuffer(frame, node);
      return;
    case 'store-buffer':
      access.storeBuffer(frame, node);
      return;
    case 'load':
      access.loadMemory(frame, node);
      return;
    case 'store':
      access.storeMemory(frame, node);
      return;
    case 'atomic':
      access.modify(frame, node);
      return;
    case 'fire':
      fire(frame, node);
      return;
    case 'run-out':
      runOut(frame);
      return;
    case 'pay':
      pay(frame, node.cost);
      return;
    default:
      frame.isGiven(node) ? undefined : operate(frame, node);
      return;
  }
}

/** Whether a jump in this node leads out of it and some lanes may take it while others do not. */
function escapes({ escaping }: Frame, node: Node): boolean {
  return escaping.has(node);
}

/** Whether lanes part inside a construct in such a way that they do not come together before its end. */
function mayLoseLanes(frame: Frame, node: Block | Loop): boolean {
  return frame.levels.isDivergent(node.label) || escapes(frame, node);
}

/** All active lanes go one way. */
function emitChoice(frame: Frame, node: If): void {
  const { code } = frame;
  const { condition, then, otherwise } = node;
  const before = frame.isMasked;
  if (escapes(frame, node)) setMask(frame);
  frame.pushScalar(condition);
  if (then.length === 0) code.emit(op.i32.eqz);
  code.if();
  const [first, second] = then.length === 0 ? [otherwise, then] : [then, otherwise];
  emitList(frame, first);
  frame.isMasked = before;
  if (second.length > 0) {
    code.else();
    emitList(frame, second);
  }
  code.end();
  frame.isMasked = before || escapes(frame, node);
}

/** The active lanes part, and come together behind it. */
function emitPart(frame: Frame, node: If): void {
  const { code, mask, scratch } = frame;
  const before = frame.isMasked;
  frame.pushMask(node.condition);
  const chosen = frame.hold('v128');
  setMask(frame);
  // Mostly they do not part: bounds of a picture are met at its border only.
  const isTwofold = !before && !frame.isTwofold && isSmall(node.then);
  if (isTwofold) {
    code.get(chosen);
    code.vector(simd.i32x4.allTrue);
    code.if();
    frame.isTwofold = true;
    emitList(frame, node.then);
    frame.isTwofold = false;
    code.else();
  }
  // The lanes that go the other way, and later those that have come through the first one.
  code.get(mask);
  code.get(chosen);
  code.vector(simd.andnot);
  const others = frame.hold('v128');
  code.get(mask);
  code.get(chosen);
  code.vector(simd.and);
  code.set(mask);
  frame.isMasked = true;
  if (node.then.length > 0) emitWhereAny(frame, node.then);
  if (node.otherwise.length > 0) {
    code.get(mask);
    code.get(others);
    code.set(mask);
    code.set(others);
    frame.isMasked = true;
    emitWhereAny(frame, node.otherwise);
  }
  code.get(mask);
  code.get(others);
  code.vector(simd.or);
  code.set(mask);
  if (isTwofold) code.end();
  scratch.give(chosen, others);
  frame.isMasked = before || escapes(frame, node);
}

/** Nodes of a part that is emitted twice, at most. */
const MOST_TWOFOLD = 1000;

function isSmall(nodes: readonly Node[]): boolean {
  if (nodes.length === 0) return false;
  let count = 0;
  const pending: (readonly Node[])[] = [nodes];
  for (let list = pending.pop(); list !== undefined && count <= MOST_TWOFOLD; list = pending.pop()) {
    count += list.length;
    for (const node of list) pending.push(...partsOf(node));
  }
  return count <= MOST_TWOFOLD;
}

function emitWhereAny(frame: Frame, nodes: readonly Node[]): void {
  const { code } = frame;
  code.get(frame.mask);
  code.vector(simd.anyTrue);
  code.if();
  emitList(frame, nodes);
  code.end();
}

function emitBlock(frame: Frame, node: Block): void {
  const { code, levels } = frame;
  const before = frame.isMasked;
  if (mayLoseLanes(frame, node)) setMask(frame);
  const isDivergent = levels.isDivergent(node.label);
  const left = isDivergent ? emptyMask(frame) : undefined;
  const end = code.block();
  frame.targets.set(node.label, { end, header: undefined, left, repeated: undefined, exit: undefined });
  emitList(frame, node.body);
  code.end();
  if (left !== undefined) {
    join(frame, left);
    frame.scratch.give(left);
  }
  frame.isMasked = before || escapes(frame, node);
}

function emitLoop(frame: Frame, node: Loop): void {
  const { code, levels } = frame;
  const before = frame.isMasked;
  const isDivergent = levels.isDivergent(node.label);
  if (mayLoseLanes(frame, node)) {
    setMask(frame);
    // Lanes that were lost are not there in the next round.
    frame.isMasked = true;
  }
  if (!isDivergent) {
    const end = code.block();
    const header = code.loop();
    frame.targets.set(node.label, { end, header, left: undefined, repeated: undefined, exit: undefined });
    emitList(frame, node.body);
    code.end();
    code.end();
  } else {
    const left = emptyMask(frame);
    const repeated = frame.scratch.take('v128');
    const header = code.loop();
    code.v128([0, 0, 0, 0]);
    code.set(repeated);
    frame.targets.set(node.label, { end: undefined, header, left, repeated, exit: undefined });
    emitList(frame, node.body);
    // Lanes that have come to the end continue behind the loop.
    code.get(left);
    code.get(frame.mask);
    code.vector(simd.or);
    code.set(left);
    code.get(repeated);
    code.set(frame.mask);
    stopIfTooCostly(frame);
    code.get(frame.mask);
    code.vector(simd.anyTrue);
    code.branchIf(header);
    code.end();
    code.get(left);
    code.set(frame.mask);
    frame.scratch.give(left, repeated);
  }
  frame.isMasked = before || escapes(frame, node);
}

/** `leave` and `again` of all active lanes. */
function jump(frame: Frame, { kind, label }: Extract<Control, { kind: 'leave' | 'again' }>): void {
  const { code, mask } = frame;
  const target = frame.targets.get(label)!;
  if (target.exit !== undefined) {
    leaveRegion(frame, target.exit[kind], target.end!);
    return;
  }
  const waiting = kind === 'leave' ? target.left : target.repeated;
  if (waiting !== undefined) {
    code.get(waiting);
    code.get(mask);
    code.vector(simd.or);
    code.set(waiting);
    dropLanes(frame);
    return;
  }
  if (kind === 'leave') {
    code.branch(target.end!);
    return;
  }
  stopIfTooCostly(frame);
  code.branch(target.header!);
}

/** Other lanes go on only if some have run out of budget, and then nobody asks for the number. */
function leaveRegion(frame: Frame, exit: number, end: Mark): void {
  const { code } = frame;
  code.i32(exit);
  code.set(frame.exit);
  if (frame.levels.hasDivergentExits) dropLanes(frame);
  else code.branch(end);
}

function dropLanes(frame: Frame): void {
  frame.code.v128([0, 0, 0, 0]);
  frame.code.set(frame.mask);
}

/** The mask of active lanes from now on, where it was not needed before. */
function setMask(frame: Frame): void {
  if (frame.isMasked) return;
  frame.code.v128([-1, -1, -1, -1]);
  frame.code.set(frame.mask);
}

function emptyMask(frame: Frame): Local {
  frame.code.v128([0, 0, 0, 0]);
  return frame.hold('v128');
}

/** Lanes that have left are active again. */
function join({ code, mask }: Frame, left: Local): void {
  code.get(mask);
  code.get(left);
  code.vector(simd.or);
  code.set(mask);
}

/** Whether no lane is active. */
function noLane({ code, mask }: Frame): void {
  code.get(mask);
  code.vector(simd.anyTrue);
  code.emit(op.i32.eqz);
}

/** E17, for all active lanes. */
function pay(frame: Frame, cost: number): void {
  const { code, rest } = frame;
  code.get(rest);
  if (frame.isMasked) {
    code.get(frame.mask);
    vector.countLanes(code);
    code.emit(op.i64.extendI32U);
    code.i64(cost);
    code.emit(op.i64.mul);
  } else code.i64(cost * frame.lanes);
  code.emit(op.i64.sub);
  code.set(rest);
}

function stopIfTooCostly({ code, rest, finish }: Frame): void {
  code.get(rest);
  code.i64(0);
  code.emit(op.i64.ltS);
  code.branchIf(finish!);
}

function fire(frame: Frame, { unless }: Extract<Effect, { kind: 'fire' }>): void {
  const { code, flags } = frame;
  if (frame.isLane(unless)) {
    frame.pushMask(unless);
    code.vector(simd.not);
    if (frame.isMasked) {
      code.get(frame.mask);
      code.vector(simd.and);
    }
    code.vector(simd.anyTrue);
  } else {
    frame.pushScalar(unless);
    code.emit(op.i32.eqz);
  }
  code.get(flags);
  code.emit(op.i32.or);
  code.set(flags);
}

function runOut({ code, flags, runOut: register }: Frame): void {
  code.i32(1);
  code.set(register);
  code.get(flags);
  code.i32(flag.guard);
  code.emit(op.i32.or);
  code.set(flags);
}
