import { analysis } from '@assay/wgsl';
import { describe, expect, it } from 'vitest';
import { parse } from './corpus/file.js';
import { judge } from './executor.js';
import { ofAccepted } from './suites/compilation.js';
import { ofCase, type Subject, type Trial } from './trial.js';

const shader = `
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
var<workgroup> w: u32;
@compute @workgroup_size(SIZE) fn main(@builtin(global_invocation_id) id: vec3u) { let i = id.x; let own = a[i & 3u]; BODY }`;

interface Options {
  readonly header?: string;
  readonly size?: number;
}

function trialOf(body: string, { header = 'read a: count 512; write out: 4 linear 4', size = 4 }: Options = {}): Trial {
  const lines = header.split('; ').map((line) => `// ${line}\n`);
  const text = lines.join('') + shader.replace('SIZE', `${size}`).replace('BODY', body);
  const corpus = header.includes('race:') ? 'race' : 'guard';
  return ofCase({ name: 'some', read: () => parse(corpus, 'some.wgsl', text) });
}

/** What is expected of one kernel, where another is compiled. */
function mistaken(trial: Trial, change: Partial<Subject>): Trial {
  return { ...trial, subjects: trial.subjects.map((subject) => ({ ...subject, ...change })) };
}

/** The one as the compiler would have it, had it made the other of it. */
function miscompiled(body: string, other: string, options: Options = {}): Trial {
  const [subject] = trialOf(other, options).subjects;
  const trial = trialOf(body, options);
  return mistaken(trial, { ...subject!, reference: trial.subjects[0]!.reference });
}

const plain = 'out[i] = 2u * a[i];';

