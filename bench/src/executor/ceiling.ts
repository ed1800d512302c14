/**
 * What the engine's machine code can come to on this core: products of bytes at the least that they cost, in WebAssembly of 128
 * bits. Eight products of 16-bit halves take a load, a multiplication that adds pairs, and an addition; nothing is unpacked,
 * gathered or kept elsewhere.
 */

/** Sums that do not wait for each other; more would not stay in registers. */
const SUMS = 10;
const ROUNDS = 200_000;

/** Multiplications with an addition in one call of {@link ceiling}'s function. */
export const ceilingMacs: number = 8 * SUMS * ROUNDS;

/** A function that does {@link ceilingMacs} of them. */
export function ceiling(): () => void {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(ceilingModule()));
  const { run } = instance.exports as { run(rounds: number): number };
  return () => void run(ROUNDS);
}

// Opcodes of the core specification 2.0, chapter 5.4.
const [LOOP, END, BR_IF, GET, SET, TEE, CONST, SUB] = [0x03, 0x0b, 0x0d, 0x20, 0x21, 0x22, 0x41, 0x6b];
const [I32, V128, EMPTY] = [0x7f, 0x7b, 0x40];
const [LOAD, SPLAT, EXTRACT, DOT, ADD] = [
  [0xfd, 0x00, 4],
  [0xfd, 0x11],
  [0xfd, 0x1b],
  [0xfd, 0xba, 0x01],
  [0xfd, 0xae, 0x01],
] as const;

/** Exports `run(rounds: i32): i32`. Local 0 is the rounds that are left, 1 to SUMS are sums, the last one a factor. */
export function ceilingModule(): Uint8Array<ArrayBuffer> {
  const factor = SUMS + 1;
  const sums = Array.from({ length: SUMS }, (_, i) => i + 1);
  const code = [
    ...[1, ...unsigned(SUMS + 1), V128],
    ...[GET, 0, ...SPLAT, SET, factor],
    ...[LOOP, EMPTY],
    ...sums.flatMap((sum) => [
      ...[CONST, 0, ...LOAD, ...unsigned(16 * sum), GET, factor, ...DOT],
      ...[GET, sum, ...ADD, SET, sum],
    ]),
    ...[GET, 0, CONST, 1, SUB, TEE, 0, BR_IF, 0, END],
    // Without a use of every sum the engine would leave them out.
    ...[GET, 1, ...sums.slice(1).flatMap((sum) => [GET, sum, ...ADD]), ...EXTRACT, 0, END],
  ];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, I32, 1, I32]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [1, 3, ...new TextEncoder().encode('run'), 0, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ]);
}

function section(id: number, contents: readonly number[]): number[] {
  return [id, ...unsigned(contents.length), ...contents];
}

/** LEB128 (§5.2.2) of what is below 2^14. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, value >>> 7];
}
