/** Jobs that were really worked, without a device: every version by the compiled executor, and the receipt on them. */
import {
  type challenge,
  type identity,
  job as jobs,
  key as keys,
  type policy,
  receipt as receipts,
  type suite as suites,
  task as tasks,
} from '@assay/core';
import { executor, steps } from '@assay/wgsl';
import { salt as someSalt, worker as someWorker, suite } from './honest.js';

/** A job that was worked, and all that its worker and a verifier have of it. */
export interface Worked {
  readonly job: jobs.Job;
  readonly task: tasks.Task;
  readonly receipt: receipts.Receipt;
  /** Bytes of every version, by index, as they are committed to. */
  readonly contents: readonly Uint8Array[];
  readonly terms: { readonly job: jobs.Job; readonly task: tasks.Task; readonly suite: suites.HashSuite };
}

/** What a cheater does differently. */
export interface Cheat {
  /** Gives the bytes of a version that the worker claims; what later steps see. Called once for each written version, in order. */
  readonly forge?: (version: jobs.Version, honest: Uint8Array, contents: readonly Uint8Array[]) => Uint8Array;
  readonly policy?: policy.Policy;
  readonly nonce?: tasks.Nonce;
  readonly salt?: identity.Salt;
  readonly worker?: keys.Key;
}

/** Works a job. Later steps start from the bytes that are claimed, forged or not. */
export function work(job: jobs.Job, inputs: ReadonlyMap<string, Uint8Array>, cheat: Cheat = {}): Worked {
  const versions = jobs.versions(job);
  const contents: Uint8Array[] = [];
  const indices = new Map(versions.map(({ name, index }) => [name, index]));
  const lowering = steps.lowering(job);
  const cache = new executor.Cache();
  const made = new Map<number, Uint8Array>();
  for (const version of versions) {
    const { index, name, origin } = version;
    if (origin.kind === 'input') contents[index] = inputs.get(name)!;
    else if (origin.kind === 'literal') contents[index] = origin.bytes;
    else {
      if (!made.has(index)) runStep(origin.step);
      contents[index] = cheat.forge?.(version, made.get(index)!, contents) ?? made.get(index)!;
    }
  }
  const { task } = tasks.make({
    job,
    files: inputs,
    requester: keys.toIdentity(keys.fromSecret(new Uint8Array(32).fill(1))),
    nonce: cheat.nonce ?? ('77'.repeat(32) as tasks.Nonce),
    suite,
    ...(cheat.policy === undefined ? {} : { policy: cheat.policy }),
  });
  const trace = contents.map((bytes) => suite.root(bytes));
  const { secret } = cheat.worker ?? someWorker;
  const receipt = receipts.issue({ task: tasks.id(task), trace, suite, secret, salt: cheat.salt ?? someSalt });
  return { job, task, receipt, contents, terms: { job, task, suite } };

  function runStep(index: number): void {
    const step = job.steps[index]!;
    const { kernel, dispatch } = lowering.lower(step, index)!;
    const bytesOf = (name: string): Uint8Array => contents[indices.get(name)!]!;
    const reads = new Map(Object.entries(step.reads).map(([variable, version]) => [variable, bytesOf(version)]));
    const starts = new Map(
      Object.entries(step.writes).flatMap(([variable, { from }]): [string, Uint8Array][] =>
        from === undefined ? [] : [[variable, bytesOf(from)]],
      ),
    );
    const { versions: written } = executor.replayStep({ kernel, step, dispatch, reads, starts, cache });
    for (const [variable, bytes] of written) made.set(indices.get(step.writes[variable]!.name)!, bytes);
  }
}

/** A challenge of the verifier's own choice. */
export function challengeOf(
  { receipt }: Pick<Worked, 'receipt'>,
  samples: number,
  { seed = '42'.repeat(32), held = [] }: { readonly seed?: string; readonly held?: readonly number[] } = {},
): challenge.Challenge {
  return { claim: receipts.id(receipt), source: { kind: 'seed', seed }, samples, held };
}
