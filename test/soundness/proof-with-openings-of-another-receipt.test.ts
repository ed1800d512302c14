import { receipt as receipts, task as tasks, verdict } from '@assay/core';
import { cheater, honest, type Worked, work } from '@assay/testkit';
import { proof } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { check, evidence, judge } from '../audited.js';
import * as relay from '../relay.js';

// Attack: a challenger who has a proof against one receipt brings it against another one, which is right: as it is, with the other claim's
// name on it, or with some of its openings only. What is opened must be what the accused committed to (E1).

type Cell = Extract<proof.Finding, { kind: 'cell' }>;
const forge = cheater.spoiling('out', 100);
const worked = work(relay.job, relay.inputs);
const spoiled = work(relay.job, relay.inputs, { forge });
const elsewhere = work(relay.job, relay.inputs, { forge, nonce: '78'.repeat(32) as tasks.Nonce });
const made = (claim: Worked): proof.FraudProof => proof.decode(evidence(claim, check(claim))!);
const found = made(spoiled);
const cell = found.finding as Cell;

/** What a judge says of a finding about a receipt. */
const judged = ({ receipt }: Worked, finding: proof.Finding, claim = receipts.id(receipt)): verdict.Verdict =>
  judge(proof.encode({ claim, finding }), receipt);

describe('a proof against another receipt', () => {
  it('control: against its own it is fraud', () => {
    expect(judged(spoiled, cell).code).toBe('cell.wrong');
    expect(judged(elsewhere, made(elsewhere).finding).code).toBe('cell.wrong');
  });

  it('it names the receipt that it is about', () => {
    for (const other of [worked, elsewhere]) {
      const refused = judged(other, cell, found.claim);
      expect(refused.code).toBe('proof.other-claim');
      expect(verdict.outcomeOf(refused)).toBe('bad-challenge');
    }
  });

  it('with the name of a right claim its openings do not hold', () => {
    const refused = judged(worked, cell);
    expect(refused).toMatchObject({ code: 'proof.wrong-opening', evidence: { version: relay.versions.out } });
    expect(verdict.outcomeOf(refused)).toBe('bad-challenge');
  });

  it('with the right claim’s own opening of the page nothing differs', () => {
    const openings = cell.openings.map(({ version, pages }) => {
      const ranges = pages.flatMap((start, i) =>
        i % 2 === 0 ? [{ offsetBytes: 1024 * start, lengthBytes: 1024 * (pages[i + 1]! - start) }] : [],
      );
      return { version, pages, bytes: honest.suite.open(worked.contents[version]!, ranges) };
    });
    expect(judged(worked, { ...cell, openings }).code).toBe('proof.unfounded');
  });

  it('on another task it needs that task; of the same wrong word it is a proof then', () => {
    expect(judged(elsewhere, cell).code).toBe('proof.other-claim');
    expect(judged(elsewhere, { ...cell, task: tasks.encode(elsewhere.task) }).code).toBe('cell.wrong');
  });
});
