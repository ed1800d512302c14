/** What a verifier asks of a worker (`@assay/verify` SPEC.md, chapter Challenges). */
import { assertBytes, fromHex } from './bytes.js';
import * as codec from './codec.js';
import { AssayError } from './errors.js';
import { type ChallengeId, type ClaimId, digest, digestHex } from './identity.js';
import { limits } from './job.js';
import { mostSamples } from './policy.js';
import type { Claim } from './receipt.js';
import { hex, integer, list, object, oneOf, optional, record, type Shape, variant } from './shape.js';
import { identityShape } from './signature.js';

export { mostSamples } from './policy.js';

/** Where a challenge's seed comes from, with what it takes. */
export type Source =
  /** A public beacon's first round after the acceptance, mixed with a verifier's secret where there is one. 32 bytes each, as hexadecimal digits. */
  | { readonly kind: 'beacon'; readonly round: number; readonly value: string; readonly secret?: string }
  /** The sealed commitment alone. */
  | { readonly kind: 'hash' }
  /** The verifier's own choice, 32 bytes as hexadecimal digits. It binds nobody. */
  | { readonly kind: 'seed'; readonly seed: string };

/** Which cells of a receipt are to be shown. */
export interface Challenge {
  readonly claim: ClaimId;
  readonly source: Source;
  /** How many cells are drawn, before each step has its one. */
  readonly samples: number;
  /** Indices of versions that the verifier has, ascending, each once: they need not be opened. */
  readonly held: readonly number[];
}

const sourceShape: Shape<Source> = variant<Source>({
  beacon: record<Extract<Source, { kind: 'beacon' }>>({
    kind: oneOf('beacon'),
    round: integer(0, Number.MAX_SAFE_INTEGER),
    value: hex(32),
    secret: optional(hex(32)),
  }),
  hash: record<Extract<Source, { kind: 'hash' }>>({ kind: oneOf('hash') }),
  seed: record<Extract<Source, { kind: 'seed' }>>({ kind: oneOf('seed'), seed: hex(32) }),
});

const indices: Shape<readonly number[]> = list(integer(0, limits.versions - 1), limits.versions);

/** A set of versions: strictly ascending, so that it has one encoding. */
const versionsShape: Shape<readonly number[]> = {
  ...indices,
  fromValue: (value, where) => {
    const versions = indices.fromValue(value, where);
    const at = versions.findIndex((index, i) => i > 0 && index <= versions[i - 1]!);
    if (at === -1) return versions;
    throw new AssayError({
      kind: 'malformed',
      code: 'challenge.unsorted-held',
      where: `${where}[${at}]`,
      expected: `an index above ${versions[at - 1]}`,
      got: String(versions[at]),
      remedy: 'Name each version once, in ascending order.',
    });
  },
};

/** The encoded form. */
export const shape: Shape<Challenge> = object(
  'challenge',
  1,
  record<Challenge>({
    claim: hex<ClaimId>(32),
    source: sourceShape,
    samples: integer(1, mostSamples),
    held: versionsShape,
  }),
);

/** The canonical bytes. */
export function encode(challenge: Challenge): Uint8Array<ArrayBuffer> {
  return codec.encode(shape.toValue(challenge));
}

/** @throws AssayError of kind `malformed` or `exhausted`. */
export function decode(bytes: Uint8Array): Challenge {
  return shape.fromValue(codec.decode(bytes), 'challenge');
}

/** Names a challenge: a response answers one. */
export function id(challenge: Challenge): ChallengeId {
  return digestHex('challenge', encode(challenge));
}

/** What all draws come from: 32 bytes. It binds task, worker and sealed commitment, so that none of them can be chosen after it. */
export function seed({ task, worker, seal }: Claim, source: Source): Uint8Array {
  return digest(
    'seed',
    codec.encode([fromHex(task), identityShape.toValue(worker), fromHex(seal), sourceShape.toValue(source)]),
  );
}

/** What a verifier publishes before the acceptance, so that it cannot choose its secret afterwards. @param secret 32 bytes. */
export function commitSecret(secret: Uint8Array): string {
  assertBytes(secret, 'secret', 32);
  return digestHex('secret', secret);
}
