/** What a worker answers to a challenge (`@assay/verify` SPEC.md, chapter Responses). */
import {
  AssayError,
  challenge as challenges,
  type costs,
  type Failure,
  isAssayError,
  job as jobs,
  type opening,
  type receipt as receipts,
  suite as suites,
  type task as tasks,
} from '@assay/core';
import { pages, response as responses, type Sample, type Stretch, sampleOf } from '@assay/verify';
import { executor, cell as interpreted, steps } from '@assay/wgsl';

/** Where a worker has the bytes of its versions. */
export interface VersionStore {
  /** The bytes of a version that the receipt commits to, by index. Must not change. */
  bytesOf(index: number): Uint8Array;
}

/** What was run, and what is asked. */
export interface RespondOptions {
  readonly job: jobs.Job;
  readonly task: tasks.Task;
  readonly receipt: receipts.Receipt;
  readonly challenge: challenges.Challenge;
  readonly versions: VersionStore;
  /** The cost table that the policy names, where it names one. */
  readonly costs?: costs.Costs;
  readonly engine?: suites.Engine;
  readonly cache?: executor.Cache;
}

/**
 * Builds the response to a challenge: runs each drawn cell to see which pages it loads, and opens those and its own words. Cells that
 * the compiled executor does not take on run in the interpreter, as they do for the verifier. Whether the challenge binds is for
 * `verifyChallenge` to say, before.
 *
 * @returns the canonical bytes.
 * @throws AssayError `audit.wrong-costs`, `costs.…` (invalid); `respond.not-exact` (invalid): a kernel
 * has no meaning in the exact profile; `respond.other-bytes` (invalid): a version with a frame is not the committed one;
 * `interpreter.too-large`, `lower.…` (exhausted).
 */
export function respond({
  job,
  task,
  receipt,
  challenge,
  versions,
  costs: table,
  engine,
  cache = new executor.Cache(),
}: RespondOptions): Uint8Array {
  const suite = suites.blake3(engine);
  const all = jobs.versions(job);
  const indices = new Map(all.map(({ name, index }) => [name, index]));
  const held = new Set(challenge.held);
  const isKnown = (index: number): boolean => all[index]!.origin.kind === 'literal' || held.has(index);
  const { cells, stretches } = sampleOf(receipt, { job, task }, challenge, table);
  const { own } = responses.needsOf(job, cells);
  const needed = new Map([...own].map(([index, list]): [number, pages.Pages[]] => [index, [...list]]));
  const add = (name: string, more: readonly pages.Pages[]): void => {
    const index = indices.get(name)!;
    const before = needed.get(index) ?? [];
    needed.set(index, before);
    for (const one of more) before.push(one);
  };

  const lowering = steps.lowering(job);
  for (const [index, drawn] of byStep(cells)) {
    const step = job.steps[index]!;
    const lowered = lowering.lower(step, index);
    if (lowered === undefined) throw notExact(step);
    const loadedBy = loads(step, lowered, (name) => versions.bytesOf(indices.get(name)!), cache);
    for (const { workgroup } of drawn) {
      for (const [variable, loaded] of loadedBy(workgroup)) add(step.reads[variable]!, loaded);
    }
  }

  const openings = [...needed]
    .filter(([index, list]) => !isKnown(index) && list.length > 0)
    .sort(([a], [b]) => a - b)
    .map(([index, list]) => {
      const { sizeBytes } = all[index]!;
      const opened = pages.openable(pages.union(list));
      const bytes = suite.open(versions.bytesOf(index), pages.toRanges(opened, sizeBytes));
      return { version: index, pages: pages.toList(opened), bytes };
    });
  const open = opener(receipt, suite, stretches, versions);
  const frames = stretches.map((stretch) => ({
    ...(isKnown(stretch.from) ? {} : { before: open(stretch.from, stretch) }),
    ...(isKnown(stretch.version) ? {} : { after: open(stretch.version, stretch) }),
  }));
  return responses.encode({ challenge: challenges.id(challenge), openings, frames });
}

