/** A worker's answer from a run's folder. */
import { AssayError, type challenge as challenges, isAssayError } from '@assay/core';
import { answer, type Runner, wasmEngine } from '@assay/runtime';
import { costsOf, inputsOf, type RunFolder, versionsIn } from './folder.js';
import { type Output, toShellText } from './output.js';
import { bar } from './progress.js';
import { withCpu } from './session.js';

/** What commands that answer take. */
export interface AnswerOptions {
  readonly threads?: number;
  /** Most seconds that a run of what was not kept may take. */
  readonly deadline: number;
}

/**
 * Answers a challenge: from the versions that lie in the folder, and from those that a run on the processor makes again.
 *
 * @throws AssayError `restore.other-bytes` (trap): that run does not give what was signed; what `answer` throws.
 */
export async function respondFrom(
  receiptFile: string,
  folder: RunFolder,
  challenge: challenges.Challenge,
  { threads, deadline }: AnswerOptions,
  output: Output,
  signal: AbortSignal,
): Promise<{ readonly response: Uint8Array; readonly milliseconds: number }> {
  const { receipt, job, task } = folder;
  const costs = costsOf(folder);
  const { contents, others } = versionsIn(folder);
  for (const file of others) output.warn(`${file} is not what the receipt commits to: left out.`);
  const have = new Map([...inputsOf(folder), ...contents]);
  const progress = bar(!output.isJson);
  const startedMs = performance.now();
  try {
    const response = await withCpu(threads, (cpu) => {
      const deadlineMs = 1000 * deadline;
      const runner: Runner = { run: (job, inputs, given) => cpu.run(job, inputs, { ...given, deadlineMs }) };
      const engine = wasmEngine();
      const asked = { job, task, receipt, challenge, engine, ...(costs === undefined ? {} : { costs }) };
      return answer({ ...asked, have, runner, signal, onProgress: progress.update });
    });
    return { response, milliseconds: performance.now() - startedMs };
  } catch (error) {
    if (!isAssayError(error) || error.code !== 'restore.other-bytes') throw error;
    throw notAgain(error, receiptFile);
  } finally {
    progress.stop();
  }
}

/** The processor computes the same each time: a second run there would not help. */
function notAgain(error: AssayError, receiptFile: string): AssayError {
  return new AssayError({
    ...error.toFailure(),
    expected: 'running the job again to give what was signed, because the signed bytes are not kept',
    got: 'other bytes',
    remedy: `Nothing was answered. See \`assay replay ${toShellText(receiptFile)} --cpu\`.`,
  });
}
