/** Loads and stores of memory, of all active lanes. */

import type { Effect, Register } from '../program/program.js';
import * as scalar from '../wasm/scalar.js';
import { type Local, op, simd } from '../wasm/wasm.js';
import type { BindingLocals, Frame } from './frame.js';

/** log₂ of the bytes in a page of `touched`, less that of the bytes of a word. */
const PAGE_SHIFT = 8;

type LoadBuffer = Extract<Effect, { kind: 'load-buffer' }>;
type StoreBuffer = Extract<Effect, { kind: 'store-buffer' }>;
type Load = Extract<Effect, { kind: 'load' }>;
type Store = Extract<Effect, { kind: 'store' }>;
type Atomic = Extract<Effect, { kind: 'atomic' }>;

const lanes = [0, 1, 2, 3] as const;

/** Memory of words that all lanes share. */
interface Shared {
  /** Address of its first word. */
  readonly base: Local;
  /** Address of the bytes for pages that were loaded from, where that is asked for. */
  readonly touched: Local | undefined;
}

export function loadBuffer(frame: Frame, node: LoadBuffer): void {
  const binding = frame.bindings.get(node.binding)!;
  const memory = { base: binding.base, touched: touchedOf(frame, binding) };
  load(frame, node, memory, node.condition);
}

export function storeBuffer(frame: Frame, node: StoreBuffer): void {
  const { base } = frame.bindings.get(node.binding)!;
  store(frame, node, { base, touched: undefined }, node.condition);
}

export function loadMemory(frame: Frame, node: Load): void {
  if (node.memory === 'local') {
    loadLocal(frame, node);
    return;
  }
  load(frame, node, workgroupOf(frame), undefined);
}

export function storeMemory(frame: Frame, node: Store): void {
  if (node.memory === 'local') {
    storeLocal(frame, node);
    return;
  }
  store(frame, node, workgroupOf(frame), undefined);
}

/** Lane by lane, each on what the one before has left. */
export function modify(frame: Frame, node: Atomic): void {
  const { code, scratch } = frame;
  const memory = workgroupOf(frame);
  const address = scratch.take('i32');
  const each = (pushIndex: () => void, pushValue: () => void): void => {
    pushIndex();
    toAddress(frame, memory.base);
    code.tee(address);
    code.get(address);
    code.load('i32Load');
    pushValue();
    scalar.binary(code, node.operation, scratch);
    code.store('i32Store');
  };
  if (frame.lanes === 1) {
    each(
      () => frame.pushScalar(node.index),
      () => frame.pushScalar(node.value),
    );
  } else {
    const active = activeLanes(frame, undefined);
    const [index, value] = [holdWords(frame, node.index), holdWords(frame, node.value)];
    for (const lane of lanes) {
      whereActive(frame, active, lane, () => each(extract(frame, index, lane), extract(frame, value, lane)));
    }
    scratch.give(index, value);
    if (active !== undefined) scratch.give(active);
  }
  scratch.give(address);
}

function workgroupOf({ workgroupMemory }: Frame): Shared {
  return { base: workgroupMemory, touched: undefined };
}

function touchedOf({ options }: Frame, binding: BindingLocals): Local | undefined {
  return options.isTracked && !binding.isWritten ? binding.touched : undefined;
}

function load(frame: Frame, node: LoadBuffer | Load, memory: Shared, condition: Register | undefined): void {
  const isLaneWise = frame.isLane(node.index) || (condition !== undefined && frame.isLane(condition));
  if (!isLaneWise) {
    loadScalar(frame, node.index, memory, condition);
    frame.setScalar(node);
    return;
  }
  const { levels, code } = frame;
  const mayBeRow = condition === undefined && (!frame.isMasked || memory.touched === undefined);
  if (mayBeRow && levels.strideOf(node.index) === 1) loadRow(frame, node.index, memory);
  else if (mayBeRow && levels.likelyStrideOf(node.index) === 1) {
    isRow(frame, node.index);
    code.if('v128');
    loadRow(frame, node.index, memory);
    code.else();
    gather(frame, node.index, memory, condition);
    code.end();
  } else gather(frame, node.index, memory, condition);
  frame.setLanes(node, 'words');
}

/** Whether the words of all lanes grow by 1. */
function isRow(frame: Frame, index: Register): void {
  const { code } = frame;
  code.get(frame.localOf(index));
  code.get(frame.localOf(index));
  code.extractLane(0);
  code.vector(simd.splat);
  code.v128([0, 1, 2, 3]);
  code.vector(simd.i32x4.add);
  code.vector(simd.i32x4.eq);
  code.vector(simd.i32x4.allTrue);
}

