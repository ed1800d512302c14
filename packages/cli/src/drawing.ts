/** Challenges: where the seed comes from, and how many cells are drawn. */
import { existsSync } from 'node:fs';
import { AssayError, bytes, challenge as challenges, job as jobs, receipt as receipts, verdict } from '@assay/core';
import { randomBytes } from '@assay/runtime';
import { sampling, verifyChallenge } from '@assay/verify';
import { aim, circumstancesOf } from './chances.js';
import * as disk from './files/disk.js';
import type { RunFolder } from './folder.js';

/** What commands that draw take. */
export interface DrawOptions {
  readonly samples?: number;
  /** The share of wrong cells that is to be caught. */
  readonly catch?: number;
  /** The probability with which it may be missed. */
  readonly miss?: number;
  /** Hexadecimal. */
  readonly seed?: string;
  readonly beaconRound?: number;
  readonly beaconValue?: string;
  /** A file, or hexadecimal digits. */
  readonly secret?: string;
  /** Names of versions. */
  readonly held?: readonly string[];
}

/**
 * The challenge that the task's policy foresees, or one with a seed of the verifier's own where it foresees none.
 *
 * @throws AssayError `sampling.…`, `challenge.no-beacon`, `challenge.other-source`, `challenge.unknown-version` (invalid),
 * `challenge.too-many-samples` (exhausted).
 */
export function foreseen(folder: RunFolder, options: DrawOptions): challenges.Challenge {
  return make(folder, options, sourceOf(folder, options));
}

/** A challenge with a seed of its maker's own, whatever the policy foresees. @throws AssayError as {@link foreseen}. */
export function own(folder: RunFolder, options: DrawOptions): challenges.Challenge {
  return make(folder, options, ownSource(options));
}

/** Whether a challenge has to be answered, as far as it can be told without the settlement layer (C2). */
export function bindingOf(challenge: challenges.Challenge, { receipt, job, task }: RunFolder): verdict.Verdict {
  const { source } = challenge;
  if (source.kind !== 'beacon') return verifyChallenge(challenge, receipt, { job, task });
  const { round, value, secret } = source;
  const committed = secret === undefined ? {} : { secret: challenges.commitSecret(bytes.fromHex(secret)) };
  return verifyChallenge(challenge, receipt, { job, task }, { round, value, ...committed });
}

/** The same in words. */
export function describeBinding(challenge: challenges.Challenge, folder: RunFolder): string {
  const { source } = challenge;
  const found = bindingOf(challenge, folder);
  if (source.kind === 'seed') {
    return 'The challenge binds nobody, because its seed is the verifier’s own choice. What it brings to light is evidence all the same.';
  }
  if (!verdict.isValid(found)) return `The challenge binds nobody: ${verdict.sentenceOf(found)} (${found.code})`;
  if (source.kind === 'hash')
    return 'The challenge binds the worker: cells are drawn by the sealed commitment, as the policy says.';
  const { challenge: policy } = folder.task.policy;
  const beacon = policy.kind === 'beacon' ? policy.beacon : '';
  const secret =
    source.secret === undefined
      ? ''
      : `, and ${challenges.commitSecret(bytes.fromHex(source.secret))} was published before as the commitment to the secret`;
  return `The challenge binds the worker if round ${source.round} of ${beacon} is the first one after the acceptance of the seal, with this value${secret}.`;
}

function make(folder: RunFolder, options: DrawOptions, source: challenges.Source): challenges.Challenge {
  const { receipt, job } = folder;
  const samples = samplesOf(folder, options, source);
  if (samples > challenges.mostSamples) throw tooMany(samples);
  return { claim: receipts.id(receipt), source, samples, held: heldOf(job, options.held ?? []) };
}

