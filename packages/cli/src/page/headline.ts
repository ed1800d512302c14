/** The verdict: in one sentence, who is at fault, and the figures that say how much was checked. */
import { verdict as verdicts } from '@assay/core';
import { toSizeText, toTimeText } from '../output.js';
import { toCountFigure, toNounText, toShareText } from './figures.js';
import { html, type Markup } from './markup.js';
import type { AuditReport } from './report.js';

const names: Readonly<Record<verdicts.Outcome, string>> = {
  valid: 'Valid',
  fraud: 'Fraud',
  withheld: 'Withheld',
  'job-fault': 'The job is at fault',
  'bad-challenge': 'Bad challenge',
  malformed: 'Not a claim',
  undecided: 'Undecided',
};

const faults: Readonly<Record<verdicts.Fault, string>> = {
  none: 'Nobody.',
  signer: 'The worker, who signed what cannot be right.',
  bearer:
    'Nobody who could be named: whoever handed the bytes on can have changed them. It says nothing about the worker.',
  terms: 'The requester: task and job do not fit together.',
  job: 'The job: its requester has to answer for it.',
  responder: 'Whoever had to show the bytes, if the settlement layer saw that he was asked in time.',
  challenger: 'The challenger.',
  verifier: 'Nobody yet: it rests on a run, or on a limit, of this verifier.',
};

/** A sign beside the words, for those who skim. */
const signs: Readonly<Record<verdicts.Outcome, string>> = {
  valid: 'M7 13.5L11 17.5L18 8.5',
  fraud: 'M8 8L17 17M17 8L8 17',
  withheld: 'M12.5 7V13L16 15.5',
  'job-fault': 'M12.5 7V14M12.5 17.4V17.6',
  'bad-challenge': 'M7.5 12.5H17.5',
  malformed: 'M7.5 12.5H17.5',
  undecided: 'M9.5 10A3 3 0 1 1 12.5 13V14.5M12.5 17.6V17.8',
};

/** `Fraud: a cell, run from the committed bytes, …`: for the page's title, too. */
export function headlineOf({ verdict }: AuditReport): string {
  return `${names[verdicts.outcomeOf(verdict)]}: ${lowerFirst(verdicts.sentenceOf(verdict))}`;
}

export function headline(report: AuditReport): Markup {
  const { verdict, job, receipt } = report;
  const outcome = verdicts.outcomeOf(verdict);
  const [name, ...sentence] = headlineOf(report).split(':');
  return html`<header class="headline ${outcome}">
<p class="brand">Assay <span>audit of a receipt</span></p>
<div class="verdict"><svg width="44" height="44" viewBox="0 0 25 25" aria-hidden="true"><circle cx="12.5" cy="12.5" r="11.5"/><path d="${signs[outcome]}"/></svg>
<h1><b>${name}:</b>${sentence.join(':')}</h1></div>
<p class="scope">${scopeText(report)} Job ${job.name}, worker <code>${receipt.claim.worker.publicKey.slice(0, 16)}…</code></p>
<dl class="terms">
<div><dt>Code</dt><dd><code>${verdict.code}</code></dd></div>
<div><dt>Outcome</dt><dd><code>${outcome}</code></dd></div>
<div><dt>At fault</dt><dd>${faults[verdicts.faultOf(verdict)]}</dd></div>
</dl>
${figures(report)}
</header>`;
}

/** What the verdict rests on. */
function scopeText({ cells: { all, checked }, stretches, steps }: AuditReport): string {
  if (checked === 0) return 'No cell was checked.';
  const drawn =
    checked === all
      ? `All ${toNounText(all, 'cell')}`
      : `${toCountFigure(checked)} of ${toNounText(all, 'cell')}, drawn at random,`;
  const frames =
    stretches.length === 0 ? '' : `, and ${toNounText(stretches.length, 'stretch', 'stretches')} of frames`;
  const right = steps.reduce((sum, { cells }) => sum + cells.filter(({ mark }) => mark === 'right').length, 0);
  const others = right === checked ? '' : ` Of the cells ${toCountFigure(right)} are right.`;
  return `${drawn} were checked${frames}.${others}`;
}

function figures({ cells, lengths, committedBytes, milliseconds, workCost, checkedCost }: AuditReport): Markup {
  const tile = (value: string, label: string): Markup => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
  return html`<dl class="figures">
${tile(toCountFigure(cells.checked), `cells checked, ${toShareText(cells.checked / cells.all)} of all`)}
${workCost === undefined || workCost === 0 ? undefined : tile(toShareText(checkedCost / workCost), 'of the work’s cost')}
${lengths.response === undefined ? undefined : tile(toSizeText(lengths.response), `response, for ${toSizeText(committedBytes)} committed to`)}
${milliseconds === undefined ? undefined : tile(toTimeText(milliseconds), 'time of checking')}
</dl>`;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