/** Pages by WGSL variable, of versions that are read. */
type Loaded = ReadonlyMap<string, readonly pages.Pages[]>;

/** Tells from which pages a cell of a step loads, by its workgroup. */
function loads(
  step: jobs.Step,
  { kernel, dispatch }: steps.Lowered,
  bytesOf: (name: string) => Uint8Array,
  cache: executor.Cache,
): (workgroup: number) => Loaded {
  const reads = new Map(Object.entries(step.reads).map(([variable, name]) => [variable, bytesOf(name)]));
  const starts = new Map(
    Object.entries(step.writes).flatMap(([variable, { from }]): [string, Uint8Array][] =>
      from === undefined ? [] : [[variable, bytesOf(from)]],
    ),
  );
  const whole = new Map([...reads, ...starts].map(([variable, bytes]) => [variable, [{ offsetBytes: 0, bytes }]]));
  const machine = ifTakenOn(() => executor.open({ kernel, step, dispatch, isTracked: true, cache }, whole));
  return (workgroup) => {
    const ran = machine && ifTakenOn(() => machine.runCell(workgroup));
    if (ran?.kind === 'finished') return ran.touched; // nothing is missing: every version is whole
    const { reads: words } = interpreted.runJobCell({ kernel, step, reads, starts, workgroup });
    return new Map(
      kernel.bindings.flatMap(({ name, binding, access }): [string, readonly pages.Pages[]][] =>
        access === 'write' ? [] : [[name, pages.ofWords(words.get(binding) ?? [])]],
      ),
    );
  };
}

/** Undefined where a limit of the compiler, of memory, or of the stack is met. */
function ifTakenOn<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if ((isAssayError(error) && error.kind === 'exhausted') || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Opens stretches of versions. A version is hashed once for all its stretches, and not for each of up to 256. */
function opener(
  { trace }: receipts.Receipt,
  suite: suites.HashSuite,
  stretches: readonly Stretch[],
  versions: VersionStore,
): (index: number, stretch: Stretch) => Uint8Array {
  const all = new Map<number, opening.Range[]>();
  for (const stretch of stretches) {
    for (const index of [stretch.from, stretch.version]) {
      const ranges = all.get(index) ?? [];
      all.set(index, ranges);
      ranges.push(...responses.rangesOfStretch(stretch));
    }
  }
  const known = new Map<number, opening.Opened>();
  const openAll = (index: number): opening.Opened => {
    const bytes = versions.bytesOf(index);
    const ranges = all.get(index)!;
    const opened = suite.verify(trace[index]!, bytes.length, ranges, suite.open(bytes, ranges));
    if (!opened.ok) throw otherBytes(index, opened.failure);
    return opened;
  };
  return (index, stretch) => {
    const opened = known.get(index) ?? openAll(index);
    known.set(index, opened);
    return suite.narrow(versions.bytesOf(index).length, opened, responses.rangesOfStretch(stretch));
  };
}

function byStep(cells: Sample['cells']): ReadonlyMap<number, Sample['cells']> {
  const groups = new Map<number, Sample['cells'][number][]>();
  for (const cell of cells) {
    const group = groups.get(cell.step) ?? [];
    groups.set(cell.step, group);
    group.push(cell);
  }
  return groups;
}

function otherBytes(index: number, { expected, got }: Failure): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'respond.other-bytes',
    where: `version ${index}`,
    expected,
    got,
    remedy: 'Pass the bytes that the receipt commits to; a copy that was changed or damaged is of no use.',
  });
}

function notExact({ kernel }: jobs.Step): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'respond.not-exact',
    where: `kernel ${kernel}`,
    expected: 'a shader of the exact profile: others have no meaning of their own',
    got: 'one that is not',
    remedy:
      'No cell of it can be checked. `assay check` says what keeps the shader from the profile; do not claim tasks with such jobs.',
  });
}
