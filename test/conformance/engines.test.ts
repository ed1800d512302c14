import { Engine, exceptions, folder, programs, type Ran, reports, run, suites } from '@assay/conformance';
import { cases, seed } from '@assay/testkit';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';

// What `npm run conformance` does, with a share of its random kernels, on the software adapter.

/** Ten times what the slowest case takes on a busy machine. */
const DEADLINE_MS = 20_000;

const all = suites.all({ cases: cases(2000), seed: Math.abs(seed()) });
const engines = new Map<string, Engine>();
const absent = new Map<string, string>();
let found: ReadonlyMap<string, Ran>;

async function start(name: string): Promise<void> {
  const located = programs.engines[name]!('software');
  const engine =
    'absent' in located ? located.absent : await Engine.start(located.program, { deadlineMs: DEADLINE_MS });
  if (typeof engine === 'string') absent.set(name, engine);
  else engines.set(name, engine);
}

beforeAll(async () => {
  await Promise.all(Object.keys(programs.engines).map(start));
  const refused = folder.shaders('reject');
  const ran = await run({ suites: all, refused, engines: [...engines.values()], exceptions: exceptions.all() });
  found = new Map(ran.map((each) => [each.engine, each]));
}, 300_000);

afterAll(() => Promise.all([...engines.values()].map((engine) => engine.close())));

describe('the interpreter', () => {
  it.each(all)('does what is known of $name: $about', ({ name }) => {
    expect(unexplained(found.get('interpreter')!, name)).toEqual([]);
  });
});

describe.each(Object.keys(programs.engines))('%s', (engine) => {
  /** Skips the test where there is no such engine here. */
  function measured(context: TestContext): Ran {
    const why = absent.get(engine);
    if (why !== undefined) context.skip(`skipped: no ${engine} (${why})`);
    return found.get(engine)!;
  }

  it.for(all)('computes what the interpreter computes, $name: $about', ({ name, members }, context) => {
    const ran = measured(context);
    expect(unexplained(ran, name)).toEqual([]);
    const { counts } = ran.suites.find((suite) => suite.name === name)!;
    expect(reports.casesOf(counts)).toBe(members.length);
    // Only what races has no right answer.
    if (name !== 'race') expect(counts['not-run']).toBe(0);
  });

  it('has no exception that nothing needs any more', (context) => {
    // Random kernels are others in each run.
    const lasting = exceptions.all().filter((each) => !each.case.startsWith('random/'));
    expect(reports.unneeded(measured(context), lasting)).toEqual([]);
  });

  it('lives as long as it is asked', (context) => {
    expect(measured(context).idleDeaths).toEqual([]);
  });
});

/** Findings in a suite that `exceptions.json` does not explain. */
function unexplained(ran: Ran, suite: string): readonly string[] {
  return ran.findings
    .filter((told) => told.excuse === undefined && told.case.startsWith(`${suite}/`))
    .map((told) => `${told.case}: ${told.outcome}, ${told.detail}`);
}
