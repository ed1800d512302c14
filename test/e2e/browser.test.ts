import { bytes, job as jobs, key as keys, receipt as receipts, suite as suites, task as tasks } from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { attest, execute, newKey, newNonce } from '@assay/runtime';
import { gpuTest, seed } from '@assay/testkit';
import { checkReplay, verifyReceiptBytes } from '@assay/verify';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { type Chromium, chromium as find } from './browser/chromium.js';
import { visit } from './browser/visit.js';

/** What pages/run.mjs answers. */
interface Answer {
  readonly adapter: object;
  readonly maxBufferSize: number;
  readonly runs: readonly Readonly<Record<'host' | 'device', { readonly encodedReceipt: string }>>[];
  /** Codes of the errors of what the name says; `none` where it worked. */
  readonly software: string;
  readonly hardware: string;
  readonly destroyed: string;
}

const ORDERS = [
  { builder: 'edges', options: { width: 64, height: 48 }, job: edges.job({ width: 64, height: 48 }) },
  { builder: 'matmul', options: { m: 64, n: 65, k: 64 }, job: matmul.job({ m: 64, n: 65, k: 64 }) },
];

const suite = suites.blake3();

const pageTest = gpuTest.extend<{ chromium: Chromium }>({
  chromium: async ({ skip }, use) => {
    const chromium = await find();
    if (typeof chromium === 'string') return skip(chromium);
    await use(chromium);
  },
});

describe('a page in Chromium', () => {
  pageTest('runs jobs to the roots and outputs of Dawn, and its receipts hold in Node', async ({ chromium, gpu }) => {
    const asked = ORDERS.map((order) => ({ ...order, ...ask(order.job) }));
    const orders = asked.map(({ builder, options, task, inputs }) => ({
      builder,
      options,
      encodedTask: bytes.toHex(tasks.encode(task)),
      inputs: toHex(inputs),
    }));
    const { answer } = await visit<Answer>(chromium, 'run', orders);

    expect(answer).toMatchObject({
      adapter: { vendor: 'google', architecture: 'swiftshader', backend: 'browser', isSoftware: true },
      software: 'none',
      hardware: 'adapter.none',
      destroyed: 'device.lost',
    });
    expect(answer.maxBufferSize).toBeGreaterThan(2 ** 28); // what a device has that asked for no limits
    expect(answer.runs).toHaveLength(asked.length);
    for (const [index, { job, task, inputs }] of asked.entries()) {
      const onDawn = await execute(gpu, job, inputs);
      const { host, device } = answer.runs[index]!;
      for (const [commit, run] of Object.entries({ host, device })) {
        const { encodedReceipt, ...rest } = run;
        expect(rest).toEqual({
          committedOn: commit,
          phases: ['compile', 'upload', 'step'],
          roots: onDawn.roots,
          outputs: toHex(onDawn.outputs),
          receipt: 'valid',
          replay: 'valid',
          forgedReceipt: 'valid',
          forgedReplay: 'replay.version-differs',
        });
        const encoded = bytes.fromHex(encodedReceipt);
        expect(verifyReceiptBytes(encoded, { job, task, suite })).toMatchObject({ code: 'valid' });
        expect(checkReplay(receipts.decode(encoded), { job, task, suite }, onDawn.roots)).toMatchObject({
          code: 'valid',
        });
      }
    }
  });

  pageTest('checks receipts of Dawn with core, wgsl and verify alone, without Node', async ({ chromium, gpu }) => {
    const { job, task, inputs } = ask(ORDERS[0]!.job);
    const execution = await execute(gpu, job, inputs);
    const receipt = attest({ job, task, execution, report: gpu.report, key: newKey(), check: 'none' });
    const trace = receipt.trace.with(-1, receipt.trace[0]!);
    const { answer, packages } = await visit(chromium, 'verify', {
      encodedJob: bytes.toHex(jobs.encode(job)),
      encodedTask: bytes.toHex(tasks.encode(task)),
      encodedReceipts: [receipt, { ...receipt, trace }].map((each) => bytes.toHex(receipts.encode(each))),
    });

    expect(answer).toEqual({ nodeGlobals: [], verdicts: ['valid', 'receipt.wrong-trace-root'] });
    expect(packages).toEqual(['@assay/core', '@assay/verify', '@assay/wgsl', '@noble/curves', '@noble/hashes']);
  });
});

/** A task of the job on random inputs. */
function ask(job: jobs.Job): { job: jobs.Job; task: tasks.Task; inputs: ReadonlyMap<string, Uint8Array> } {
  const files = new Map(
    job.inputs.map(({ name, sizeBytes }) => {
      const contents = fc.uint8Array({ minLength: sizeBytes, maxLength: sizeBytes });
      return [name, fc.sample(contents, { numRuns: 1, seed: seed() })[0]!];
    }),
  );
  return { job, ...tasks.make({ job, files, requester: keys.toIdentity(newKey()), nonce: newNonce(), suite }) };
}

function toHex(contents: ReadonlyMap<string, Uint8Array>): Record<string, string> {
  return Object.fromEntries([...contents].map(([name, each]) => [name, bytes.toHex(each)]));
}
