/** Writes WebAssembly (core specification 2.0, chapter 5): a module with one memory and its functions. Sections are its. */

/** Value types by their binary code (§5.3.4). */
export const valueType = { i32: 0x7f, i64: 0x7e, v128: 0x7b } as const;

export type ValueType = keyof typeof valueType;

/** A local of a function. */
export type Local = number;

/** A block, loop or branch that is open. */
export interface Mark {
  readonly depth: number;
}

/** An instruction without immediates, by its opcode (§5.4). */
export const op = {
  unreachable: 0x00,
  return: 0x0f,
  drop: 0x1a,
  select: 0x1b,
  i32: {
    eqz: 0x45,
    eq: 0x46,
    ne: 0x47,
    ltS: 0x48,
    ltU: 0x49,
    gtS: 0x4a,
    gtU: 0x4b,
    leS: 0x4c,
    leU: 0x4d,
    geS: 0x4e,
    geU: 0x4f,
    clz: 0x67,
    ctz: 0x68,
    popcnt: 0x69,
    add: 0x6a,
    sub: 0x6b,
    mul: 0x6c,
    divS: 0x6d,
    divU: 0x6e,
    remS: 0x6f,
    remU: 0x70,
    and: 0x71,
    or: 0x72,
    xor: 0x73,
    shl: 0x74,
    shrS: 0x75,
    shrU: 0x76,
    rotl: 0x77,
    extend8S: 0xc0,
    extend16S: 0xc1,
  },
  i64: { ltS: 0x53, gtS: 0x55, add: 0x7c, sub: 0x7d, mul: 0x7e, extendI32U: 0xad },
} as const;

/** A vector instruction without immediates, by its opcode behind 0xfd (§5.4.8). */
export const simd = {
  swizzle: 0x0e,
  splat: 0x11,
  not: 0x4d,
  and: 0x4e,
  andnot: 0x4f,
  or: 0x50,
  xor: 0x51,
  bitselect: 0x52,
  anyTrue: 0x53,
  i8x16: { popcnt: 0x62, sub: 0x71 },
  i16x8: { extaddPairwiseI8x16U: 0x7d, shl: 0x8b, shrS: 0x8c, shrU: 0x8d },
  i32x4: {
    eq: 0x37,
    ne: 0x38,
    ltS: 0x39,
    ltU: 0x3a,
    gtS: 0x3b,
    gtU: 0x3c,
    leS: 0x3d,
    leU: 0x3e,
    geS: 0x3f,
    geU: 0x40,
    extaddPairwiseI16x8U: 0x7f,
    abs: 0xa0,
    neg: 0xa1,
    allTrue: 0xa3,
    bitmask: 0xa4,
    shl: 0xab,
    shrS: 0xac,
    shrU: 0xad,
    add: 0xae,
    sub: 0xb1,
    mul: 0xb5,
    minS: 0xb6,
    minU: 0xb7,
    maxS: 0xb8,
    maxU: 0xb9,
    dotI16x8S: 0xba,
  },
  i64x2: { shrU: 0xcd, extmulLowI32x4U: 0xde, extmulHighI32x4U: 0xdf },
  f32x4: { convertI32x4S: 0xfa },
  f64x2: { trunc: 0x7a, add: 0xf0, mul: 0xf2, div: 0xf3, convertLowI32x4S: 0xfe, convertLowI32x4U: 0xff },
} as const;

/** Memory instructions: opcode, and the binary logarithm of the bytes that they touch, which is their alignment here. */
const access = {
  i32Load: [0x28, 2],
  i64Load: [0x29, 3],
  i32Load8U: [0x2d, 0],
  i32Store: [0x36, 2],
  i64Store: [0x37, 3],
  i32Store8: [0x3a, 0],
} as const;
const vectorAccess = { load: [0, 2], load32Splat: [9, 2], load32Zero: [92, 2], store: [11, 2] } as const;

/** Bytes in a row. */
class Bytes {
  #bytes = new Uint8Array(256);
  length = 0;

