import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assertKernel } from '../testing/kernel.js';
import { check } from '../validation/check.js';
import { lower } from './lower.js';
import { printKernel } from './print-ir.js';

const root = new URL('../../../../', import.meta.url);
const corpus = ['test/profile/accept/', 'shaders/kernels/'].flatMap((folder) =>
  readdirSync(new URL(folder, root))
    .filter((name) => name.endsWith('.wgsl'))
    .map((name) => `${folder}${name}`),
);

describe('every accepted program lowers to a well-formed kernel', () => {
  it.each(corpus)('%s', (path) => {
    const { program, diagnostics } = check(readFileSync(new URL(path, root), 'utf8'));
    expect(diagnostics).toEqual([]);
    for (const entry of program?.entryPoints ?? []) {
      const required = entry.overrides.filter(({ initializer }) => initializer === undefined);
      const overrides = Object.fromEntries(required.map(({ id, name }) => [id ?? name, 1]));
      assertKernel(lower(program!, { entryPoint: entry.name, overrides }));
    }
  });
});

/** The phases of a kernel whose body this is. */
function phasesOf(body: string, declarations = ''): string {
  const { program, diagnostics } = check(`
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> o: array<u32>;
${declarations}
@compute @workgroup_size(4) fn main(@builtin(local_invocation_index) i: u32) { ${body} }`);
  expect(diagnostics).toEqual([]);
  const kernel = lower(program!, { entryPoint: 'main' });
  assertKernel(kernel);
  const text = printKernel(kernel);
  return text.slice(text.indexOf('\n', text.indexOf('local_invocation_index')) + 1);
}

/** Lines without the margin that the test's indentation gives them. */
function lines(text: string): string {
  const all = text.split('\n').slice(1, -1);
  const margin = Math.min(...all.map((line) => line.search(/\S/)));
  return `${all.map((line) => line.slice(margin)).join('\n')}\n`;
}

describe('the IR of one construct', () => {
  it('a whole kernel', () => {
    const { program } = check(`
      override n: u32 = 2;
      @group(0) @binding(7) var<uniform> u: vec4<u32>;
      @group(0) @binding(3) var<storage, read_write> o: array<u32>;
      @compute @workgroup_size(n, 2) fn main(@builtin(workgroup_id) w: vec3<u32>) { o[w.x] = u.y + n; }`);
    expect(printKernel(lower(program!, { entryPoint: 'main', overrides: { n: 5 } }))).toBe(
      lines(`
      kernel main (5, 2, 1): registers 6, local 0, workgroup 0
      binding 7 uniform u
      binding 3 write o
      r0 = workgroup_id.x
      r1 = workgroup_id.y
      r2 = workgroup_id.z
      region
        r4 = 1
        r3 = buffer 7[r4]
        r4 = 5
        r3 = add r3, r4
        buffer 3[r0] = r3
      `),
    );
  });

  it('E2: short-circuit', () => {
    expect(phasesOf('o[i] = u32(i > 1u && x[i] > 2u);')).toBe(
      lines(`
      region
        r2 = 1
        r1 = lt-u r2, r0
        if r1
          r2 = buffer 0[r0]
          r3 = 2
          r1 = lt-u r3, r2
        buffer 1[r0] = r1
      `),
    );
  });

  it('E3: variables are set where they are declared', () => {
    expect(phasesOf('for (var k = 0u; k < i; k++) { var n = 0u; n += k; o[n] = 1; }')).toBe(
      lines(`
      region
        r1 = 0
        block @2
          loop @1
            r2 = lt-u r1, r0
            if r2
            else
              leave @2
            r2 = 0
            r2 = add r2, r1
            r3 = 1
            buffer 1[r2] = r3
            r3 = 1
            r1 = add r1, r3
            again @1
      `),
    );
  });

  it('E8: workgroupUniformLoad', () => {
    expect(phasesOf('o[i] = workgroupUniformLoad(&w);', 'var<workgroup> w: u32;')).toBe(
      lines(`
      barrier workgroup
      region
        r3 = 0
        r2 = workgroup[r3]
      barrier workgroup
      region
        buffer 1[r0] = r2
      `),
    );
  });

  it('E10: indices into buffers are checked', () => {
    const declarations = 'struct S { n: u32, t: array<vec2<u32>> } @group(0) @binding(2) var<storage> s: S;';
    expect(phasesOf('o[i] = s.t[x[i]].y;', declarations)).toBe(
      lines(`
      region
        r1 = length 2
        r2 = 2
        r1 = max-u r1, r2
        r1 = sub r1, r2
        r3 = 2
        r1 = div-u r1, r3
        r2 = buffer 0[r0]
        r3 = lt-u r2, r1
        r4 = 2
        r5 = mul r2, r4
        r7 = 3
        r7 = add r5, r7
        r2 = buffer 2[r7] where r3
        buffer 1[r0] = r2
      `),
    );
  });

  it('E13: indices into local memory are clamped', () => {
    expect(phasesOf('var t: array<vec2<u32>, 3>; t[i].y = 5; o[i] = t[1].x;')).toBe(
      lines(`
      region
        r1 = clamp r0, 3
        r2 = 2
        r3 = mul r1, r2
        r4 = 5
        r5 = 1
        r5 = add r3, r5
        local[r5] = r4
        r2 = 2
        r1 = local[r2]
        buffer 1[r0] = r1
      `),
    );
  });

  it('E7: a barrier in a branch behind which invocations part', () => {
    const body = 'if (x[0] == 1u) { storageBarrier(); if (i > 2u) { return; } o[i] = 1; } o[i] = 2;';
    expect(phasesOf(body)).toBe(
      lines(`
      region
        r1 = 0
        r2 = 0
        r2 = buffer 0[r2]
        r3 = 1
        r2 = eq r2, r3
      phase if r2
        barrier storage
        region
          block @1
            r2 = 2
            r2 = lt-u r2, r0
            if r2
              r1 = 1
              leave @1
            r2 = 1
            buffer 1[r0] = r2
      region
        block @2
          if r1
            leave @2
          r2 = 2
          buffer 1[r0] = r2
      `),
    );
  });

  it('a call of a function that returns early', () => {
    expect(phasesOf('o[i] = f(x[i]);', 'fn f(n: u32) -> u32 { if (n > 3u) { return 1u; } return n; }')).toBe(
      lines(`
      region
        r2 = buffer 0[r0]
        block @1
          r3 = 3
          r3 = lt-u r3, r2
          if r3
            r1 = 1
            leave @1
          r1 = r2
        buffer 1[r0] = r1
      `),
    );
  });
});
