// A worker's and a watcher's tab: runs jobs on the page's own device, signs, and replays.
import { bytes, receipt as receipts, suite as suites, task as tasks } from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import {
  attest,
  chooseCells,
  execute,
  newKey,
  newSalt,
  onDevice,
  prepareWasmEngine,
  replay,
  versionsFor,
} from '@assay/runtime';
import { acquire } from '@assay/runtime/browser';
import { verifyReceipt } from '@assay/verify';

const builders = { edges, matmul };
const worker = newKey();

export async function answer(orders) {
  const gpu = await acquire();
  const engine = await prepareWasmEngine();
  const { vendor, architecture, backend, isSoftware } = gpu.report;
  const { maxBufferSize } = gpu.device.limits;
  const runs = [];
  for (const order of orders) {
    runs.push({ host: await run(order, 'host', gpu, engine), device: await run(order, 'device', gpu, engine) });
  }
  gpu.destroy();
  return {
    adapter: { vendor, architecture, backend, isSoftware },
    maxBufferSize,
    runs,
    software: await codeOf(async () => (await acquire({ adapter: 'software' })).destroy()),
    hardware: await codeOf(() => acquire({ adapter: 'gpu' })),
    destroyed: await codeOf(() =>
      execute(gpu, edges.job({ width: 8, height: 8 }), new Map([['picture', new Uint8Array(256)]])),
    ),
  };
}

async function run({ builder, options, encodedTask, inputs: hex }, commit, gpu, engine) {
  const job = builders[builder].job(options);
  const task = tasks.decode(bytes.fromHex(encodedTask));
  const inputs = new Map(Object.entries(hex).map(([name, text]) => [name, bytes.fromHex(text)]));
  const suite = suites.blake3();

  const phases = new Set();
  const cells = chooseCells(job);
  const keep = versionsFor(job, cells);
  const execution = await execute(gpu, job, inputs, { commit, keep, onProgress: ({ phase }) => phases.add(phase) });
  const receipt = attest({ job, task, execution, report: gpu.report, key: worker, check: { cells } });
  const replayed = await replay(onDevice(gpu, engine), { receipt, job, task, inputs, engine }, { commit });

  const trace = execution.roots.with(-1, execution.roots[0]);
  const forged = receipts.issue({ task: tasks.id(task), trace, suite, secret: worker.secret, salt: newSalt() });
  const refused = await replay(onDevice(gpu), { receipt: forged, job, task, inputs }, { commit });
  return {
    committedOn: execution.committedOn,
    phases: [...phases],
    roots: execution.roots,
    outputs: Object.fromEntries([...execution.outputs].map(([name, contents]) => [name, bytes.toHex(contents)])),
    encodedReceipt: bytes.toHex(receipts.encode(receipt)),
    receipt: verifyReceipt(receipt, { job, task, suite }).code,
    replay: replayed.code,
    forgedReceipt: verifyReceipt(forged, { job, task, suite }).code,
    forgedReplay: refused.code,
  };
}

async function codeOf(call) {
  try {
    await call();
    return 'none';
  } catch (error) {
    return error.code ?? String(error);
  }
}
