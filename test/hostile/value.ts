/** Objects that somebody changed who knows how they are encoded: values of another type, at a limit, too many, in another order. */
import { codec, isAssayError } from '@assay/core';
import type { Random } from '../profile/mutation.js';
import { damaged } from './damage.js';
import { pick } from './trials.js';

/** Beyond those of any decoder, so that what is too much is written, too. */
const limits: codec.Limits = { maxBytes: 1 << 28, maxDepth: 64, maxValues: 1 << 23 };

const edges: readonly codec.Value[] = [
  ...[0, 1, -1, 2, 3, 127, 128, 255, 256, 1023, 1024, 65_535, 65_536],
  ...[2 ** 20, 2 ** 24, 2 ** 24 + 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, -(2 ** 31), Number.MAX_SAFE_INTEGER],
  ...[2n ** 53n, 2n ** 64n - 1n, -(2n ** 63n)],
];

const strangers: readonly codec.Value[] = [
  ...edges,
  ...[null, true, false, '', 'kind', 'constructor', '__proto__', '\u{1f600}'.repeat(40), 'x'.repeat(1025)],
  ...[0, 1, 31, 32, 33, 63, 64, 65, 1024, 16_385].map((length) => new Uint8Array(length).fill(length)),
  [],
  {},
  [[]],
  [0, 0],
  { kind: 'hash' },
];

const names: readonly string[] = ['__proto__', 'constructor', 'kind', 'type', 'version', 'held', 'before', '', 'x'];

/** The canonical bytes. */
export function encode(value: codec.Value): Uint8Array {
  return codec.encode(value, limits);
}

/** The value of canonical bytes that are known to be good. */
export function decode(bytes: Uint8Array): codec.Value {
  return codec.decode(bytes, limits);
}

/** The bytes of the object with one to three places in it changed. @param others lend their parts. */
export function distorted(bytes: Uint8Array, chance: Random, others: readonly Uint8Array[] = []): Uint8Array {
  let value = decode(bytes);
  for (let left = 1 + chance.next(2) * chance.next(3); left > 0; left--) value = changed(value, chance, others);
  return encode(value);
}

/** The value with one place in it changed: itself, or a place in one of its parts, each of them as likely as another. */
export function changed(value: codec.Value, chance: Random, lenders: readonly Uint8Array[] = []): codec.Value {
  const { next } = chance;
  const count = partsOf(value).length;
  if (count === 0 || next(4) === 0) return changedPlace(value, chance, lenders);
  const at = next(count);
  if (Array.isArray(value)) return value.with(at, changed(value[at], chance, lenders));
  const entries = Object.entries(value as codec.Fields);
  return fieldsOf(entries.map(([name, part], i) => [name, i === at ? changed(part, chance, lenders) : part]));
}

/** The object with other values in some of its fields. */
export function withFields(value: codec.Value, fields: codec.Fields): codec.Value {
  return codec.isFields(value) ? fieldsOf([...Object.entries(value), ...Object.entries(fields)]) : value;
}

function changedPlace(place: codec.Value, chance: Random, lenders: readonly Uint8Array[]): codec.Value {
  const { next } = chance;
  if (next(8) === 0) return pick(chance, strangers);
  if (next(8) === 0 && lenders.length > 0) return partOf(decode(pick(chance, lenders)), chance);
  if (typeof place === 'number') {
    return pick(chance, [
      Math.min(place + 1, Number.MAX_SAFE_INTEGER),
      Math.max(place - 1, Number.MIN_SAFE_INTEGER),
      next(Math.abs(place) + 2),
      pick(chance, edges),
    ]);
  }
  if (typeof place === 'string') return changedText(place, chance);
  if (place instanceof Uint8Array) return changedBytes(place, chance, lenders);
  if (Array.isArray(place)) return changedList(place, chance);
  if (codec.isFields(place)) return changedFields(place, chance);
  return pick(chance, strangers);
}

function changedText(text: string, { next }: Random): string {
  const at = next(text.length + 1);
  const ways = [text.slice(0, at), text + text, text.slice(0, at) + names[next(names.length)] + text.slice(at)];
  return ways[next(ways.length)]!.replace(/[\ud800-\udfff]/g, '');
}

/** What is itself an object is changed in its places, most of the time. */
function changedBytes(bytes: Uint8Array, chance: Random, lenders: readonly Uint8Array[]): codec.Value {
  const inner = chance.next(4) === 0 ? undefined : objectIn(bytes);
  if (inner !== undefined) return encode(changed(inner, chance, lenders));
  const { next } = chance;
  return next(2) === 0 && bytes.length > 0 ? bytes.with(next(bytes.length), next(256)) : damaged(bytes, chance);
}

function objectIn(bytes: Uint8Array): codec.Value | undefined {
  try {
    const value = codec.decode(bytes);
    return codec.isFields(value) ? value : undefined;
  } catch (error) {
    if (isAssayError(error)) return undefined;
    throw error;
  }
}

function changedList(list: readonly codec.Value[], chance: Random): codec.Value {
  const { next } = chance;
  const at = next(list.length + 1);
  const other = next(list.length + 1);
  const ways: readonly (() => codec.Value)[] = [
    () => list.toSpliced(at, 1),
    () => list.toSpliced(at, 0, ...list.slice(other, other + 1)),
    () => list.toSpliced(at, 0, pick(chance, strangers)),
    () => list.toReversed(),
    () => [...list.slice(at), ...list.slice(0, at)],
    () => list.slice(0, at),
    () => [...list, ...list],
    () => Array.from({ length: pick(chance, [17, 300, 5000]) }, () => list[at] ?? 0),
  ];
  return pick(chance, ways)();
}

function changedFields(fields: codec.Fields, chance: Random): codec.Value {
  const { next } = chance;
  const entries = Object.entries(fields);
  const at = next(entries.length + 1);
  const other = next(entries.length + 1);
  const [, lent = null] = entries[other] ?? [];
  const ways: readonly (() => readonly (readonly [string, codec.Value])[])[] = [
    () => entries.toSpliced(at, 1),
    () => [...entries, [pick(chance, names), lent]],
    () => [...entries, [`${entries[at]?.[0] ?? ''}${pick(chance, names)}`, lent]],
    () => entries.map(([name, value], i) => [name, i === at ? lent : value]),
    () => entries.map(([name, value], i) => [i === at ? pick(chance, names) : name, value]),
  ];
  return fieldsOf(pick(chance, ways)());
}

/** Without a prototype: names may be any. */
function fieldsOf(entries: readonly (readonly [string, codec.Value])[]): codec.Value {
  const fields: Record<string, codec.Value> = Object.create(null);
  for (const [name, value] of entries) fields[name] = value;
  return fields;
}

function partsOf(value: codec.Value): readonly codec.Value[] {
  if (Array.isArray(value)) return value;
  return codec.isFields(value) ? Object.values(value) : [];
}

/** Any part of a value, or of its parts. */
function partOf(value: codec.Value, chance: Random): codec.Value {
  const parts = partsOf(value);
  return parts.length === 0 || chance.next(4) === 0 ? value : partOf(pick(chance, parts), chance);
}
