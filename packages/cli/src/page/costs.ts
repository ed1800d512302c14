/** What the check cost, beside what it is a check of. */
import { receipt as receipts } from '@assay/core';
import { toCostText, toSizeText, toTimeText } from '../output.js';
import { toCountFigure, toNounText, toShareText } from './figures.js';
import { html, type Markup } from './markup.js';
import type { AuditReport } from './report.js';

export function costsSection(report: AuditReport): Markup {
  const { cells, checkedCost, workCost, lengths, committedBytes, milliseconds, receipt, versions } = report;
  const response =
    lengths.response === undefined
      ? undefined
      : row(
          'Response',
          toSizeText(lengths.response),
          `${toShareText(lengths.response / committedBytes)} of what is committed to`,
        );
  return html`<section aria-labelledby="costs">
<h2 id="costs">What it cost</h2>
<table class="costs"><thead><tr><th scope="col">Of</th><th scope="col">Amount</th><th scope="col">Beside the whole</th></tr></thead>
<tbody>
${row('Cells checked', toCountFigure(cells.checked), `${toShareText(cells.checked / cells.all)} of ${toNounText(cells.all, 'cell')}`)}
${row('Their metered cost', toCostText(checkedCost), workCost === undefined ? 'the work’s own was not metered' : `${toShareText(workCost === 0 ? 0 : checkedCost / workCost)} of the worker’s ${toCostText(workCost)}`)}
${response}
${lengths.proof === undefined ? undefined : row('Fraud proof', toSizeText(lengths.proof), 'all that a judge needs besides the receipt')}
${row('Receipt', toSizeText(receipts.encode(receipt).length), `for ${toNounText(versions.length, 'version')} of ${toSizeText(committedBytes)}`)}
${milliseconds === undefined ? undefined : row('Time of checking', toTimeText(milliseconds), 'on the verifier’s machine')}
</tbody></table>
</section>`;
}

function row(name: string, amount: string, beside: string): Markup {
  return html`<tr><th scope="row">${name}</th><td>${amount}</td><td>${beside}</td></tr>`;
}
