import { blake3 } from '@noble/hashes/blake3.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from './bytes.js';
import * as challenge from './challenge.js';
import * as codec from './codec.js';
import type { ClaimId, Salt, Seal, TaskId } from './identity.js';
import type { Claim } from './receipt.js';
import { identityOf } from './signature.js';
import type { Root } from './suite.js';
import { check, outcome } from './testing/fixture.js';

// Rules C1 to C4, A1 and D1 are those of packages/verify/SPEC.md.
const bytes32 = (byte: number): string => toHex(new Uint8Array(32).fill(byte));
const context = (text: string): { context: Uint8Array } => ({ context: new TextEncoder().encode(text) });

const sources: Readonly<Record<string, challenge.Source>> = {
  'a beacon': { kind: 'beacon', round: 17, value: bytes32(1) },
  'a beacon and a secret': { kind: 'beacon', round: 17, value: bytes32(1), secret: bytes32(2) },
  'the seal': { kind: 'hash' },
  'a seed': { kind: 'seed', seed: bytes32(1) },
};
const named = Object.entries(sources);
const drawn: challenge.Challenge = {
  claim: bytes32(9) as ClaimId,
  source: sources['a beacon and a secret']!,
  samples: 64,
  held: [0, 1, 7],
};

const anyHex = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toHex);
const challenges: fc.Arbitrary<challenge.Challenge> = fc.record({
  claim: anyHex.map((digits) => digits as ClaimId),
  source: fc.oneof(
    fc.record(
      { kind: fc.constant('beacon' as const), round: fc.maxSafeNat(), value: anyHex, secret: anyHex },
      { requiredKeys: ['kind', 'round', 'value'] },
    ),
    fc.constant({ kind: 'hash' as const }),
    fc.record({ kind: fc.constant('seed' as const), seed: anyHex }),
  ),
  samples: fc.integer({ min: 1, max: 2 ** 20 }),
  held: fc.uniqueArray(fc.nat({ max: 65_535 })).map((held) => held.sort((a, b) => a - b)),
});

