import { bytes as octets, verdict } from '@assay/core';
import { cheater, work } from '@assay/testkit';
import { proof } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { check, evidence, judge } from '../audited.js';
import * as marks from '../marks.js';

// Attack: bytes that are no fraud proof, in the hope that the judge fails, takes long, or takes them for one: cut, lengthened, changed at
// each place, announcing more than they hold. A judge always comes to a verdict, and none of these says anything about the worker.

const spoiled = work(marks.job, marks.inputs, { forge: cheater.spoiling('marks', 5) });
const bytes = evidence(spoiled, check(spoiled))!;
const codeOf = (changed: Uint8Array): string => judge(changed, spoiled.receipt).code;

describe('bytes that are no fraud proof', () => {
  it('control: as they are it is fraud', () => {
    expect(codeOf(bytes)).toBe('cell.wrong');
  });

  it.each<[string, () => Uint8Array]>([
    ['nothing', () => new Uint8Array()],
    ['nil', () => Uint8Array.of(0xc0)],
    ['a byte less', () => bytes.subarray(0, -1)],
    ['a byte more', () => octets.concat(bytes, Uint8Array.of(0))],
    ['twice', () => octets.concat(bytes, bytes)],
    ['an array of 2³² − 1', () => Uint8Array.of(0xdd, 0xff, 0xff, 0xff, 0xff)],
    ['2³² − 1 bytes', () => Uint8Array.of(0xc6, 0xff, 0xff, 0xff, 0xff)],
    ['noise', () => cheater.noise(4096)],
    ['zeros', () => new Uint8Array(4096)],
  ])('%s', (_, change) => {
    expect(codeOf(change())).toBe('proof.malformed');
  });

  it('with a job or a task that is none', () => {
    const { claim, finding } = proof.decode(bytes);
    for (const change of [{ job: Uint8Array.of(0xc0) }, { task: Uint8Array.of(0xc0) }]) {
      const changed = proof.encode({ claim, finding: { ...finding, ...change } as proof.Finding });
      expect(codeOf(changed)).toBe('proof.malformed');
    }
  });

  it('one bit changed, at every seventh byte: no verdict but that one speaks against the worker, and none against the job', () => {
    for (let i = 0; i < bytes.length; i += 7) {
      const found = judge(bytes.with(i, bytes[i]! ^ (1 << (i % 8))), spoiled.receipt);
      expect(verdict.outcomeOf(found), `byte ${i}: ${found.code}`).toBe('bad-challenge');
    }
  });

  it('more than is read is not read', () => {
    expect(codeOf(new Uint8Array(proof.limits.mostBytes + 1))).toBe('proof.malformed');
  });
});
