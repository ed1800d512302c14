/** What shows the verdict to others: the word that is wrong, the race, what was not shown; and how to check it. */
import { bytes, codec, type job as jobs, tensor, trace, verdict as verdicts } from '@assay/core';
import type { interpreter } from '@assay/wgsl';
import { toCellText, toDecimalWord, toElementText, toHexWord, toNounText } from './figures.js';
import { type Hole, html, type Markup } from './markup.js';
import type { AuditReport } from './report.js';

/** Characters of a value that are shown. */
const MOST_CHARACTERS = 400;

/** Nothing where there is neither evidence nor a command to repeat the check. */
export function evidenceSection(report: AuditReport): Markup | undefined {
  const { verdict, commands } = report;
  const rows = rowsOf(report);
  if (rows.length === 0 && commands.length === 0) return undefined;
  const isValid = verdicts.isValid(verdict);
  const table =
    rows.length === 0
      ? undefined
      : html`<table class="facts"><tbody>${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody></table>`;
  const lines = commands.map(
    ({ purpose, line }) => html`<dt>${purpose}</dt><dd><code class="line">${line}</code></dd>`,
  );
  const checks =
    commands.length === 0
      ? undefined
      : html`${isValid ? undefined : html`<h3>Check it yourself</h3>`}
<p>This page only tells. Anybody who has the files can check what it says:</p>
<dl class="commands">${lines}</dl>`;
  return html`<section aria-labelledby="evidence">
<h2 id="evidence">${isValid ? 'How to check it' : 'Evidence'}</h2>
${table}
${wordTable(report)}
${checks}
</section>`;
}

type Row = readonly [name: string, value: Hole];

/** What the page has words for, then all other fields as they are. */
function rowsOf(report: AuditReport): readonly Row[] {
  const { verdict, job, versions } = report;
  const { evidence } = verdict;
  const rows: Row[] = [];
  const told = new Set<string>();
  const tell = (name: string, value: Hole, ...fields: readonly string[]): void => {
    rows.push([name, value]);
    for (const field of fields) told.add(field);
  };
  const { step: index, workgroup, start, end, pages } = evidence;
  const step = isWord(index) ? job.steps[index] : undefined;
  if (step !== undefined) tell('Step', `${index}, kernel ${step.kernel}`, 'step');
  if (step !== undefined && isWord(workgroup)) {
    tell('Cell', `${toCellText(step.grid, workgroup)} (workgroup ${workgroup})`, 'workgroup');
  }
  for (const [field, name] of [
    ['version', 'Version'],
    ['from', 'It starts from'],
  ] as const) {
    const value = evidence[field];
    const version = isWord(value) ? versions[value] : undefined;
    if (version !== undefined) tell(name, trace.describe(version), field);
  }
  if (isWord(start) && isWord(end)) {
    tell('Words', `${start} to ${end - 1}, which no cell owns; one of them changed`, 'start', 'end');
  }
  if (Array.isArray(pages)) tell('Not shown', `chunks ${toRangesText(pages)}, of 1 KiB each`, 'pages');
  const race = raceOf(report);
  if (race !== undefined) tell('Race', raceText(race, job, step!), 'memory', 'word');
  if (wrongWordOf(verdict) !== undefined) for (const field of ['word', 'claimed', 'expected']) told.add(field);
  for (const [name, value] of Object.entries(evidence)) if (!told.has(name)) tell(name, toValueText(value), name);
  return rows;
}

interface WrongWord {
  readonly version: number;
  readonly word: number;
  readonly claimed: number;
  readonly expected: number;
}

function wrongWordOf({ evidence }: verdicts.Verdict): WrongWord | undefined {
  const { version, word, claimed, expected } = evidence;
  const isOne = isWord(version) && isWord(word) && isWord(claimed) && isWord(expected);
  return isOne ? { version, word, claimed, expected } : undefined;
}

/** The word that is not what it must be, in both notations. */
function wordTable({ verdict, versions }: AuditReport): Hole {
  const found = wrongWordOf(verdict);
  if (found === undefined) return undefined;
  const { version, word, claimed, expected } = found;
  const described = versions[version]?.tensor;
  const element = described === undefined ? undefined : toElementText(described, word);
  const place = element === undefined ? undefined : html`, in ${tensor.toText(described!)} the element ${element}`;
  const row = (name: string, value: number, kind: string): Markup =>
    html`<tr class="${kind}"><th scope="row">${name}</th><td><code>${toHexWord(value)}</code></td><td class="number">${toDecimalWord(value)}</td></tr>`;
  const rows = [
    row('Claimed by the worker', claimed, 'claimed'),
    row('Expected', expected, 'expected'),
    row('Bits that differ', (claimed ^ expected) >>> 0, 'difference'),
  ];
  return html`<table class="word"><caption>Word ${word} of ${versions[version]?.name}${place}</caption>
<thead><tr><td></td><th scope="col">Hexadecimal</th><th scope="col" class="number">Decimal</th></tr></thead>
<tbody>${rows}</tbody></table>`;
}

/** The race that the verdict speaks of. */
function raceOf({ verdict: { code, evidence }, steps }: AuditReport): interpreter.Race | undefined {
  if (code !== 'cell.races' || !isWord(evidence.step)) return undefined;
  const cell = steps[evidence.step]?.cells.find(({ workgroup }) => workgroup === evidence.workgroup);
  return cell?.finding.kind === 'races' ? cell.finding.race : undefined;
}

function raceText({ memory, word, first, second }: interpreter.Race, job: jobs.Job, step: jobs.Step): string {
  const { bindings } = job.kernels[step.kernel]!;
  const variable =
    memory === 'workgroup'
      ? undefined
      : Object.keys(bindings).find((name) => bindings[name]!.binding === memory.binding);
  const version = variable === undefined ? undefined : step.writes[variable]?.name;
  const where = version === undefined ? 'workgroup memory' : `${variable} (${version})`;
  return `invocations ${first.invocation} (${first.kind}) and ${second.invocation} (${second.kind}), word ${word} of ${where}, with no barrier between`;
}

function toRangesText(pages: readonly codec.Value[]): string {
  const runs = Array.from({ length: Math.floor(pages.length / 2) }, (_, i) => {
    const [start, end] = [Number(pages[2 * i]), Number(pages[2 * i + 1])];
    return end === start + 1 ? `${start}` : `${start} to ${end - 1}`;
  });
  const shown = runs.slice(0, 8);
  const more = runs.length - shown.length;
  return `${shown.join(', ')}${more === 0 ? '' : `, and ${toNounText(more, 'more run')}`}`;
}

/** A value of evidence or notes, in one line. */
export function toValueText(value: codec.Value): string {
  const text = toPlainText(value);
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
}

function toPlainText(value: codec.Value): string {
  if (value instanceof Uint8Array) return bytes.toHex(value);
  if (Array.isArray(value)) return `[${value.map(toPlainText).join(', ')}]`;
  if (!codec.isFields(value)) return String(value);
  const fields = Object.entries(value).map(([name, each]) => `${name}: ${toPlainText(each)}`);
  return `{ ${fields.join(', ')} }`;
}

function isWord(value: codec.Value | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