/** Leaves the word on the stack. */
function loadScalar(frame: Frame, index: Register, memory: Shared, condition: Register | undefined): void {
  const { code } = frame;
  if (condition !== undefined) {
    frame.pushScalar(condition);
    code.if('i32');
  }
  if (memory.touched !== undefined) touch(frame, memory.touched, () => frame.pushScalar(index));
  const constant = frame.levels.constantOf(index);
  if (constant !== undefined && constant >= 0 && constant < 2 ** 29) {
    code.get(memory.base);
    code.load('i32Load', 4 * constant);
  } else {
    frame.pushScalar(index);
    toAddress(frame, memory.base);
    code.load('i32Load');
  }
  if (condition === undefined) return;
  code.else();
  code.i32(0);
  code.end();
}

/**
 * Four words in a row. The index of a lane that is not active is beside one that is inside its buffer, so that nothing is read but
 * the buffer and the 16 bytes around it.
 */
function loadRow(frame: Frame, index: Register, memory: Shared): void {
  const { code, scratch } = frame;
  code.get(frame.localOf(index));
  code.extractLane(0);
  const first = scratch.take('i32');
  if (memory.touched !== undefined) {
    code.tee(first);
    touch(frame, memory.touched, () => code.get(first));
    touch(frame, memory.touched, () => {
      code.get(first);
      code.i32(3);
      code.emit(op.i32.add);
    });
  }
  // `touch` leaves what is below its operands on the stack.
  toAddress(frame, memory.base);
  code.vectorLoad('load');
  scratch.give(first);
}

/** Lane by lane; lanes that are not active read the first word of the memory, and get 0 if that is for a condition. */
function gather(frame: Frame, index: Register, memory: Shared, condition: Register | undefined): void {
  const { code, scratch } = frame;
  const active = activeMask(frame, condition);
  frame.pushWords(index);
  if (active !== undefined) {
    code.get(active);
    code.vector(simd.and);
  }
  const indices = frame.hold('v128');
  if (memory.touched !== undefined) touchLanes(frame, memory.touched, indices, active);
  code.get(indices);
  code.i32(2);
  code.vector(simd.i32x4.shl);
  code.get(memory.base);
  code.vector(simd.splat);
  code.vector(simd.i32x4.add);
  code.set(indices);
  const words = scratch.take('v128');
  gatherAt(frame, indices, words, () => 0);
  code.get(words);
  if (condition !== undefined) {
    code.get(active!);
    code.vector(simd.and);
  }
  scratch.give(indices, words);
  if (active !== undefined) scratch.give(active);
}

/** Loads a word for each lane from its address plus an offset. */
function gatherAt(frame: Frame, addresses: Local, words: Local, offsetOf: (lane: number) => number): void {
  const { code } = frame;
  for (const lane of lanes) {
    code.get(addresses);
    code.extractLane(lane);
    if (lane === 0) code.vectorLoad('load32Zero', offsetOf(0));
    else {
      code.get(words);
      code.loadLane(lane, offsetOf(lane));
    }
    code.set(words);
  }
}

function store(frame: Frame, node: StoreBuffer | Store, memory: Shared, condition: Register | undefined): void {
  const { code, scratch } = frame;
  const isLaneWise = [node.index, node.value, ...(condition === undefined ? [] : [condition])].some((one) =>
    frame.isLane(one),
  );
  if (!isLaneWise) {
    if (condition !== undefined) {
      frame.pushScalar(condition);
      code.if();
    }
    frame.pushScalar(node.index);
    toAddress(frame, memory.base);
    frame.pushScalar(node.value);
    code.store('i32Store');
    if (condition !== undefined) code.end();
    return;
  }
  const isRow = frame.levels.strideOf(node.index) === 1;
  const active = activeLanes(frame, condition);
  if (isRow) {
    if (active !== undefined) {
      code.get(active);
      code.i32(0b1111);
      code.emit(op.i32.eq);
      code.if();
    }
    code.get(frame.localOf(node.index));
    code.extractLane(0);
    toAddress(frame, memory.base);
    frame.pushWords(node.value);
    code.vectorStore();
    if (active === undefined) return;
    code.else();
  }
  const value = holdWords(frame, node.value);
  const index = frame.isLane(node.index) ? holdWords(frame, node.index) : undefined;
  for (const lane of lanes) {
    whereActive(frame, active, lane, () => {
      if (index === undefined) frame.pushScalar(node.index);
      else extract(frame, index, lane)();
      toAddress(frame, memory.base);
      code.get(value);
      code.storeLane(lane);
    });
  }
  if (isRow) code.end();
  scratch.give(value);
  if (index !== undefined) scratch.give(index);
  if (active !== undefined) scratch.give(active);
}

/** Of four lanes, words of the same index lie side by side. */
function loadLocal(frame: Frame, node: Load): void {
  const { code, scratch } = frame;
  if (!frame.isLane(node.index)) {
    localAddress(frame, node.index);
    if (frame.lanes === 1) {
      code.load('i32Load');
      frame.setScalar(node);
      return;
    }
    code.vectorLoad('load');
    frame.setLanes(node, 'words');
    return;
  }
  const addresses = localAddresses(frame, node.index);
  const words = scratch.take('v128');
  gatherAt(frame, addresses, words, (lane) => 4 * lane);
  code.get(words);
  frame.setLanes(node, 'words');
  scratch.give(addresses, words);
}

