import { grid as grids, job as jobs, owner as owners, verdict } from '@assay/core';
import { describe, expect, it } from 'vitest';
import { raced } from '../hostile/forgeries.js';
import { audited, judged, type MadeUp, makeUp } from '../hostile/made-up.js';
import { assertOutcome, attempt, mostMemory } from '../hostile/oracle.js';
import { flawless } from '../hostile/specimens.js';
import { pick, type Tally, tryMany } from '../hostile/trials.js';
import { distorted } from '../hostile/value.js';
import { type Habit, habits, someWideJob } from '../hostile/wide-jobs.js';
import { mutate, type Random } from '../profile/mutation.js';

// Attack: requester and worker are one, and make up a job whose versions nobody could hold, up to 16 GiB, with owner maps of every shape;
// they commit to some pages and invent the rest of the trees. Job, task, claim, response and proof fit together, and every opening holds:
// so all that checks do behind the openings is done with sizes, ranges and counts of the attacker's choice. It takes no more time and memory
// than what was shown, and what is called wrong is wrong by what the kernel does with one word.

const OUT = 2;

/** Every outcome that a job and its worker can bring about together. */
const outcomes: readonly verdict.Outcome[] = ['valid', 'fraud', 'withheld', 'job-fault', 'bad-challenge', 'undecided'];

function check(made: MadeUp, chance: Random): verdict.Verdict {
  const found = chance.next(2) === 0 ? audited(made) : judged(made);
  expect(verdict.decode(verdict.encode(found))).toEqual(found);
  assertOutcome(found, ...outcomes);
  return found;
}

/** What is said of a word, by what the kernel does with one. */
function assertTrue({ terms, versions }: MadeUp, habit: Habit, { code, evidence }: verdict.Verdict): void {
  const [input, start, output] = versions as [MadeUp['versions'][0], MadeUp['versions'][0], MadeUp['versions'][0]];
  const [{ grid, writes }] = terms.job.steps as [jobs.Step];
  const { owner, from, sizeBytes } = writes.o!;
  const { word = 0, claimed, expected, workgroup = 0, version } = evidence as Record<string, number>;
  if (code === 'cell.races') expect(habit.isRacing).toBe(true);
  if (code === 'frame.changed') {
    for (const end of [evidence.start, Number(evidence.end) - 1]) {
      expect(owners.ownerOf(owner, grid, Number(end))).toBe(undefined);
    }
  }
  if (code !== 'cell.wrong') return;
  expect(version).toBe(OUT);
  expect(owners.ownerOf(owner, grid, word)).toBe(workgroup);
  expect(claimed).toBe(output.word(word));
  expect(expected).not.toBe(claimed);
  const [cell] = grids.fromIndex(grid, workgroup);
  const [{ sizeBytes: readBytes }] = terms.job.inputs as [jobs.Input];
  const setting = { word, start: from === undefined ? 0 : start.word(word), cell, lengthWords: sizeBytes / 4 };
  expect(expected).toBe(habit.after({ ...setting, read: (at) => input.word(at), lengthRead: readBytes / 4 }));
}

const expectAll = (tally: Tally, ...codes: readonly string[]): void =>
  expect([...tally.keys()]).toEqual(expect.arrayContaining([...codes]));

describe('versions that nobody has', () => {
  const before = mostMemory();

  it('of any size, cut in any way: whatever is said of them is true', () => {
    const tally = tryMany(5000, (chance) => {
      const habit = habits[pick(chance, Object.keys(habits))]!;
      const job = attempt(() => someWideJob(habit, chance));
      if ('code' in job) return job.code;
      const made = makeUp(job.value, chance);
      const found = check(made, chance);
      assertTrue(made, habit, found);
      return found.code;
    });
    expectAll(tally, 'cell.wrong', 'cell.races', 'response.incomplete', 'proof.unfounded');
  });

  it('of jobs that were real: each ends in a verdict', () => {
    const all = [...flawless, raced].map(({ worked }) => worked.job);
    const lenders = all.map((job) => jobs.encode(job));
    const sources = all.flatMap(({ kernels }) => Object.values(kernels).map(({ source }) => source));
    const tally = tryMany(4000, (chance) => {
      const base = pick(chance, all);
      let job = attempt(() => distortedJob(base, chance));
      for (let left = 5; left > 0 && 'code' in job; left--) job = attempt(() => distortedJob(base, chance));
      if ('code' in job) return job.code;
      return check(makeUp(job.value, chance), chance).code;
    });
    expectAll(tally, 'cell.wrong', 'job.not-exact', 'proof.unfounded');

    /** A job with something changed in it, or in its shaders, and loops that end soon: judges have no other limit. */
    function distortedJob(job: jobs.Job, chance: Random): jobs.Job {
      const decoded = jobs.decode(distorted(jobs.encode(job), chance, lenders));
      const steps = decoded.steps.map((step) => ({ ...step, loopBudget: Math.min(step.loopBudget, 100) }));
      const kernels = Object.entries(decoded.kernels).map(([name, kernel]) => {
        const changed = chance.next(3) === 0 ? mutate(chance, kernel.source, sources) : kernel.source;
        const at = chance.next(changed.length);
        const source = chance.next(9) === 0 ? `${changed.slice(0, at)}\u{1f600}${changed.slice(at)}` : changed;
        return [name, { ...kernel, source }] as const;
      });
      return jobs.define({ ...decoded, steps, kernels: Object.fromEntries(kernels) });
    }
  });

  it('take no memory but for what is shown of them', () => expect(mostMemory() - before).toBeLessThan(512));
});
