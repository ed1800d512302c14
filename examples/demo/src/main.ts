/** The whole story in one screen: work, audits, three cheaters, and a judge. `npm run demo`, or `npm run demo -- photo.png`. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitCodes, pictureSize, readInput } from '@assay/cli';
import { AssayError, grid as grids, isAssayError, job as jobs, verdict as verdicts } from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { randomBytes } from '@assay/runtime';
import { GpuProcess } from '@assay/runtime/node';
import { proof as proofs, sampling } from '@assay/verify';
import { flipBit, handInOld, skipCells } from './cheat.js';
import { check, checkWhole, judge, writeAudit } from './check.js';
import { decision, duration, heading, say, size, styled, timed } from './screen.js';
import { type Worked, work, write, writeClaim } from './work.js';

const OUT = 'demo-out';
const PRODUCT = { m: 512, n: 512, k: 512 };
/** Of cells that a verifier wants to see one of, and how likely he may miss all of them. */
const CAUGHT = { faultyFraction: 0.1, missProbability: 0.001 };
const SAMPLES = sampling.samplesFor(CAUGHT);

async function main(picture: string): Promise<void> {
  const { width, height } = pictureSize(picture); // before anything is removed: a wrong file must not cost the last result
  await clear();
  const gpu = await GpuProcess.start();
  try {
    showAdapter(gpu);
    const job = edges.job({ width, height });
    const { bytes: pixels } = readInput(picture, job.inputs[0]!);
    const drawing = await work(gpu, job, new Map([['picture', pixels]]));
    await write(OUT, drawing);
    showWork(drawing, `edges of a picture, ${width}×${height} pixels`);
    await showAudit(drawing);
    const product = await showProduct(gpu);

    heading(
      `Three cheaters. A fraud proof goes to another process, which is given it and the receipt, and nothing else`,
    );
    const old = await work(gpu, job, new Map([['picture', pixels.map((byte) => byte ^ 0x55)]]));
    await showCheater('skips half of the blur', 'skips-cells', await skipCells(drawing, 'blurred', gpu));
    await showCheater('hands in an older result', 'old-result', handInOld(drawing, old));
    await showSurgeon('flips one bit of the product', 'one-bit', flipBit(product, 'c'));
  } finally {
    await gpu.close();
  }
  say(`\nAll of it lies in ${OUT}/. Look at ${OUT}/outputs/edges.png and ${OUT}/audit.html, or check it yourself:`);
  say(`  npm run -s assay -- verify ${OUT}/receipt.assay ${OUT}/challenge.assay ${OUT}/response.assay`);
  for (const cheater of ['skips-cells', 'one-bit'].map((name) => `${OUT}/cheaters/${name}`)) {
    say(`  npm run -s assay -- judge ${cheater}/fraud-proof.assay ${cheater}/receipt.assay`);
  }
}

function showAdapter({ report }: GpuProcess): void {
  heading('The adapter');
  say(`  ${report.description || report.device} (${report.backend})`);
  if (!report.isSoftware) return;
  say(
    `  ${styled('yellow', 'Software: no GPU was found, so the CPU does the work. The results are the same, only slower.')}`,
  );
}

function showWork({ job, receipt, milliseconds, worker }: Worked, what: string): void {
  heading(`The work: ${what}`);
  say(
    `  ${job.steps.map(({ kernel }) => kernel).join(' → ')}: ${cellsOf(job)} cells (workgroups) in ${duration(milliseconds)}`,
  );
  say(`  Every buffer is committed to by its BLAKE3 hash, ${receipt.trace.length} in all:`);
  for (const { index, name } of jobs.versions(job)) say(`    ${styled('dim', receipt.trace[index]!)}  ${name}`);
  say(`  Signed by ${worker.publicKey.slice(0, 16)}…, after it had replayed a cell of each kernel itself.`);
}

async function showAudit(worked: Worked): Promise<void> {
  const { faultyFraction, missProbability } = CAUGHT;
  heading('The audit, without a GPU');
  const checked = await check(worked, SAMPLES);
  const { milliseconds, answerMilliseconds, response, result } = checked;
  say(
    `  ${result.findings.length} of ${cellsOf(worked.job)} cells are drawn: who skips ${100 * faultyFraction} % is caught but for 1 time in ${1 / missProbability}.`,
  );
  say(
    `  ${decision(result.verdict)}   doing it took ${duration(worked.milliseconds)}, checking it ${duration(milliseconds)}; the worker answered with ${size(response.length)} in ${duration(answerMilliseconds)}`,
  );
  await writeAudit(OUT, worked, checked);
  say(`  Page     ${OUT}/audit.html`);
}

