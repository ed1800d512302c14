import { challengeOf, cheater, work } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { check, everyCell } from '../audited.js';
import * as relay from '../relay.js';

// Attack: change a word of the frame where it is likely to be overlooked: the first and the last of a stretch, beside owned words, in the
// middle, where only values of hidden nodes tell, in the last chunk, which every opening shows. And let one change hide another, earlier
// finding: the first in the order of steps counts (O1).

const { start, state } = relay.versions;
const end = relay.firstWord + relay.cells * relay.cellWords;
const challengeFor = (worked: ReturnType<typeof work>, held: readonly number[]) => challengeOf(worked, 1, { held });

describe('a changed word of a frame', () => {
  const worked = work(relay.job, relay.inputs);

  it.each([
    ['nothing', []],
    ['the version before', [start]],
    ['the version itself', [state]],
    ['both', [start, state]],
  ])('control: unchanged, for a verifier who has %s', (_, held) => {
    const bytes = new Map(held.map((version) => [version, worked.contents[version]!]));
    expect(check(worked, challengeFor(worked, held), undefined, { held: bytes }).verdict.code).toBe('valid');
  });

  it.each([
    ['the first', 0, [start]],
    ['in the first chunk, at its end', 255, [state]],
    ['in a hidden node', 700, []],
    ['in a hidden node', 700, [start]],
    ['in a hidden node', 700, [start, state]],
    ['the last before owned words', relay.firstWord - 1, [state]],
    ['the first behind them', end, []],
    ['in the last chunk', relay.stateWords - 256, [start, state]],
    ['the last', relay.stateWords - 1, [state]],
  ])('%s (%i), for a verifier who has %j', (_, word, held) => {
    const spoiled = work(relay.job, relay.inputs, { forge: cheater.spoiling('state', word, 1 << 31) });
    const bytes = new Map(held.map((version) => [version, spoiled.contents[version]!]));
    const { verdict } = check(spoiled, challengeFor(spoiled, held), undefined, { held: bytes });
    const stretch = word < relay.firstWord ? { start: 0, end: relay.firstWord } : { start: end, end: relay.stateWords };
    expect(verdict).toMatchObject({ code: 'frame.changed', evidence: { version: state, ...stretch } });
  });

  it('comes before a wrong cell of a later step, and after one of its own', () => {
    const both = (cellOf: 'state' | 'out', word: number): string => {
      const frame = cheater.spoiling('state', 3, 1 << 8);
      const cell = cheater.spoiling(cellOf, word);
      const spoiled = work(relay.job, relay.inputs, {
        forge: (version, bytes, contents) => cell(version, frame(version, bytes, contents), contents),
      });
      return check(spoiled, challengeOf(spoiled, everyCell)).verdict.code;
    };
    expect(both('out', 0)).toBe('frame.changed');
    expect(both('state', relay.firstWord)).toBe('cell.wrong');
  });
});
