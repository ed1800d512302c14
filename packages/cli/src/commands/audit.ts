import { auditOf } from '../auditing.js';
import { type DrawOptions, own } from '../drawing.js';
import { assertNew } from '../files/staging.js';
import { costsOf, layout, type NamedFiles, open } from '../folder.js';
import { type Output, toShellText } from '../output.js';
import { bar } from '../progress.js';
import { announce, type ReportOptions } from '../reporting.js';
import { type AnswerOptions, respondFrom } from '../responding.js';

export interface AuditOptions
  extends NamedFiles,
    AnswerOptions,
    ReportOptions,
    Pick<DrawOptions, 'samples' | 'catch' | 'miss' | 'seed'> {}

/** `assay audit RECEIPT`: challenge, response and check in one, on a run's folder. Returns the exit status. */
export async function audit(
  receiptFile: string,
  options: AuditOptions,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  await assertNew(options.proof, options.html);
  const folder = open(receiptFile, options, 'audit');
  const challenge = own(folder, options);
  const { response } = await respondFrom(receiptFile, folder, challenge, options, output, signal);
  const progress = bar(!output.isJson);
  try {
    const audited = await auditOf(folder, challenge, response, { costs: costsOf(folder), progress, signal });
    progress.stop();
    const seed = challenge.source.kind === 'seed' ? challenge.source.seed : '';
    const again = `assay audit ${toShellText(receiptFile)} --samples ${challenge.samples} --seed ${seed}`;
    const remark = 'Worker and verifier were one here: it shows what an audit would find, and binds nobody.';
    const prove = `${again} --proof ${layout.proof}`;
    return await announce({ folder, receiptFile, challenge, again, prove, remark }, audited, options, output);
  } finally {
    progress.stop();
  }
}
