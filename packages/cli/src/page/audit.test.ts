import { createHash } from 'node:crypto';
import vm from 'node:vm';
import {
  challenge as challenges,
  job as jobs,
  owner,
  receipt as receipts,
  task as tasks,
  verdict as verdicts,
} from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { respond } from '@assay/runtime';
import { type Cheat, challengeOf, cheater, honest, type Worked, work } from '@assay/testkit';
import { type AuditOptions, type AuditResult, audit, response as responses } from '@assay/verify';
import { beforeAll, describe, expect, it } from 'vitest';
import { auditPage, mostBytes } from './audit.js';
import { type AuditFacts, type AuditReport, reportOf } from './report.js';

interface Audited {
  readonly worked: Worked;
  readonly challenge: challenges.Challenge;
  readonly result: AuditResult;
  readonly report: AuditReport;
  readonly page: string;
}

/** Works a job, and audits it. @param spoil the response. */
function audited(
  worked: Worked,
  samples: number,
  options: AuditOptions = {},
  spoil = (bytes: Uint8Array): Uint8Array => bytes,
  facts: Partial<AuditFacts> = {},
): Audited {
  const challenge = challengeOf(worked, samples);
  const versions = { bytesOf: (index: number) => worked.contents[index]! };
  const response = spoil(respond({ ...worked, challenge, versions }));
  const result = audit(worked.receipt, worked.terms, challenge, response, options);
  const report = reportOf({ ...worked, challenge, result, lengths: { response: response.length }, ...facts });
  return { worked, challenge, result, report, page: auditPage(report) };
}

const product = (cheat?: Cheat): Worked =>
  work(
    matmul.job({ m: 128, n: 192, k: 64 }),
    new Map([
      ['a', cheater.noise(128 * 64, 1)],
      ['b', cheater.noise(64 * 192, 2)],
    ]),
    cheat,
  );

/** 128×96 pixels: 16×12 cells in each of four steps. */
const picture = (cheat?: Cheat): Worked =>
  work(edges.job({ width: 128, height: 96 }), new Map([['picture', cheater.noise(128 * 96 * 4)]]), cheat);

const kernel = (source: string): jobs.Draft['kernels'][string] => ({
  source: `@group(0) @binding(0) var<storage, read> before: array<u32>;
@group(0) @binding(1) var<storage, read_write> after: array<u32>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u, @builtin(workgroup_id) group: vec3u) { ${source} }`,
  bindings: { before: { binding: 0, access: 'read' }, after: { binding: 1, access: 'write' } },
});

/** One step of 4 cells of 64 words each. */
function short(source: string, start: { readonly from?: string; readonly offset?: number } = {}): jobs.Job {
  const { offset = 0, ...from } = start;
  return jobs.define({
    name: 'short',
    kernels: { only: kernel(source) },
    inputs: [
      { name: 'input', sizeBytes: 1024 },
      { name: 'cache', sizeBytes: 4096 },
    ],
    steps: [
      {
        kernel: 'only',
        grid: [4, 1, 1],
        reads: { before: 'input' },
        writes: {
          after: { name: 'result', sizeBytes: offset === 0 ? 1024 : 4096, owner: owner.linear(64, offset), ...from },
        },
      },
    ],
    outputs: ['result'],
  });
}

const inputs = new Map([
  ['input', cheater.noise(1024, 3)],
  ['cache', cheater.noise(4096, 4)],
]);

const GOOD = 'after[id.x] = before[id.x] + 1u;';

/** Elements that stay open have no end tag. */
const VOID = ['meta', '!doctype'];

