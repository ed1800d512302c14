import { AssayError, type FailureKind, tensor } from '@assay/core';

// Own code, because the readers on npm are lenient: they take trailing bytes, truncated data, unknown keys, Fortran order
// or big-endian data for something else, or evaluate the header. What is read here is committed to and paid for.
// Format: numpy/lib/_format_impl.py ("NPY format", NEP 1).

/** The part of a file before its elements. */
export interface Header {
  readonly tensor: tensor.Tensor;
  /** Where the elements begin, in bytes. */
  readonly offsetBytes: number;
}

/** No header is longer than this (numpy itself refuses more than 10,000 characters). */
export const maximumHeaderBytes: number = 2 ** 16;

const SIGNATURE = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const ALIGNMENT_BYTES = 64;
/** numpy leaves room for the first extent to grow to this many digits, so that a file can be appended to in place. */
const GROWTH_DIGITS = 21;
const MAXIMUM_EXTENTS = 8;
const DESCR: Readonly<Record<tensor.Element, string>> = {
  i8: '|i1',
  u8: '|u1',
  i16: '<i2',
  u16: '<u2',
  i32: '<i4',
  u32: '<u4',
};

/**
 * The tensor in a `.npy` file (versions 1.0, 2.0 and 3.0; little-endian integers of 1, 2 or 4 bytes; C order). `data` is
 * a view of `bytes`.
 *
 * @throws AssayError malformed: `npy.not-npy`, `npy.unknown-version`, `npy.bad-header`, `npy.truncated`,
 * `npy.trailing-bytes`; invalid: `npy.element-type`, `npy.big-endian`, `npy.fortran-order`, `npy.scalar`, `npy.empty`,
 * `npy.too-many-extents`; exhausted: `npy.too-large`.
 */
export function decode(bytes: Uint8Array, where: string): { tensor: tensor.Tensor; data: Uint8Array } {
  const { tensor, offsetBytes } = header(bytes, where);
  assertLength({ tensor, offsetBytes }, bytes.length, where);
  return { tensor, data: bytes.subarray(offsetBytes) };
}

/** The header alone; the first {@link maximumHeaderBytes} of a file are enough. Throws as {@link decode} does. */
export function header(bytes: Uint8Array, where: string): Header {
  if (SIGNATURE.some((byte, i) => bytes[i] !== byte)) {
    throw failure(where, 'not-npy', 'malformed', {
      expected: 'a .npy file, which begins with \\x93NUMPY',
      got: bytes.length === 0 ? 'an empty file' : `the bytes ${hex(bytes.subarray(0, 6))}`,
      remedy: 'Write the array with numpy.save; give raw bytes under another extension, such as .bin.',
    });
  }
  const [major, minor] = [byteAt(bytes, 6, where), byteAt(bytes, 7, where)];
  if (major < 1 || major > 3 || minor !== 0) {
    throw failure(where, 'unknown-version', 'malformed', {
      expected: 'format version 1.0, 2.0 or 3.0',
      got: `${major}.${minor}`,
      remedy: 'Write the array again with a current numpy.save.',
    });
  }
  const lengthBytes = major === 1 ? 2 : 4;
  let textBytes = 0;
  for (let i = 0; i < lengthBytes; i++) textBytes += byteAt(bytes, 8 + i, where) * 2 ** (8 * i);
  const offsetBytes = 8 + lengthBytes + textBytes;
  if (offsetBytes > maximumHeaderBytes) {
    throw badHeader(where, `a header of at most ${maximumHeaderBytes} bytes`, `${offsetBytes} bytes`);
  }
  if (bytes.length < offsetBytes) throw truncated(where, offsetBytes, bytes.length);
  // Latin-1 in versions 1.0 and 2.0, UTF-8 in 3.0. Nothing outside ASCII can follow the grammar below, so one reading serves.
  const text = new TextDecoder('latin1').decode(bytes.subarray(8 + lengthBytes, offsetBytes));
  return { tensor: toTensor(parse(text, where), where), offsetBytes };
}

/** Throws `npy.truncated` or `npy.trailing-bytes` unless a file of `fileLengthBytes` holds exactly the header's elements. */
export function assertLength({ tensor: described, offsetBytes }: Header, fileLengthBytes: number, where: string): void {
  const expected = offsetBytes + tensor.lengthBytes(described);
  if (fileLengthBytes < expected) throw truncated(where, expected, fileLengthBytes);
  if (fileLengthBytes > expected) {
    throw failure(where, 'trailing-bytes', 'malformed', {
      expected: `${expected} bytes for ${tensor.toText(described)}`,
      got: `${fileLengthBytes} bytes`,
      remedy: 'Save one array per file with numpy.save.',
    });
  }
}

/**
 * The file that `numpy.save` writes for the same array, byte for byte (version 1.0; compared with numpy 2.4.6).
 *
 * @param data the elements, `tensor.lengthBytes(described)` bytes, little-endian, C order.
 * @throws AssayError `npy.wrong-length` (bug) when `data` has another length.
 */
