/** All suites on all executors and engines. */
import { setImmediate } from 'node:timers/promises';
import type { Shader } from './corpus/folder.js';
import type { Engine } from './engine.js';
import * as exceptions from './exception.js';
import type { Executor } from './executor.js';
import * as reports from './report.js';
import type { Suite } from './suite.js';
import { judge, ofInterpreter, type Verdict } from './verdict.js';

export interface RunOptions {
  readonly suites: readonly Suite[];
  /** What the profile refuses. */
  readonly refused: readonly Shader[];
  readonly engines: readonly Engine[];
  /** Beside the interpreter. */
  readonly executors?: readonly Executor[];
  readonly exceptions: readonly exceptions.Exception[];
  /** Is told of each suite before it runs. */
  readonly onSuite?: (suite: Suite) => void;
  /** Is given the code of each question that went wrong, for keeping. */
  readonly onFinding?: (engine: string, name: string, what: string, code: string) => void;
}

/** What a report has of a run; who ran it is for the caller to add. */
export type Ran = Pick<
  reports.Report,
  'engine' | 'title' | 'adapter' | 'suites' | 'findings' | 'refusals' | 'idleDeaths'
>;

const interpreter: Executor = {
  name: 'interpreter',
  title: 'the reference interpreter, against what the corpora expect and what the analysis proved',
  // Of what has no data it says nothing but that the profile takes it.
  judge: ofInterpreter,
};

/** Trials that engines may be behind the interpreter: enough for both to be busy. */
const AHEAD = 16;

/** What a report keeps of a compiler's message. */
const DETAIL_LENGTH = 2_000;

/** One result for the interpreter, then one for each executor and for each engine. */
export async function run(options: RunOptions): Promise<readonly Ran[]> {
  const { suites, engines, onSuite = () => {} } = options;
  const executors = [interpreter, ...(options.executors ?? [])];
  const own = executors.map(({ name }) => new Tally(name, '', options));
  const tallies = engines.map((engine) => new Tally(engine.name, engine.facts.description, options));
  for (const suite of suites) {
    onSuite(suite);
    for (const tally of [...own, ...tallies]) tally.begin(suite);
    const asked: Promise<unknown>[] = [];
    for (const [index, member] of suite.members.entries()) {
      const trial = member.trial();
      const verdicts = engines.map(async (engine, k) => tallies[k]!.add(suite, await judge(engine, trial)));
      asked.push(Promise.all(verdicts));
      for (const [k, executor] of executors.entries()) own[k]!.add(suite, executor.judge(trial));
      // What engines have said meanwhile is heard now, before any deadline.
      await setImmediate();
      await asked[index - AHEAD];
    }
    await Promise.all(asked);
  }
  const inside = executors.map(
    ({ name, title }, k): Ran => ({
      engine: name,
      title,
      adapter: undefined,
      ...own[k]!.result(),
      refusals: [],
      idleDeaths: [],
    }),
  );
  const others = engines.map(async (engine, k): Promise<Ran> => {
    const refusals = await askRefused(engine, options.refused);
    const { name, title, facts, idleDeaths } = engine;
    return { engine: name, title, adapter: facts, ...tallies[k]!.result(), refusals, idleDeaths };
  });
  return [...inside, ...(await Promise.all(others))];
}

/** Whether the engine's compiler takes what the profile refuses. A compiler that crashes takes nothing. */
async function askRefused(engine: Engine, refused: readonly Shader[]): Promise<readonly reports.Refusal[]> {
  const replies = await Promise.all(refused.map(({ source }) => engine.ask({ code: source })));
  return refused.map(({ name, rule = '' }, i) => ({ name, rule, isAccepted: replies[i]!.kind === 'done' }));
}

/** Collects the verdicts of one engine. */
class Tally {
  readonly #respondent: exceptions.Respondent;
  readonly #options: RunOptions;
  readonly #verdicts = new Map<Suite, Verdict[]>();

  constructor(engine: string, adapter: string, options: RunOptions) {
    this.#respondent = { engine, adapter };
    this.#options = options;
  }

  begin(suite: Suite): void {
    this.#verdicts.set(suite, []);
  }

  add(suite: Suite, verdict: Verdict): void {
    this.#verdicts.get(suite)!.push(verdict);
    for (const { detail, code } of verdict.findings) {
      this.#options.onFinding?.(this.#respondent.engine, verdict.name, detail, code);
    }
  }

  result(): Pick<reports.Report, 'suites' | 'findings'> {
    const suites = [...this.#verdicts].map(([{ name, about, isNumbered }, verdicts]): reports.SuiteReport => {
      const told = verdicts.filter(({ outcome }) => !isNumbered || outcome !== 'agrees');
      return {
        name,
        about,
        counts: reports.count(verdicts.map(({ outcome }) => outcome)),
        outcomes: Object.fromEntries(told.map((verdict) => [verdict.name, verdict.outcome])),
      };
    });
    const findings = [...this.#verdicts.values()].flat().flatMap(({ name, findings: found }) =>
      found.map((finding): reports.Told => {
        const { outcome, forms, detail } = finding;
        const excuse = exceptions.find(this.#options.exceptions, this.#respondent, name, finding)?.reason;
        if (excuse === undefined) return { case: name, outcome, forms, detail: detail.slice(0, DETAIL_LENGTH) };
        // There may be hundreds, and the excuse says more.
        return { case: name, outcome, forms, detail: detail.split('\n', 1)[0]!, excuse };
      }),
    );
    return { suites, findings };
  }
}