describe('the compiled executor', () => {
  it('agrees where it does what the interpreter does', () => {
    expect(judge(trialOf(plain))).toEqual({ name: 'some', outcome: 'agrees', findings: [] });
    expect(judge(trialOf('out[i + 2u] = a[i + 510u];')).outcome).toBe('agrees');
  });

  it.each<[string, string, string, string]>([
    ['a word', plain, 'out[i] = 3u * a[i];', 'out word 1: expected 2, got 3 (3 of 4 words differ)'],
    ['a cost', 'out[i] = a[i];', 'out[i] = a[i] + 0u;', 'cell 0: cost: expected 24, got 32'],
    [
      'a guard that fires',
      'let x = a[i + 508u]; out[i] = 7u;',
      'let x = a[i + 509u]; out[i] = 7u;',
      'cell 0: guards that fire: expected none, got some',
    ],
    [
      'a guard that does not fire',
      'let x = a[i + 509u]; out[i] = 7u;',
      'let x = a[i + 508u]; out[i] = 7u;',
      'cell 0: guards that fire: expected outside, got none',
    ],
    [
      'a page',
      'let x = a[i + 8u]; out[i] = 7u;',
      'let x = a[i + 255u]; out[i] = 7u;',
      'cell 0: a pages: expected 0, got 0 1',
    ],
  ])('differs by %s', (_, body, other, detail) => {
    const { outcome, findings } = judge(miscompiled(body, other));
    expect(outcome).toBe('differs');
    const places = findings.map((finding) => finding.detail.slice(0, finding.detail.indexOf(': ')));
    expect(places.filter((place) => place.endsWith(', 1 lane')).length).toBe(places.length / 2);
    expect(places.filter((place) => place.endsWith(', 4 lanes')).length).toBe(places.length / 2);
    for (const [k, finding] of findings.entries()) expect(finding.detail).toBe(`${places[k]}: ${detail}`);
  });

  it('differs by a word of another cell, even where that cell stores the same', () => {
    const options = { header: 'read a: count 4; write out: 2 linear 1; grid: 2 1 1', size: 1 };
    const stray = 'out[i] = i; let j = 1u - i; out[j] = j;';
    const trial = miscompiled('out[i] = i; let j = 0u + i; out[j] = j;', stray, options);
    const [subject] = trial.subjects;
    const unguarded = { ...analysis.guards.all(subject!.kernel), foreign: new Set<never>(), outside: new Set<never>() };
    const { findings } = judge(mistaken(trial, { guards: unguarded }));
    expect(findings.filter(({ forms }) => forms.includes('shipped')).map(({ detail }) => detail)).toEqual([
      'shipped, 1 lane: after all cells, out word 1: expected 0, got 1 (1 of 2 words differ)',
      'shipped, 4 lanes: after all cells, out word 1: expected 0, got 1 (1 of 2 words differ)',
    ]);
  });

  it('names the step and both forms, where guards differ', () => {
    const { findings } = judge(miscompiled('out[i + 1u] = a[i];', 'out[i + 1u] = 9u + a[i];'));
    const places = findings.map(({ detail }) => detail.slice(0, detail.indexOf(':')));
    expect(places).toEqual(['guarded, 1 lane', 'guarded, 4 lanes', 'shipped, 1 lane', 'shipped, 4 lanes']);
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set([expect.stringContaining('9u + a[i]')]));
  });

  it('is refused what is too large', () => {
    const trial = trialOf(plain);
    const lengthWords = new Map([...trial.subjects[0]!.dispatch.lengthWords].map(([binding]) => [binding, 2 ** 31]));
    const verdict = judge(mistaken(trial, { dispatch: { ...trial.subjects[0]!.dispatch, lengthWords } }));
    expect(verdict.outcome).toBe('refused');
    expect(verdict.findings[0]!.detail).toMatch(/, 1 lane: .*4294901760 bytes/);
  });

  it('times out where a cell does not end', () => {
    const header = 'budget: 9; read a: count 512; write out: 4 linear 4';
    const trial = miscompiled(plain, `while own < 9u { } ${plain}`, { header });
    const dispatch = { ...trial.subjects[0]!.dispatch, loopBudget: 2 ** 32 - 1 };
    expect(judge(mistaken(trial, { dispatch })).outcome).toBe('timed-out');
  });

  it('crashes where the compiler does', () => {
    const trial = trialOf(plain);
    const kernel = { ...trial.subjects[0]!.kernel, body: [{ kind: 'leave' as const, label: 9 }] };
    expect(judge(mistaken(trial, { kernel })).outcome).toBe('crashed');
  });

  it('runs what races, but has no right answer', () => {
    const header = 'read a: count 512; write out: 4 linear 4; race: workgroup';
    const trial = trialOf('w = i; out[i] = i;', { header });
    expect(trial).toMatchObject({ faults: [], questions: [] });
    expect(judge(trial)).toEqual({ name: 'some', outcome: 'not-run', findings: [] });
    const kernel = { ...trial.subjects[0]!.kernel, body: [{ kind: 'leave' as const, label: 9 }] };
    expect(judge(mistaken(trial, { kernel })).outcome).toBe('crashed');
  });

  it('judges the cells that do not race, of a case that does', () => {
    const options = { header: 'read a: count 512; write out: 8 linear 4; grid: 2 1 1; race: workgroup' };
    const racing = 'if (i < 4u) { w = i; } out[i] = i;';
    expect(judge(trialOf(racing, options))).toEqual({ name: 'some', outcome: 'not-run', findings: [] });
    const { findings } = judge(miscompiled(racing, `${racing} if (i > 6u) { out[i] = 1u; }`, options));
    expect(findings[0]?.detail).toMatch(/: cell 1: cost: expected \d+, got \d+$/);
  });

  it('compiles what has no data', () => {
    const source = '@compute @workgroup_size(4) fn main() {} @compute @workgroup_size(1) fn other() {}';
    const trial = ofAccepted({ name: 'accept/some', source, rule: undefined });
    expect(trial.subjects.map(({ what }) => what)).toEqual(['main', 'other']);
    expect(judge(trial)).toEqual({ name: 'accept/some', outcome: 'agrees', findings: [] });
    const broken = mistaken(trial, { kernel: { ...trial.subjects[0]!.kernel, body: [{ kind: 'leave', label: 9 }] } });
    expect(judge(broken).findings[0]?.detail).toMatch(/^main, guarded and shipped, 1 lane: /);
  });

  it('has nothing to say of what cannot be read', () => {
    expect(judge(trialOf('out[i] = a[i', {}))).toMatchObject({ outcome: 'not-run', findings: [] });
  });
});
