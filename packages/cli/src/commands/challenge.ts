import path from 'node:path';
import { challenge as challenges, file, job as jobs, receipt as receipts, verdict as verdicts } from '@assay/core';
import { chancesOf, describe } from '../chances.js';
import { bindingOf, type DrawOptions, describeBinding, foreseen } from '../drawing.js';
import { writeFile } from '../files/staging.js';
import { layout, type NamedFiles, open } from '../folder.js';
import { type Output, toCountText, toShellText } from '../output.js';

export interface ChallengeOptions extends NamedFiles, DrawOptions {
  readonly out?: string;
}

/** `assay challenge RECEIPT`: draws cells that the worker is to show. */
export async function challenge(receiptFile: string, options: ChallengeOptions, output: Output): Promise<void> {
  const folder = open(receiptFile, options, 'challenge');
  const { directory, receipt, job, task } = folder;
  const made = foreseen(folder, options);
  const out = options.out ?? path.join(directory, layout.challenge);
  await writeFile(out, file.encode('challenge', made));

  const chances = chancesOf(job, task, made);
  const versions = jobs.versions(job);
  const held = made.held.map((index) => versions[index]!.name);
  const drawn = Math.min(made.samples, chances.cells);
  output.line(`Draws ${drawn} of ${toCountText(chances.cells, 'cell')} of ${job.name}, and one at least of each step.`);
  output.line(describeBinding(made, folder));
  output.line();
  for (const line of describe(chances)) output.line(line);
  output.line();
  output.line(`  challenge  ${out}`);
  output.line(`  id         ${challenges.id(made)}`);
  output.line(`  receipt    ${made.claim}`);
  if (held.length > 0) output.line(`  held       ${held.join(', ')}`);
  output.line();
  output.line(`Answer it: assay respond ${toShellText(receiptFile)} ${toShellText(out)}`);
  output.result({
    ok: true,
    file: out,
    challenge: challenges.id(made),
    receipt: receipts.id(receipt),
    source: made.source,
    samples: made.samples,
    held,
    isBinding: verdicts.isValid(bindingOf(made, folder)),
    chances,
  });
}
