import path from 'node:path';
import { challenge as challenges, receipt as receipts, verdict as verdicts } from '@assay/core';
import { describeVerdict } from '../audit-text.js';
import { describeBinding } from '../drawing.js';
import { outcomeCodes } from '../exit.js';
import { assertNew, writeFile } from '../files/staging.js';
import { layout, type NamedFiles, open } from '../folder.js';
import { type Output, toShellText, toSizeText, toTimeText } from '../output.js';
import { respondFrom } from '../responding.js';
import { read } from '../store.js';

export interface RespondOptions extends NamedFiles {
  readonly threads?: number;
  readonly deadline: number;
  readonly out?: string;
}

/** `assay respond RECEIPT CHALLENGE`: shows what the drawn cells need. Returns the exit status. */
export async function respond(
  receiptFile: string,
  challengeFile: string,
  options: RespondOptions,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const folder = open(receiptFile, options, 'respond');
  const challenge = read('challenge', challengeFile);
  const id = receipts.id(folder.receipt);
  if (challenge.claim !== id) {
    const verdict = verdicts.of('challenge.other-claim', id, { expected: id, got: challenge.claim });
    for (const line of describeVerdict(verdict)) output.line(line);
    output.result({ ok: false, verdict });
    return outcomeCodes[verdicts.outcomeOf(verdict)];
  }
  const out = options.out ?? path.join(folder.directory, layout.response);
  await assertNew(out);
  const { response, milliseconds } = await respondFrom(receiptFile, folder, challenge, options, output, signal);
  await writeFile(out, response);

  output.line(`Answered in ${toTimeText(milliseconds)}: ${toSizeText(response.length)}.`);
  output.line(describeBinding(challenge, folder));
  output.line();
  output.line(`  response   ${out}`);
  output.line(`  challenge  ${challenges.id(challenge)}`);
  output.line();
  output.line(`Check it: assay verify ${[receiptFile, challengeFile, out].map(toShellText).join(' ')}`);
  output.result({
    ok: true,
    file: out,
    challenge: challenges.id(challenge),
    receipt: id,
    responseBytes: response.length,
    milliseconds: Math.round(milliseconds),
  });
  return outcomeCodes.valid;
}
