import { describe, expect, it } from 'vitest';
import { all, assertNarrow, type Exception, find, isWithin } from './exception.js';
import { toPage } from './page.js';
import { count, type Report, slug, type Told, toText, total, unexcused, unneeded } from './report.js';

const adapter = { vendor: '', architecture: '', device: '', description: 'SwiftShader driver 5.0.0', isSoftware: true };
const differs: Told = { case: 'exec/a', outcome: 'differs', forms: ['source'], detail: 'source: <b>word</b> 3\nmore' };
const refused: Told = { ...differs, case: 'exec/b', outcome: 'refused', excuse: 'cannot fold <x>' };

const report: Report = {
  formatVersion: 1,
  engine: 'dawn',
  title: 'Dawn (webgpu 0.6.2)',
  adapter,
  measuredOn: '2026-01-31',
  node: 'v20.19.0',
  seed: 1,
  suites: [
    {
      name: 'exec',
      about: 'programs',
      counts: count(['agrees', 'agrees', 'differs', 'refused']),
      outcomes: { 'exec/a': 'differs', 'exec/b': 'refused', 'exec/c': 'agrees' },
    },
    { name: 'race', about: 'races', counts: count(['not-run']), outcomes: { 'race/a': 'not-run' } },
  ],
  findings: [differs, refused],
  refusals: [{ name: 'reject/p2', rule: 'P2', isAccepted: true }],
  idleDeaths: [],
};

const exception: Exception = { case: 'exec/b', engine: 'dawn', form: 'source', outcome: 'refused', reason: 'cannot' };

describe('a report', () => {
  it('has a file of its own for each engine on each adapter', () => {
    expect(slug(report)).toBe('dawn-swiftshader-5-0-0');
    const gpu = { ...adapter, description: '580.65', device: 'NVIDIA A100', isSoftware: false };
    expect(slug({ ...report, adapter: gpu })).toBe('dawn-nvidia-a100');
    expect(slug({ ...report, adapter: { ...gpu, device: '9019', description: 'NVIDIA A100' } })).toBe(
      'dawn-nvidia-a100',
    );
    expect(slug({ ...report, engine: 'interpreter', adapter: undefined })).toBe('interpreter');
  });

  it('counts all suites, and what nobody excused', () => {
    expect(total(report)).toMatchObject({ agrees: 2, differs: 1, refused: 1, 'not-run': 1, crashed: 0 });
    expect(unexcused(report)).toEqual([differs]);
  });

  it('is a line for each engine, and what is wrong by name', () => {
    const [head, line, , engine, ...wrong] = toText([report]).split('\n');
    expect(head?.trim().split(/ {2,}/)).toEqual([
      'cases',
      'agree',
      'disagree',
      'refused',
      'crashed',
      'timed out',
      'not run',
      'on',
    ]);
    expect(line).toMatch(/^dawn +5 +2 +1 +1 +0 +0 +1 +SwiftShader driver 5\.0\.0, Dawn \(webgpu 0\.6\.2\)$/);
    expect([engine, ...wrong]).toEqual([
      'dawn',
      '  exec/a: differs, source: <b>word</b> 3 …',
      '  1 known (conformance/exceptions.json)',
    ]);
  });
});

