import { owner } from '@assay/core';
import { describe, expect, it } from 'vitest';
import { lower } from '../execution/lower.js';
import { check } from '../validation/check.js';
import { freedomOf as freedomIn, inspect } from './analyze.js';

const declarations = `
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;
@group(0) @binding(2) var<uniform> bound: vec4u;
var<workgroup> w: array<u32, 256>;
var<workgroup> a: array<atomic<u32>, 16>;
`;

/** `main` has 64 invocations (8 by 8); `i` is the index, `l` the id, `g` the workgroup's. Of `y` each workgroup owns 256 words. */
function freedomOf(body: string): string {
  const source = `${declarations}
@compute @workgroup_size(8, 8)
fn main(@builtin(local_invocation_index) i: u32, @builtin(local_invocation_id) l: vec3u, @builtin(workgroup_id) g: vec3u) {
${body}
}`;
  const { program, diagnostics } = check(source);
  expect(diagnostics).toEqual([]);
  const kernel = lower(program!, { entryPoint: 'main' });
  const present = new Set(kernel.bindings.map(({ binding }) => binding));
  const analysis = inspect(kernel, {
    grid: [4, 1, 1],
    lengthWords: new Map(
      [
        [0, 1024],
        [1, 1024],
        [2, 4],
      ].filter(([binding]) => present.has(binding!)) as [number, number][],
    ),
    owners: new Map([[1, owner.linear(256)]]),
    literals: new Map(),
    loopBudget: 1000,
  });
  return freedomIn(kernel, analysis).kind;
}

describe('A7: proven', () => {
  it.each([
    ['a word each', 'w[i] = i;'],
    ['a word each, in rows', 'w[l.y * 8 + l.x] = i;'],
    ['a word each, in columns', 'w[l.x * 8 + l.y] = i;'],
    ['four words each', 'for (var k = 0u; k < 4; k++) { w[4 * i + k] = k; }'],
    ['words in strides', 'for (var k = i; k < 256; k += 64) { w[k] = k; }'],
    ['rows with gaps', 'w[l.y * 17 + l.x] = i; w[l.y * 17 + l.x] += 1;'],
    ['the same word, read by all', 'w[i] = 1; workgroupBarrier(); y[g.x * 256 + i] = w[0] + w[255];'],
    ['written by one', 'if (i == 0) { w[0] = 1; } workgroupBarrier(); y[g.x * 256 + i] = w[0];'],
    ['written by one of a row', 'if (l.x == 3) { w[l.y] = 1; }'],
    ['halves', 'if (i < 32) { w[i] = 1; } else { w[i] = 2; }'],
    [
      'a reduction',
      'w[i] = i; workgroupBarrier(); for (var s = 32u; s > 0; s >>= 1) { if (i < s) { w[i] += w[i + s]; } workgroupBarrier(); }',
    ],
    [
      'a product by tiles',
      `
      var sum = 0u;
      for (var t = 0u; t < 4; t++) {
        w[i] = x[t * 64 + i]; w[64 + i] = x[256 + t * 64 + i];
        workgroupBarrier();
        for (var k = 0u; k < 8; k++) { sum += w[l.y * 8 + k] * w[64 + k * 8 + l.x]; }
        workgroupBarrier();
      }
      y[g.x * 256 + i] = sum;`,
    ],
    [
      'two buffers in turn',
      `
      var at = 0u;
      for (var t = 0u; t < 4; t++) {
        w[at + i] = t; workgroupBarrier();
        w[128 - at + i] = w[at + (i + 1) % 64]; workgroupBarrier();
      }`,
    ],
    ['atomics of one family', 'atomicAdd(&a[x[i] & 15], 1u); atomicSub(&a[0], 1u);'],
    ['words of its own in storage', 'y[g.x * 256 + 64 * l.y + l.x] = 1;'],
    ['a quotient and a remainder', 'w[(i % 16) * 5 + i / 16] = 1;'],
  ])('%s', (_, body) => expect(freedomOf(body)).toBe('proven'));
});

describe('A7: not proven, because it races', () => {
  it.each([
    ['one word by all', 'w[0] = 1;'],
    ['two to a word', 'w[i / 2] = 1;'],
    ['rows that overlap', 'w[l.y * 7 + l.x] = i;'],
    ['four words each that overlap', 'for (var k = 0u; k < 5; k++) { w[4 * i + k] = k; }'],
    ['the neighbour', 'w[i] = i; y[g.x * 256 + i] = w[(i + 1) % 64];'],
    ['a barrier for the other memory', 'w[i] = i; storageBarrier(); y[g.x * 256 + i] = w[63 - i];'],
    [
      'a reduction without a barrier',
      'w[i] = i; workgroupBarrier(); for (var s = 32u; s > 0; s >>= 1) { if (i < s) { w[i] += w[i + s]; } }',
    ],
    [
      'a loop without its second barrier',
      'for (var t = 0u; t < 4; t++) { w[i] = t; workgroupBarrier(); y[g.x * 256 + i] += w[63 - i]; }',
    ],
    ['a read after another round', 'for (var t = 0u; t < 4; t++) { w[(i + t) % 64] = t; storageBarrier(); }'],
    ['written by one, read by all', 'if (i == 0) { w[0] = 1; } y[g.x * 256 + i] = w[0];'],
    ['an atomic and a plain read', 'atomicAdd(&a[0], 1u); y[g.x * 256 + i] = atomicLoad(&a[0]);'],
    [
      'atomics of two families',
      'atomicAdd(&a[0], 1u); workgroupBarrier(); atomicMax(&a[i & 1], 1u); atomicOr(&a[1], 1u);',
    ],
    ['a word of storage by two', 'y[g.x * 256 + i / 2] = 1;'],
    ['an index from data', 'w[x[i] & 255] = 1;'],
    ['wrapped', 'w[(i * 0x80000000u) >> 31] = i;'],
    [
      'behind the last round',
      'var n = 0u; for (var k = 0u; k < 4; k++) { n = k; w[64 + i] = k; storageBarrier(); } w[64 + ((i + n) & 63)] = 1;',
    ],
  ])('%s', (_, body) => expect(freedomOf(body)).toBe('undecided'));
});

describe('A6: pairs', () => {
  const conditions = Array.from(
    { length: 60 },
    (_, k) => `let c${k} = x[${k} + (i & 1)]; if (c${k} + 3 * i >= x[64] + ${k} || c${k} > i * ${k + 2}) { return; }`,
  );
  const stores = Array.from({ length: 100 }, (_, k) => `if (x[i] < ${k}) { w[i + ${64 * (k % 4)}] = ${k}; }`);

  it('with many facts each are too many', () => {
    expect(freedomOf([...conditions, ...stores].join('\n'))).toBe('undecided');
  });

  it('with few facts are not', () => {
    expect(freedomOf(stores.join('\n'))).toBe('proven');
  });
});
