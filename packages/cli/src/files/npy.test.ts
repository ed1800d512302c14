import { isAssayError, type tensor } from '@assay/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as npy from './npy.js';

// As `check` of the test kit, which loads a GPU.
const check = (full: number): fc.Parameters<unknown> => ({
  numRuns: Math.max(1, Math.round(full * Number(process.env.ASSAY_CASES ?? '0.05'))),
  seed: Number(process.env.ASSAY_SEED ?? '0'),
});

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** A file with this header text, as any version. */
function file(text: string, data: readonly number[] = [], version = 1): Uint8Array {
  const length =
    version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, (text.length >> 8) & 255, 0, 0];
  return Uint8Array.from([...latin1('\x93NUMPY'), version, 0, ...length, ...latin1(text), ...data]);
}

const dictionary = (descr: string, shape: string, order = 'False'): string =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }   \n`;

const failing = (bytes: Uint8Array): (() => unknown) => {
  return () => npy.decode(bytes, 'a.npy');
};

const error = (kind: string, code: string): unknown => expect.objectContaining({ kind, code, where: 'a.npy' });

const arbitrary: fc.Arbitrary<{ tensor: tensor.Tensor; data: Uint8Array }> = fc
  .record({
    element: fc.constantFrom('i8', 'u8', 'i16', 'u16', 'i32', 'u32'),
    shape: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }),
  })
  .chain((described) => {
    const length = described.shape.reduce(
      (a, b) => a * b,
      { i8: 1, u8: 1, i16: 2, u16: 2, i32: 4, u32: 4 }[described.element],
    );
    return fc.uint8Array({ minLength: length, maxLength: length }).map((data) => ({ tensor: described, data }));
  });

describe('npy.encode', () => {
  // numpy.save(f, numpy.arange(6, dtype='<i2').reshape(2, 3)) of numpy 2.4.6, in full.
  it('writes what numpy 2.4.6 writes', () => {
    const text = `{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), }${' '.repeat(58)}\n`;
    const data = [0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0];
    const expected = Uint8Array.from([...latin1('\x93NUMPY\x01\x00\x76\x00'), ...latin1(text), ...data]);
    expect(npy.encode({ element: 'i16', shape: [2, 3] }, Uint8Array.from(data))).toEqual(expected);
  });

  it('writes a tuple of one as Python does, and one-byte types without a byte order', () => {
    const bytes = npy.encode({ element: 'u8', shape: [3] }, new Uint8Array(3));
    expect(new TextDecoder('latin1').decode(bytes)).toContain(
      "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }",
    );
  });

  it('aligns the elements to 64 bytes for every length of header', () => {
    for (let extents = 1; extents <= 8; extents++) {
      const shape = [...Array(extents - 1).fill(1), 100];
      const bytes = npy.encode({ element: 'i8', shape }, new Uint8Array(100));
      expect((bytes.length - 100) % 64).toBe(0);
    }
  });

  it('refuses elements of another length', () => {
    const attempt = (): unknown => npy.encode({ element: 'i32', shape: [2] }, new Uint8Array(7));
    expect(attempt).toThrow(expect.objectContaining({ kind: 'bug', code: 'npy.wrong-length' }));
  });
});

describe('npy.decode', () => {
  it.each([1, 2, 3])('reads format version %i.0', (version) => {
    const decoded = npy.decode(file(dictionary("'<u2'", '(1, 2)'), [1, 2, 3, 4], version), 'a.npy');
    expect(decoded).toEqual({ tensor: { element: 'u16', shape: [1, 2] }, data: Uint8Array.of(1, 2, 3, 4) });
  });

  it('reads any order of keys, double quotes, and the byte orders that other writers give to one byte', () => {
    const text = '{"shape":(2,),"fortran_order":False,"descr":"<i1"}\n';
    expect(npy.decode(file(text, [7, 8]), 'a.npy').tensor).toEqual({ element: 'i8', shape: [2] });
  });

  it.each([
    ['a float', "'<f4'", 'float32', 'a.astype("int8")'],
    ['a double', "'<f8'", 'float64', 'a.astype("int8")'],
    ["an int64, numpy's default", "'<i8'", 'int64', 'a.astype("int32")'],
    ['a uint64', "'<u8'", 'uint64', 'a.astype("uint32")'],
    ['a bool', "'|b1'", 'bool', 'a.astype("uint8")'],
    ['a complex', "'<c8'", 'complex64', 'a.astype("int8")'],
    ['text', "'<U3'", 'dtype "<U3"', 'a.astype("int32")'],
    ['an object', "'|O'", 'dtype "|O"', 'a.astype("int32")'],
    ['a native order', "'=i4'", 'int32', 'a.astype("int32")'],
    ['a record', "[('x', '<i4'), ('y', '<i4')]", 'a structured dtype', 'Save each field'],
  ])('refuses %s and says what to do', (_, descr, got, remedy) => {
    const attempt = failing(file(dictionary(descr, '(1,)'), [0, 0, 0, 0]));
    expect(attempt).toThrow(error('invalid', 'npy.element-type'));
    expect(attempt).toThrow(got);
    expect(attempt).toThrow(remedy);
  });

  it.each([
    ['an empty file', new Uint8Array(0), 'malformed', 'npy.not-npy'],
    ['a picture', latin1('\x89PNG\r\n\x1a\n'), 'malformed', 'npy.not-npy'],
    ['version 4.0', file(dictionary("'|u1'", '(1,)'), [0], 4), 'malformed', 'npy.unknown-version'],
    ['big-endian', file(dictionary("'>i4'", '(1,)'), [0, 0, 0, 0]), 'invalid', 'npy.big-endian'],
    ['Fortran order', file(dictionary("'|u1'", '(1,)', 'True'), [0]), 'invalid', 'npy.fortran-order'],
    ['a scalar', file(dictionary("'|u1'", '()'), [0]), 'invalid', 'npy.scalar'],
    ['a zero extent', file(dictionary("'|u1'", '(3, 0)')), 'invalid', 'npy.empty'],
    ['nine extents', file(dictionary("'|u1'", `(${'1, '.repeat(9)})`), [0]), 'invalid', 'npy.too-many-extents'],
    ['2^32 words', file(dictionary("'<i4'", '(65536, 65536)')), 'exhausted', 'npy.too-large'],
    ['a product over 2^64', file(dictionary("'<i4'", '(4294967296, 4294967297)')), 'exhausted', 'npy.too-large'],
    ['an extent of 400 digits', file(dictionary("'|u1'", `(1${'0'.repeat(400)},)`)), 'exhausted', 'npy.too-large'],
    ['one byte too few', file(dictionary("'<i2'", '(2,)'), [0, 0, 0]), 'malformed', 'npy.truncated'],
    ['one byte too many', file(dictionary("'<i2'", '(2,)'), [0, 0, 0, 0, 0]), 'malformed', 'npy.trailing-bytes'],
    ['a header that goes on', file(dictionary("'|u1'", '(1,)')).subarray(0, 40), 'malformed', 'npy.truncated'],
    [
      'a header of 4 GB',
      Uint8Array.from([...latin1('\x93NUMPY\x02\x00'), 255, 255, 255, 255]),
      'malformed',
      'npy.bad-header',
    ],
  ])('refuses %s', (_, bytes, kind, code) => {
    expect(failing(bytes)).toThrow(error(kind, code));
  });

  it('takes 2^32 - 1 words, by the header alone', () => {
    const bytes = file(dictionary("'<u4'", '(4294967295,)'));
    expect(npy.header(bytes, 'a.npy').tensor).toEqual({ element: 'u32', shape: [4294967295] });
  });

  it.each([
    ['no dictionary', '[]\n'],
    ['a call', "{'descr': str('<i4'), 'fortran_order': False, 'shape': (1,), }\n"],
    ['an expression', "{'descr': '|u1', 'fortran_order': False, 'shape': (1+1,), }\n"],
    ['a negative extent', "{'descr': '|u1', 'fortran_order': False, 'shape': (-1,), }\n"],
    ['a fraction', "{'descr': '|u1', 'fortran_order': False, 'shape': (1.0,), }\n"],
    ['a leading zero', "{'descr': '|u1', 'fortran_order': False, 'shape': (01,), }\n"],
    ['a long of Python 2', "{'descr': '|u1', 'fortran_order': False, 'shape': (1L,), }\n"],
    ['an integer for a tuple', "{'descr': '|u1', 'fortran_order': False, 'shape': (1), }\n"],
    ['a list for a tuple', "{'descr': '|u1', 'fortran_order': False, 'shape': [1], }\n"],
    ['0 for False', "{'descr': '|u1', 'fortran_order': 0, 'shape': (1,), }\n"],
    ['a key twice', "{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (1,), }\n"],
    ['an unknown key', "{'descr': '|u1', 'fortran_order': False, 'shape': (1,), 'x': 'y', }\n"],
    ['a missing key', "{'descr': '|u1', 'shape': (1,), }\n"],
    ['two commas', "{'descr': '|u1',, 'fortran_order': False, 'shape': (1,), }\n"],
    ['an escape', "{'descr': '\\x7cu1', 'fortran_order': False, 'shape': (1,), }\n"],
    ['mixed quotes', "{'descr\": '|u1', 'fortran_order': False, 'shape': (1,), }\n"],
    ['no line end', "{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }"],
    ['text behind', "{'descr': '|u1', 'fortran_order': False, 'shape': (1,), } x\n"],
    ['an end too early', "{'descr': '|u1', 'fortran_order': False, 'shape': (1,\n"],
    ['a letter outside ASCII', "{'descr': '|u1', 'fortran_order': F\xe4lse, 'shape': (1,), }\n"],
  ])('refuses a header with %s', (_, text) => {
    expect(failing(file(text, [0]))).toThrow(error('malformed', 'npy.bad-header'));
  });

  it('gives back what encode was given', () => {
    fc.assert(
      fc.property(arbitrary, ({ tensor, data }) => {
        expect(npy.decode(npy.encode(tensor, data), 'a.npy')).toEqual({ tensor, data });
      }),
      check(4000),
    );
  });

  it('refuses every truncation', () => {
    const whole = npy.encode({ element: 'i32', shape: [2, 3] }, new Uint8Array(24));
    for (let length = 0; length < whole.length; length++) {
      expect(failing(whole.subarray(0, length))).toThrow(expect.objectContaining({ kind: 'malformed' }));
    }
  });

  it('ends every change of one byte in an AssayError or in a tensor that fits its data', () => {
    fc.assert(
      fc.property(arbitrary, fc.nat(), fc.integer({ min: 1, max: 255 }), ({ tensor, data }, position, flip) => {
        const bytes = npy.encode(tensor, data);
        bytes[position % bytes.length]! ^= flip;
        try {
          const decoded = npy.decode(bytes, 'a.npy');
          expect(npy.decode(npy.encode(decoded.tensor, decoded.data), 'a.npy')).toEqual(decoded);
        } catch (thrown) {
          if (!isAssayError(thrown) || thrown.kind === 'bug') throw thrown;
        }
      }),
      check(20_000),
    );
  });
});
