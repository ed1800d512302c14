import { suite, verdict } from '@assay/core';
import { challengeOf, cheater, work } from '@assay/testkit';
import { pages as pageLists } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { answer, check, withOpening } from '../audited.js';
import * as relay from '../relay.js';

// Attack: show other pages than those that the drawn cells need, which are right, in the place of those that are wrong: honestly labelled,
// or labelled as the needed ones.

const { out } = relay.versions;
const worked = work(relay.job, relay.inputs);
const lazy = work(relay.job, relay.inputs, {
  forge: cheater.skipping(relay.job, ({ step, workgroup }) => step === 1 && workgroup < 4),
});
/** The first four cells own the first page of `out`. */
const seed = '11'.repeat(32);
const challenge = challengeOf(lazy, 12, { seed });
const { open } = suite.blake3();
const openingOf = (...pages: readonly number[]) => {
  const contents = lazy.contents[out]!;
  const list = [{ start: pages[0]!, end: pages[1]! }];
  return { pages, bytes: open(contents, pageLists.toRanges(list, contents.length)) };
};
const response = answer(lazy, challenge);
const shown = (change: ReturnType<typeof openingOf> | { readonly pages: readonly number[] }) =>
  check(
    lazy,
    challenge,
    withOpening(response, out, () => change),
  ).verdict;

describe('other pages than the cells need', () => {
  it('control: the needed ones show the lazy worker, and an honest one stands', () => {
    expect(check(lazy, challenge, response).verdict).toMatchObject({ code: 'cell.wrong', evidence: { step: 1 } });
    expect(check(worked, challengeOf(worked, 12, { seed })).verdict.code).toBe('valid');
  });

  it('shown as what they are: the cell’s own words are not there', () => {
    const found = shown(openingOf(1, 4));
    expect(found).toMatchObject({ code: 'response.incomplete', evidence: { step: 1, version: out, pages: [0, 1] } });
    expect(verdict.outcomeOf(found)).toBe('withheld');
  });

  it('shown as the needed ones: the opening does not hold', () => {
    const found = shown({ ...openingOf(1, 2), pages: [0, 1] });
    expect(found).toMatchObject({ code: 'response.wrong-opening', evidence: { version: out } });
    expect(verdict.outcomeOf(found)).toBe('withheld');
  });

  it.each([
    ['an odd number of them', [0, 1, 2]],
    ['an empty run', [0, 0]],
    ['backwards', [4, 0]],
    ['runs that touch', [0, 2, 2, 4]],
    ['runs that overlap', [0, 3, 2, 4]],
    ['beyond the end', [0, 5]],
    ['far beyond the end', [0, 2 ** 24]],
  ])('%s', (_, pages) => {
    const found = shown({ pages });
    expect(found).toMatchObject({ code: 'response.wrong-pages', evidence: { version: out } });
    expect(verdict.outcomeOf(found)).toBe('withheld');
  });

  it('no pages at all is no opening', () => {
    expect(shown({ pages: [] }).code).toBe('response.malformed');
  });
});
