/** With which probability the audit would have caught wrong cells: what a verdict of `valid` is worth. */
import { toCaughtText, toPercentText } from '../chances.js';
import { toCountFigure, toNounText } from './figures.js';
import { html, type Markup } from './markup.js';
import type { AuditReport } from './report.js';

/** A full replay leaves nothing to chance. */
export function chancesSection({ chances, cells, challenge }: AuditReport): Markup {
  if (chances === undefined || challenge === undefined) {
    const said =
      cells.checked === cells.all
        ? 'Every cell was checked, so no wrong cell can have been missed.'
        : 'No cell was checked, so nothing can be said of any.';
    return html`<section aria-labelledby="chances">
<h2 id="chances">What would have been caught</h2>
<p>${said}</p>
</section>`;
  }
  const { isWeighted, grindingBits, samples, table, missOfOneCell } = chances;
  const drawn = isWeighted
    ? `${toNounText(samples, 'draw')}, a cell being drawn the likelier the more it costs`
    : `${toNounText(Math.min(samples, cells.all), 'cell')} drawn of ${toCountFigure(cells.all)}`;
  const ground =
    grindingBits === 0
      ? ''
      : ` The worker could have tried 2^${grindingBits} commitments until the draw suited him; that is allowed for.`;
  const shares = table.map(({ share, wrong, miss }) =>
    row(wrong === undefined ? toPercentText(share) : `${toNounText(wrong, 'cell')}, ${toPercentText(share)}`, miss),
  );
  const isTold = missOfOneCell === undefined || table[0]?.wrong === 1;
  const one = isTold ? undefined : row(`1 cell, ${toPercentText(1 / cells.all)}`, missOfOneCell);
  return html`<section aria-labelledby="chances">
<h2 id="chances">What would have been caught</h2>
<p>The probability with which this audit finds a wrong cell, if so much of the job were wrong: ${drawn}, and at least one of each step.${ground}</p>
<table class="chances"><thead><tr><th scope="col">If so much of the ${isWeighted ? 'cost' : 'job'} were wrong</th><th scope="col">it would have been caught with</th><td></td></tr></thead>
<tbody>${one}${shares}</tbody></table>
<p class="note">Sampling finds skipped work. A single wrong word among many is found by running all cells again (<code>assay replay</code>), or by a check of the whole step.</p>
</section>`;
}

function row(what: string, miss: number): Markup {
  const width = Math.round(200 * Math.max(0, 1 - miss));
  return html`<tr><th scope="row">${what}</th><td>${toCaughtText(miss)}</td><td><svg class="bar" width="200" height="10" viewBox="0 0 200 10" aria-hidden="true"><rect class="whole" width="200" height="10" rx="3"/><rect class="part" width="${width}" height="10" rx="3"/></svg></td></tr>`;
}
