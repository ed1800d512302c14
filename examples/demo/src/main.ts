/** The main job, from a picture to a checked receipt, in one screen. `npm run demo`, or `npm run demo -- photo.png`. */
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitCodes, npy, paint, pictureSize, readInput, writeFile, writeOutput } from '@assay/cli';
import {
  AssayError,
  bytes,
  file,
  isAssayError,
  job as jobs,
  key as keys,
  receipt as receipts,
  suite as suites,
  task as tasks,
  trace,
  verdict as verdicts,
} from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { attest, type Execution, newKey, newNonce, newSalt, randomBytes, replay, wasmEngine } from '@assay/runtime';
import { GpuProcess, versions } from '@assay/runtime/node';

const OUT = 'demo-out';
const PRODUCT = { m: 512, n: 512, k: 512 };
/** The version whose commitment the cheater changes: what the blur wrote. */
const CHANGED = 1;

const engine = wasmEngine();
const suite = suites.blake3(engine);

async function main(picture: string): Promise<void> {
  pictureSize(picture); // before anything is removed: a wrong file must not cost the last result
  await clear();
  const gpu = await GpuProcess.start();
  try {
    showAdapter(gpu);
    await showPicture(gpu, picture);
    await showProduct(gpu);
  } finally {
    await gpu.close();
  }
  say('');
  say(`All of it lies in ${OUT}/: look at ${OUT}/outputs/edges.png, or run`);
  say(`  npm run -s assay -- replay ${OUT}/receipt.assay`);
  say(`  npm run -s assay -- inspect ${OUT}/receipt.assay`);
}

function showAdapter({ report }: GpuProcess): void {
  heading('The adapter');
  say(`  ${report.description || report.device} (${report.backend})`);
  if (report.isSoftware)
    say(
      `  ${paint('yellow', 'Software: no GPU was found, so the CPU does the work. The results are the same, only slower.', process.stdout)}`,
    );
}

async function showPicture(gpu: GpuProcess, picture: string): Promise<void> {
  const { width, height } = pictureSize(picture);
  heading(`The work: edges of a picture, ${width}×${height} pixels`);
  const job = edges.job({ width, height });
  const worker = newKey();
  const { bytes: pixels } = readInput(picture, job.inputs[0]!);
  const { task, inputs } = tasks.make({
    job,
    files: new Map([['picture', pixels]]),
    requester: keys.toIdentity(newKey()),
    nonce: newNonce(),
    suite,
  });
  const { execution, milliseconds } = await timed(gpu, job, inputs);
  const notes = { versions: { ...versions() } };
  const receipt = attest({ job, task, execution, report: gpu.report, key: worker, engine, notes });
  await write({ job, task, receipt, inputs, execution });

  say(
    `  ${job.steps.map(({ kernel }) => kernel).join(' → ')}: ${job.steps.length} compute shaders in ${milliseconds} ms`,
  );
  say(`  Every buffer on the way is committed to by its BLAKE3 hash, ${receipt.trace.length} in all:`);
  for (const version of jobs.versions(job))
    say(`    ${paint('dim', execution.roots[version.index]!, process.stdout)}  ${version.name}`);
  say(`  Picture  ${OUT}/outputs/edges.png`);
  say(
    `  Receipt  ${OUT}/receipt.assay, ${file.encode('receipt', receipt).length} bytes, signed by ${worker.publicKey.slice(0, 16)}…`,
  );
  say(`  \`b3sum ${OUT}/outputs/edges.bin\` prints the last of the hashes.`);

  heading('The check: somebody does the work again and compares');
  tell(await replay(gpu, { receipt, job, task, inputs, engine }), job);

  heading('A cheater: one bit of one commitment is changed, and the receipt signed again');
  const forged = forge(receipt, task, worker);
  say(
    `  Version ${CHANGED}, ${jobs.versions(job)[CHANGED]!.name}: …${receipt.trace[CHANGED]!.slice(-8)} became …${forged.trace[CHANGED]!.slice(-8)}. Form and signature are in order.`,
  );
  tell(await replay(gpu, { receipt: forged, job, task, inputs, engine }), job);
}