describe('an exception', () => {
  const told = { engine: 'dawn', adapter: 'SwiftShader driver 5.0.0' };
  const finding = { ...refused, forms: ['shipped', 'source'], code: 'fn main() {}' } as Parameters<typeof find>[3];

  it('covers the finding that it names', () => {
    expect(find([exception], told, 'exec/b', finding)).toBe(exception);
    expect(find([{ ...exception, adapter: 'SwiftShader' }], told, 'exec/b', finding)).toBeDefined();
  });

  it.each<[string, Partial<Exception>]>([
    ['case', { case: 'exec/bc' }],
    ['engine', { engine: 'deno' }],
    ['adapter', { adapter: 'NVIDIA' }],
    ['form', { form: 'guarded' }],
    ['outcome', { outcome: 'differs' }],
    ['message', { message: 'something else' }],
    ['text', { text: 'bitcast' }],
    ['beginning of names', { case: 'guard/*', message: 'word' }],
  ])('does not cover one of another %s', (_, change) => {
    expect(find([{ ...exception, ...change }], told, 'exec/b', finding)).toBeUndefined();
  });

  it('for many cases tells the fault by words', () => {
    const wide = { ...exception, case: 'exec/*', message: 'word', text: 'main' };
    expect(find([wide], told, 'exec/b', finding)).toBe(wide);
    expect(() => assertNarrow(wide)).not.toThrow();
    expect(() => assertNarrow({ ...wide, outcome: 'timed-out' })).not.toThrow();
    for (const outcome of ['differs', 'crashed'] as const) {
      expect(() => assertNarrow({ ...exception, case: '*', outcome })).toThrow(
        expect.objectContaining({ code: 'exceptions.too-wide' }),
      );
    }
  });

  it('for some random kernels names their seeds', () => {
    const some: Exception = { ...exception, case: 'random/*', outcome: 'crashed', seeds: [3, 12] };
    const crash = { ...finding, outcome: 'crashed' } as const;
    expect(() => assertNarrow(some)).not.toThrow();
    const covered = ['random/3', 'random/12', 'random/1', 'random/123', 'exec/3'].filter(
      (name) => find([some], told, name, crash) !== undefined,
    );
    expect(covered).toEqual(['random/3', 'random/12']);
    const within = [1, 3, 4, 12, 13].filter((seed) => isWithin(some, { seed, cases: 1 }));
    expect(within).toEqual([3, 12]);
    expect(isWithin(some, { seed: 4, cases: 9 })).toBe(true);
    expect(isWithin(some, { seed: 4, cases: 8 })).toBe(false);
    expect(isWithin(exception, { seed: 1, cases: 0 })).toBe(true);
  });

  it('never covers other words in what is shipped', () => {
    const wrong: Exception = { ...exception, outcome: 'differs' };
    expect(() => assertNarrow(wrong)).not.toThrow();
    expect(find([wrong], told, 'exec/b', { ...finding, outcome: 'differs', forms: ['source'] })).toBe(wrong);
    expect(find([wrong], told, 'exec/b', { ...finding, outcome: 'differs' })).toBeUndefined();
    for (const form of ['guarded', 'shipped', undefined] as const) {
      const { form: _, ...rest } = wrong;
      expect(() => assertNarrow(form === undefined ? rest : { ...rest, form })).toThrow(
        expect.objectContaining({ code: 'exceptions.shipped' }),
      );
    }
  });

  it('stands in a list that is narrow', () => {
    expect(all().length).toBeGreaterThan(0);
    expect(all().every(({ reason }) => reason.length > 20)).toBe(true);
  });

  it('is not needed any more where no finding has it', () => {
    const needed = { ...exception, reason: refused.excuse! };
    const other = { ...exception, case: 'exec/c' };
    const elsewhere = { ...exception, case: 'exec/d', adapter: 'NVIDIA' };
    expect(unneeded(report, [needed, other, elsewhere, { ...other, engine: 'deno' }])).toEqual([other]);
  });
});

describe('the page', () => {
  const page = toPage([report]);

  it('says what was not measured', () => {
    expect(page.match(/not measured/g)).toHaveLength(5);
    expect(toPage([]).match(/not measured/g)).toHaveLength(6);
  });

  it('has everything that compilers and drivers say as text', () => {
    expect(page).toContain('&lt;b&gt;word&lt;/b&gt;');
    expect(page).toContain('cannot fold &lt;x&gt;');
    expect(page).not.toMatch(/<b>word|<x>/);
  });

  it('needs nothing else', () => {
    expect(page).not.toMatch(/<script|<link|src=|href=|url\(|@import/);
  });

  it('names every case, and what the profile alone refuses', () => {
    for (const name of ['exec/a', 'exec/b', 'exec/c', 'race/a', 'reject/p2']) expect(page).toContain(`>${name}<`);
    expect(page).toContain('takes it');
  });
});
