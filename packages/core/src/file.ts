/**
 * Objects as files: the object beside a checksum of it, so that a damaged file is told from a changed one. The checksum
 * protects against accidents only; ids and signatures protect against people.
 */
import { assertBytes, isEqual, toHex } from './bytes.js';
import * as challenges from './challenge.js';
import * as codec from './codec.js';
import * as costs from './costs.js';
import { AssayError, isAssayError } from './errors.js';
import { digest } from './identity.js';
import * as jobs from './job.js';
import * as keys from './key.js';
import * as receipts from './receipt.js';
import { binary, describe, integer, oneOf, record, type Shape } from './shape.js';
import * as tasks from './task.js';
import * as verdicts from './verdict.js';

/** Every object that has a file form, by type. */
export interface Objects {
  readonly job: jobs.Job;
  readonly task: tasks.Task;
  readonly receipt: receipts.Receipt;
  readonly verdict: verdicts.Verdict;
  readonly key: keys.Key;
  readonly costs: costs.Costs;
  readonly challenge: challenges.Challenge;
}

/** A type of object that has a file form. */
export type ObjectType = keyof Objects;

/** An object with its type. */
export type Tagged = { readonly [T in ObjectType]: { readonly type: T; readonly object: Objects[T] } }[ObjectType];

interface Envelope {
  readonly assay: number;
  readonly type: ObjectType;
  readonly checksum: Uint8Array;
  readonly object: codec.Value;
}

const forms: {
  readonly [T in ObjectType]: { toValue(object: Objects[T]): codec.Value; fromValue(value: codec.Value): Objects[T] };
} = {
  job: { toValue: jobs.toValue, fromValue: jobs.fromValue },
  task: { toValue: tasks.shape.toValue, fromValue: (value) => tasks.shape.fromValue(value, 'task') },
  receipt: { toValue: receipts.shape.toValue, fromValue: (value) => receipts.shape.fromValue(value, 'receipt') },
  verdict: { toValue: verdicts.shape.toValue, fromValue: (value) => verdicts.shape.fromValue(value, 'verdict') },
  key: {
    toValue: keys.shape.toValue,
    fromValue: (value) => {
      const key = keys.shape.fromValue(value, 'key');
      keys.assertKey(key);
      return key;
    },
  },
  costs: { toValue: costs.shape.toValue, fromValue: (value) => costs.shape.fromValue(value, 'costs') },
  challenge: {
    toValue: challenges.shape.toValue,
    fromValue: (value) => challenges.shape.fromValue(value, 'challenge'),
  },
};

const anyValue: Shape<codec.Value> = { expects: 'a value', fromValue: (value) => value, toValue: (value) => value };

const envelope: Shape<Envelope> = record<Envelope>({
  assay: integer(1, 1),
  type: oneOf(...(Object.keys(forms) as ObjectType[])),
  checksum: binary(32, 32),
  object: anyValue,
});

/** The longest file, in bytes. */
export const maxBytes: number = codec.defaultLimits.maxBytes + 256;

/** SPEC.md F1: whatever object there is has room in a file. */
const limits: codec.Limits = {
  maxBytes,
  maxDepth: codec.defaultLimits.maxDepth + 1,
  maxValues: codec.defaultLimits.maxValues + 4,
};

/** The file's bytes for an object. */
export function encode<T extends ObjectType>(type: T, object: Objects[T]): Uint8Array<ArrayBuffer> {
  assertType(type);
  const value = forms[type].toValue(object);
  const checksum = digest('file', codec.encode(value));
  return codec.encode(envelope.toValue({ assay: 1, type, checksum, object: value }), limits);
}

/**
 * The object in a file, of whatever type it is.
 *
 * @throws AssayError `file.not-assay`, `file.damaged` (malformed), or what the object's own decoder throws.
 */
export function decode(bytes: Uint8Array): Tagged {
  const { type, checksum, object } = open(bytes);
  const expected = digest('file', codec.encode(object));
  if (!isEqual(checksum, expected)) {
    throw damaged(`contents with the checksum ${toHex(checksum)}`, `contents with the checksum ${toHex(expected)}`);
  }
  return { type, object: forms[type].fromValue(object) } as Tagged;
}

/**
 * The object of an expected type in a file.
 *
 * @throws AssayError `file.other-type` (malformed), or what {@link decode} throws.
 */
export function decodeAs<T extends ObjectType>(type: T, bytes: Uint8Array): Objects[T] {
  assertType(type);
  const tagged = decode(bytes);
  if (tagged.type === type) return tagged.object as Objects[T];
  throw new AssayError({
    kind: 'malformed',
    code: 'file.other-type',
    expected: `a ${type} file`,
    got: `a ${tagged.type} file`,
    remedy: `Pass the file that holds the ${type}.`,
  });
}

function assertType(type: string): void {
  if (Object.hasOwn(forms, type)) return;
  throw new AssayError({
    kind: 'bug',
    code: 'file.unknown-type',
    expected: `a type of object: ${Object.keys(forms).join(', ')}`,
    got: describe(type),
    remedy: 'The type comes first, then the object.',
  });
}

function open(bytes: Uint8Array): Envelope {
  assertBytes(bytes, 'file');
  // fixmap of 4, key "assay", version 1: what every file of ours begins with.
  const magic = [0x84, 0xa5, 0x61, 0x73, 0x73, 0x61, 0x79, 0x01];
  if (magic.some((byte, index) => bytes[index] !== byte)) {
    throw new AssayError({
      kind: 'malformed',
      code: 'file.not-assay',
      expected: 'a file written by Assay',
      got: bytes.length === 0 ? 'an empty file' : `bytes that begin with ${toHex(bytes.subarray(0, 8))}`,
      remedy: `Pass a file of one of these types: ${Object.keys(forms).join(', ')}.`,
    });
  }
  try {
    return envelope.fromValue(codec.decode(bytes, limits), 'file');
  } catch (error) {
    if (!isAssayError(error) || error.kind !== 'malformed') throw error;
    const where = error.where === undefined ? '' : ` at ${error.where}`;
    throw damaged('the file as it was written', `something else${where} (${error.code})`);
  }
}

function damaged(expected: string, got: string): AssayError {
  return new AssayError({
    kind: 'malformed',
    code: 'file.damaged',
    expected,
    got,
    remedy: 'The file is truncated or was changed after it was written: fetch it again.',
  });
}
