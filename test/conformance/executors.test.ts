import { executors, reports, run, suites } from '@assay/conformance';
import { cases, seed } from '@assay/testkit';
import { describe, expect, it } from 'vitest';

// What `npm run conformance -- --engine compiled` does, with some random kernels, others in each run. It needs no adapter.

const first = Math.abs(seed()) % 1_000_000;
const all = suites.all({ cases: cases(1000), seed: first });

/** A module without an entry point, of which there is nothing to compile. */
const empty = 'accept/module-empty';

describe.each(Object.entries(executors))('%s', (_, executor) => {
  it.each(all.map((each) => [each.name, each] as const))(
    'does what the interpreter does: %s',
    async (name, suite) => {
      const ran = await run({ suites: [suite], refused: [], engines: [], executors: [executor], exceptions: [] });
      const found = ran.find(({ engine }) => engine === executor.name)!;
      expect(found.findings.map((told) => `${told.case}: ${told.outcome}, ${told.detail}`)).toEqual([]);
      const { counts, outcomes } = found.suites[0]!;
      expect(reports.casesOf(counts)).toBe(suite.members.length);
      expect(counts.agrees).toBeGreaterThan(0);
      // What races has no right result.
      const unrun = Object.keys(outcomes).filter((each) => outcomes[each] === 'not-run' && each !== empty);
      if (name !== 'race') expect(unrun).toEqual([]);
    },
    900_000,
  );
});
