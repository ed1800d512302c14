/** Who and what: ids and hashes in full, to be copied and compared. */
import { type challenge as challenges, tensor } from '@assay/core';
import { toSizeText } from '../output.js';
import { toValueText } from './evidence.js';
import { toNounText } from './figures.js';
import { type Hole, html, type Markup } from './markup.js';
import type { AuditReport, StepReport } from './report.js';

const MOST_VERSIONS = 400;
const MOST_NOTES = 32;

export function identitySection(report: AuditReport): Markup {
  const { ids, receipt, task } = report;
  const { claim } = receipt;
  const rows: readonly (readonly [string, Hole])[] = [
    ['Receipt', hash(ids.receipt)],
    ['Task', hash(ids.task)],
    ['Job', hash(ids.job)],
    ...(ids.challenge === undefined ? [] : [['Challenge', hash(ids.challenge)] as const]),
    ['Worker', hash(claim.worker.publicKey)],
    ['Requester', hash(task.requester.publicKey)],
    ['Trace root', hash(claim.traceRoot)],
    ['Seal', hash(claim.seal)],
    ['Settlement domain', task.domain],
    ['Cells drawn by', sourceText(report)],
  ];
  return html`<section aria-labelledby="identity">
<h2 id="identity">Who and what</h2>
<table class="facts"><tbody>${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody></table>
</section>`;
}

/** Versions that the shown steps make or bind, with their whole hashes. */
export function versionsSection(report: AuditReport, shown: readonly StepReport[]): Markup {
  const { versions, receipt, wrongVersions } = report;
  const named = new Set(
    shown.flatMap(({ step: { reads, writes } }) => [
      ...Object.values(reads),
      ...Object.values(writes).flatMap(({ name, from }) => (from === undefined ? [name] : [name, from])),
    ]),
  );
  const chosen = versions
    .filter(({ name, index }) => named.has(name) || wrongVersions.has(index))
    .slice(0, MOST_VERSIONS);
  const more = versions.length - chosen.length;
  const rest =
    more === 0
      ? undefined
      : html`<p class="more">… and ${toNounText(more, 'more version')}; <code>assay inspect</code> lists all.</p>`;
  const rows = chosen.map((version) => {
    const { index, sizeBytes } = version;
    const shape = version.tensor === undefined ? '' : `, ${tensor.toText(version.tensor)}`;
    return html`<tr><td class="number">${index}</td><th scope="row">${version.name}${wrongVersions.has(index) ? html` <span class="wrong">✗ wrong</span>` : undefined}</th><td>${sourceOf(version.origin)}</td><td>${toSizeText(sizeBytes)}${shape}</td><td>${hash(receipt.trace[index] ?? 'none')}</td></tr>`;
  });
  return html`<section aria-labelledby="versions">
<h2 id="versions">Versions</h2>
<p>What the worker committed to. The hash is the BLAKE3 of the bytes: <code>b3sum</code> prints it.</p>
<details><summary>${toNounText(chosen.length, 'version')} with their hashes</summary>
<div class="scroll" tabindex="0" role="group" aria-labelledby="versions"><table class="versions"><thead><tr><th scope="col" class="number">#</th><th scope="col">Name</th><th scope="col">Made by</th><th scope="col">Size</th><th scope="col">Hash</th></tr></thead>
<tbody>${rows}</tbody></table></div></details>
${rest}
${notes(report)}
</section>`;
}

/** What the worker says of himself. */
function notes({ receipt }: AuditReport): Hole {
  const all = Object.entries(receipt.notes);
  if (all.length === 0) return undefined;
  const rows = all
    .slice(0, MOST_NOTES)
    .map(([name, value]) => html`<tr><th scope="row">${name.slice(0, 64)}</th><td>${toValueText(value)}</td></tr>`);
  const more = all.length - rows.length;
  const rest = more === 0 ? undefined : html`<tr><td colspan="2">… and ${more} more</td></tr>`;
  return html`<details><summary>Notes of the worker, which are not signed and prove nothing</summary>
<table class="facts"><tbody>${rows}${rest}</tbody></table></details>`;
}

function sourceOf(origin: AuditReport['versions'][number]['origin']): string {
  return origin.kind === 'write' ? `step ${origin.step}` : origin.kind;
}

function sourceText({ challenge, task }: AuditReport): string {
  if (challenge === undefined) return 'nothing: no challenge was drawn';
  return `${describeSource(challenge.source, task)}; ${toNounText(challenge.samples, 'sample')}`;
}

function describeSource(source: challenges.Source, { policy }: AuditReport['task']): string {
  switch (source.kind) {
    case 'beacon': {
      const beacon = policy.challenge.kind === 'beacon' ? ` of ${policy.challenge.beacon}` : '';
      const secret = source.secret === undefined ? '' : ', with the verifier’s secret';
      return `round ${source.round}${beacon}${secret}`;
    }
    case 'hash':
      return 'the sealed commitment alone';
    case 'seed':
      return 'a seed of the verifier’s own choice, which binds nobody';
  }
}

/** Whole, and selected by one click. */
function hash(text: string): Markup {
  return html`<code class="hash">${text}</code>`;
}