/** Every element's name and attributes; fails where tags do not match. */
function elementsOf(page: string): { readonly name: string; readonly attributes: ReadonlyMap<string, string> }[] {
  const open: string[] = [];
  const elements: { readonly name: string; readonly attributes: ReadonlyMap<string, string> }[] = [];
  // The texts of the style sheet and of the script are not markup.
  const markup = page.replace(/<(style|script)>.*?<\/\1>/gs, '<$1></$1>');
  const rest = markup.replace(/<(\/?)([!a-zA-Z][\w-]*)((?:\s+[\w:-]+(?:="[^"<>]*")?)*)\s*(\/?)>/g, (...match) => {
    const [, end, name, attributes, isEmpty] = match as string[];
    if (end === '/') expect(open.pop()).toBe(name);
    else {
      elements.push({
        name: name!,
        attributes: new Map(
          [...attributes!.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map(([, key, value = '']) => [key!, value]),
        ),
      });
      if (isEmpty === '' && !VOID.includes(name!)) open.push(name!);
    }
    return '';
  });
  expect(open).toEqual([]);
  expect(rest).not.toMatch(/[<>]/);
  return elements;
}

function textOf(page: string): string {
  return page
    .replace(/<(style|script|title|desc)[^>]*>.*?<\/\1>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');
}

/** The part of the page on one step. */
function stepOf(page: string, index: number): string {
  const found = new RegExp(`<article[^>]*aria-labelledby="step-${index}".*?</article>`, 's').exec(page);
  return found![0];
}

/** Places of the squares of a step with a mark, as `x,y`. */
function squaresOf(page: string, index: number, mark: string): string[] {
  const paths = stepOf(page, index).matchAll(
    new RegExp(`<path class="${mark}" fill="url\\(#${mark}\\)" d="([^"]*)"`, 'g'),
  );
  return [...paths].flatMap(([, d]) =>
    [...d!.matchAll(/M(\d+) (\d+)h(\d+)v(\d+)h-\d+z/g)].flatMap(([, ...numbers]) => {
      const [x, y, width, height] = numbers.map(Number) as [number, number, number, number];
      return Array.from({ length: width * height }, (_, i) => `${x + (i % width)},${y + Math.floor(i / width)}`);
    }),
  );
}

describe('auditPage', () => {
  let valid: Audited;
  beforeAll(() => {
    valid = audited(product(), 3);
  });

  it('needs nothing from elsewhere, and lets nothing run but its own script', () => {
    const { page } = valid;
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    const elements = elementsOf(page);
    const digest = (name: string): string => {
      const [, text] = new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(page)!;
      return `sha256-${createHash('sha256').update(text!).digest('base64')}`;
    };
    const [, policy] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(page)!;
    expect(policy!.replaceAll('&#39;', "'")).toBe(
      `default-src 'none'; style-src '${digest('style')}'; script-src '${digest('script')}'; base-uri 'none'; form-action 'none'`,
    );
    expect(elements.map(({ name }) => name)).not.toContain('link');
    for (const { attributes } of elements) {
      for (const [name, value] of attributes) {
        expect(['src', 'href', 'xlink:href', 'style', 'srcset', 'action']).not.toContain(name);
        expect(name).not.toMatch(/^on/);
        expect(value).not.toMatch(/https?:|^\/\//);
      }
    }
    expect(page).not.toMatch(/@import|url\((?!#)/);
  });

  it('can be read with a keyboard and by a screen reader: one h1, unique ids, each label there, headers in tables', () => {
    for (const { page } of [valid, audited(picture({ forge: cheater.spoiling('edges', 0) }), 1000)]) {
      const elements = elementsOf(page);
      const ids = elements.flatMap(({ attributes }) => attributes.get('id') ?? []);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { attributes } of elements) {
        for (const id of attributes.get('aria-labelledby')?.split(' ') ?? []) expect(ids).toContain(id);
        for (const [, id] of (attributes.get('fill') ?? '').matchAll(/url\(#(.*)\)/g)) expect(ids).toContain(id);
      }
      const count = (wanted: string): number => elements.filter(({ name }) => name === wanted).length;
      expect(count('h1')).toBe(1);
      expect(count('th')).toBeGreaterThan(20);
      const unnamed = elements.filter(
        ({ name, attributes }) =>
          name === 'svg' &&
          !['aria-hidden', 'aria-label', 'aria-labelledby'].some((attribute) => attributes.has(attribute)) &&
          !/^(box|arrow)/.test(attributes.get('class') ?? ''),
      );
      expect(unnamed).toEqual([]);
    }
  });

  it('tells an honest audit: verdict, figures, ids in full, and a square for each cell', () => {
    const { page, worked, result, report, challenge } = valid;
    const text = textOf(page);
    expect(text).toContain('Valid: everything that was checked holds.');
    expect(text).toContain('At fault Nobody.');
    // 3×4 and 3×2 cells.
    expect(text).toContain(`${result.findings.length} of 18 cells, drawn at random, were checked.`);
    for (const id of [
      receipts.id(worked.receipt),
      worked.receipt.claim.task,
      worked.task.job,
      challenges.id(challenge),
      worked.receipt.claim.worker.publicKey,
      ...worked.receipt.trace,
    ]) {
      expect(page).toContain(`<code class="hash">${id}</code>`);
    }
    const { cells } = result.audit!.sample;
    for (const [step, columns] of [
      [0, 3],
      [1, 3],
    ] as const) {
      const drawn = cells.filter((cell) => cell.step === step);
      expect(squaresOf(page, step, 'right').sort()).toEqual(
        drawn.map(({ workgroup }) => `${workgroup % columns},${Math.floor(workgroup / columns)}`).sort(),
      );
    }
    expect(squaresOf(page, 0, 'undrawn')).toHaveLength(12);
    expect(squaresOf(page, 1, 'undrawn')).toHaveLength(6);
    expect(report.checkedCost).toBe(
      result.findings.reduce((sum, finding) => sum + (finding.kind === 'right' ? finding.cost : 0), 0),
    );
  });

  it('tells the probabilities of a catch', () => {
    // 3 of 18 cells: one wrong is caught with 3/18; 9 wrong are all missed with (9·8·7)/(18·17·16) = 504/4896, caught with 89.7 %.
    const text = textOf(valid.page);
    expect(text).toContain('1 cell, 5.56 % 16.6 %');
    expect(text).toContain('9 cells, 50 % 89.7 %');
  });

  it('tells times, sizes, the work’s cost and commands where they are known, and not otherwise', () => {
    const lines = [{ purpose: 'Judge it', line: "assay judge 'a <b>.assay' receipt.assay" }];
    const { page, report } = audited(product(), 3, {}, undefined, {
      milliseconds: 1234,
      workCost: 4 * valid.report.checkedCost,
      lengths: { response: 2048, proof: 1024 },
      commands: lines,
    });
    expect(report.checkedCost).toBe(valid.report.checkedCost);
    const text = textOf(page);
    for (const told of [
      '1.2 s',
      '25 %',
      '2 KiB',
      'Fraud proof 1 KiB',
      "Judge it assay judge 'a <b>.assay' receipt.assay",
    ]) {
      expect(text).toContain(told);
    }
    for (const told of ['Time of checking', 'Fraud proof', 'How to check it'])
      expect(textOf(valid.page)).not.toContain(told);
    expect(textOf(valid.page)).toContain('the work’s own was not metered');
  });

  it('shows a wrong word in hexadecimal and decimal, where it lies, and the cells around it', () => {
    const word = 3 * 128 + 77; // row 3, column 77: cell 9,0 of the last step
    const forge = cheater.spoiling('edges', word, 0x80000001);
    const { page, result, worked } = audited(picture({ forge }), 10_000);
    expect(result.verdict.code).toBe('cell.wrong');
    const claimed = new DataView(worked.contents.at(-1)!.buffer).getUint32(4 * word, true);
    const expected = (claimed ^ 0x80000001) >>> 0;
    const text = textOf(page);
    expect(text).toContain('Fraud: a cell, run from the committed bytes, gives other words than those committed to.');
    expect(text).toContain('At fault The worker,');
    expect(text).toContain(`Word ${word} of edges, in u8[96,128,4] the element [3, 77, 0] to [3, 77, 3]`);
    for (const value of [claimed, expected, 0x80000001]) {
      expect(text).toContain(`0x${value.toString(16).padStart(8, '0')} ${value.toLocaleString('en')}`);
    }
    expect(text).toContain(`2,147,483,649, signed −2,147,483,647`);
    expect(squaresOf(page, 3, 'wrong')).toEqual(['9,0']);
    expect(squaresOf(page, 3, 'right')).toHaveLength(16 * 12 - 1);
    expect(page).toMatch(/<svg class="box made write wrong"[^>]*><title>edges/);
    expect(text).toContain('All 768 cells were checked.');
  });

  it('shows every kind of finding with its word', () => {
    const lazy = cheater.skipping(picture().job, ({ step, workgroup }) => step === 1 && workgroup < 16);
    const differs = audited(picture({ forge: lazy }), 10_000);
    expect(squaresOf(differs.page, 1, 'wrong')).toEqual(['0,0']);
    expect(squaresOf(differs.page, 1, 'undecided').length).toBeGreaterThan(10);
    expect(textOf(differs.page)).toContain('the interpreter was not asked');

    const dropped = (bytes: Uint8Array): Uint8Array => {
      const decoded = responses.decode(bytes);
      return responses.encode({ ...decoded, openings: decoded.openings.filter(({ version }) => version !== 0) });
    };
    const withheld = audited(product(), 1000, {}, dropped);
    expect(withheld.result.verdict.code).toBe('response.incomplete');
    expect(textOf(withheld.page)).toContain('Withheld: what a drawn cell needs was not shown.');
    expect(textOf(withheld.page)).toContain('All 18 cells were checked. Of the cells 12 are right.');
    expect(textOf(withheld.page)).toContain('Not shown chunks 0 to 3, of 1 KiB each');
    expect(squaresOf(withheld.page, 1, 'withheld')).toHaveLength(6);

    const racing = work(short('after[64u * group.x] = before[id.x];'), inputs, {
      forge: ({ name }, bytes) => (name === 'result' ? bytes.map((byte) => byte ^ 1) : bytes),
    });
    const races = audited(racing, 1000);
    expect(races.result.verdict.code).toBe('cell.races');
    expect(textOf(races.page)).toContain('At fault The job:');
    expect(textOf(races.page)).toMatch(
      /Race invocations \d+ \(write\) and \d+ \(write\), word 0 of after \(result\), with no barrier/,
    );
    expect(squaresOf(races.page, 0, 'races')).toHaveLength(4);

    const patient = audited(product(), 1000, { limits: { mostCost: 10, mostInterpreted: 10 } });
    expect(patient.result.verdict.code).toBe('cell.beyond-limits');
    expect(textOf(patient.page)).toContain('Undecided: a cell costs more than this verifier allows.');
    expect(squaresOf(patient.page, 0, 'undecided')).toHaveLength(12);
  });

  it('shows a job that has no meaning', () => {
    const job = short('after[id.x] = u32(f32(before[id.x]) * 1.5);');
    const worked = { ...work(short(GOOD), inputs), job };
    const task = { ...worked.task, job: jobs.id(job) };
    const receipt = honest.issue({ task: tasks.id(task), trace: worked.receipt.trace });
    const terms = { ...worked.terms, job, task };
    const challenge = { ...challengeOf({ receipt }, 4), held: [0, 1, 2] };
    const response = responses.encode({ challenge: challenges.id(challenge), openings: [], frames: [] });
    const held = new Map(worked.contents.entries());
    const result = audit(receipt, terms, challenge, response, { held });
    expect(result.verdict.code).toBe('job.not-exact');
    const page = auditPage(reportOf({ job, task, receipt, challenge, result }));
    expect(squaresOf(page, 0, 'inexact')).toHaveLength(4);
    expect(textOf(page)).toContain('The job is at fault: a kernel is not in the exact profile');
  });

  it('shows stretches of frames, and the one that changed', () => {
    const job = short('after[256u + id.x] = before[id.x];', { from: 'cache', offset: 256 });
    const kept = audited(work(job, inputs), 2);
    expect(textOf(kept.page)).toContain('result cache 2 stretches, 768 words unchanged');
    const changed = audited(work(job, inputs, { forge: cheater.spoiling('result', 600) }), 2);
    expect(changed.result.verdict.code).toBe('frame.changed');
    expect(textOf(changed.page)).toContain('result cache 2 stretches, 768 words changed: words 512 to 1023');
    expect(textOf(changed.page)).toContain('Words 512 to 1023, which no cell owns; one of them changed');
    expect(textOf(valid.page)).not.toContain('Frames');
  });

  it('tells a verdict that was reached before any cell, with its evidence', () => {
    const { page, result } = audited(product(), 3, {}, () => Uint8Array.of(0xc1));
    expect(result.verdict.code).toBe('response.malformed');
    expect(textOf(page)).toContain('Withheld: the bytes are not a response.');
    expect(textOf(page)).toContain('The verdict was reached before any cell was checked.');
    expect(textOf(page)).toContain(String(result.verdict.evidence.code));
    elementsOf(page);
  });

  it('has words for every code that there is', () => {
    for (const code of Object.keys(verdicts.codes) as verdicts.VerdictCode[]) {
      const verdict = verdicts.of(code, valid.report.ids.receipt, {
        expected: 'one',
        got: 'another',
        version: 99,
        step: 99,
      });
      const { worked } = valid;
      const page = auditPage(reportOf({ ...worked, result: { verdict, findings: [] } }));
      elementsOf(page);
      expect(textOf(page)).toContain(`Code ${code} Outcome ${verdicts.outcomeOf(verdict)} At fault`);
    }
  });

  it('tells a full replay: nothing is left to chance', () => {
    const { worked, result } = audited(product(), 1000);
    const page = auditPage(reportOf({ ...worked, result }));
    expect(textOf(page)).toContain('All 18 cells were checked.');
    expect(textOf(page)).toContain('Every cell was checked, so no wrong cell can have been missed.');
  });

  it('stands for more than 4096 cells with blocks, and says how many', () => {
    const options = { width: 520, height: 520 };
    const bytes = new Uint8Array(options.width * options.height * 4);
    const worked = work(edges.job(options), new Map([['picture', bytes]]), {
      forge: cheater.spoiling('edges', 8 * 520 + 17),
    });
    const { page, result } = audited(worked, 20_000); // 65×65 cells a step
    expect(result.verdict.code).toBe('cell.wrong');
    expect(textOf(stepOf(page, 3))).toContain('4,225 cells (65×65×1), 4,225 checked: 1 wrong, 4,224 right.');
    expect(textOf(stepOf(page, 3))).toContain('A square stands for up to 4 cells (2 × 2)');
    expect(squaresOf(page, 3, 'wrong')).toEqual(['1,0']); // cell 2,1
    expect(squaresOf(page, 3, 'undrawn')).toHaveLength(33 * 33);
    expect(squaresOf(page, 3, 'right')).toHaveLength(33 * 33 - 1);
  });

  it('escapes whatever comes from files', () => {
    const hostile = `"'><script>alert(1)</script><!--\u202e&lt;`;
    const { worked, report } = audited(picture({ forge: cheater.spoiling('edges', 0) }), 10_000, {}, undefined, {
      commands: [{ purpose: hostile, line: hostile }],
    });
    const rename = <T>(value: T): T => {
      if (typeof value === 'string') return hostile as T;
      if (typeof value !== 'object' || value === null || value instanceof Uint8Array || value instanceof Set)
        return value;
      if (Array.isArray(value)) return value.map(rename) as T;
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, rename(each)])) as T;
    };
    // Kinds and codes are ours; all other texts are turned. Names of versions stay consistent, since all are the same one.
    const names = new Map(report.versions.map(({ name }) => [name, `${hostile}${name}`]));
    const named = (bound: Readonly<Record<string, string>>): Record<string, string> =>
      Object.fromEntries(Object.entries(bound).map(([variable, name]) => [variable, names.get(name)!]));
    const steps = report.steps.map((each) => ({
      ...each,
      step: {
        ...each.step,
        kernel: hostile,
        reads: named(each.step.reads),
        writes: Object.fromEntries(
          Object.entries(each.step.writes).map(([variable, write]) => [
            variable,
            { ...write, name: names.get(write.name)! },
          ]),
        ),
        meaning: { operation: hostile, parameters: {} },
      },
    }));
    const page = auditPage({
      ...report,
      job: { ...report.job, name: hostile, steps: steps.map(({ step }) => step) },
      steps,
      versions: report.versions.map((version) => ({ ...version, name: names.get(version.name)! })),
      task: rename(worked.task),
      receipt: {
        ...worked.receipt,
        notes: { [hostile]: hostile, list: [hostile, { [hostile]: hostile }], markup: { markup: '<b>' } },
      },
      verdict: { ...report.verdict, evidence: { ...report.verdict.evidence, [hostile]: hostile } },
    });
    const elements = elementsOf(page);
    expect(elements.filter(({ name }) => name === 'script')).toHaveLength(1);
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('\u202e');
    expect(page).toContain('&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;!--\\u{202e}&amp;lt;');
  });

  it('names the cell under the pointer', () => {
    const [, script] = /<script>(.*?)<\/script>/s.exec(valid.page)!;
    // No drawing in this page: only the script's own function is wanted.
    const context = vm.createContext({ document: { querySelectorAll: () => [] }, addEventListener: () => {} });
    vm.runInContext(script!, context);
    const nameOf = context.nameOf as (grid: number[], layout: (string | number)[], x: number, y: number) => string;
    const at = (page: string, step: number, x: number, y: number): string => {
      const [, grid, layout] = /data-grid="([^"]*)" data-layout="([^"]*)"/.exec(stepOf(page, step))!;
      const [kind, ...numbers] = layout!.split(' ');
      return nameOf(grid!.split(' ').map(Number), [kind!, ...numbers.map(Number)], x, y);
    };
    expect(at(valid.page, 0, 2, 3)).toBe('Cell 2,3,0');
    expect(at(audited(work(short(GOOD), inputs), 1).page, 0, 3, 0)).toBe('Cell 3,0,0');
    // 128×65 cells in blocks of 2×2: the last column of squares is whole, the last row is not.
    expect(nameOf([128, 65, 1], ['slices', 2, 1, 64, 33, 1], 63, 32)).toBe('Cells x 126 to 127, y 64, z 0');
    expect(nameOf([3, 2, 2], ['slices', 1, 1, 3, 2, 24], 6, 1)).toBe('Cell 2,1,1');
    expect(nameOf([1, 5000, 1], ['rows', 5000, 2, 64], 3, 39)).toBe('Cells 0,4998,0 to 0,4999,0');
  });
});

describe('auditPage of the longest jobs', () => {
  /** A chain of steps, each of which reads the version before it and `extra` inputs. */
  function chain(count: number, extra: number, pad: (name: string) => string): jobs.Job {
    const reads = Array.from({ length: extra }, (_, i) => [`r${i}`, pad(`input${i}`)] as const);
    const bindings = Object.fromEntries(
      ['before', ...reads.map(([variable]) => variable), 'after'].map((variable, binding) => [
        variable,
        { binding, access: variable === 'after' ? ('write' as const) : ('read' as const) },
      ]),
    );
    return jobs.define({
      name: 'long',
      kernels: { [pad('kernel')]: { source: 'fn main() {}', bindings } },
      inputs: [{ name: pad('v0'), sizeBytes: 4 }, ...reads.map(([, name]) => ({ name, sizeBytes: 4 }))],
      steps: Array.from({ length: count }, (_, i) => ({
        kernel: pad('kernel'),
        grid: [65_535, 4, 4] as const,
        reads: { before: pad(`v${i}`), ...Object.fromEntries(reads) },
        writes: {
          after: {
            name: pad(`v${i + 1}`),
            sizeBytes: 4,
            from: pad('v0'),
            owner: owner.linear(1),
          },
        },
      })),
      outputs: [pad(`v${count}`)],
    });
  }

  /** A report on every 97th cell of the first steps and one of each, all with findings as long as they come. */
  function reported(job: jobs.Job, wrongSteps: readonly number[]): string {
    const count = jobs.versions(job).length;
    const task = { ...honest.task, job: jobs.id(job) };
    const receipt = honest.issue({ trace: Array.from({ length: count }, () => honest.otherRoot) });
    const cells = job.steps.flatMap((_, step) =>
      Array.from({ length: step < 250 ? 300 : 1 }, (_, i) => ({ step, workgroup: 97 * i })),
    );
    const word = { version: count - 1, word: 2 ** 32 - 2, claimed: 2 ** 32 - 1, expected: 2 ** 31 };
    const findings = cells.map(({ step, workgroup }) =>
      wrongSteps.includes(step) && workgroup % 2 === 0
        ? ({ kind: 'differs', word, cost: 1 } as const)
        : ({ kind: 'right', cost: 123_456_789, doExecutorsDiffer: true } as const),
    );
    const verdict = verdicts.of('cell.differs', receipts.id(receipt), word as unknown as Record<string, number>);
    const result = { verdict, findings, audit: { sample: { cells, stretches: [] }, stretches: [] } };
    const challenge = challengeOf({ receipt }, 1);
    return auditPage(reportOf({ job, task, receipt, challenge, result }));
  }

  it('has 200 of 32,768 steps, those with findings among them, and says how many more there are', () => {
    const page = reported(
      chain(32_768, 0, (name) => name),
      [30_000],
    );
    expect(Buffer.byteLength(page)).toBeLessThan(mostBytes);
    elementsOf(page);
    expect(page.match(/<article /g)).toHaveLength(200);
    expect(textOf(page).match(/… and 32,568 more steps/g)).toHaveLength(2);
    expect(textOf(stepOf(page, 30_000))).toContain('1 undecided');
    expect(stepOf(page, 198)).toContain('Step 198');
  }, 120_000);

  it('stays as small where names are long and steps bind much', () => {
    const pad = (name: string): string => name.padEnd(64, '_');
    const page = reported(
      chain(400, 40, pad),
      Array.from({ length: 400 }, (_, i) => i),
    );
    expect(Buffer.byteLength(page)).toBeLessThan(mostBytes);
    elementsOf(page);
    const shown = page.match(/<article /g)!.length;
    expect(shown).toBeGreaterThan(10);
    expect(textOf(page)).toContain(`… and ${400 - shown} more steps, in some of which cells are undecided, too.`);
  }, 120_000);
});