  byte(value: number): void {
    if (this.length === this.#bytes.length) this.#reserve(1);
    this.#bytes[this.length] = value;
    this.length += 1;
  }

  /** LEB128 of an unsigned number below 2³² (§5.2.2). */
  unsigned(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 128)) this.byte((rest % 128) | 0x80);
    this.byte(rest);
  }

  /** LEB128 of a safe integer. */
  signed(value: number): void {
    let rest = value;
    for (; rest < -0x40 || rest >= 0x40; rest = Math.floor(rest / 128)) this.byte((rest & 0x7f) | 0x80);
    this.byte(rest & 0x7f);
  }

  text(value: string): void {
    this.unsigned(value.length);
    for (let i = 0; i < value.length; i++) this.byte(value.charCodeAt(i));
  }

  append(other: Bytes): void {
    this.#reserve(other.length);
    this.#bytes.set(other.#bytes.subarray(0, other.length), this.length);
    this.length += other.length;
  }

  toArray(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.length);
  }

  #reserve(more: number): void {
    if (this.length + more <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(2 * this.#bytes.length, this.length + more));
    bytes.set(this.#bytes);
    this.#bytes = bytes;
  }
}

/** The body of a function: instructions in the order in which they are called here. */
export class Code {
  readonly #bytes = new Bytes();
  readonly #parameters: readonly ValueType[];
  readonly #locals: ValueType[] = [];
  #depth = 0;
  #constructs = 0;
  #loops = 0;

  constructor(parameters: readonly ValueType[]) {
    this.#parameters = parameters;
  }

  /** Bytes of instructions so far. */
  get length(): number {
    return this.#bytes.length;
  }

  get locals(): number {
    return this.#locals.length;
  }

  /** Blocks, loops and branches so far. */
  get constructs(): number {
    return this.#constructs;
  }

  get loops(): number {
    return this.#loops;
  }

  /** A new local; it holds 0 when the function begins. */
  local(type: ValueType): Local {
    this.#locals.push(type);
    return this.#parameters.length + this.#locals.length - 1;
  }

  get(local: Local): void {
    this.#bytes.byte(0x20);
    this.#bytes.unsigned(local);
  }

  set(local: Local): void {
    this.#bytes.byte(0x21);
    this.#bytes.unsigned(local);
  }

  tee(local: Local): void {
    this.#bytes.byte(0x22);
    this.#bytes.unsigned(local);
  }

  /** An instruction of {@link op}. */
  emit(opcode: number): void {
    this.#bytes.byte(opcode);
  }

  /** An instruction of {@link simd}. */
  vector(opcode: number): void {
    this.#bytes.byte(0xfd);
    this.#bytes.unsigned(opcode);
  }

  i32(value: number): void {
    this.#bytes.byte(0x41);
    this.#bytes.signed(value | 0);
  }

  /** A safe integer. */
  i64(value: number): void {
    this.#bytes.byte(0x42);
    this.#bytes.signed(value);
  }

  /** Four words. */
  v128(words: readonly [number, number, number, number]): void {
    this.vector(12);
    for (const word of words) for (let shift = 0; shift < 32; shift += 8) this.#bytes.byte((word >>> shift) & 0xff);
  }

  /** Sixteen bytes: of two vectors on the stack, by their places 0 to 15 in the lower and 16 to 31 in the upper one. */
  shuffle(places: readonly number[]): void {
    this.vector(13);
    for (const place of places) this.#bytes.byte(place);
  }

  extractLane(lane: number): void {
    this.vector(0x1b);
    this.#bytes.byte(lane);
  }

  replaceLane(lane: number): void {
    this.vector(0x1c);
    this.#bytes.byte(lane);
  }

  /** From the address on the stack plus `offset`. */
  load(kind: 'i32Load' | 'i32Load8U' | 'i64Load', offset = 0): void {
    this.#access(access[kind], offset);
  }

  /** To the address below the value on the stack, plus `offset`. */
  store(kind: 'i32Store' | 'i64Store' | 'i32Store8', offset = 0): void {
    this.#access(access[kind], offset);
  }

  vectorLoad(kind: 'load' | 'load32Splat' | 'load32Zero', offset = 0): void {
    this.#bytes.byte(0xfd);
    this.#access(vectorAccess[kind], offset);
  }

  vectorStore(offset = 0): void {
    this.#bytes.byte(0xfd);
    this.#access(vectorAccess.store, offset);
  }

  /** Into one lane of the vector on the stack, from the address below it plus `offset`. */
  loadLane(lane: number, offset = 0): void {
    this.#bytes.byte(0xfd);
    this.#access([86, 2], offset);
    this.#bytes.byte(lane);
  }

  /** One lane of the vector on the stack, to the address below it plus `offset`. */
  storeLane(lane: number, offset = 0): void {
    this.#bytes.byte(0xfd);
    this.#access([90, 2], offset);
    this.#bytes.byte(lane);
  }

  /** `memory.fill`: address, byte and count are on the stack. */
  fill(): void {
    this.#bytes.byte(0xfc);
    this.#bytes.unsigned(11);
    this.#bytes.byte(0);
  }

  block(result?: ValueType): Mark {
    return this.#open(0x02, result);
  }

  loop(): Mark {
    this.#loops += 1;
    return this.#open(0x03, undefined);
  }

  if(result?: ValueType): Mark {
    return this.#open(0x04, result);
  }

  else(): void {
    this.#bytes.byte(0x05);
  }

  end(): void {
    this.#depth -= 1;
    this.#bytes.byte(0x0b);
  }

  /** To behind a block or branch, or to the beginning of a loop. */
  branch(mark: Mark): void {
    this.#bytes.byte(0x0c);
    this.#bytes.unsigned(this.#depth - mark.depth);
  }

  branchIf(mark: Mark): void {
    this.#bytes.byte(0x0d);
    this.#bytes.unsigned(this.#depth - mark.depth);
  }

  call(index: number): void {
    this.#bytes.byte(0x10);
    this.#bytes.unsigned(index);
  }

  /** Locals and instructions, as the code section has them. */
  toBytes(): Bytes {
    const runs: { type: ValueType; count: number }[] = [];
    for (const type of this.#locals) {
      const last = runs.at(-1);
      if (last?.type === type) last.count += 1;
      else runs.push({ type, count: 1 });
    }
    const bytes = new Bytes();
    bytes.unsigned(runs.length);
    for (const { type, count } of runs) {
      bytes.unsigned(count);
      bytes.byte(valueType[type]);
    }
    bytes.append(this.#bytes);
    bytes.byte(0x0b);
    return bytes;
  }

  #open(opcode: number, result: ValueType | undefined): Mark {
    this.#depth += 1;
    this.#constructs += 1;
    this.#bytes.byte(opcode);
    this.#bytes.byte(result === undefined ? 0x40 : valueType[result]);
    return { depth: this.#depth };
  }

  #access([opcode, align]: readonly [number, number], offset: number): void {
    this.#bytes.unsigned(opcode);
    this.#bytes.unsigned(align);
    this.#bytes.unsigned(offset);
  }
}

export interface Procedure {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
  readonly code: Code;
  /** Under which it is exported. */
  readonly name?: string;
}

/** A module that imports its memory as `env.memory`; functions are numbered from 0. */
export function toModule(functions: readonly Procedure[], isShared: boolean): Uint8Array<ArrayBuffer> {
  const module = new Bytes();
  for (const byte of [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]) module.byte(byte);
  section(module, 1, functions, (bytes, { parameters, results }) => {
    bytes.byte(0x60);
    for (const types of [parameters, results]) {
      bytes.unsigned(types.length);
      for (const type of types) bytes.byte(valueType[type]);
    }
  });
  section(module, 2, [isShared], (bytes, shared) => {
    bytes.text('env');
    bytes.text('memory');
    bytes.byte(0x02);
    bytes.byte(shared ? 0x03 : 0x00);
    bytes.unsigned(0);
    if (shared) bytes.unsigned(65536);
  });
  section(module, 3, [...functions.keys()], (bytes, index) => bytes.unsigned(index));
  const exported = [...functions.entries()].flatMap(([index, { name }]) =>
    name === undefined ? [] : [{ name, index }],
  );
  section(module, 7, exported, (bytes, { name, index }) => {
    bytes.text(name);
    bytes.byte(0x00);
    bytes.unsigned(index);
  });
  section(module, 10, functions, (bytes, { code }) => {
    const body = code.toBytes();
    bytes.unsigned(body.length);
    bytes.append(body);
  });
  return module.toArray();
}

function section<Item>(
  module: Bytes,
  id: number,
  items: readonly Item[],
  write: (bytes: Bytes, item: Item) => void,
): void {
  const content = new Bytes();
  content.unsigned(items.length);
  for (const item of items) write(content, item);
  module.byte(id);
  module.unsigned(content.length);
  module.append(content);
}
