import {
  type identity,
  job as jobs,
  bytes as octets,
  receipt as receipts,
  signature,
  trace as traces,
  type verdict,
} from '@assay/core';
import { honest } from '@assay/testkit';
import { verifyReceiptBytes } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { assertOutcome } from '../hostile/oracle.js';
import { flawless } from '../hostile/specimens.js';
import { pick, type Tally, tryMany } from '../hostile/trials.js';
import type { Random } from '../profile/mutation.js';

// Attack: a worker signs whatever he likes: other traces, roots, seals, tasks, and mends as much of the rest as he likes, so that any of the
// checks can be the first that fails. Each verdict is compared with one that is found by the rules of core SPEC.md R5, one after the other.

const { suite, worker } = honest;
const tasks = flawless.map(({ worked }) => worked.receipt.claim.task);

/** What a worker does to his receipt, and whether what rests on it is made anew. */
function tampered(receipt: receipts.Receipt, chance: Random): receipts.Receipt {
  const { next } = chance;
  const digits = Array.from({ length: 64 }, () => next(16).toString(16)).join('');
  let { trace } = receipt;
  let claim: receipts.Claim = { ...receipt.claim, worker: signature.identityOf(worker.secret) };
  // A literal, where there is one.
  const at = next(5) === 0 ? Math.min(2, trace.length - 1) : next(trace.length);
  const other = next(trace.length);
  const root = pick(chance, [digits as (typeof trace)[number], trace[other]!]);
  const traceWays: readonly (() => typeof trace)[] = [
    () => trace,
    () => trace.with(at, root),
    () => trace.with(at, root),
    () => trace.toSpliced(at, 1, ...(trace.length === 1 ? [root] : [])),
    () => trace.toSpliced(at, 0, root),
    () => trace.with(at, trace[other]!).with(other, trace[at]!),
    () => trace.toReversed(),
  ];
  trace = pick(chance, traceWays)();
  if (next(6) > 0) claim = { ...claim, traceRoot: traces.root(trace, suite) };
  if (next(8) === 0) claim = { ...claim, task: pick(chance, tasks) };
  if (next(8) === 0) claim = { ...claim, salt: digits as identity.Salt };
  if (next(8) === 0) claim = { ...claim, traceRoot: digits as receipts.Claim['traceRoot'] };
  if (next(6) > 0) claim = { ...claim, seal: receipts.seal(claim.worker, claim.task, claim.traceRoot, claim.salt) };
  if (next(12) === 0) claim = { ...claim, seal: digits as identity.Seal };
  const signed = { ...claim };
  if (next(10) === 0) claim = { ...claim, salt: digits as identity.Salt };
  const notes = { note: digits.slice(0, next(64)) };
  return { claim, trace, notes, signature: signature.sign(receipts.signingDigest(signed), worker.secret) };
}

/** Core SPEC.md R5, by its words. @param isSigned whether this very claim was signed. */
function expectedCode(
  receipt: receipts.Receipt,
  { job, task, receipt: right }: (typeof flawless)[number]['worked'],
  isSigned: boolean,
): verdict.VerdictCode {
  const { claim, trace } = receipt;
  if (claim.task !== right.claim.task) return 'receipt.other-task';
  if (!isSigned) return 'receipt.bad-signature';
  if (claim.seal !== receipts.seal(claim.worker, claim.task, claim.traceRoot, claim.salt)) return 'receipt.wrong-seal';
  if (claim.traceRoot !== suite.root(octets.concat(...trace.map((one) => octets.fromHex(one)))))
    return 'receipt.wrong-trace-root';
  const count =
    job.inputs.length +
    job.literals.length +
    job.steps.reduce((sum, { writes }) => sum + Object.keys(writes).length, 0);
  if (trace.length !== count) return 'receipt.wrong-trace-length';
  const input = task.inputs.findIndex(({ root }, index) => trace[index] !== root);
  if (input >= 0) return 'receipt.wrong-input';
  const literal = job.literals.findIndex(({ bytes }, i) => trace[job.inputs.length + i] !== suite.root(bytes));
  return literal >= 0 ? 'receipt.wrong-literal' : 'valid';
}

describe('receipts that a worker signs anew', () => {
  it('end in the first rule that fails', () => {
    const tally: Tally = tryMany(8000, (chance) => {
      // The last one has a literal.
      const { worked } = pick(chance, [...flawless, ...flawless.slice(-1)]);
      const receipt = tampered(worked.receipt, chance);
      const digest = receipts.signingDigest(receipt.claim);
      const isSigned = signature.sign(digest, worker.secret) === receipt.signature;
      const found = verifyReceiptBytes(receipts.encode(receipt), worked.terms);
      expect(found.code).toBe(expectedCode(receipt, worked, isSigned));
      assertOutcome(found, 'valid', 'malformed', 'fraud');
      return found.code;
    });
    const codes = [
      'other-task',
      'bad-signature',
      'wrong-seal',
      'wrong-trace-root',
      'wrong-trace-length',
      'wrong-input',
      'wrong-literal',
    ];
    expect([...tally.keys()]).toEqual(expect.arrayContaining(['valid', ...codes.map((code) => `receipt.${code}`)]));
  });

  it('control: versions are counted as jobs count them', () => {
    for (const { worked } of flawless) expect(worked.receipt.trace).toHaveLength(jobs.versions(worked.job).length);
  });
});
