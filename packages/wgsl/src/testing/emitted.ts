/// <reference path="../compilation/wasm/webassembly.d.ts" />

/** Runs what is emitted for one operation on lists of words. */
import { Scratch } from '../compilation/wasm/scratch.js';
import { Code, op, toModule, type ValueType } from '../compilation/wasm/wasm.js';
import { type Draw, drawFrom } from './wild.js';
import { edgeWords } from './word.js';

/** Emits an operation: operands are on the stack, the result is left there. */
export type Emit = (code: Code, scratch: Scratch) => void;

/** The memory is split into parts of so many bytes: one for each operand and, behind them, one for the results. */
const PART_BYTES = 2 ** 20;
const PARTS = 4;

const memory = new WebAssembly.Memory({ initial: (PARTS * PART_BYTES) / 2 ** 16, maximum: 2 ** 16, shared: false });
const words = new Int32Array(memory.buffer);

/** An operation on words, applied to many: `operands` are lists of one length. */
export function scalars(emit: Emit, ...operands: readonly (readonly number[])[]): number[] {
  return run(emit, operands, 1);
}

/** An operation on four words at once. */
export function vectors(emit: Emit, ...operands: readonly (readonly number[])[]): number[] {
  return run(emit, operands, 4);
}

/** A module with the memory that the tests use. */
export function instantiate(bytes: Uint8Array<ArrayBuffer>): Record<string, (...operands: unknown[]) => unknown> {
  const module = new WebAssembly.Module(bytes);
  return new WebAssembly.Instance(module, { env: { memory } }).exports as ReturnType<typeof instantiate>;
}

/** Calls a function without parameters. */
export function call(result: ValueType, emit: (code: Code) => void): unknown {
  const code = new Code([]);
  emit(code);
  return instantiate(toModule([{ name: 'run', parameters: [], results: [result], code }], false)).run!();
}

function run(emit: Emit, operands: readonly (readonly number[])[], lanes: 1 | 4): number[] {
  const count = operands[0]!.length;
  const end = 4 * lanes * Math.ceil(count / lanes);
  if (end > PART_BYTES || operands.length >= PARTS) throw new Error('more words than the memory has');
  for (const [i, list] of operands.entries()) words.set(list, (i * PART_BYTES) / 4);
  instantiate(
    toModule([{ name: 'run', parameters: ['i32'], results: [], code: loop(emit, operands.length, lanes) }], false),
  ).run!(end);
  const results = (operands.length * PART_BYTES) / 4;
  return [...words.subarray(results, results + count)];
}

/** From address 0 to the one in the parameter. */
function loop(emit: Emit, operands: number, lanes: 1 | 4): Code {
  const code = new Code(['i32']);
  const address = code.local('i32');
  const again = code.loop();
  code.get(address);
  for (let i = 0; i < operands; i++) {
    code.get(address);
    if (lanes === 4) code.vectorLoad('load', i * PART_BYTES);
    else code.load('i32Load', i * PART_BYTES);
  }
  emit(code, new Scratch(code));
  if (lanes === 4) code.vectorStore(operands * PART_BYTES);
  else code.store('i32Store', operands * PART_BYTES);
  code.get(address);
  code.i32(4 * lanes);
  code.emit(op.i32.add);
  code.tee(address);
  code.get(0);
  code.emit(op.i32.ltU);
  code.branchIf(again);
  code.end();
  return code;
}

/** Edge words, then random ones of all sizes. */
export function someWords(seed: number, random: number): number[] {
  const draw = drawFrom(seed);
  return [...edgeWords, ...Array.from({ length: random }, () => drawWord(draw))];
}

/** All pairs of edge words, random ones, and pairs whose quotient is an integer, or next to one. */
export function somePairs(seed: number, random: number): readonly [left: number[], right: number[]] {
  const draw = drawFrom(seed);
  const pairs = edgeWords.flatMap((left) => edgeWords.map((right) => [left, right] as const));
  for (let i = 0; i < random; i++) {
    const [left, right] = [drawWord(draw), drawWord(draw)];
    pairs.push([left, right], [(Math.imul(left, right) + draw(3) - 1) | 0, right]);
    pairs.push([Math.trunc(left / (right || 1)) * right + draw(3) - 1, right]);
    pairs.push([Math.trunc((left >>> 0) / (right >>> 0 || 1)) * (right >>> 0) + draw(3) - 1, right]);
  }
  return [pairs.map(([left]) => left | 0), pairs.map(([, right]) => right)];
}

/** As likely small as large, of either sign. */
function drawWord(draw: Draw): number {
  const word = draw(2 ** 32) | 0;
  return draw(2) === 0 ? word >> draw(32) : (word >>> draw(32)) | 0;
}
