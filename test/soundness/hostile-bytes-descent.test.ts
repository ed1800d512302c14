import { job as jobs, bytes as octets, verdict } from '@assay/core';
import { cheater, honest } from '@assay/testkit';
import { descent, ofDescent, proof } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { damaged } from '../hostile/damage.js';
import { forged } from '../hostile/forgeries.js';
import { ofPages } from '../hostile/openings.js';
import { assertOutcome, assertTruthful } from '../hostile/oracle.js';
import { flawless, type Specimen } from '../hostile/specimens.js';
import { pick, tryMany } from '../hostile/trials.js';
import type { Random } from '../profile/mutation.js';

// Attack: moves of a descent that are damaged, of another node, of other bytes, or in another order. Whatever is accepted of them shows
// the bytes that were committed to, at their place; and no worker is slashed for what is not his.

const { suite } = honest;
const CHUNK = 1024;
const versions = [1, 4, 1023, 1024, 1028, 3 * CHUNK, 5 * CHUNK + 4, 256 * CHUNK, 300 * CHUNK + 8].map((lengthBytes) => {
  const committed = cheater.noise(lengthBytes, lengthBytes);
  // Another one, in every chunk.
  const other = committed.map((byte, i) => (i % CHUNK === 0 ? byte ^ 1 : byte));
  return { committed, other, root: suite.root(committed), lengthBytes };
});
const moves = versions.map(({ committed }) => descent.begin(committed));

const wildNodes = [Number.NaN, -0, -1, 0.5, 2 ** 53, 1e300, Number.POSITIVE_INFINITY, 4294967296];

/** A node that a watcher may name: one of the tree, beside it, or none at all. */
function someNode(chance: Random, chunks: number): descent.Node {
  const { next } = chance;
  const height = next(4) === 0 ? pick(chance, wildNodes) : next(10);
  const first =
    next(6) === 0 ? pick(chance, wildNodes) : next(Math.max(1, chunks >> Math.min(height, 20))) * 2 ** height;
  return { first: next(10) === 0 ? first + 1 : first, height };
}

/** A worker's move that was changed: the bytes, or what they were made of. */
function changedMove(
  bytes: Uint8Array,
  committed: Uint8Array,
  node: descent.Node | undefined,
  chance: Random,
): Uint8Array {
  const { next } = chance;
  const spoiled = next(committed.length);
  const other = committed.with(spoiled, committed[spoiled]! ^ 1);
  const answered = (of: Uint8Array, asked: descent.Node): Uint8Array => {
    const given = descent.answer(of, asked);
    return given.ok ? given.bytes : bytes;
  };
  const ways: readonly (() => Uint8Array)[] = [
    () => bytes,
    () => damaged(bytes, chance, moves),
    () => (bytes.length === 0 ? bytes : bytes.with(next(bytes.length), next(256))),
    () => (node === undefined ? descent.begin(other) : answered(other, node)),
    () => answered(committed, someNode(chance, Math.ceil(committed.length / CHUNK))),
  ];
  return pick(chance, ways)();
}

/** Who answers: from what he committed to, not always, or from another version as soon as he is asked. */
type Worker = 'honest' | 'careless' | 'lying';

/** The move that is due, of some worker or of any watcher. */
function someMove(
  state: descent.State,
  { committed, other }: (typeof versions)[number],
  worker: Worker,
  chance: Random,
): descent.Move {
  const { next } = chance;
  const maybe = (bytes: Uint8Array, node?: descent.Node): Uint8Array =>
    worker === 'careless' && next(8) === 0 ? changedMove(bytes, committed, node, chance) : bytes;
  if (state.due === 'opening') return { kind: 'opening', bytes: maybe(descent.begin(committed)) };
  if (state.due === 'question') {
    // Of what was shown last, mostly.
    const rows = next(2) === 0 ? state.rows.slice(-1) : state.rows;
    const row = rows.length === 0 || next(12) === 0 ? undefined : pick(chance, rows);
    if (row === undefined) return { kind: 'question', node: someNode(chance, Math.ceil(committed.length / CHUNK)) };
    const { first, height, values } = row;
    return { kind: 'question', node: { first: first + 2 ** height * next(values.length / 32), height } };
  }
  const node = state.questions.at(-1)!;
  const given = descent.answer(worker === 'lying' ? other : committed, node);
  if (!given.ok) throw new Error('a question that may be asked has an answer');
  return { kind: 'answer', bytes: maybe(given.bytes, node) };
}

/** Every chunk that was shown is the committed one. */
function assertShown(state: descent.State, committed: Uint8Array): void {
  for (const { offsetBytes, bytes } of state.chunks) {
    expect(octets.isEqual(bytes, committed.subarray(offsetBytes, offsetBytes + bytes.length))).toBe(true);
  }
}

