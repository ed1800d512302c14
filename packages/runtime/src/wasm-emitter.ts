// Writes WebAssembly modules (core specification 2.0, chapter 5): what SIMD loops over one memory need. Sections are its.

/** Encoded instructions. */
export type Code = readonly number[];

/** The value types that functions here use, by their binary code (§5.3). */
export const valueType = { i32: 0x7f, v128: 0x7b } as const;

export type ValueType = keyof typeof valueType;

/** A function without results. Its locals are numbered from its parameters on. */
export interface Procedure {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly locals: readonly ValueType[];
  readonly body: Code;
}

/** The module's bytes: one memory of fixed size, exported as `memory`, and the exported functions. */
export function toModule(memoryPages: number, functions: readonly Procedure[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters }) => [0x60, ...vector(parameters.map((type) => [valueType[type]])), 0]);
  const exported = [
    [...text('memory'), 0x02, 0],
    ...functions.map(({ name }, index) => [...text(name), 0x00, ...unsigned(index)]),
  ];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, vector(types)),
    ...section(3, vector(functions.map((_, index) => unsigned(index)))),
    ...section(5, vector([[0x01, ...unsigned(memoryPages), ...unsigned(memoryPages)]])),
    ...section(7, vector(exported)),
    ...section(10, vector(functions.map(({ locals, body }) => sized([...declare(locals), ...body, 0x0b])))),
  ]);
}

/** `local.get`. */
export const get = (local: number): Code => [0x20, ...unsigned(local)];
/** `local.set`. */
export const set = (local: number): Code => [0x21, ...unsigned(local)];
/** `local.tee`. */
export const tee = (local: number): Code => [0x22, ...unsigned(local)];

/** `i32` instructions. */
export const i32: {
  const(value: number): Code;
  readonly eq: Code;
  readonly add: Code;
  readonly sub: Code;
  readonly or: Code;
} = {
  const: (value) => [0x41, ...signed(value)],
  eq: [0x46],
  add: [0x6a],
  sub: [0x6b],
  or: [0x72],
};

/** `v128` instructions. */
export const v128: {
  /** From the address on the stack plus `offset`. */
  load(offset: number): Code;
  /** To the address below the value on the stack, plus `offset`. */
  store(offset: number): Code;
  /** The same 32-bit word in all four lanes. */
  splat(word: number): Code;
  readonly or: Code;
  readonly xor: Code;
} = {
  load: (offset) => [...simd(0x00), 4, ...unsigned(offset)],
  store: (offset) => [...simd(0x0b), 4, ...unsigned(offset)],
  splat: (word) => [...simd(0x0c), ...Array.from({ length: 16 }, (_, i) => (word >>> (8 * (i % 4))) & 0xff)],
  or: simd(0x50),
  xor: simd(0x51),
};

/** `i32x4` instructions. The count of a shift is on the stack, above the value. */
export const i32x4: { readonly splat: Code; readonly shl: Code; readonly shrU: Code; readonly add: Code } = {
  splat: simd(0x11),
  shl: simd(0xab),
  shrU: simd(0xad),
  add: simd(0xae),
};

/** `i8x16.shuffle`: bytes 0 to 15 are the lower operand's, 16 to 31 the upper's. */
export const shuffle = (bytes: readonly number[]): Code => [...simd(0x0d), ...bytes];

/** `select`: the value below the other, if the number on top is not 0. */
export const select: Code = [0x1b];

/** Repeats `body` for as long as it leaves something other than 0 on the stack. */
export const loop = (body: Code): Code => [0x03, 0x40, ...body, 0x0d, 0, 0x0b];

function simd(opcode: number): Code {
  return [0xfd, ...unsigned(opcode)];
}

function section(id: number, content: Code): Code {
  return [id, ...sized(content)];
}

function sized(content: Code): Code {
  return [...unsigned(content.length), ...content];
}

function vector(items: readonly Code[]): Code {
  return [...unsigned(items.length), ...items.flat()];
}

function text(name: string): Code {
  return sized([...new TextEncoder().encode(name)]);
}

function declare(locals: readonly ValueType[]): Code {
  return vector(locals.map((type) => [1, valueType[type]]));
}

/** LEB128 (§5.2.2). */
function unsigned(value: number): Code {
  const code: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) code.push((rest & 0x7f) | 0x80);
  code.push(rest);
  return code;
}

function signed(value: number): Code {
  const code: number[] = [];
  let rest = value | 0;
  for (; rest < -0x40 || rest >= 0x40; rest >>= 7) code.push((rest & 0x7f) | 0x80);
  code.push(rest & 0x7f);
  return code;
}
