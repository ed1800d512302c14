import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { emitter } from './emitter.js';
import { mutate } from './mutation.js';

const root = path.resolve(import.meta.dirname, '../../../..');

describe('mutations of the emitter', () => {
  it.each(emitter.map((one) => [`${path.basename(one.file)}: ${one.removes}`, one] as const))('%s', (_, one) => {
    const source = readFileSync(path.join(root, one.file), 'utf8');
    expect(mutate(one, source)).not.toBe(source);
    expect(one.tests.length).toBeGreaterThan(0);
    for (const test of one.tests) expect(existsSync(path.join(root, test)), test).toBe(true);
  });

  it('have names of their own', () => {
    expect(new Set(emitter.map(({ file, removes }) => `${file} ${removes}`)).size).toBe(emitter.length);
  });
});

describe('a mutation', () => {
  const mutation = { removes: 'the check', file: 'a.ts', text: 'if (x) ', replacement: '$&' };

  it('changes the text where it stands', () => {
    expect(mutate(mutation, 'a; if (x) b;')).toBe('a; $&b;');
  });

  it.each([
    ['not there', 'a; b;'],
    ['there twice', 'if (x) a; if (x) b;'],
  ])('whose text is %s is an error', (_, source) => {
    expect(() => mutate(mutation, source)).toThrow(/the text of the mutation "the check" stands there/);
  });
});
