import { bytes as octets, suite } from '@assay/core';
import { cheater, work } from '@assay/testkit';
import { descent, ofDescent } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { descend } from '../audited.js';
import * as relay from '../relay.js';

// Attack: a watcher whose own run was wrong, by mistake or on purpose, makes an honest worker show a chunk, and calls it fraud because it is
// not his. What is shown is right for the committed versions before it, so that no proof comes of it (L5); and of earlier versions that are
// not those of the trace none can be made.

const { state, out } = relay.versions;
const worked = work(relay.job, relay.inputs);
const spoiled = work(relay.job, relay.inputs, { forge: cheater.spoiling('out', 300) });
const changed = (version: number, at: number): Uint8Array =>
  worked.contents[version]!.with(at, worked.contents[version]![at]! ^ 1);

describe('a watcher whose own run was wrong', () => {
  it('control: one whose run was right has a proof against a wrong claim, and nothing to show of a right one', () => {
    expect(descend(spoiled, out, worked.contents[out]!)).toBeDefined();
    expect(descend(worked, out, worked.contents[out]!)).toBeUndefined();
  });

  it.each([
    ['the result', out, 100],
    ['the last chunk of it', out, 4095],
    ['words of a cell', state, 4 * relay.firstWord + 5],
    ['words that no invocation stores', state, 4 * (relay.firstWord + relay.cellWords) - 1],
    ['the frame', state, 40],
    ['the last word of the frame', state, 4 * relay.stateWords - 1],
  ])('in %s: no proof comes of what he is shown', (_, version, at) => {
    expect(descend(worked, version, changed(version, at))).toBeUndefined();
  });

  it('in an earlier version: it is not the trace’s, and he is told', () => {
    const { receipt, terms, contents } = spoiled;
    const opening = suite.blake3().open(contents[out]!, [{ offsetBytes: 1024, lengthBytes: 1 }]);
    const own = new Map(worked.contents.entries()).set(state, changed(state, 9000));
    const shown = { version: out, chunk: 1, opening };
    expect(() => ofDescent(receipt, terms, own, shown)).toThrow(expect.objectContaining({ code: 'audit.wrong-held' }));
    expect(ofDescent(receipt, terms, new Map(worked.contents.entries()), shown)?.finding.kind).toBe('cell');
  });

  it('of a chunk that he was not shown he has no opening', () => {
    const { receipt, terms, contents } = spoiled;
    const own = new Map(worked.contents.entries());
    const opening = descent.begin(contents[out]!);
    for (const chunk of [0, 1, 2, 4])
      expect(ofDescent(receipt, terms, own, { version: out, chunk, opening })).toBeUndefined();
    expect(octets.isEqual(contents[0]!, own.get(0)!)).toBe(true);
  });
});
