import { Engine, exceptions, folder, programs, type Ran, reports, run, suites } from '@assay/conformance';
import { cases, seed } from '@assay/testkit';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';

// What `npm run conformance` does, with a share of its random kernels, on the software adapter.

/** Ten times what the slowest case takes on a busy machine. */
const DEADLINE_MS = 90_000;

/** Compiling takes the time, so a plain run asks a fifth of what other tests ask in another way, others in each. */
const SAMPLED: readonly string[] = ['accept', 'operation'];

/**
 * Random kernels are those of the command's seeds, some others in each run: faults of engines among them are known by name. New
 * ones are for the command.
 */
const KERNELS = 1000;
const share = Math.min(KERNELS, cases(KERNELS));
const first = 1 + share * (Math.abs(seed()) % Math.floor(KERNELS / share));

const all = suites.all({ cases: share, seed: first }).map((each) => {
  const { name, members } = each;
  return SAMPLED.includes(name) ? { ...each, members: sample(members, cases(4 * members.length)) } : each;
});
const named = all.map((each) => [each.name, each] as const);
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
}, 900_000);

afterAll(() => Promise.all([...engines.values()].map((engine) => engine.close())));

describe('the interpreter', () => {
  it.each(named)('does what is known of %s', (name) => {
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

  it.for(named)('computes what the interpreter computes: %s', ([name, { members }], context) => {
    const ran = measured(context);
    expect(unexplained(ran, name)).toEqual([]);
    const { counts } = ran.suites.find((suite) => suite.name === name)!;
    expect(reports.casesOf(counts)).toBe(members.length);
    // Only what races has no right answer.
    if (name !== 'race') expect(counts['not-run']).toBe(0);
  });

  it('has no exception that nothing needs any more', (context) => {
    // Random kernels are others in each run, and so are those of what is accepted.
    const lasting = exceptions.all().filter(({ case: name }) => !/^(?:random|accept)\//.test(name));
    expect(reports.unneeded(measured(context), lasting)).toEqual([]);
  });

  it('lives as long as it is asked', (context) => {
    expect(measured(context).idleDeaths).toEqual([]);
  });
});

/** So many of a list, evenly spread; all where so many are wanted or more. */
function sample<T>(list: readonly T[], count: number): readonly T[] {
  const stride = Math.max(1, Math.floor(list.length / count));
  return list.filter((_, index) => index % stride === Math.abs(seed()) % stride);
}

/** Findings in a suite that `exceptions.json` does not explain. */
function unexplained(ran: Ran, suite: string): readonly string[] {
  return ran.findings
    .filter((told) => told.excuse === undefined && told.case.startsWith(`${suite}/`))
    .map((told) => `${told.case}: ${told.outcome}, ${told.detail}`);
}