async function showProduct(gpu: GpuProcess): Promise<void> {
  const { m, n, k } = PRODUCT;
  heading(`Another kind of work: an int8 matrix product, ${m}×${k} by ${k}×${n}`);
  const job = matmul.job(PRODUCT);
  const worker = newKey();
  const files = new Map([
    ['a', randomBytes(m * k)],
    ['b', randomBytes(k * n)],
  ]);
  const { task, inputs } = tasks.make({ job, files, requester: keys.toIdentity(worker), nonce: newNonce(), suite });
  const { execution, milliseconds } = await timed(gpu, job, inputs);
  const receipt = attest({ job, task, execution, report: gpu.report, key: worker, engine });
  const operations = (2 * m * n * k) / (milliseconds * 1e6);
  say(`  ${m * n} sums of ${k} products in ${milliseconds} ms (${operations.toFixed(1)} billion operations a second)`);
  const product = jobs.versions(job).find(({ name }) => name === 'c')!;
  await writeFile(path.join(OUT, 'product.npy'), npy.encode(product.tensor!, execution.outputs.get('c')!));
  say(`  Product  ${OUT}/product.npy`);
  tell(await replay(gpu, { receipt, job, task, inputs, engine }), job);
}

/** What a worker could sign who did not do the work: everything fits together, only one buffer is not what it should be. */
function forge(receipt: receipts.Receipt, task: tasks.Task, key: keys.Key): receipts.Receipt {
  const changed = receipt.trace.map((root, index) => {
    if (index !== CHANGED) return root;
    const digest = bytes.fromHex(root);
    digest[31]! ^= 1;
    return bytes.toHex(digest) as suites.Root;
  });
  return receipts.issue({ task: tasks.id(task), trace: changed, suite, secret: key.secret, salt: newSalt() });
}

async function timed(
  gpu: GpuProcess,
  job: jobs.Job,
  inputs: ReadonlyMap<string, Uint8Array>,
): Promise<{ execution: Execution; milliseconds: number }> {
  const started = performance.now();
  const execution = await gpu.run(job, inputs);
  return { execution, milliseconds: Math.round(performance.now() - started) };
}

function tell(verdict: verdicts.Verdict, job: jobs.Job): void {
  if (verdicts.isValid(verdict)) {
    say(
      `  ${paint(['green', 'bold'], '✓ valid', process.stdout)}: all ${jobs.versions(job).length} buffers are the same, bit for bit`,
    );
    return;
  }
  const version = jobs.versions(job)[Number(verdict.evidence.version)];
  const culprit = version === undefined ? '' : `; the first wrong buffer is ${trace.describe(version)}`;
  say(`  ${paint(['red', 'bold'], '✗ not valid', process.stdout)} (${verdict.code})${culprit}`);
}

async function write(run: {
  job: jobs.Job;
  task: tasks.Task;
  receipt: receipts.Receipt;
  inputs: ReadonlyMap<string, Uint8Array>;
  execution: Execution;
}): Promise<void> {
  const { job, task, receipt, inputs, execution } = run;
  await mkdir(path.join(OUT, 'inputs'), { recursive: true });
  await mkdir(path.join(OUT, 'outputs'));
  await writeFile(path.join(OUT, 'job.assay'), file.encode('job', job));
  await writeFile(path.join(OUT, 'task.assay'), file.encode('task', task));
  for (const [name, content] of inputs) await writeFile(path.join(OUT, 'inputs', `${name}.bin`), content);
  for (const version of jobs.versions(job)) {
    const content = execution.outputs.get(version.name);
    if (content !== undefined) await writeOutput(path.join(OUT, 'outputs'), version.name, content, version.tensor);
  }
  await writeFile(path.join(OUT, 'receipt.assay'), file.encode('receipt', receipt));
}

/** Removes what the demo of before left, and nothing else. */
async function clear(): Promise<void> {
  if (!existsSync(OUT)) return;
  if (!existsSync(path.join(OUT, 'receipt.assay'))) {
    throw new AssayError({
      kind: 'invalid',
      code: 'demo.not-ours',
      where: OUT,
      expected: 'no directory, or one of an earlier demo',
      got: 'something else',
      remedy: 'Move it away.',
    });
  }
  await rm(OUT, { recursive: true });
}

function heading(text: string): void {
  say(`\n${paint('bold', text, process.stdout)}`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

try {
  // npm starts scripts at the root, whatever directory the user stands in.
  const given = process.argv[2] === undefined ? undefined : path.resolve(process.env.INIT_CWD ?? '', process.argv[2]);
  await main(given ?? fileURLToPath(new URL('../picture.png', import.meta.url)));
} catch (error) {
  if (!isAssayError(error)) throw error;
  process.stderr.write(`\n${paint('red', 'error', process.stdout)} ${error.message} (${error.code})\n`);
  process.exitCode = exitCodes[error.kind];
}
