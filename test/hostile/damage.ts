/** Bytes that somebody damaged, without regard to what they mean. */
import { bytes as octets } from '@assay/core';
import type { Random } from '../profile/mutation.js';
import { pick } from './trials.js';

/** The first bytes of what claims to be long: a text, bytes, an array, a map of 2³²−1, an integer of 64 bits. */
const heads: readonly (readonly number[])[] = [
  [0xdb, 0xff, 0xff, 0xff, 0xff],
  [0xc6, 0xff, 0xff, 0xff, 0xff],
  [0xdd, 0xff, 0xff, 0xff, 0xff],
  [0xdf, 0xff, 0xff, 0xff, 0xff],
  [0xdc, 0xff, 0xff],
  [0xcf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  [0xd3, 0x80, 0, 0, 0, 0, 0, 0, 0],
  [0x9f],
  [0x8f],
  [0xc1],
];

/**
 * The bytes after one to three changes: bits, runs of bytes, ends that are cut, parts of others.
 *
 * @param others lend their parts.
 */
export function damaged(bytes: Uint8Array, chance: Random, others: readonly Uint8Array[] = []): Uint8Array {
  let changed = bytes;
  for (let left = 1 + chance.next(3); left > 0; left--) changed = change(changed, chance, others);
  return changed;
}

function change(bytes: Uint8Array, chance: Random, others: readonly Uint8Array[]): Uint8Array {
  const { next } = chance;
  if (bytes.length === 0) return Uint8Array.of(next(256));
  const at = next(bytes.length);
  const length = 1 + next(40);
  const from = next(bytes.length);
  const lender = others.length === 0 ? bytes : pick(chance, others);
  const lent = next(lender.length + 1);
  const put = (cut: number, ...parts: readonly Uint8Array[]): Uint8Array =>
    octets.concat(bytes.subarray(0, at), ...parts, bytes.subarray(at + cut));
  const ways: readonly (() => Uint8Array)[] = [
    () => bytes.with(at, bytes[at]! ^ (1 << next(8))),
    () => bytes.with(at, next(256)),
    () => bytes.with(at, pick(chance, [0x00, 0x7f, 0x80, 0x90, 0xa0, 0xc0, 0xc4, 0xff])),
    () => put(length),
    () =>
      put(
        0,
        Uint8Array.from({ length }, () => next(256)),
      ),
    () => put(0, bytes.subarray(from, from + length)),
    () => put(length, bytes.subarray(from, from + length)),
    () => put(next(2) * length, Uint8Array.from(pick(chance, heads))),
    () => bytes.subarray(0, at),
    () => bytes.subarray(at),
    () => octets.concat(bytes, bytes.subarray(at)),
    () => octets.concat(bytes.subarray(0, at), lender.subarray(lent)),
    () => put(length, lender.subarray(lent, lent + length)),
  ];
  return pick(chance, ways)();
}
