import { fromHex } from './bytes.js';
import * as codec from './codec.js';
import { AssayError } from './errors.js';
import { type ClaimId, digest, digestHex, type Salt, type Seal, type TaskId } from './identity.js';
import { limits } from './job.js';
import { anyFields, hex, list, object, record, type Shape } from './shape.js';
import {
  type Identity,
  identityOf,
  identityShape,
  type Signature,
  signatureShape,
  sign as signDigest,
} from './signature.js';
import type { HashSuite, Root } from './suite.js';
import { type Trace, root as traceRoot } from './trace.js';

/** What a worker signs: that its trace of the task has this root (SPEC.md, chapter Receipt). */
export interface Claim {
  readonly task: TaskId;
  readonly worker: Identity;
  readonly traceRoot: Root;
  readonly salt: Salt;
  /** {@link seal} of worker, task, trace root and salt: published first, so that nobody copies a result before the reveal. */
  readonly seal: Seal;
}

/** A signed claim with the trace it speaks of. */
export interface Receipt {
  readonly claim: Claim;
  /** Of {@link signingDigest}, by the claim's worker. */
  readonly signature: Signature;
  readonly trace: Trace;
  /** Adapter, versions of software, times: for people. Not signed; nothing may rest on it. */
  readonly notes: codec.Fields;
}

/** The encoded form of a claim. */
export const claimShape: Shape<Claim> = object(
  'claim',
  1,
  record<Claim>({
    task: hex<TaskId>(32),
    worker: identityShape,
    traceRoot: hex<Root>(32),
    salt: hex<Salt>(32),
    seal: hex<Seal>(32),
  }),
);

/** The encoded form (SPEC.md, chapter Receipt). */
export const shape: Shape<Receipt> = object(
  'receipt',
  1,
  record<Receipt>({
    claim: claimShape,
    signature: signatureShape,
    trace: list(hex<Root>(32), limits.versions, 1),
    notes: anyFields,
  }),
);

/** The canonical bytes of a whole receipt, signature and notes included. */
export function encode(receipt: Receipt): Uint8Array<ArrayBuffer> {
  return codec.encode(shape.toValue(receipt));
}

/** @throws AssayError of kind `malformed` or `exhausted`. */
export function decode(bytes: Uint8Array): Receipt {
  return shape.fromValue(codec.decode(bytes), 'receipt');
}

/** Names a receipt by its claim: two receipts with one id claim the same, whatever their signatures and notes. */
export function id({ claim }: Receipt): ClaimId {
  return digestHex('claim', encodeClaim(claim));
}

/** The 32 bytes that the worker signs: BLAKE3 of the claim's canonical bytes in derive-key mode. */
export function signingDigest(claim: Claim): Uint8Array {
  return digest('claim', encodeClaim(claim));
}

/** The sealed commitment: BLAKE3 in derive-key mode of the canonical list [worker, task, trace root, salt]. */
export function seal(worker: Identity, task: TaskId, root: Root, salt: Salt): Seal {
  return digestHex('seal', codec.encode([identityShape.toValue(worker), fromHex(task), fromHex(root), fromHex(salt)]));
}

/**
 * Makes and signs a receipt.
 *
 * @param secret the worker's 32-byte Ed25519 secret.
 * @param salt 32 random bytes, as hexadecimal digits; must be fresh for each receipt, or the seal hides nothing.
 */
export function issue(options: {
  readonly task: TaskId;
  readonly trace: Trace;
  readonly suite: HashSuite;
  readonly secret: Uint8Array;
  readonly salt: Salt;
  readonly notes?: codec.Fields;
}): Receipt {
  const { task, trace, suite, secret, salt, notes = {} } = options;
  if (trace.length === 0) {
    throw new AssayError({
      kind: 'bug',
      code: 'receipt.empty-trace',
      expected: 'at least one root',
      got: 'none',
      remedy: 'Commit to every version of the job.',
    });
  }
  const worker = identityOf(secret);
  const root = traceRoot(trace, suite);
  const claim: Claim = { task, worker, traceRoot: root, salt, seal: seal(worker, task, root, salt) };
  return { claim, signature: signDigest(signingDigest(claim), secret), trace, notes };
}

function encodeClaim(claim: Claim): Uint8Array {
  return codec.encode(claimShape.toValue(claim));
}
