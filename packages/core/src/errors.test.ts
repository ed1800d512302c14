import { describe, expect, it } from 'vitest';
import { AssayError, isAssayError, within } from './errors.js';

const failure = { kind: 'invalid', code: 'test.code', expected: 'a', got: 'b', remedy: 'Do c.' } as const;

describe('AssayError', () => {
  it('says place, expected, got and remedy', () => {
    expect(new AssayError(failure).message).toBe('expected a, got b. Do c.');
    expect(new AssayError({ ...failure, where: 'job.name' }).message).toBe('job.name: expected a, got b. Do c.');
  });

  it('gives back the plain fields, with and without the optional ones', () => {
    expect(new AssayError(failure).toFailure()).toEqual(failure);
    const full = { ...failure, where: 'x', cause: new Error('why') };
    expect(new AssayError(full).toFailure()).toEqual(full);
    expect(new AssayError(full).cause).toBe(full.cause);
  });
});

describe('within', () => {
  const placed = (where: string | undefined): unknown => {
    try {
      return within('job', () => {
        throw new AssayError(where === undefined ? failure : { ...failure, where });
      });
    } catch (error) {
      return (error as AssayError).toFailure().where;
    }
  };

  it('puts the place in front', () => {
    expect([placed(undefined), placed('name'), placed('[2].name')]).toEqual(['job', 'job.name', 'job[2].name']);
  });

  it('gives the result, and lets other errors through as they are', () => {
    expect(within('job', () => 7)).toBe(7);
    const other = new RangeError('other');
    expect(() =>
      within('job', () => {
        throw other;
      }),
    ).toThrow(other);
  });
});

describe('isAssayError', () => {
  it('knows errors of another copy of this package, and nothing else', () => {
    const foreign = Object.assign(new Error('m'), { name: 'AssayError', code: 'a.b', kind: 'invalid' });
    expect(isAssayError(foreign)).toBe(true);
    expect(isAssayError(new AssayError(failure))).toBe(true);
    expect([new Error('m'), { ...foreign, name: 'AssayError' }, null, 'AssayError'].some(isAssayError)).toBe(false);
  });
});
