import { blake3 } from '@noble/hashes/blake3.js';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from './bytes.js';
import * as codec from './codec.js';
import type { Salt, TaskId } from './identity.js';
import * as receipt from './receipt.js';
import * as signature from './signature.js';
import * as suites from './suite.js';
import { outcome } from './testing/fixture.js';
import * as traces from './trace.js';

const suite = suites.blake3();
const secret = new Uint8Array(32).fill(3);
const task = 'aa'.repeat(32) as TaskId;
const salt = 'bb'.repeat(32) as Salt;
const trace = [1, 2, 3].map((byte) => suite.root(new Uint8Array(4).fill(byte)));
const notes = { adapter: 'software', seconds: 2, nested: { list: [null, true, new Uint8Array(2)] } };
const valid = receipt.issue({ task, trace, suite, secret, salt, notes });
const context = (text: string): { context: Uint8Array } => ({ context: new TextEncoder().encode(text) });

describe('issue', () => {
  it('R2: claims the trace root, names the worker and signs', () => {
    expect(valid.claim.task).toBe(task);
    expect(valid.claim.worker).toEqual(signature.identityOf(secret));
    expect(valid.claim.traceRoot).toBe(traces.root(trace, suite));
    expect(valid.claim.salt).toBe(salt);
    expect(signature.isValid(valid.signature, receipt.signingDigest(valid.claim), valid.claim.worker)).toBe(true);
    expect(receipt.issue({ task, trace, suite, secret, salt }).notes).toEqual({});
  });

  it('R3: the seal is the digest of the canonical list [worker, task, trace root, salt]', () => {
    const worker = { scheme: 'ed25519', publicKey: fromHex(valid.claim.worker.publicKey) };
    const bytes = codec.encode([worker, fromHex(task), fromHex(valid.claim.traceRoot), fromHex(salt)]);
    expect(valid.claim.seal).toBe(toHex(blake3(bytes, context('Assay 2026-11-20 sealed commitment v1'))));
  });

  it('R3: every part is under the seal', () => {
    const { worker, traceRoot } = valid.claim;
    const other = 'cc'.repeat(32);
    const seals = [
      receipt.seal(worker, task, traceRoot, salt),
      receipt.seal({ ...worker, publicKey: other as signature.PublicKey }, task, traceRoot, salt),
      receipt.seal(worker, other as TaskId, traceRoot, salt),
      receipt.seal(worker, task, other as suites.Root, salt),
      receipt.seal(worker, task, traceRoot, other as Salt),
      receipt.seal(worker, traceRoot as string as TaskId, task as string as suites.Root, salt),
    ];
    expect(new Set(seals).size).toBe(seals.length);
  });

  it('refuses an empty trace', () => {
    expect(outcome(() => receipt.issue({ task, trace: [], suite, secret, salt }))).toBe('bug receipt.empty-trace');
  });
});

describe('encode, decode and id', () => {
  it('decode ∘ encode is the identity', () => {
    expect(receipt.decode(receipt.encode(valid))).toEqual(valid);
    expect(receipt.encode(receipt.decode(receipt.encode(valid)))).toEqual(receipt.encode(valid));
  });

  it('R2: the id is the digest that was signed, whatever signature, trace and notes', () => {
    const value = receipt.shape.toValue(valid) as unknown as { claim: codec.Value };
    const expected = blake3(codec.encode(value.claim), context('Assay 2026-11-20 claim id and signing digest v1'));
    expect(receipt.id(valid)).toBe(toHex(expected));
    expect(toHex(receipt.signingDigest(valid.claim))).toBe(toHex(expected));
    const other = { ...valid, signature: 'dd'.repeat(64) as signature.Signature, trace: trace.slice(1), notes: {} };
    expect(receipt.id(other)).toBe(receipt.id(valid));
  });

  it('every part of a claim is under its id', () => {
    const other = 'cc'.repeat(32);
    const ids = Object.keys(valid.claim).map((field) => {
      const changed = field === 'worker' ? signature.identityOf(new Uint8Array(32)) : other;
      return receipt.id({ ...valid, claim: { ...valid.claim, [field]: changed } });
    });
    expect(new Set([...ids, receipt.id(valid)]).size).toBe(6);
  });

  const value = receipt.shape.toValue(valid) as Record<string, codec.Value>;
  const claim = value.claim as Record<string, codec.Value>;
  it.each<[string, object, string]>([
    ['control', {}, 'accepted'],
    ['an unknown version', { version: 2 }, 'malformed shape.unknown-version'],
    ['a claim of an unknown version', { claim: { ...claim, version: 2 } }, 'malformed shape.unknown-version'],
    ['a claim without type', { claim: { ...claim, type: 'receipt' } }, 'malformed shape.wrong-type'],
    ['another type', { type: 'claim' }, 'malformed shape.wrong-type'],
    ['an unknown field', { proof: 1 }, 'malformed shape.unknown-field'],
    ['an unknown field in the claim', { claim: { ...claim, tip: 1 } }, 'malformed shape.unknown-field'],
    ['a signature of 63 bytes', { signature: new Uint8Array(63) }, 'malformed shape.wrong-value'],
    ['a signature of 65 bytes', { signature: new Uint8Array(65) }, 'malformed shape.wrong-value'],
    [
      'an unknown scheme',
      { claim: { ...claim, worker: { ...(claim.worker as object), scheme: 'p256' } } },
      'malformed shape.wrong-value',
    ],
    ['an empty trace', { trace: [] }, 'malformed shape.wrong-value'],
    ['J3: a trace of 65,536', { trace: new Array(65_536).fill(new Uint8Array(32)) }, 'accepted'],
    ['J3: a trace of 65,537', { trace: new Array(65_537).fill(new Uint8Array(32)) }, 'malformed shape.wrong-value'],
    ['a root of 31 bytes', { trace: [new Uint8Array(31)] }, 'malformed shape.wrong-value'],
    ['R4: notes that are no map', { notes: [] }, 'malformed shape.wrong-value'],
    ['R4: no notes', { notes: undefined }, 'malformed shape.missing-field'],
  ])('decode: %s', (_, fields, expected) => {
    const changed: Record<string, unknown> = { ...value, ...fields };
    for (const name of Object.keys(changed)) if (changed[name] === undefined) delete changed[name];
    expect(outcome(() => receipt.decode(codec.encode(changed as codec.Value)))).toBe(expected);
  });

  it('R4: notes may have keys of any name, and harm nothing', () => {
    const hostile = JSON.parse('{"__proto__":{"polluted":true},"constructor":1,"toString":2}') as codec.Fields;
    const decoded = receipt.decode(receipt.encode({ ...valid, notes: hostile }));
    expect(Object.keys(decoded.notes).sort()).toEqual(['__proto__', 'constructor', 'toString']);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(receipt.encode(decoded)).toEqual(receipt.encode({ ...valid, notes: hostile }));
  });
});
