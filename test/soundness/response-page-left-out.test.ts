import { suite, verdict } from '@assay/core';
import { challengeOf, cheater, work } from '@assay/testkit';
import { pages as pageLists, response as responses } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { answer, check, withOpening } from '../audited.js';
import * as relay from '../relay.js';

// Attack: leave out one page, with which the cell would be seen to be wrong: of its own words, of what it loads, of what its words start
// from. A page that is not there is no page of zeros (S2).

const { seeds, start, state, out } = relay.versions;
const worked = work(relay.job, relay.inputs);
const lazy = work(relay.job, relay.inputs, {
  forge: cheater.skipping(relay.job, ({ step, workgroup }) => step === 0 && workgroup >= 8 && workgroup < 12),
});
const { open } = suite.blake3();

/** The answer to a challenge of all cells in which a version's opening has not this page. */
function without(version: number, page: number): verdict.Verdict {
  const challenge = challengeOf(lazy, 100);
  const response = answer(lazy, challenge);
  const shown = responses.decode(response).openings.find((one) => one.version === version)!;
  const contents = lazy.contents[version]!;
  const rest = pageLists
    .fromList(shown.pages, contents.length)!
    .flatMap((run) => [
      { start: run.start, end: Math.min(run.end, page) },
      { start: Math.max(run.start, page + 1), end: run.end },
    ])
    .filter((run) => run.start < run.end);
  const opening = { pages: pageLists.toList(rest), bytes: open(contents, pageLists.toRanges(rest, contents.length)) };
  return check(
    lazy,
    challenge,
    withOpening(response, version, () => opening),
  ).verdict;
}

describe('a page is left out of the answer', () => {
  it('control: with all pages the lazy worker is seen, and an honest one stands', () => {
    expect(check(lazy).verdict).toMatchObject({ code: 'cell.wrong', evidence: { step: 0, workgroup: 8 } });
    expect(check(worked).verdict.code).toBe('valid');
  });

  // Cells 8 to 11 own page 2 of `out` and page 10 of `state`; all other cells are right.
  it.each([
    ['what the cells load', seeds, 2],
    ['what their words start from', start, 10],
    ['their own words', state, 10],
  ])('%s: nothing is shown to be wrong, and the answer is not whole', (_, version, page) => {
    const found = without(version, page);
    expect(found).toMatchObject({
      code: 'response.incomplete',
      evidence: { step: 0, workgroup: 8, version, pages: [page, page + 1] },
    });
    expect(verdict.outcomeOf(found)).toBe('withheld');
  });

  it('of the last step, its own words', () => {
    const last = work(relay.job, relay.inputs, {
      forge: cheater.skipping(relay.job, ({ step, workgroup }) => step === 1 && workgroup >= 8 && workgroup < 12),
    });
    const challenge = challengeOf(last, 100);
    const contents = last.contents[out]!;
    const rest = [
      { start: 0, end: 2 },
      { start: 3, end: 4 },
    ];
    const opening = { pages: pageLists.toList(rest), bytes: open(contents, pageLists.toRanges(rest, contents.length)) };
    const { verdict: found } = check(
      last,
      challenge,
      withOpening(answer(last, challenge), out, () => opening),
    );
    expect(found).toMatchObject({
      code: 'response.incomplete',
      evidence: { step: 1, workgroup: 8, version: out, pages: [2, 3] },
    });
    expect(verdict.outcomeOf(found)).toBe('withheld');
  });
});