function storeLocal(frame: Frame, node: Store): void {
  const { code, scratch } = frame;
  if (frame.lanes === 1) {
    localAddress(frame, node.index);
    frame.pushScalar(node.value);
    code.store('i32Store');
    return;
  }
  if (!frame.isLane(node.index)) {
    localAddress(frame, node.index);
    frame.pushWords(node.value);
    if (frame.isMasked) {
      localAddress(frame, node.index);
      code.vectorLoad('load');
      code.get(frame.mask);
      code.vector(simd.bitselect);
    }
    code.vectorStore();
    return;
  }
  const active = activeLanes(frame, undefined);
  const addresses = localAddresses(frame, node.index);
  const value = holdWords(frame, node.value);
  for (const lane of lanes) {
    whereActive(frame, active, lane, () => {
      code.get(addresses);
      code.extractLane(lane);
      code.get(value);
      code.storeLane(lane, 4 * lane);
    });
  }
  scratch.give(addresses, value);
  if (active !== undefined) scratch.give(active);
}

function localAddress(frame: Frame, index: Register): void {
  const { code } = frame;
  frame.pushScalar(index);
  code.i32(frame.lanes === 4 ? 4 : 2);
  code.emit(op.i32.shl);
  code.get(frame.localMemory);
  code.emit(op.i32.add);
}

/** Of lane 0 for each lane's index; lanes that are not active have the first word. */
function localAddresses(frame: Frame, index: Register): Local {
  const { code } = frame;
  frame.pushWords(index);
  if (frame.isMasked) {
    code.get(frame.mask);
    code.vector(simd.and);
  }
  code.i32(4);
  code.vector(simd.i32x4.shl);
  code.get(frame.localMemory);
  code.vector(simd.splat);
  code.vector(simd.i32x4.add);
  return frame.hold('v128');
}

/** The index on the stack becomes an address. */
function toAddress({ code }: Frame, base: Local): void {
  code.i32(2);
  code.emit(op.i32.shl);
  code.get(base);
  code.emit(op.i32.add);
}

/** Marks the page of a word. */
function touch({ code }: Frame, touched: Local, pushIndex: () => void): void {
  pushIndex();
  code.i32(PAGE_SHIFT);
  code.emit(op.i32.shrU);
  code.get(touched);
  code.emit(op.i32.add);
  code.i32(1);
  code.store('i32Store8');
}

/** Marks the pages of the active lanes' words; the others have index 0. */
function touchLanes(frame: Frame, touched: Local, indices: Local, active: Local | undefined): void {
  const { code, scratch } = frame;
  code.get(indices);
  code.i32(PAGE_SHIFT);
  code.vector(simd.i32x4.shrU);
  code.get(touched);
  code.vector(simd.splat);
  code.vector(simd.i32x4.add);
  const pages = frame.hold('v128');
  const page = scratch.take('i32');
  for (const lane of lanes) {
    code.get(pages);
    code.extractLane(lane);
    if (active === undefined) code.i32(1);
    else {
      code.tee(page);
      code.get(page);
      code.load('i32Load8U');
      code.get(active);
      code.extractLane(lane);
      code.i32(1);
      code.emit(op.i32.and);
      code.emit(op.i32.or);
    }
    code.store('i32Store8');
  }
  scratch.give(pages, page);
}

/** The lanes that are active and for which a condition holds, as a mask; undefined for all lanes. The caller gives it back. */
function activeMask(frame: Frame, condition: Register | undefined): Local | undefined {
  const { code } = frame;
  if (condition === undefined && !frame.isMasked) return undefined;
  if (condition !== undefined) frame.pushMask(condition);
  if (frame.isMasked) code.get(frame.mask);
  if (condition !== undefined && frame.isMasked) code.vector(simd.and);
  return frame.hold('v128');
}

/** The same as one bit for each lane. */
function activeLanes(frame: Frame, condition: Register | undefined): Local | undefined {
  const mask = activeMask(frame, condition);
  if (mask === undefined) return undefined;
  frame.code.get(mask);
  frame.code.vector(simd.i32x4.bitmask);
  frame.scratch.give(mask);
  return frame.hold('i32');
}

function whereActive({ code }: Frame, active: Local | undefined, lane: number, then: () => void): void {
  if (active === undefined) {
    then();
    return;
  }
  code.get(active);
  code.i32(2 ** lane);
  code.emit(op.i32.and);
  code.if();
  then();
  code.end();
}

function holdWords(frame: Frame, register: Register): Local {
  frame.pushWords(register);
  return frame.hold('v128');
}

function extract({ code }: Frame, words: Local, lane: number): () => void {
  return () => {
    code.get(words);
    code.extractLane(lane);
  };
}
