/** Jobs on a WebGPU that shares no code with Dawn and Tint: wgpu with naga, in Deno. */
import { Engine, judge, ofCase, programs, type Trial } from '@assay/conformance';
import type { job as jobs } from '@assay/core';
import { expect, type TestAPI, test } from 'vitest';

/** Shorter than a test may take, so that a verdict says what was asked. */
const DEADLINE_MS = 30_000;

interface Fixtures {
  readonly $file: { readonly started: Engine | string };
  readonly $test: { readonly engine: Engine };
}

/** `it` for tests on that engine, which is started once in a test file. Where there is none they are skipped by name. */
export const engineTest: TestAPI<Fixtures['$file'] & Fixtures['$test']> = test.extend<Fixtures>({
  started: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs
    async ({}, use) => {
      const located = programs.deno('software');
      const engine =
        'absent' in located ? located.absent : await Engine.start(located.program, { deadlineMs: DEADLINE_MS });
      await use(engine);
      if (typeof engine !== 'string') await engine.close();
    },
    { scope: 'file' },
  ],
  engine: async ({ started, skip }, use) => {
    if (typeof started === 'string') return skip(`skipped: no deno (${started})`);
    await use(started);
  },
});

/** Fails unless no cell of the job races, and what the runtime gives to a device writes there what the interpreter writes. */
export async function expectShippedAgrees(
  engine: Engine,
  job: jobs.Job,
  inputs: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  const trial = trialOf(job, inputs);
  expect(await judge(engine, trial)).toEqual({ name: job.name, outcome: 'agrees', findings: [] });
}

/**
 * Control: fails if the text of the job's author, without guards, also writes that. It must end by itself, and use no uniform
 * buffer (which is storage in printed code); it may do what the program does not survive.
 */
export async function expectSourceDisagrees(
  engine: Engine,
  job: jobs.Job,
  inputs: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  const trial = trialOf(job, inputs);
  const questions = trial.questions.map((question, index) => {
    const { kernel, overrides: constants } = job.steps[index]!;
    const { source: code, entryPoint } = job.kernels[kernel]!;
    return { ...question, what: 'source', request: { ...question.request, code, entryPoint, constants } };
  });
  const { outcome, findings } = await judge(engine, { ...trial, questions });
  expect(['differs', 'crashed'], findings.map(({ detail }) => detail).join('\n')).toContain(outcome);
}

/** One question for each step. */
function trialOf(job: jobs.Job, inputs: ReadonlyMap<string, Uint8Array>): Trial {
  const { name } = job;
  const trial = ofCase({ name, read: () => ({ name, job, inputs }) });
  expect({ faults: trial.faults, unasked: trial.unasked }).toEqual({ faults: [], unasked: undefined });
  const questions = trial.questions.filter(({ forms }) => forms.includes('shipped'));
  expect(questions.length).toBe(job.steps.length);
  return { ...trial, questions };
}