async function showProduct(gpu: GpuProcess): Promise<Worked> {
  const { m, n, k } = PRODUCT;
  heading(`Another kind of work: an int8 matrix product, ${m}×${k} by ${k}×${n}`);
  const files = new Map([
    ['a', randomBytes(m * k)],
    ['b', randomBytes(k * n)],
  ]);
  const worked = await work(gpu, matmul.job(PRODUCT), files);
  const directory = path.join(OUT, 'product');
  await write(directory, worked);
  const checked = await check(worked, SAMPLES);
  await writeAudit(directory, worked, checked);
  const { result, milliseconds } = checked;
  say(
    `  ${decision(result.verdict)}   ${result.findings.length} of ${cellsOf(worked.job)} cells; doing it took ${duration(worked.milliseconds)}, checking it ${duration(milliseconds)}`,
  );
  const whole = await timed(() => checkWhole(worked));
  say(
    `  ${decision(whole.value.verdict)}   every one of ${m * n} sums by Freivalds’ check, in ${duration(whole.milliseconds)}`,
  );
  return worked;
}

/** One that an audit catches. */
async function showCheater(what: string, name: string, worked: Worked): Promise<void> {
  const directory = path.join(OUT, 'cheaters', name);
  const checked = await check(worked, SAMPLES);
  const { audit, verdict } = checked.result;
  await writeClaim(directory, worked);
  await writeAudit(directory, worked, checked);
  const proof = audit === undefined ? undefined : proofs.ofVerdict(worked.receipt, worked, audit, verdict);
  say(`  ${what.padEnd(29)} audit: ${verdict.code}${placeOf(worked, verdict)}`);
  await showJudge(directory, proof);
}

/** One that an audit of some cells hardly ever catches, and a check of all words does. */
async function showSurgeon(what: string, name: string, worked: Worked): Promise<void> {
  const directory = path.join(OUT, 'cheaters', name);
  const sampled = await check(worked, SAMPLES);
  await writeClaim(directory, worked);
  await writeAudit(directory, worked, sampled);
  const { verdict, findings, committed } = checkWhole(worked);
  const cell = findings.find(({ culprit }) => culprit !== undefined)?.culprit?.cell;
  const proof = cell === undefined ? undefined : proofs.ofWrongCell(worked.receipt, worked, committed, cell);
  const luck = verdicts.isValid(sampled.result.verdict) ? 'sees nothing, as is to be expected' : 'found it, by luck';
  say(`  ${what.padEnd(29)} an audit of ${sampled.result.findings.length} cells ${luck}`);
  say(`  ${''.padEnd(29)} Freivalds’ check: ${verdict.code}${placeOf(worked, verdict)}`);
  await showJudge(directory, proof);
}

async function showJudge(directory: string, proof: proofs.FraudProof | undefined): Promise<void> {
  if (proof === undefined) {
    say(`  ${''.padEnd(29)} ${styled('yellow', 'no proof: this one got away')}`);
    return;
  }
  const { verdict, lengthBytes, milliseconds } = await judge(directory, proof);
  say(`  ${''.padEnd(29)} ${decision(verdict)}   a proof of ${size(lengthBytes)}, judged in ${duration(milliseconds)}`);
}

/** ` (version blurred, word 1234)`, where the verdict names one. */
function placeOf({ job }: Worked, { evidence }: verdicts.Verdict): string {
  const version = jobs.versions(job)[Number(evidence.version ?? -1)];
  return version === undefined ? '' : ` (${version.name}, word ${evidence.word}, cell ${evidence.workgroup})`;
}

function cellsOf({ steps }: jobs.Job): number {
  return steps.reduce((sum, { grid }) => sum + grids.count(grid), 0);
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

try {
  // npm starts scripts at the root, whatever directory the user stands in.
  const given = process.argv[2] === undefined ? undefined : path.resolve(process.env.INIT_CWD ?? '', process.argv[2]);
  await main(given ?? fileURLToPath(new URL('../picture.png', import.meta.url)));
} catch (error) {
  if (!isAssayError(error)) throw error;
  process.stderr.write(`\n${styled('red', 'error')} ${error.message} (${error.code})\n`);
  process.exitCode = exitCodes[error.kind];
}
