/** Operations without effect: once for all lanes where their operands are equal there, else on four lanes. */

import { argument, localIdTables, paddedInvocations } from '../layout.js';
import { operandsOf, type Pure, type Register } from '../program/program.js';
import { evenBytes, oddBytes } from '../wasm/dot.js';
import * as scalar from '../wasm/scalar.js';
import * as vector from '../wasm/vector.js';
import { op, simd } from '../wasm/wasm.js';
import type { Frame } from './frame.js';

/** The function that {@link Pure} `owned` calls, see compile.ts. */
export const ownedFunction = 1;

export function operate(frame: Frame, node: Pure): void {
  if (frame.levels.constantOf(node.to) !== undefined) return;
  if (node.kind === 'builtin') {
    builtin(frame, node);
    return;
  }
  if (operandsOf(node).some((one) => frame.isLane(one))) {
    frame.setLanes(node, computeLanes(frame, node));
    return;
  }
  compute(frame, node);
  frame.setScalar(node);
}

/** Leaves the word on the stack. */
function compute(frame: Frame, node: Exclude<Pure, { kind: 'builtin' }>): void {
  const { code, scratch, levels } = frame;
  switch (node.kind) {
    case 'constant':
      code.i32(node.value);
      return;
    case 'budget':
      code.get(frame.loopBudget);
      return;
    case 'length':
      code.get(frame.bindings.get(node.binding)!.length);
      return;
    case 'copy':
      frame.pushScalar(node.from);
      return;
    case 'unary':
      frame.pushScalar(node.operand);
      scalar.unary(code, node.operation, scratch);
      return;
    case 'binary': {
      if (isDot(node)) {
        if (dot(frame, node)) {
          code.extractLane(0);
          return;
        }
      }
      frame.pushScalar(node.left);
      const right = levels.constantOf(node.right);
      if (right !== undefined) {
        scalar.binaryConstant(code, node.operation, right, scratch);
        return;
      }
      frame.pushScalar(node.right);
      scalar.binary(code, node.operation, scratch);
      return;
    }
    case 'select':
      frame.pushScalar(node.yes);
      frame.pushScalar(node.no);
      frame.pushScalar(node.condition);
      code.emit(op.select);
      return;
    case 'extract':
      frame.pushScalar(node.operand);
      scalar.extract(code, node.isSigned, node.offset, node.count);
      return;
    case 'insert':
      frame.pushScalar(node.operand);
      frame.pushScalar(node.bits);
      scalar.insert(code, node.offset, node.count, scratch);
      return;
    case 'owned':
      code.get(frame.bindings.get(node.binding)!.owner);
      frame.pushScalar(node.index);
      code.call(ownedFunction);
      return;
  }
}

/** Leaves the words on the stack, or a mask. */
function computeLanes(frame: Frame, node: Exclude<Pure, { kind: 'builtin' }>): 'words' | 'mask' {
  const { code, scratch, levels } = frame;
  const isMask = levels.isBoolean(node.to);
  const push = (register: Register): void => (isMask ? frame.pushMask(register) : frame.pushWords(register));
  switch (node.kind) {
    case 'copy':
      push(node.from);
      return isMask ? 'mask' : 'words';
    case 'unary':
      if (node.operation === 'not') frame.pushMask(node.operand);
      else frame.pushWords(node.operand);
      vector.unary(code, node.operation, scratch);
      return node.operation === 'not' ? 'mask' : 'words';
    case 'binary':
      return binaryLanes(frame, node, isMask);
    case 'select':
      push(node.yes);
      push(node.no);
      frame.pushMask(node.condition);
      code.vector(simd.bitselect);
      return isMask ? 'mask' : 'words';
    case 'extract':
      frame.pushWords(node.operand);
      vector.extract(code, node.isSigned, node.offset, node.count);
      return 'words';
    case 'insert':
      frame.pushWords(node.operand);
      frame.pushWords(node.bits);
      vector.insert(code, node.offset, node.count);
      return 'words';
    case 'owned': {
      frame.pushWords(node.index);
      const [index, word] = [frame.hold('v128'), scratch.take('i32')];
      vector.laneWise(code, [index], () => {
        code.set(word);
        code.get(frame.bindings.get(node.binding)!.owner);
        code.get(word);
        code.call(ownedFunction);
      });
      scratch.give(index, word);
      return 'words';
    }
    default:
      compute(frame, node);
      code.vector(simd.splat);
      return 'words';
  }
}

type Binary = Extract<Pure, { kind: 'binary' }>;