describe('encode and decode', () => {
  it.each(named)('a challenge by %s is read as it was written', (_, source) => {
    expect(challenge.decode(challenge.encode({ ...drawn, source }))).toEqual({ ...drawn, source });
  });

  it('K10: without a secret there is no such field', () => {
    const source = sources['a beacon']!;
    const { source: written } = codec.decode(challenge.encode({ ...drawn, source })) as { source: codec.Fields };
    expect(Object.keys(written).sort()).toEqual(['kind', 'round', 'value']);
  });

  it('what is written is read, and has one encoding', () => {
    fc.assert(
      fc.property(challenges, (one) => {
        const read = challenge.decode(challenge.encode(one));
        expect(read).toEqual(one);
        expect(challenge.encode(read)).toEqual(challenge.encode(one));
      }),
      check(2_000),
    );
  });

  const value = challenge.shape.toValue(drawn) as Record<string, codec.Value>;
  const source = value.source as Record<string, codec.Value>;
  const every = Array.from({ length: 65_536 }, (_, index) => index);
  it.each<[string, object, string]>([
    ['control', {}, 'accepted'],
    ['an unknown version', { version: 2 }, 'malformed shape.unknown-version'],
    ['another type', { type: 'response' }, 'malformed shape.wrong-type'],
    ['an unknown field', { cells: [] }, 'malformed shape.unknown-field'],
    ['a claim of 31 bytes', { claim: new Uint8Array(31) }, 'malformed shape.wrong-value'],
    ['a claim as text', { claim: bytes32(9) }, 'malformed shape.wrong-value'],
    ['1 sample', { samples: 1 }, 'accepted'],
    ['no sample', { samples: 0 }, 'malformed shape.wrong-value'],
    ['2^20 samples', { samples: 2 ** 20 }, 'accepted'],
    ['a sample more', { samples: 2 ** 20 + 1 }, 'malformed shape.wrong-value'],
    ['nothing held', { held: [] }, 'accepted'],
    ['J3: the last version held', { held: [65_535] }, 'accepted'],
    ['J3: a version after the last', { held: [65_536] }, 'malformed shape.wrong-value'],
    ['a version before the first', { held: [-1] }, 'malformed shape.wrong-value'],
    ['J3: every version held', { held: every }, 'accepted'],
    ['J3: more than every version', { held: [...every, 65_535] }, 'malformed shape.wrong-value'],
    ['versions held in descending order', { held: [0, 7, 1] }, 'malformed challenge.unsorted-held'],
    ['a version held twice', { held: [0, 1, 1] }, 'malformed challenge.unsorted-held'],
    ['no source', { source: { kind: 'none' } }, 'malformed shape.wrong-value'],
    ['a source that every object has', { source: { kind: 'toString' } }, 'malformed shape.wrong-value'],
    ['round 0', { source: { ...source, round: 0 } }, 'accepted'],
    ['a round before the first', { source: { ...source, round: -1 } }, 'malformed shape.wrong-value'],
    ['round 2^53 - 1', { source: { ...source, round: 2 ** 53 - 1 } }, 'accepted'],
    ['round 2^53', { source: { ...source, round: 2n ** 53n } }, 'malformed shape.wrong-value'],
    ['a value of 31 bytes', { source: { ...source, value: new Uint8Array(31) } }, 'malformed shape.wrong-value'],
    ['a value of 33 bytes', { source: { ...source, value: new Uint8Array(33) } }, 'malformed shape.wrong-value'],
    ['a secret of 31 bytes', { source: { ...source, secret: new Uint8Array(31) } }, 'malformed shape.wrong-value'],
    ['a secret of 33 bytes', { source: { ...source, secret: new Uint8Array(33) } }, 'malformed shape.wrong-value'],
    ['K10: nil for no secret', { source: { ...source, secret: null } }, 'malformed shape.wrong-value'],
    ['a beacon without a value', { source: { kind: 'beacon', round: 17 } }, 'malformed shape.missing-field'],
    ['a beacon without a round', { source: { kind: 'beacon', value: source.value } }, 'malformed shape.missing-field'],
    ['a field of another source', { source: { kind: 'hash', round: 17 } }, 'malformed shape.unknown-field'],
    ['a seed of 32 bytes', { source: { kind: 'seed', seed: new Uint8Array(32) } }, 'accepted'],
    ['a seed of 33 bytes', { source: { kind: 'seed', seed: new Uint8Array(33) } }, 'malformed shape.wrong-value'],
    ['a seed that is absent', { source: { kind: 'seed' } }, 'malformed shape.missing-field'],
  ])('decode: %s', (_, fields, expected) => {
    const changed = codec.encode({ ...value, ...fields } as codec.Value);
    expect(outcome(() => challenge.decode(changed))).toBe(expected);
  });

  it('K6, K9: only the whole of a short enough input', () => {
    const bytes = challenge.encode(drawn);
    expect(outcome(() => challenge.decode(Uint8Array.of(...bytes, 0)))).toBe('malformed codec.trailing-bytes');
    expect(outcome(() => challenge.decode(bytes.subarray(0, -1)))).toBe('malformed codec.truncated');
    expect(outcome(() => challenge.decode(new Uint8Array(2 ** 24 + 1)))).toBe('exhausted codec.too-long');
  });

  it('says which index is out of order', () => {
    const unsorted = challenge.encode({ ...drawn, held: [4, 2] });
    expect(() => challenge.decode(unsorted)).toThrow(
      expect.objectContaining({ where: 'challenge.held[1]', expected: 'an index above 4', got: '2' }),
    );
  });
});