describe('moves of a descent that were changed', () => {
  it('show what was committed to, or are refused: whoever made them, in whatever order', () => {
    const tally = tryMany(8000, (chance) => {
      const version = pick(chance, versions);
      const { committed, root, lengthBytes } = version;
      const worker = pick<Worker>(chance, ['honest', 'careless', 'lying']);
      let state = descent.start(root, lengthBytes);
      const shown = (): boolean => state.chunks.length > 1;
      for (let left = 2 + 2 * descent.mostAnswers(lengthBytes); left > 0; left--) {
        const move = someMove(state, version, worker, chance);
        const advanced = descent.advance(state, move);
        if (!advanced.ok) {
          assertOutcome(advanced.verdict, move.kind === 'question' ? 'bad-challenge' : 'withheld');
          if (worker === 'honest') expect(move.kind).toBe('question');
          expect(verdict.decode(verdict.encode(advanced.verdict))).toEqual(advanced.verdict);
          return shown() ? 'a chunk was shown' : advanced.verdict.code;
        }
        state = advanced.state;
        assertShown(state, committed);
      }
      throw new Error('a descent has an end');
    });
    const ends = ['descent.wrong-answer', 'descent.bad-question', 'a chunk was shown'];
    expect([...tally.keys()]).toEqual(expect.arrayContaining(ends));
  });

  it('lead a watcher to the committed bytes, whatever his own are', () => {
    const tally = tryMany(4000, (chance) => {
      const { next } = chance;
      const { committed, root, lengthBytes } = pick(chance, versions);
      const own = committed.slice();
      for (let left = next(4); left > 0; left--) own[next(lengthBytes)]! ^= 1 + next(255);
      const watcher = descent.watch({ root, lengthBytes, own });
      const opening = descent.begin(committed);
      let told = descent.opened(watcher, next(6) === 0 ? changedMove(opening, committed, undefined, chance) : opening);
      while (told.ok) {
        assertShown(told.watcher.state, committed);
        const node = descent.question(told.watcher);
        if (node === undefined) break;
        const given = descent.answer(committed, node);
        if (!given.ok) throw new Error('a watcher asks only what he may');
        const isChanged = next(8) === 0;
        told = descent.answered(
          told.watcher,
          isChanged ? changedMove(given.bytes, committed, node, chance) : given.bytes,
        );
      }
      if (!told.ok) {
        assertOutcome(told.verdict, 'withheld');
        return told.verdict.code;
      }
      const found = descent.difference(told.watcher);
      expect(found === undefined).toBe(octets.isEqual(own, committed));
      if (found === undefined) return 'no difference';
      const list = [found.chunk, found.chunk + 1];
      expect(octets.isEqual(descent.opening(told.watcher), ofPages(committed, 0, list).bytes)).toBe(true);
      return 'a difference';
    });
    const ends = ['descent.wrong-answer', 'no difference', 'a difference'];
    expect([...tally.keys()]).toEqual(expect.arrayContaining(ends));
  });
});

describe('chunks that a watcher was shown', () => {
  /** What a watcher makes of a chunk whose own run of the job is right up to the version, and wrong in it, perhaps. */
  function accuse(specimen: Specimen, chance: Random): string {
    const { next } = chance;
    const { job, receipt, terms, contents } = specimen.worked;
    const written = jobs.versions(job).filter(({ origin }) => origin.kind === 'write');
    const isAimed = specimen.wrong !== undefined && next(4) > 0;
    const version = isAimed ? written.find(({ index }) => index === specimen.wrong!.version)! : pick(chance, written);
    const { index, sizeBytes } = version;
    const chunk = isAimed ? Math.floor((4 * specimen.wrong!.word) / CHUNK) : next(Math.ceil(sizeBytes / CHUNK));
    const own = new Map(contents.entries());
    const right = flawless.find(({ worked }) => worked.job === job)!.worked.contents;
    own.set(index, next(3) === 0 ? contents[index]!.map((byte) => byte ^ (next(20) === 0 ? 1 : 0)) : right[index]!);
    const shown = ofPages(contents[index]!, index, [chunk, chunk + 1]).bytes;
    const opening = next(3) === 0 ? damaged(shown, chance) : shown;
    const made = ofDescent(
      receipt,
      terms,
      own,
      { version: index, chunk, opening },
      { limits: specimen.options.limits! },
    );
    if (made === undefined) return 'nothing';
    const found = proof.verifyFraudProof(proof.encode(made), receipt);
    assertTruthful(found, specimen.wrong);
    return found.code;
  }

  it('of an honest worker make no proof that holds', () => {
    const tally = tryMany(2000, (chance) => accuse(pick(chance, flawless), chance));
    expect([...tally.keys()].filter((code) => !['nothing', 'proof.unfounded'].includes(code))).toEqual([]);
  });

  it('of one who claims a wrong word make a proof of this word', () => {
    const tally = tryMany(2000, (chance) => accuse(pick(chance, forged), chance));
    expect([...tally.keys()]).toEqual(expect.arrayContaining(['nothing', 'cell.wrong', 'frame.changed']));
  });
});
