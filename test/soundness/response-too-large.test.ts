import { job as jobs, verdict } from '@assay/core';
import { challengeOf, work } from '@assay/testkit';
import { response as responses, sampleOf } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { answer, check } from '../audited.js';
import * as relay from '../relay.js';

// Attack: an answer of any length, so that the verifier's memory or time runs out. How long it may be is known before it is read (A4):
// what is longer is refused unread, what is not is bounded by its own length.

const worked = work(relay.job, relay.inputs);
const challenge = challengeOf(worked, 1);
const sample = sampleOf(worked.receipt, worked, challenge);
const literals = new Set<number>(
  jobs.versions(relay.job).flatMap(({ index, origin }) => (origin.kind === 'literal' ? [index] : [])),
);
const longest = responses.longest(relay.job, sample, (version) => literals.has(version));
const codeOf = (bytes: Uint8Array, mostBytes?: number): string =>
  check(worked, challenge, bytes, mostBytes === undefined ? {} : { mostBytes }).verdict.code;

describe('an answer that is too long', () => {
  it('control: the longest that is needed is all bytes of all versions, with 64 bytes a page, and 16 KiB a frame', () => {
    const pages = relay.inputs.get('seeds')!.length / 1024 + 2 * 16 + 4;
    const bytes = 4096 + 2 * 16_384 + 4096;
    expect(longest).toBe(4096 + bytes + 64 * pages + 2 * 16_384);
    expect(answer(worked, challenge).length).toBeLessThan(longest);
    expect(codeOf(answer(worked, challenge))).toBe('valid');
  });

  it('one byte more is not looked at, whatever it is', () => {
    expect(codeOf(new Uint8Array(longest))).toBe('response.malformed');
    const { verdict: found } = check(worked, challenge, new Uint8Array(longest + 1));
    expect(found).toMatchObject({ code: 'response.too-large', evidence: { got: `${longest + 1} bytes` } });
    expect(verdict.outcomeOf(found)).toBe('withheld');
  });

  it('nor is what is more than the verifier reads', () => {
    const shown = answer(worked, challenge);
    expect(codeOf(shown, shown.length)).toBe('valid');
    expect(codeOf(shown, shown.length - 1)).toBe('response.too-large');
  });

  it.each<[string, readonly number[]]>([
    ['an array of 2³² − 1', [0xdd, 0xff, 0xff, 0xff, 0xff]],
    ['a map of 2³² − 1', [0xdf, 0xff, 0xff, 0xff, 0xff]],
    ['2³² − 1 bytes', [0xc6, 0xff, 0xff, 0xff, 0xff]],
    ['17 arrays inside each other', Array.from({ length: 17 }, () => 0x91)],
    ['nothing', []],
  ])('short bytes that announce %s', (_, bytes) => {
    expect(codeOf(Uint8Array.from(bytes))).toBe('response.malformed');
  });

  it('arrays of arrays that fill all that is allowed', () => {
    const bytes = new Uint8Array(longest).fill(0x90);
    bytes.set([0xdc, (longest - 3) >>> 8, (longest - 3) & 0xff]);
    expect(codeOf(bytes)).toBe('response.malformed');
  });
});