describe('id', () => {
  it.each(named)('C1: by %s it is BLAKE3 of the bytes in derive-key mode', (_, source) => {
    const one = { ...drawn, source };
    const expected = blake3(challenge.encode(one), context('Assay 2026-11-20 challenge id v1'));
    expect(challenge.id(one)).toBe(toHex(expected));
  });

  it('C1: every part of a challenge is under it', () => {
    const ids = [
      drawn,
      { ...drawn, claim: bytes32(8) as ClaimId },
      { ...drawn, samples: 65 },
      { ...drawn, held: [0, 1] },
      ...named.map(([, source]) => ({ ...drawn, samples: 1, source })),
    ].map(challenge.id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('seed', () => {
  const claim: Claim = {
    task: bytes32(3) as TaskId,
    worker: identityOf(new Uint8Array(32).fill(4)),
    traceRoot: bytes32(5) as Root,
    salt: bytes32(6) as Salt,
    seal: bytes32(7) as Seal,
  };

  it.each<[string, challenge.Source, codec.Value]>([
    ['a beacon', sources['a beacon']!, { kind: 'beacon', round: 17, value: fromHex(bytes32(1)) }],
    [
      'a beacon and a secret',
      sources['a beacon and a secret']!,
      { kind: 'beacon', round: 17, value: fromHex(bytes32(1)), secret: fromHex(bytes32(2)) },
    ],
    ['the seal', sources['the seal']!, { kind: 'hash' }],
    ['a seed', sources['a seed']!, { kind: 'seed', seed: fromHex(bytes32(1)) }],
  ])('D1: by %s it is the digest of the canonical list [task, worker, seal, source]', (_, source, written) => {
    const worker = { scheme: 'ed25519', publicKey: fromHex(claim.worker.publicKey) };
    const bytes = codec.encode([fromHex(claim.task), worker, fromHex(claim.seal), written]);
    const expected = blake3(bytes, context('Assay 2026-11-20 challenge seed v1'));
    expect(toHex(challenge.seed(claim, source))).toBe(toHex(expected));
  });

  it('D1: task, worker, seal and every part of the source are under it', () => {
    const source = sources['a beacon and a secret'] as Extract<challenge.Source, { kind: 'beacon' }>;
    const seeds = [
      challenge.seed(claim, source),
      challenge.seed({ ...claim, task: bytes32(0) as TaskId }, source),
      challenge.seed({ ...claim, worker: identityOf(new Uint8Array(32)) }, source),
      challenge.seed({ ...claim, seal: bytes32(0) as Seal }, source),
      challenge.seed({ ...claim, task: bytes32(7) as TaskId, seal: bytes32(3) as Seal }, source),
      challenge.seed(claim, { ...source, round: 18 }),
      challenge.seed(claim, { ...source, value: bytes32(0) }),
      challenge.seed(claim, { ...source, secret: bytes32(0) }),
      ...named.filter(([, one]) => one !== source).map(([, one]) => challenge.seed(claim, one)),
    ].map(toHex);
    expect(new Set(seeds).size).toBe(seeds.length);
  });

  it('D1: the rest of the claim is bound by the seal', () => {
    const other = { ...claim, traceRoot: bytes32(0) as Root, salt: bytes32(0) as Salt };
    expect(challenge.seed(other, { kind: 'hash' })).toEqual(challenge.seed(claim, { kind: 'hash' }));
  });
});

describe('commitSecret', () => {
  it('C3: is BLAKE3 of the 32 bytes in derive-key mode', () => {
    const secret = Uint8Array.from({ length: 32 }, (_, i) => i);
    const expected = blake3(secret, context('Assay 2026-11-20 challenge secret commitment v1'));
    expect(challenge.commitSecret(secret)).toBe(toHex(expected));
  });

  it.each([
    [31, 'bug bytes.not-bytes'],
    [32, 'accepted'],
    [33, 'bug bytes.not-bytes'],
  ])('C3: a secret of %i bytes', (length, expected) => {
    expect(outcome(() => challenge.commitSecret(new Uint8Array(length)))).toBe(expected);
  });
});