export function encode(described: tensor.Tensor, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const lengthBytes = tensor.lengthBytes(described);
  if (data.length !== lengthBytes) {
    throw failure('npy.encode', 'wrong-length', 'bug', {
      expected: `${lengthBytes} bytes for ${tensor.toText(described)}`,
      got: `${data.length} bytes`,
      remedy: 'Pass the elements alone, without padding.',
    });
  }
  const { shape } = described;
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const dictionary = `{'descr': '${DESCR[described.element]}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const grown = dictionary + ' '.repeat(Math.max(0, GROWTH_DIGITS - String(shape[0]).length));
  // As numpy does it, a header that is aligned already gets a whole block more.
  const padded = grown + ' '.repeat(ALIGNMENT_BYTES - ((10 + grown.length + 1) % ALIGNMENT_BYTES));
  const text = `${padded}\n`;
  const file = new Uint8Array(10 + text.length + data.length);
  file.set([...SIGNATURE, 1, 0, text.length & 0xff, text.length >> 8]);
  for (let i = 0; i < text.length; i++) file[10 + i] = text.charCodeAt(i);
  file.set(data, 10 + text.length);
  return file;
}

interface Fields {
  /** Undefined for a structured dtype, which is a list. */
  readonly descr: string | undefined;
  readonly isFortranOrder: boolean;
  readonly shape: readonly number[];
}

const TOKEN = /[ \t\n]*(?:'([^'"\\\n]*)'|"([^'"\\\n]*)"|(True|False)\b|(0|[1-9]\d*)(?![\w.])|([{}()[\],:]))/y;

interface Token {
  readonly kind: 'string' | 'boolean' | 'integer' | 'mark';
  readonly text: string;
}

/** The three entries of the Python dict literal, in any order. Nothing is evaluated, and nothing else is accepted. */
function parse(text: string, where: string): Fields {
  const token = new RegExp(TOKEN);
  const shorten = (rest: string): string => JSON.stringify(rest.length > 40 ? `${rest.slice(0, 40)}...` : rest);
  const fail = (expected: string, at: number): never => {
    throw badHeader(where, expected, `${shorten(text.slice(at).trimStart())} at character ${at}`);
  };
  const next = (expected: string): Token => {
    const at = token.lastIndex;
    const [, single, double, boolean, integer, mark] = token.exec(text) ?? [];
    const string = single ?? double;
    if (string !== undefined) return { kind: 'string', text: string };
    if (boolean !== undefined) return { kind: 'boolean', text: boolean };
    if (integer !== undefined) return { kind: 'integer', text: integer };
    if (mark !== undefined) return { kind: 'mark', text: mark };
    return fail(expected, at);
  };
  const isNext = (mark: string): boolean => {
    const at = token.lastIndex;
    const found = token.exec(text);
    if (found?.[5] === mark) return true;
    token.lastIndex = at;
    return false;
  };
  const expect = (mark: string): void => {
    const at = token.lastIndex;
    if (!isNext(mark)) fail(`"${mark}"`, at);
  };
  const value = (kind: Token['kind'], expected: string): string => {
    const at = token.lastIndex;
    const found = next(expected);
    return found.kind === kind ? found.text : fail(expected, at);
  };

  const seen = new Set<string>();
  let descr: string | undefined;
  let isFortranOrder = false;
  const shape: number[] = [];
  expect('{');
  while (!isNext('}')) {
    const at = token.lastIndex;
    const key = value('string', 'a key in quotes');
    if (seen.has(key)) fail(`'${key}' once`, at);
    seen.add(key);
    expect(':');
    if (key === 'descr') {
      // A structured dtype is refused anyway, so what is in the list does not matter.
      if (isNext('[')) return { descr: undefined, isFortranOrder, shape };
      descr = value('string', 'a dtype in quotes');
    } else if (key === 'fortran_order') {
      isFortranOrder = value('boolean', 'True or False') === 'True';
    } else if (key === 'shape') {
      expect('(');
      while (!isNext(')')) {
        shape.push(Number(value('integer', 'an extent')));
        if (isNext(')')) {
          // Python's (3) is an integer, not a tuple.
          if (shape.length === 1) fail('a comma in a tuple of one', token.lastIndex - 1);
          break;
        }
        expect(',');
      }
    } else {
      fail("only 'descr', 'fortran_order' and 'shape'", at);
    }
    if (isNext('}')) break;
    expect(',');
  }
  if (seen.size !== 3) throw badHeader(where, "'descr', 'fortran_order' and 'shape'", `only ${[...seen].join(', ')}`);
  if (!/^ *\n$/.test(text.slice(token.lastIndex)))
    fail('spaces and one line end after the dictionary', token.lastIndex);
  return { descr, isFortranOrder, shape };
}

function toTensor({ descr, isFortranOrder, shape }: Fields, where: string): tensor.Tensor {
  const element = toElement(descr, where);
  if (isFortranOrder) {
    throw failure(where, 'fortran-order', 'invalid', {
      expected: 'C order (last extent fastest)',
      got: 'Fortran order',
      remedy: 'Save it as numpy.save(path, numpy.ascontiguousarray(a)).',
    });
  }
  if (shape.length === 0) {
    throw failure(where, 'scalar', 'invalid', {
      expected: 'an array of one extent or more',
      got: 'a scalar, shape ()',
      remedy: 'A version is an array: save numpy.atleast_1d(a).',
    });
  }
  if (shape.length > MAXIMUM_EXTENTS) {
    throw failure(where, 'too-many-extents', 'invalid', {
      expected: `at most ${MAXIMUM_EXTENTS} extents`,
      got: `${shape.length}`,
      remedy: 'Reshape the array; the order of the elements stays the same.',
    });
  }
  if (shape.includes(0)) {
    throw failure(where, 'empty', 'invalid', {
      expected: 'extents of at least 1, because a version has at least one word',
      got: `shape (${shape.join(', ')})`,
      remedy: 'Save an array that has elements.',
    });
  }
  // Digits beyond 2^53 lose precision but never come back under the limit, so the comparison holds.
  const described: tensor.Tensor = { element, shape };
  if (!(Math.ceil(tensor.lengthBytes(described) / 4) < 2 ** 32)) {
    throw failure(where, 'too-large', 'exhausted', {
      expected: 'fewer than 2^32 words of 4 bytes',
      got: `${element} of shape (${shape.join(', ')})`,
      remedy: 'Split the array into several versions.',
    });
  }
  return described;
}

function toElement(descr: string | undefined, where: string): tensor.Element {
  const [, order, kind = '', size = ''] = /^([|<>=])([a-zA-Z])(\d*)$/.exec(descr ?? '') ?? [];
  const isInteger = kind === 'i' || kind === 'u';
  // One byte has no byte order; numpy writes "|", other writers "<".
  if (isInteger && size === '1' && order !== '=') return kind === 'i' ? 'i8' : 'u8';
  if (isInteger && (size === '2' || size === '4')) {
    if (order === '<') return `${kind}${size === '2' ? 16 : 32}`;
    if (order === '>') {
      throw failure(where, 'big-endian', 'invalid', {
        expected: 'little-endian elements',
        got: `${JSON.stringify(descr)}, big-endian`,
        remedy: `Convert it: a.astype("<${kind}${size}").`,
      });
    }
  }
  throw failure(where, 'element-type', 'invalid', {
    expected: 'int8, uint8, int16, uint16, int32 or uint32',
    got: descr === undefined ? 'a structured dtype' : dtypeName(descr, kind, size),
    remedy: dtypeRemedy(descr, kind),
  });
}

function dtypeName(descr: string, kind: string, size: string): string {
  const name = new Map(Object.entries({ b: 'bool', i: 'int', u: 'uint', f: 'float', c: 'complex' })).get(kind);
  const quoted = JSON.stringify(descr.slice(0, 40));
  if (name === undefined) return `dtype ${quoted}`;
  return `${kind === 'b' ? name : `${name}${8 * Number(size)}`} (dtype ${quoted})`;
}

function dtypeRemedy(descr: string | undefined, kind: string): string {
  if (descr === undefined) return 'Save each field as an array of its own.';
  if (kind === 'i' || kind === 'u')
    return `Convert it if the values fit: a.astype("${kind === 'i' ? 'int32' : 'uint32'}").`;
  if (kind === 'b') return 'Convert it: a.astype("uint8").';
  if (kind === 'f' || kind === 'c') return 'Scale and round it, then convert it: a.astype("int8").';
  return 'Convert it to an integer type, for example a.astype("int32").';
}

function byteAt(bytes: Uint8Array, index: number, where: string): number {
  const byte = bytes[index];
  if (byte === undefined) throw truncated(where, index + 1, bytes.length);
  return byte;
}

function truncated(where: string, expectedBytes: number, gotBytes: number): AssayError {
  return failure(where, 'truncated', 'malformed', {
    expected: `at least ${expectedBytes} bytes`,
    got: `${gotBytes} bytes`,
    remedy: 'The file was cut short: copy or save it again.',
  });
}

function badHeader(where: string, expected: string, got: string): AssayError {
  return failure(where, 'bad-header', 'malformed', {
    expected,
    got,
    remedy: "The header must be numpy's own, such as {'descr': '<i4', 'fortran_order': False, 'shape': (3, 4), }.",
  });
}

function failure(
  where: string,
  what: string,
  kind: FailureKind,
  fields: { readonly expected: string; readonly got: string; readonly remedy: string },
): AssayError {
  return new AssayError({ kind, code: `npy.${what}`, where, ...fields });
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