function binaryLanes(frame: Frame, node: Binary, isMask: boolean): 'words' | 'mask' {
  const { code, scratch, levels } = frame;
  const { operation, left, right } = node;
  switch (operation) {
    case 'and':
    case 'or':
    case 'xor':
      if (!isMask) break;
      frame.pushMask(left);
      frame.pushMask(right);
      vector.binary(code, operation, scratch);
      return 'mask';
    case 'shl':
    case 'shr-s':
    case 'shr-u':
      if (levels.constantOf(right) !== undefined) break;
      frame.pushWords(left);
      if (frame.isLane(right)) {
        frame.pushWords(right);
        vector.shiftLanes(code, operation, scratch);
      } else {
        frame.pushScalar(right);
        vector.shiftUniform(code, operation);
      }
      return 'words';
    case 'dot4-i8':
    case 'dot4-u8':
      if (dot(frame, node)) return 'words';
      break;
    default:
      break;
  }
  frame.pushWords(left);
  const constant = levels.constantOf(right);
  if (constant !== undefined) vector.binaryConstant(code, operation, constant, scratch);
  else {
    frame.pushWords(right);
    vector.binary(code, operation, scratch);
  }
  return isComparison(operation) ? 'mask' : 'words';
}

function isComparison(operation: Binary['operation']): boolean {
  return ['eq', 'ne', 'lt-s', 'lt-u', 'le-s', 'le-u'].includes(operation);
}

function isDot({ operation }: Binary): boolean {
  return operation === 'dot4-i8' || operation === 'dot4-u8';
}

/** Products of halves of bytes that are shared between products. Gives false, and leaves nothing, where they cannot be kept. */
function dot(frame: Frame, { operation, left, right }: Binary): boolean {
  const { code, levels } = frame;
  const isSigned = operation === 'dot4-i8';
  for (const one of [left, right]) {
    if (!levels.isSingle(one) || levels.constantOf(one) !== undefined) return false;
  }
  const halves = [left, right].flatMap((one) =>
    [evenBytes, oddBytes].map((half, which) =>
      frame.halfOf(4 * one + 2 * which + Number(isSigned), () => {
        frame.pushWords(one);
        half(code, isSigned);
      }),
    ),
  );
  const [evenLeft, oddLeft, evenRight, oddRight] = halves;
  if (evenLeft === undefined || oddLeft === undefined || evenRight === undefined || oddRight === undefined)
    return false;
  for (const [one, other] of [
    [evenLeft, evenRight],
    [oddLeft, oddRight],
  ] as const) {
    code.get(one);
    code.get(other);
    code.vector(simd.i32x4.dotI16x8S);
  }
  code.vector(simd.i32x4.add);
  return true;
}

/** WGSL §13.3. Local ids are in tables. */
function builtin(frame: Frame, node: Extract<Pure, { kind: 'builtin' }>): void {
  const { code, program } = frame;
  const { workgroupSize } = program;
  if (node.value === 'local_invocation_index') {
    table(frame, localIdTables.indexOf('index'), frame.isLane(node.to));
    set();
    return;
  }
  const [name, component] = node.value.split('.');
  const axis = component === 'x' ? 0 : component === 'y' ? 1 : 2;
  const isLane = frame.isLane(node.to);
  switch (name) {
    case 'workgroup_id':
    case 'num_workgroups':
      given((name === 'workgroup_id' ? argument.workgroup : argument.grid) + axis);
      break;
    case 'local_invocation_id':
      local();
      break;
    default:
      given(argument.workgroup + axis);
      code.i32(workgroupSize[axis]);
      code.emit(op.i32.mul);
      if (isLane) code.vector(simd.splat);
      local();
      if (isLane) code.vector(simd.i32x4.add);
      else code.emit(op.i32.add);
  }
  set();

  function given(word: number): void {
    code.get(0);
    code.load('i32Load', 4 * word);
    if (isLane && name !== 'global_invocation_id') code.vector(simd.splat);
  }

  function local(): void {
    if (workgroupSize[axis] > 1) {
      table(frame, axis, isLane);
      return;
    }
    if (isLane) code.v128([0, 0, 0, 0]);
    else code.i32(0);
  }

  function set(): void {
    if (frame.isLane(node.to)) frame.setLanes(node, 'words');
    else code.set(frame.localOf(node.to));
  }
}

/** The word of each invocation of the group at hand. */
function table({ code, program, group }: Frame, which: number, isLane: boolean): void {
  code.get(0);
  code.load('i32Load', 4 * argument.localIds);
  code.get(group);
  code.emit(op.i32.add);
  const offset = 4 * which * paddedInvocations(program.workgroupSize);
  if (isLane) code.vectorLoad('load', offset);
  else code.load('i32Load', offset);
}
