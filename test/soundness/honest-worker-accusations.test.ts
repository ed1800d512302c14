import { job as jobs, verdict } from '@assay/core';
import { execute, wasmEngine } from '@assay/runtime';
import type { DawnGpu } from '@assay/testkit';
import { cases, cheater, gpuTest, seed, work } from '@assay/testkit';
import { proof } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { everyCell } from '../audited.js';
import { interpret } from '../interpretation.js';
import { type Random, random } from '../profile/mutation.js';
import { Auditor, workOn } from './honest/auditor.js';
import { racing, sorts, type Work } from './honest/jobs.js';

// Not an attack by a worker but on one: an honest worker that answers is never accused (verify SPEC.md, O1 to O3), whatever the job,
// whoever of the executors worked it, whatever is drawn, by cost or not, and whatever the verifier holds. No cell of his can be shown
// to a judge as fraud, and nobody who changes challenge, response or proof on the way makes fraud of them. Where a job races, it is
// the job that is at fault.

/** Audits of one worked job. */
const EACH = 10;

/** Audits in a soak, by the job and by who worked it: 10,000 where nothing races. The front end's share of an audit decides. */
const audits: Readonly<Record<string, readonly [compiled: number, interpreter: number, device: number]>> = {
  'a random kernel': [200, 200, 200],
  'a chain of random kernels': [200, 200, 200],
  'a random graph of steps': [2200, 1200, 1200],
  'a version that grows': [1000, 800, 600],
  'a product': [600, 200, 200],
  'edges of a picture': [400, 200, 200],
  'a program that races': [200, 400, 400],
  'a kernel that lost its barriers': [200, 200, 200],
};

type Contents = ReadonlyMap<string, Uint8Array>;

const engine = wasmEngine();
const byCompiled = (): Contents => new Map();
const byInterpreter = ({ job, inputs }: Work): Contents => interpret(job, inputs).versions;
const byDevice =
  (gpu: DawnGpu) =>
  async ({ job, inputs }: Work): Promise<Contents> => {
    const keep = job.steps.flatMap(({ writes }) => Object.values(writes).map(({ name }) => name));
    return (await execute(gpu, job, inputs, { keep, engine })).kept;
  };

/** Makes jobs, works and audits them; `assert` is told of each audit. @param series tells the jobs of one test from those of others. */
async function accuse(
  series: number,
  total: number,
  make: (random: Random) => Work,
  run: (work: Work) => Contents | Promise<Contents>,
  assert: (auditor: Auditor, chance: Random) => void,
): Promise<void> {
  for (let at = 0; at < Math.ceil(cases(total) / EACH); at++) {
    const number = (seed() + 1_000_003 * series + at) | 0;
    const chance = random(number);
    const made = make(chance);
    try {
      const auditor = new Auditor(workOn(made, await run(made), chance), chance);
      for (let each = 0; each < EACH; each++) assert(auditor, chance);
    } catch (error) {
      throw new Error(`${made.job.name}, made of the seed ${number}`, { cause: error });
    }
  }
}

function describeEach(
  of: Readonly<Record<string, (random: Random) => Work>>,
  assert: (auditor: Auditor, chance: Random) => void,
): void {
  describe.each(Object.entries(of))('%s', (sort, make) => {
    const series = 3 * Object.keys(audits).indexOf(sort);
    const [compiled, interpreter, device] = audits[sort]!;
    it('by the compiled executor', () => accuse(series, compiled, make, byCompiled, assert), 600_000);
    it('by the interpreter', () => accuse(series + 1, interpreter, make, byInterpreter, assert), 600_000);
    gpuTest('by a device', ({ gpu }) => accuse(series + 2, device, make, byDevice(gpu), assert), 600_000);
  });
}

function expectOutcomes(found: readonly verdict.Verdict[], allowed: readonly verdict.Outcome[]): void {
  for (const one of found) expect(allowed, JSON.stringify(one)).toContain(verdict.outcomeOf(one));
}

describe('an honest worker is never accused, who worked', () => {
  describeEach(sorts, (auditor, { next }) => {
    const found = auditor.audit();
    expect(found.verdict).toMatchObject({ code: 'valid' });
    for (const finding of found.findings) expect(finding).toMatchObject({ kind: 'right', doExecutorsDiffer: false });
    expect(auditor.proofs(found)).toEqual([]);
    if (next(4) > 0) return;
    expectOutcomes(auditor.changed(found), ['valid', 'withheld', 'bad-challenge']);
    expectOutcomes(auditor.judged(), ['bad-challenge', 'malformed']);
  });
});

describe.each(Object.entries(sorts))('control: %s', (_, make) => {
  it('is fraud, and can be shown, with a bit of the last version changed', () => {
    const chance = random(seed());
    const made = make(chance);
    const { name } = jobs.versions(made.job).at(-1)!;
    const worked = work(made.job, made.inputs, { forge: cheater.spoiling(name, 0) });
    const auditor = new Auditor({ worked, table: undefined }, chance);
    const found = auditor.audit(everyCell);
    expect(verdict.outcomeOf(found.verdict)).toBe('fraud');
    const proofs = auditor.proofs(found);
    expect(proofs).toHaveLength(1);
    expectOutcomes([auditor.judge(proof.encode(proofs[0]!))], ['fraud']);
  });
});

describe('where a job races nobody accuses but the job, of who worked', () => {
  describeEach(racing, (auditor, { next }) => {
    const found = auditor.audit();
    expect(['valid', 'cell.races']).toContain(found.verdict.code);
    const proofs = auditor.proofs(found);
    for (const one of proofs) expect(auditor.judge(proof.encode(one))).toMatchObject({ code: 'cell.races' });
    if (next(4) > 0) return;
    expectOutcomes(auditor.changed(found), ['valid', 'withheld', 'bad-challenge', 'job-fault']);
    expectOutcomes(auditor.judged(), ['bad-challenge', 'malformed', 'job-fault']);
  });

  it('control: what races can be shown to', () => {
    const chance = random(seed());
    const { job, inputs } = racing['a program that races']!(chance);
    const auditor = new Auditor({ worked: work(job, inputs), table: undefined }, chance);
    const proofs = auditor.proofs(auditor.audit(everyCell));
    expect(proofs.length).toBeGreaterThan(0);
    expectOutcomes(
      proofs.map((one) => auditor.judge(proof.encode(one))),
      ['job-fault'],
    );
  });
});
