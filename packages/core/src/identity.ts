/**
 * Ids and digests of objects: BLAKE3 in derive-key mode, one context a type (SPEC.md, chapter Identity), so that no
 * buffer can be taken for an object, nor an object of one type for another.
 */

import { deriveKey } from './blake3.js';
import { toHex } from './bytes.js';

/** Every derive-key context of the protocol. They are frozen: a new meaning gets a new context. */
export const contexts = {
  job: 'Assay 2026-11-20 job id v1',
  kernel: 'Assay 2026-11-20 kernel id v1',
  task: 'Assay 2026-11-20 task id v1',
  claim: 'Assay 2026-11-20 claim id and signing digest v1',
  seal: 'Assay 2026-11-20 sealed commitment v1',
  verdict: 'Assay 2026-11-20 verdict id v1',
  costs: 'Assay 2026-11-20 cost table id v1',
  challenge: 'Assay 2026-11-20 challenge id v1',
  seed: 'Assay 2026-11-20 challenge seed v1',
  secret: 'Assay 2026-11-20 challenge secret commitment v1',
  draw: 'Assay 2026-11-20 challenge draws v1',
  product: 'Assay 2026-11-20 product check vectors v1',
  file: 'Assay 2026-11-20 file checksum v1',
} as const;

declare const brand: unique symbol;
type Hex32<Name extends string> = string & { readonly [brand]: Name };

/** 64 hexadecimal digits. */
export type JobId = Hex32<'JobId'>;
/** 64 hexadecimal digits; names what a kernel computes. */
export type KernelId = Hex32<'KernelId'>;
/** 64 hexadecimal digits. */
export type TaskId = Hex32<'TaskId'>;
/** 64 hexadecimal digits; names a receipt by what it claims, never by its signature's bytes. */
export type ClaimId = Hex32<'ClaimId'>;
/** 64 hexadecimal digits. */
export type VerdictId = Hex32<'VerdictId'>;
/** 64 hexadecimal digits; names the weights of draws. */
export type CostsId = Hex32<'CostsId'>;
/** 64 hexadecimal digits. */
export type ChallengeId = Hex32<'ChallengeId'>;
/** A sealed commitment: hides a trace root until worker, task, root and salt are revealed. */
export type Seal = Hex32<'Seal'>;
/** 32 bytes of the worker's choice. */
export type Salt = Hex32<'Salt'>;

/** The digest of canonical bytes under one of the {@link contexts}: 32 bytes. */
export function digest(context: keyof typeof contexts, bytes: Uint8Array): Uint8Array {
  return deriveKey(contexts[context], bytes);
}

/** {@link digest} as lower-case hexadecimal text. */
export function digestHex<T extends string>(context: keyof typeof contexts, bytes: Uint8Array): T {
  return toHex(digest(context, bytes)) as T;
}
