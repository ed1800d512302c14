import { describe, expect, it } from 'vitest';
import * as words from './words.js';

describe('words of a corpus file', () => {
  it('has sixty-four edges, each once', () => {
    expect(words.edges).toHaveLength(64);
    expect(new Set(words.edges).size).toBe(64);
    expect(words.edges.every((word) => word === (word | 0))).toBe(true);
  });

  it.each([
    ['0', [0]],
    ['1 -2 3', [1, -2, 3]],
    ['2147483647 -2147483648', [2 ** 31 - 1, -(2 ** 31)]],
    ['2147483648 4294967295', [-(2 ** 31), -1]],
    ['count 4', [0, 1, 2, 3]],
    ['zeros 3', [0, 0, 0]],
    ['edges 3', [0, 1, -1]],
  ])('%s', (text, expected) => {
    expect([...(words.parse(text) ?? [])]).toEqual(expected);
  });

  it('begins with the edges again where they do not suffice', () => {
    expect([...(words.parse('edges 65') ?? [])].slice(63)).toEqual([words.edges[63], words.edges[0]]);
  });

  it.each([
    '',
    ' 1',
    '1  2',
    '1 ',
    '-0',
    '01',
    '0x10',
    '1u',
    '4294967296',
    '-2147483649',
    '1.5',
    'count',
    'count 0',
    'count 65537',
    'count 2 3',
    'zeros -1',
    'edges many',
    'constructor 1',
    'ones 4',
  ])('refuses "%s"', (text) => {
    expect(words.parse(text)).toBeUndefined();
  });
});
