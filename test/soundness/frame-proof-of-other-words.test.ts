import { job as jobs, receipt as receipts, suite, task as tasks } from '@assay/core';
import { cheater, work } from '@assay/testkit';
import { proof } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { judge } from '../audited.js';
import * as relay from '../relay.js';

// Attack: a challenger who calls words a frame that have an owner, or a stretch that goes over owned words, or one in which nothing
// changed. All of them differ in the two versions for good reasons. Rule E3.

const { start, state, out } = relay.versions;
const { open } = suite.blake3();
const worked = work(relay.job, relay.inputs);
const spoiled = work(relay.job, relay.inputs, { forge: cheater.spoiling('state', 100) });
const end = relay.firstWord + relay.cells * relay.cellWords;

type Frame = Extract<proof.Finding, { kind: 'frame' }>;

/** What a judge says of words of `state` that are said to be a frame. */
function judged(claim: typeof worked, from: number, to: number, change: Partial<Frame> = {}): string {
  const isInside = from < to && to <= relay.stateWords;
  const ranges = (isInside ? [from, to - 1] : [0]).map((word) => ({ offsetBytes: 4 * word, lengthBytes: 4 }));
  const finding: Frame = {
    kind: 'frame',
    job: jobs.encode(claim.job),
    task: tasks.encode(claim.task),
    version: state,
    start: from,
    end: to,
    before: open(claim.contents[start]!, ranges),
    after: open(claim.contents[state]!, ranges),
    ...change,
  };
  return judge(proof.encode({ claim: receipts.id(claim.receipt), finding }), claim.receipt).code;
}

describe('a fraud proof about words that are said to be a frame', () => {
  it('control: a changed word of the frame is fraud, alone or in its stretch', () => {
    expect(judged(spoiled, 100, 101)).toBe('frame.changed');
    expect(judged(spoiled, 0, relay.firstWord)).toBe('frame.changed');
  });

  it('nothing changed', () => {
    expect(judged(worked, 0, relay.firstWord)).toBe('proof.unfounded');
    expect(judged(spoiled, 0, 100)).toBe('proof.unfounded');
    expect(judged(spoiled, 101, relay.firstWord)).toBe('proof.unfounded');
    expect(judged(spoiled, end, relay.stateWords)).toBe('proof.unfounded');
  });

  it.each([
    ['words of a cell', relay.firstWord, relay.firstWord + 1],
    ['up to an owned word', 0, relay.firstWord + 1],
    ['from an owned word', end - 1, relay.stateWords],
    ['over all cells', 0, relay.stateWords],
    ['no words', 7, 7],
    ['backwards', 9, 8],
  ])('%s: %i to %i', (_, from, to) => {
    expect(judged(worked, from, to)).toBe('proof.wrong-opening');
  });

  it('beyond the end', () => {
    expect(judged(worked, relay.stateWords - 1, relay.stateWords + 1)).toBe('proof.wrong-opening');
    expect(judged(worked, 2 ** 32 - 2, 2 ** 32 - 1)).toBe('proof.wrong-opening');
  });

  it.each([
    ['without a frame', out],
    ['an input', start],
    ['that does not exist', 4],
  ])('of a version %s', (_, version) => {
    expect(judged(spoiled, 100, 101, { version })).toBe('proof.wrong-opening');
  });

  it('with the openings exchanged, of other words, or without one', () => {
    const opened = (claim: typeof worked, version: number, word: number): Uint8Array =>
      open(claim.contents[version]!, [{ offsetBytes: 4 * word, lengthBytes: 4 }]);
    const exchanged = { before: opened(spoiled, state, 100), after: opened(spoiled, start, 100) };
    expect(judged(spoiled, 100, 101, exchanged)).toBe('proof.wrong-opening');
    expect(judged(spoiled, 100, 101, { after: opened(spoiled, state, 300) })).toBe('proof.wrong-opening');
    expect(judged(spoiled, 100, 101, { after: opened(worked, state, 100) })).toBe('proof.wrong-opening');
    expect(judged(spoiled, 100, 101, { before: undefined } as object)).toBe('proof.wrong-opening');
  });
});
