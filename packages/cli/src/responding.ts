/** A worker's answer from a run's folder. */
import type { challenge as challenges } from '@assay/core';
import { answer, wasmEngine } from '@assay/runtime';
import { costsOf, inputsOf, type RunFolder, versionsIn } from './folder.js';
import type { Output } from './output.js';
import { bar } from './progress.js';
import { withCpu } from './session.js';

/** What commands that answer take. */
export interface AnswerOptions {
  readonly threads?: number;
  /** Most seconds that a run of what was not kept may take. */
  readonly deadline: number;
}

/** Answers a challenge: from the versions that lie in the folder, and from those that a run on the processor makes again. */
export async function respondFrom(
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
    const response = await withCpu(threads, (runner) =>
      answer({
        job,
        task,
        receipt,
        challenge,
        have,
        runner,
        engine: wasmEngine(),
        ...(costs === undefined ? {} : { costs }),
        options: { deadlineMs: 1000 * deadline, onProgress: progress.update, signal },
      }),
    );
    return { response, milliseconds: performance.now() - startedMs };
  } finally {
    progress.stop();
  }
}