function sourceOf({ task }: RunFolder, options: DrawOptions): challenges.Source {
  const { challenge: policy } = task.policy;
  const { seed, beaconRound: round, beaconValue: value, secret } = options;
  if (seed !== undefined) return ownSource(options);
  if (round === undefined && value === undefined && secret === undefined && policy.kind !== 'beacon') {
    return policy.kind === 'hash' ? { kind: 'hash' } : ownSource(options);
  }
  if (policy.kind !== 'beacon') {
    throw new AssayError({
      kind: 'invalid',
      code: 'challenge.other-source',
      where: '--beacon-round, --beacon-value, --secret',
      expected: `no beacon: the task's policy foresees ${policy.kind === 'none' ? 'no challenge' : 'one by the commitment'}`,
      got: 'one',
      remedy: 'Leave these options out.',
    });
  }
  if (round === undefined || value === undefined) {
    throw new AssayError({
      kind: 'invalid',
      code: 'challenge.no-beacon',
      where: '--beacon-round, --beacon-value',
      expected: `the first round of ${policy.beacon} after the acceptance of the seal, and its value`,
      got: 'none',
      remedy: 'Give both; or --seed for a challenge of your own, which binds nobody.',
    });
  }
  return { kind: 'beacon', round, value, ...(secret === undefined ? {} : { secret: readSecret(secret) }) };
}

function ownSource({ seed = bytes.toHex(randomBytes(32)) }: DrawOptions): challenges.Source {
  return { kind: 'seed', seed };
}

/** The number that is given, or the policy's, or the least one for the aim. An aim that is stated is held to. */
function samplesOf({ job, task }: RunFolder, options: DrawOptions, source: challenges.Source): number {
  const circumstances = circumstancesOf(job, task, source.kind);
  const target = { faultyFraction: options.catch ?? aim.share, missProbability: options.miss ?? aim.miss };
  const isStated = options.catch !== undefined || options.miss !== undefined;
  const isForeseen = source.kind === task.policy.challenge.kind;
  const given =
    options.samples ?? (task.policy.samples > 0 && (isForeseen || !isStated) ? task.policy.samples : undefined);
  if (given === undefined) return sampling.samplesFor({ ...target, ...circumstances });
  if (isStated) sampling.assertEnough({ ...target, ...circumstances, samples: given, source: source.kind });
  return given;
}

/** Indices of versions; literals need not be named. */
function heldOf(job: jobs.Job, names: readonly string[]): number[] {
  const versions = jobs.versions(job);
  const indices = new Set<number>();
  for (const name of names) {
    const version = versions.find((candidate) => candidate.name === name);
    if (version === undefined) throw unknownVersion(name, versions);
    if (version.origin.kind !== 'literal') indices.add(version.index);
  }
  return [...indices].sort((a, b) => a - b);
}

/** 32 bytes: as hexadecimal digits, or a file with those or the bytes themselves. */
function readSecret(given: string): string {
  const isHex = (text: string): boolean => /^[0-9a-fA-F]{64}$/.test(text);
  if (!existsSync(given)) {
    if (isHex(given)) return given.toLowerCase();
    throw wrongSecret('--secret', `${given.length} characters, and no file has that name`);
  }
  const lengthBytes = disk.lengthBytes(given);
  const content = disk.read(given, { lengthBytes: Math.min(lengthBytes, 128) });
  const text = new TextDecoder('latin1').decode(content).trim();
  if (lengthBytes === 32) return bytes.toHex(content);
  if (isHex(text)) return text.toLowerCase();
  throw wrongSecret(given, `${lengthBytes} bytes`);
}

/** The secret itself is not shown. */
function wrongSecret(where: string, got: string): AssayError {
  return new AssayError({
    kind: 'malformed',
    code: 'challenge.wrong-secret',
    where,
    expected: 'a secret of 64 hexadecimal digits, or a file of 32 bytes or these digits',
    got,
    remedy: 'Pass the secret that you committed to before the acceptance.',
  });
}

function unknownVersion(name: string, versions: readonly jobs.Version[]): AssayError {
  const names = versions.map((version) => version.name);
  return new AssayError({
    kind: 'invalid',
    code: 'challenge.unknown-version',
    where: `--held ${name}`,
    expected: `versions of the job: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', …' : ''}`,
    got: name,
    remedy: '`assay inspect JOB` lists them.',
  });
}

function tooMany(samples: number): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'challenge.too-many-samples',
    expected: `at most ${challenges.mostSamples} samples in one challenge`,
    got: String(samples),
    remedy: 'Allow a larger share or a larger probability; `assay replay --cpu` checks all cells.',
  });
}
