import { owner } from '@assay/core';
import { describe, expect, it } from 'vitest';
import { type Corpus, parse } from './file.js';

const shader = `
override n: u32;
@group(0) @binding(0) var<storage, read> a: array<i32>;
@group(0) @binding(1) var<storage, read_write> out: array<i32>;
@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3u) { if (id.x < n) { out[id.x] = a[id.x]; } }
`;

const header = ['grid: 2 1 1', 'override n: 7', 'read a: 1 2 3 -4 5 6 7', 'write out: 8 linear 4'];

/** The case of a header of these lines before the shader. */
function read(lines: readonly string[], { corpus = 'exec', text = shader }: { corpus?: Corpus; text?: string } = {}) {
  return parse(corpus, 'some.wgsl', lines.map((line) => `// ${line}\n`).join('') + text);
}

function words(bytes: Uint8Array | undefined): readonly number[] {
  return [...new Int32Array(bytes?.slice().buffer ?? new ArrayBuffer(0))];
}

describe('a file of a corpus', () => {
  it('is a job of one step with its inputs', () => {
    const { name, job, inputs, expected } = read([...header, 'budget: 100', 'needs: a case']);
    expect(name).toBe('exec/some');
    expect(job.steps).toEqual([
      {
        kernel: 'main',
        grid: [2, 1, 1],
        overrides: { n: 7 },
        reads: { a: 'a' },
        writes: { out: { name: 'out', sizeBytes: 32, owner: owner.linear(4) } },
        loopBudget: 100,
      },
    ]);
    expect(words(inputs.get('a'))).toEqual([1, 2, 3, -4, 5, 6, 7]);
    expect(expected).toEqual({ guards: [], race: 'none', results: new Map() });
  });

  it('says in what a written variable starts, what it ends in, and which guards fire', () => {
    const more = ['from out: count 8', 'result out: 1 2 3 -4 5 6 7 7', 'guards: not-owned outside'];
    const { job, inputs, expected } = read([...header, ...more], { corpus: 'guard' });
    expect(job.steps[0]?.writes.out?.from).toBe('out.start');
    expect(words(inputs.get('out.start'))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(words(expected?.results.get('out'))).toEqual([1, 2, 3, -4, 5, 6, 7, 7]);
    expect(expected?.guards).toEqual(['not-owned', 'outside']);
  });

  it('has a linear map with an offset where it has a frame', () => {
    const { job } = read([...header.slice(0, 3), 'write out: 9 linear 4 1', 'from out: zeros 9']);
    expect(job.steps[0]?.writes.out?.owner).toEqual(owner.linear(4, 1));
  });

  it('has tiles in any order of axes', () => {
    const { job } = read(['grid: 2 3 1', ...header.slice(1, 3), 'write out: 120 tile 5x6x4 2x3x4@yx-']);
    expect(job.steps[0]?.writes.out?.owner).toEqual({
      kind: 'tile',
      dimensions: [
        { extent: 5, tile: 2, axis: 'y', origin: 0 },
        { extent: 6, tile: 3, axis: 'x', origin: 0 },
        { extent: 4, tile: 4, axis: 'whole', origin: 0 },
      ],
    });
  });

  it.each(['workgroup', 'out', 'none'])('names the memory that races: %s', (race) => {
    expect(read([...header, `race: ${race}`], { corpus: 'race' }).expected?.race).toBe(race);
  });
});

describe('a file of a corpus is refused with its line', () => {
  it.each<[string, number, readonly string[], Corpus?]>([
    ['an unknown key', 5, [...header, 'loops: 3']],
    ['a key without its name', 5, [...header, 'read: 1 2']],
    ['a name where none belongs', 5, [...header, 'grid out: 1 1 1']],
    ['no value', 5, [...header, 'budget:']],
    ['free text', 5, [...header, 'This is a case']],
    ['a key twice', 5, [...header, 'grid: 1 1 1']],
    ['a variable twice', 5, [...header, 'read a: 1']],
    ['a grid of two numbers', 1, ['grid: 2 1', ...header.slice(1)]],
    ['an empty grid', 1, ['grid: 0 1 1', ...header.slice(1)]],
    ['an override of no number', 2, [header[0]!, 'override n: seven', ...header.slice(2)]],
    ['words of no number', 3, [...header.slice(0, 2), 'read a: 1 two', header[3]!]],
    ['no line for a variable', 1, header.slice(0, 3)],
    ['a line for no variable', 5, [...header, 'read b: 1']],
    ['a name that objects inherit', 5, [...header, 'read constructor: 1']],
    ['reading what is written', 3, [...header.slice(0, 2), 'read out: 1', 'write out: 8 linear 4']],
    ['writing what is read', 3, [...header.slice(0, 2), 'write a: 8 linear 4', header[3]!]],
    ['an owner map of another kind', 4, [...header.slice(0, 3), 'write out: 8 round 4']],
    ['a linear map of no words', 4, [...header.slice(0, 3), 'write out: 8 linear']],
    ['a tile without axes', 4, [...header.slice(0, 3), 'write out: 8 tile 2x4 1x4']],
    ['a tile of other dimensions', 4, [...header.slice(0, 3), 'write out: 8 tile 2x4 4@x']],
    ['a start of other length', 5, [...header, 'from out: zeros 7']],
    ['a start of what is read', 5, [...header, 'from a: zeros 7']],
    ['a result of other length', 5, [...header, 'result out: 1 2']],
    ['guards out of order', 5, [...header, 'guards: outside clamped']],
    ['an unknown guard', 5, [...header, 'guards: overflow']],
    ['a race outside of race', 5, [...header, 'race: out']],
    ['no race in race', 1, header, 'race'],
    ['a race of what is read', 5, [...header, 'race: a'], 'race'],
    ['a budget below zero', 5, [...header, 'budget: -1']],
  ])('%s', (_, line, lines, corpus = 'exec') => {
    expect(() => read(lines, { corpus })).toThrow(
      expect.objectContaining({ name: 'AssayError', code: 'corpus.header', where: `${corpus}/some.wgsl:${line}` }),
    );
  });

  it('a shader outside of the profile, with the file', () => {
    const text = shader.replace('out[id.x] = a[id.x]', 'out[id.x] = a[id.x] << n');
    expect(() => read(header, { text })).toThrow(
      expect.objectContaining({ code: 'wgsl.refused', where: expect.stringContaining('exec/some.wgsl') }),
    );
  });

  it('an owner map that leaves words out, with the file', () => {
    expect(() => read([...header.slice(0, 3), 'write out: 9 linear 4'])).toThrow(
      expect.objectContaining({ code: 'owner.uncovered', where: expect.stringContaining('exec/some.wgsl') }),
    );
  });
});
