import { describe, expect, it } from 'vitest';
import type { Description } from './device.js';
import { convert, row, slug, toTable } from './report.js';

const one = (median: number): Parameters<typeof row>[3] => ({ median, p10: median, p90: median, count: 1 });

describe('row', () => {
  it.each([
    [1.05, { atMost: 1.05 }, 'meets'],
    [1.051, { atMost: 1.05 }, 'falls short'],
    [0.5, { atLeast: 0.5 }, 'meets'],
    [0.499, { atLeast: 0.5 }, 'falls short'],
    [Number.NaN, { atMost: 1 }, 'falls short'],
    [Number.NaN, { atLeast: 1 }, 'falls short'],
  ] as const)('%d with the aim %j %s', (measured, aim, verdict) => {
    expect(row('b', 'n', 'ratio', one(measured), aim).verdict).toBe(verdict);
  });

  it('judges nothing without an aim', () => {
    expect(row('b', 'n', 'ms', one(1))).toEqual({ benchmark: 'b', name: 'n', unit: 'ms', measured: 1, count: 1 });
  });
});

it('convert keeps the smaller percentile first when the unit turns around', () => {
  const speeds = convert({ median: 2, p10: 1, p90: 4, count: 5 }, (seconds) => 8 / seconds);
  expect(speeds).toEqual({ median: 4, p10: 2, p90: 8, count: 5 });
});

it.each([
  [
    { isSoftware: true, device: 'swiftshader-device-subzero-', description: 'SwiftShader driver 5.0.0' },
    'swiftshader-5-0-0',
  ],
  [{ isSoftware: false, device: 'NVIDIA H200', description: '' }, 'nvidia-h200'],
  [{ isSoftware: false, device: '', description: '', vendor: 'apple' }, 'apple'],
  [{ isSoftware: false, device: '../x y', description: '' }, 'x-y'],
  [{ isSoftware: false, device: '', description: '', vendor: '' }, 'unknown'],
])('slug of %j is %s', (adapter, expected) => {
  expect(slug({ adapter } as unknown as Description)).toBe(expected);
});

it('toTable aligns its columns', () => {
  const lines = toTable([
    row('b', 'name', 'ratio', one(1.25), { atMost: 1 }),
    row('b', 'longer name', 'ms', one(1234.5)),
  ]).split('\n');
  expect(lines).toHaveLength(4);
  expect(new Set(lines.map(({ length }) => length)).size).toBe(1);
  expect(lines[2]).toMatch(/^\| b +\| name +\| +1\.250 \| .* \| ratio \| ≤ 1 \| falls short \|$/);
});
