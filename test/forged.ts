/** Receipts on the honest work, claimed and signed by a crafted key. */
import { bytes, type identity, receipt as receipts, signature } from '@assay/core';
import { honest } from '@assay/testkit';
import { type Choices, type Crafted, craft, type Element } from './crafted.js';

export interface Forged {
  readonly receipt: receipts.Receipt;
  readonly crafted: Crafted;
}

/** The first receipt, over salts, for which the condition holds: what is signed is a hash, so that it can only be found by trying. */
export function forge(A: Element, R: Element, choices: Choices, condition: (crafted: Crafted) => boolean): Forged {
  const { task, traceRoot } = honest.receipt.claim;
  const worker: signature.Identity = { scheme: 'ed25519', publicKey: bytes.toHex(A.bytes) as signature.PublicKey };
  for (let n = 0; ; n++) {
    const salt = n.toString(16).padStart(64, '0') as identity.Salt;
    const claim: receipts.Claim = { task, worker, traceRoot, salt, seal: receipts.seal(worker, task, traceRoot, salt) };
    const crafted = craft(A, R, receipts.signingDigest(claim), choices);
    if (!condition(crafted)) continue;
    const signed = bytes.toHex(crafted.signature) as signature.Signature;
    return { receipt: { claim, signature: signed, trace: honest.trace, notes: {} }, crafted };
  }
}

/** A fast path and what its native verifier has said. */
export function listen(native: signature.Native): {
  readonly fastPath: signature.FastPath;
  readonly said: readonly boolean[];
} {
  const said: boolean[] = [];
  const fastPath = signature.fastPath((...given) => {
    const answer = native(...given);
    said.push(answer);
    return answer;
  });
  return { fastPath, said };
}
