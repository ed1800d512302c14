// A verifier's tab: no device, no runtime, only the verifier closure.
import { bytes, job, suite, task } from '@assay/core';
import { verifyReceiptBytes } from '@assay/verify';

const NODE_GLOBALS = ['process', 'Buffer', 'global', 'require', 'module', '__dirname', 'setImmediate'];

export function answer({ encodedJob, encodedTask, encodedReceipts }) {
  const terms = {
    job: job.decode(bytes.fromHex(encodedJob)),
    task: task.decode(bytes.fromHex(encodedTask)),
    suite: suite.blake3(),
  };
  return {
    nodeGlobals: NODE_GLOBALS.filter((name) => name in globalThis),
    verdicts: encodedReceipts.map((encoded) => verifyReceiptBytes(bytes.fromHex(encoded), terms).code),
  };
}
