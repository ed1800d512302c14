import { verdict } from '@assay/core';
import { cheater, work } from '@assay/testkit';
import { descent } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { descend, descentOf, judge } from '../audited.js';
import * as relay from '../relay.js';

// Attack: one wrong word that no sample drew, and a worker who does not show the chunk with it when a watcher asks. Nothing but the
// committed bytes is an answer (L4), and it is the worker's turn until he gives them: that is `withheld`, which costs what fraud costs.

const WORD = 700;
const { out } = relay.versions;
const worked = work(relay.job, relay.inputs);
const spoiled = work(relay.job, relay.inputs, { forge: cheater.spoiling('out', WORD) });
const committed = spoiled.contents[out]!;
const own = worked.contents[out]!;

/** The watcher who waits for the chunk. */
function asked(): descent.Watcher {
  const opened = descent.opened(descentOf(spoiled, out, own), descent.begin(committed));
  if (!opened.ok) throw new Error(opened.verdict.code);
  return opened.watcher;
}

describe('the chunk with the wrong word is not shown', () => {
  it('control: shown, it is a fraud proof', () => {
    expect(judge(descend(spoiled, out, own)!, spoiled.receipt)).toMatchObject({
      code: 'cell.wrong',
      evidence: { step: 1, workgroup: Math.floor(WORD / relay.cellWords), word: WORD },
    });
  });

  it('it is asked for, and the worker’s turn', () => {
    expect(descent.question(asked())).toEqual({ first: 2, height: 0 });
    expect(asked().state.due).toBe('answer');
    const move = (kind: 'opening' | 'answer', bytes: Uint8Array): descent.Move => ({ kind, bytes });
    const moves: descent.Move[] = [
      move('opening', descent.begin(committed)),
      { kind: 'question', node: { first: 2, height: 0 } },
    ];
    const root = spoiled.receipt.trace[out]!;
    const standing = descent.check({ root, lengthBytes: committed.length, moves });
    expect(standing).toMatchObject({ ok: true, by: 'worker', due: 'answer' });
  });

  it.each([
    ['the right bytes', own.subarray(2048, 3072)],
    ['another chunk', committed.subarray(1024, 2048)],
    ['noise', cheater.noise(1024)],
    ['less', committed.subarray(2048, 3071)],
    ['more', committed.subarray(2048, 3073)],
    ['nothing', new Uint8Array()],
  ])('%s is no answer', (_, bytes) => {
    const next = descent.answered(asked(), bytes);
    if (next.ok) expect.unreachable('it was taken');
    else {
      expect(next.verdict.code).toBe('descent.wrong-answer');
      expect(verdict.outcomeOf(next.verdict)).toBe('withheld');
    }
  });
});
