import { bytes as octets } from '@assay/core';
import { challengeOf, work } from '@assay/testkit';
import { response as responses } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { answer, check } from '../audited.js';
import * as relay from '../relay.js';

// Attack: other bytes for the same answer, so that its digest, or what another decoder reads in it, is another one. There is one encoding
// of each answer (core K7), and all else is none.

const worked = work(relay.job, relay.inputs);
const challenge = challengeOf(worked, 1);
const response = answer(worked, challenge);
const codeOf = (bytes: Uint8Array): string => check(worked, challenge, bytes).verdict.code;

describe('an answer that is not canonical', () => {
  it('control: as it was encoded; it is what its own decoder writes', () => {
    expect(codeOf(response)).toBe('valid');
    expect(octets.isEqual(responses.encode(responses.decode(response)), response)).toBe(true);
  });

  it.each<[string, () => Uint8Array]>([
    ['a byte behind it', () => octets.concat(response, Uint8Array.of(0xc0))],
    ['itself behind it', () => octets.concat(response.subarray(0, 2000), response.subarray(0, 2000))],
    ['cut off', () => response.subarray(0, -1)],
    [
      'its map in the longer form',
      () => octets.concat(Uint8Array.of(0xde, 0x00, response[0]! & 0x0f), response.subarray(1)),
    ],
    ['another type', () => replaced('response', 'responsf')],
    ['another version', () => response.with(response.length - 1, 2)],
    ['nil', () => Uint8Array.of(0xc0)],
  ])('%s', (_, change) => {
    expect(codeOf(change())).toBe('response.malformed');
  });

  it('each of its first 60 bytes changed gives no valid answer, or the same fields', () => {
    for (let i = 0; i < 60; i++) expect(codeOf(response.with(i, response[i]! ^ 0x80)), `byte ${i}`).not.toBe('valid');
  });
});

/** The answer with one text in it replaced by another one of its length. */
function replaced(text: string, other: string): Uint8Array {
  const [from, to] = [text, other].map((each) => new TextEncoder().encode(each));
  const at = response.findLastIndex((_, i) => from!.every((byte, k) => response[i + k] === byte));
  const bytes = response.slice();
  bytes.set(to!, at);
  return bytes;
}
