/** Is this a challenge that the worker has to answer (SPEC.md, chapter Challenges)? */
import { bytes, challenge as challenges, job as jobs, receipt as receipts, verdict } from '@assay/core';
import { evidenceOf } from './failure.js';
import type { Terms } from './receipt.js';

/** What the settlement layer knows of a receipt's acceptance, where the policy foresees a beacon (C3). */
export interface Acceptance {
  /** The first round that is published after the acceptance of the seal. */
  readonly round: number;
  /** Its value: 32 bytes, as hexadecimal digits. */
  readonly value: string;
  /** The commitment to the verifier's secret, if one was published before. */
  readonly secret?: string;
}

/**
 * Checks that a challenge binds the worker of a receipt (C2–C4).
 *
 * @param acceptance where the policy foresees a beacon: without it, such a challenge cannot bind.
 * @returns `valid`, or a verdict whose outcome is `bad-challenge`.
 */
export function verifyChallenge(
  challenge: challenges.Challenge,
  receipt: receipts.Receipt,
  { job, task }: Pick<Terms, 'job' | 'task'>,
  acceptance?: Acceptance,
): verdict.Verdict {
  const id = receipts.id(receipt);
  const wrong = (code: verdict.VerdictCode, expected: string, got: string): verdict.Verdict =>
    verdict.of(code, id, { expected, got });
  const { source, samples } = challenge;
  const { policy } = task;

  if (challenge.claim !== id) return wrong('challenge.other-claim', id, challenge.claim);
  if (source.kind !== policy.challenge.kind) {
    return wrong('challenge.not-foreseen', policy.challenge.kind, source.kind);
  }
  if (source.kind === 'beacon') {
    if (acceptance === undefined) return wrong('challenge.wrong-source', 'an acceptance', 'none');
    const { round, value, secret } = acceptance;
    const expected = `round ${round}, value ${value}, ${secret === undefined ? 'no secret' : `a secret of ${secret}`}`;
    const committed = source.secret === undefined ? undefined : challenges.commitSecret(bytes.fromHex(source.secret));
    if (source.round !== round || source.value !== value || committed !== secret) {
      const mixed = committed === undefined ? 'no secret' : `a secret of ${committed}`;
      return wrong('challenge.wrong-source', expected, `round ${source.round}, value ${source.value}, ${mixed}`);
    }
  }
  if (samples !== policy.samples) return wrong('challenge.wrong-samples', String(policy.samples), String(samples));
  return checkHeld(challenge, receipt, job);
}

/** {@link verifyChallenge} of untrusted bytes. */
export function verifyChallengeBytes(
  encoded: Uint8Array,
  receipt: receipts.Receipt,
  terms: Pick<Terms, 'job' | 'task'>,
  acceptance?: Acceptance,
): verdict.Verdict {
  let challenge: challenges.Challenge;
  try {
    challenge = challenges.decode(encoded);
  } catch (error) {
    return verdict.of('challenge.malformed', receipts.id(receipt), evidenceOf(error));
  }
  return verifyChallenge(challenge, receipt, terms, acceptance);
}

/** C4, of challenges that bind and of those that do not: the claim, and that `held` are versions of the job, each once. */
export function checkHeld(
  { claim, held }: challenges.Challenge,
  receipt: receipts.Receipt,
  job: jobs.Job,
): verdict.Verdict {
  const id = receipts.id(receipt);
  if (claim !== id) return verdict.of('challenge.other-claim', id, { expected: id, got: claim });
  const count = jobs.versions(job).length;
  const wrong = held.find((version, i) => version >= count || version <= (held[i - 1] ?? -1));
  if (wrong === undefined) return verdict.of('valid', id);
  const expected = `indices of the job's ${count} versions, ascending`;
  return verdict.of('challenge.wrong-held', id, { expected, got: String(wrong) });
}
