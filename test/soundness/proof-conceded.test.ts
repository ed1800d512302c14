import { verdict } from '@assay/core';
import { cheater, type Worked, work } from '@assay/testkit';
import { proof } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { check, descend, descentOf, evidence, judge } from '../audited.js';
import * as relay from '../relay.js';

// Attack: a friend of the cheater challenges first, with a proof that shows nothing, or in a descent that he gives up, so that the claim
// looks defended. His loss is his own: verdicts are of proofs, not of claims, and another's proof is judged as if there had been none.

const { out } = relay.versions;
const worked = work(relay.job, relay.inputs);
const spoiled = work(relay.job, relay.inputs, { forge: cheater.spoiling('out', 100) });
const judged = (bytes: Uint8Array, { receipt }: Worked = spoiled): verdict.Verdict => judge(bytes, receipt);
const real = evidence(spoiled, check(spoiled))!;

/** Proofs that a friend would bring. */
const weak: readonly (readonly [string, Uint8Array])[] = [
  ['of a right cell', proof.encode({ ...proof.decode(real), finding: { ...cellOf(real), workgroup: 3 } })],
  ['with openings left out', proof.encode({ ...proof.decode(real), finding: { ...cellOf(real), openings: [] } })],
  ['of an equivocation with itself', proof.encode(proof.ofEquivocation(spoiled.receipt, spoiled.receipt))],
  ['that is none', Uint8Array.of(0xc0)],
];

describe('a challenge that is lost on purpose', () => {
  it('control: the proof is fraud', () => {
    expect(verdict.outcomeOf(judged(real))).toBe('fraud');
  });

  it.each(weak)('a proof %s is lost by who brought it, and the next one is judged by itself', (_, bytes) => {
    expect(verdict.outcomeOf(judged(bytes))).toBe('bad-challenge');
    expect(judged(real).code).toBe('cell.wrong');
  });

  it('a descent that is given up says nothing about the version; another one shows the chunk', () => {
    const watcher = descentOf(spoiled, out, worked.contents[out]!);
    expect(watcher.state.due).toBe('opening');
    expect(judged(descend(spoiled, out, worked.contents[out]!)!).code).toBe('cell.wrong');
  });

  it('what a judge said of one proof is not in the next one: order does not matter', () => {
    const all = [...weak.map(([, bytes]) => bytes), real];
    const forwards = all.map((bytes) => judged(bytes).code);
    const backwards = all.toReversed().map((bytes) => judged(bytes).code);
    expect(backwards.toReversed()).toEqual(forwards);
  });
});

function cellOf(bytes: Uint8Array): Extract<proof.Finding, { kind: 'cell' }> {
  return proof.decode(bytes).finding as Extract<proof.Finding, { kind: 'cell' }>;
}
