/** Reports as one HTML page that needs nothing else. */
import { adapterName, casesOf, type Report, type Told, total, unexcused } from './report.js';
import type { Outcome } from './verdict.js';

/** What a full picture would have. */
const WANTED = [
  { engine: 'interpreter', title: 'reference interpreter', isSoftware: undefined },
  { engine: 'compiled', title: 'compiled executor', isSoftware: undefined },
  { engine: 'dawn', title: 'Dawn (Tint)', isSoftware: true },
  { engine: 'deno', title: 'wgpu (naga)', isSoftware: true },
  { engine: 'dawn', title: 'Dawn (Tint)', isSoftware: false },
  { engine: 'deno', title: 'wgpu (naga)', isSoftware: false },
] as const;

const BAD = ['differs', 'refused', 'crashed', 'timed-out'] as const satisfies readonly Outcome[];

const SAID: Readonly<Record<Outcome, string>> = {
  agrees: 'agrees',
  differs: 'disagrees',
  refused: 'refused',
  crashed: 'crashed',
  'timed-out': 'timed out',
  'not-run': 'not run',
};

const COUNTED: Readonly<Record<Outcome, string>> = { ...SAID, agrees: 'agree', differs: 'disagree' };

/** A column: a report, or a place where there could be one. */
interface Column {
  readonly title: string;
  readonly on: string;
  readonly report: Report | undefined;
}

/** @param reports in any order. */
export function toPage(reports: readonly Report[]): string {
  const columns = columnsOf(reports);
  const sections = [summary(columns), suites(columns), findings(columns), cases(columns), refusals(columns)];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Conformance</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Does every engine compute what the reference interpreter computes?</h1>
<p>Every case is run by the interpreter and by each engine, in up to three texts: printed with all guards, as the runtime ships
it, and as its author wrote it. All words of all written buffers are compared; of the compiled executor, which has one lane or
four and no text, also the cost of each cell, whether a guard fires there, and the pages that it loads from. <code>npm run conformance</code> makes this page.</p>
${sections.join('\n')}
</main>
</body>
</html>
`;
}

function columnsOf(reports: readonly Report[]): readonly Column[] {
  return WANTED.flatMap(({ engine, title, isSoftware }): Column[] => {
    const found = reports.filter((each) => each.engine === engine && each.adapter?.isSoftware === isSoftware);
    const place = isSoftware === undefined ? '' : isSoftware ? 'on a CPU' : 'on a GPU';
    if (found.length === 0) return [{ title, on: place, report: undefined }];
    return found.map((report) => ({ title, on: adapterName(report), report }));
  });
}

function summary(columns: readonly Column[]): string {
  const head = [
    'engine',
    'adapter',
    'cases',
    'agree',
    'disagree',
    'refused',
    'crashed',
    'timed out',
    'not run',
    'known',
    'measured',
  ];
  const rows = columns.map(({ title, on, report }) => {
    if (report === undefined) return row([th(title), td(on), `<td colspan="9" class="absent">not measured</td>`]);
    const counts = total(report);
    const known = report.findings.filter(({ excuse }) => excuse !== undefined).length;
    const numbers = [number(casesOf(counts)), number(counts.agrees)];
    const wrong = unexcused(report).map(({ outcome }) => outcome);
    const bad = BAD.map((outcome) => number(counts[outcome], wrong.includes(outcome)));
    const rest = [number(counts['not-run']), number(known), `<td class="number">${escaped(report.measuredOn)}</td>`];
    return row([th(title, report.title), td(on), ...numbers, ...bad, ...rest]);
  });
  return section(
    'Engines',
    `${table(head, rows)}
<p>A case <em>disagrees</em> if a word differs, is <em>refused</em> if the engine's compiler does not take its text, and is
<em>not run</em> if it races, so that no result is right. <em>Known</em> findings are faults of the engine, with the reason below.</p>`,
  );
}

function suites(columns: readonly Column[]): string {
  const measured = columns.filter(({ report }) => report !== undefined);
  const named = new Map(measured.flatMap(({ report }) => report!.suites.map((suite) => [suite.name, suite] as const)));
  const rows = [...named.values()].map(({ name, about }) => {
    const cells = measured.map(({ report }) => share(report!, name));
    return row([th(name), td(about), ...cells]);
  });
  const seeds = [...new Set(measured.map(({ report }) => report!.seed))].join(', ');
  const note = named.has('random') ? `<p>Random kernels begin with seed ${escaped(seeds)}.</p>` : '';
  return section('Suites', table(['suite', '', ...measured.map(titleOf)], rows) + note);
}

function share(report: Report, name: string): string {
  const suite = report.suites.find((each) => each.name === name);
  if (suite === undefined) return '<td class="absent">not run</td>';
  const { counts } = suite;
  const run = casesOf(counts) - counts['not-run'];
  if (run === 0) return '<td class="absent">not run</td>';
  const wrong = BAD.filter((outcome) => counts[outcome] > 0).map((outcome) => `${counts[outcome]} ${COUNTED[outcome]}`);
  const isUnknown = unexcused(report).some((told) => told.case.startsWith(`${name}/`));
  const level = wrong.length === 0 ? 'good' : isUnknown ? 'bad' : 'odd';
  return `<td class="${level}">${escaped([`${counts.agrees} of ${run} agree`, ...wrong].join(', '))}</td>`;
}

function findings(columns: readonly Column[]): string {
  const parts = columns.flatMap((column) => {
    const { report } = column;
    if (report === undefined || (report.findings.length === 0 && report.idleDeaths.length === 0)) return [];
    const deaths = report.idleDeaths.map(
      (words) => `<li class="bad">ended while nothing was asked of it<pre>${escaped(words)}</pre></li>`,
    );
    const items = [...unexcused(report).map(finding), ...deaths, ...known(report)];
    return [`<h3>${escaped(titleOf(column))}</h3>\n<ul class="findings">${items.join('\n')}</ul>`];
  });
  return section('Findings', parts.length === 0 ? '<p>None.</p>' : parts.join('\n'));
}

function finding({ case: name, outcome, detail }: Told): string {
  return `<li class="bad"><details><summary><b>${escaped(name)}</b> ${escaped(SAID[outcome])}</summary>
<pre>${escaped(detail)}</pre></details></li>`;
}

/** One item for each reason. */
function known({ findings: told }: Report): readonly string[] {
  const byReason = new Map<string, Told[]>();
  for (const each of told) {
    if (each.excuse !== undefined) byReason.set(each.excuse, [...(byReason.get(each.excuse) ?? []), each]);
  }
  return [...byReason].map(([reason, all]) => {
    const lines = all.map(({ case: name, outcome, detail }) => `${name} ${SAID[outcome]}, ${detail}`);
    const title = `<b>${new Set(all.map(({ case: name }) => name)).size} known:</b> ${escaped(reason)}`;
    return `<li class="odd"><details><summary>${title}</summary><pre>${escaped(lines.join('\n'))}</pre></details></li>`;
  });
}

function cases(columns: readonly Column[]): string {
  const measured = columns.filter(({ report }) => report !== undefined);
  const names = [...new Set(measured.flatMap(({ report }) => report!.suites.map(({ name }) => name)))];
  const parts = names.flatMap((name) => {
    const outcomes = measured.map(({ report }) => report!.suites.find((suite) => suite.name === name)?.outcomes ?? {});
    const all = [...new Set(outcomes.flatMap(Object.keys))];
    if (all.length === 0) return [];
    const rows = all.map((each) => row([th(each), ...outcomes.map((found) => mark(found[each]))]));
    return [
      `<details><summary>${escaped(name)}: ${all.length} named</summary>${table(['case', ...measured.map(titleOf)], rows)}</details>`,
    ];
  });
  return section('Cases', parts.join('\n'));
}

function mark(outcome: Outcome | undefined): string {
  if (outcome === undefined) return '<td></td>';
  const level =
    outcome === 'agrees' ? 'good' : outcome === 'not-run' ? 'absent' : outcome === 'refused' ? 'odd' : 'bad';
  return `<td class="${level}">${SAID[outcome]}</td>`;
}

function refusals(columns: readonly Column[]): string {
  const measured = columns.filter(({ report }) => report !== undefined && report.refusals.length > 0);
  const rules = new Map(
    measured.flatMap(({ report }) => report!.refusals.map(({ name, rule }) => [name, rule] as const)),
  );
  const rows = [...rules].map(([name, rule]) => {
    const cells = measured.map(({ report }) => {
      const found = report!.refusals.find((each) => each.name === name);
      return found === undefined ? td('') : found.isAccepted ? td('takes it') : '<td class="absent">refuses it</td>';
    });
    return row([th(name), td(rule), ...cells]);
  });
  const takes = measured.map((column) => {
    const accepted = column.report!.refusals.filter(({ isAccepted }) => isAccepted).length;
    return `${titleOf(column)} takes ${accepted} of them`;
  });
  if (rows.length === 0) return '';
  return section(
    'What the profile refuses',
    `<p>Whether an engine's compiler takes a shader that a rule of the profile refuses: no fault of anybody. ${escaped(takes.join(', '))}.</p>
<details><summary>${rows.length} shaders</summary>${table(['shader', 'rule', ...measured.map(titleOf)], rows)}</details>`,
  );
}

function titleOf({ title, on }: Column): string {
  return on === '' ? title : `${title} on ${on}`;
}

function section(title: string, body: string): string {
  return `<section>\n<h2>${escaped(title)}</h2>\n${body}\n</section>`;
}

function table(head: readonly string[], rows: readonly string[]): string {
  const titles = head.map((title) => `<th scope="col">${escaped(title)}</th>`).join('');
  return `<div class="wide"><table>\n<thead><tr>${titles}</tr></thead>\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table></div>`;
}

function row(cells: readonly string[]): string {
  return `<tr>${cells.join('')}</tr>`;
}

function th(text: string, title?: string): string {
  return `<th scope="row"${title === undefined ? '' : ` title="${escaped(title)}"`}>${escaped(text)}</th>`;
}

function td(text: string): string {
  return `<td>${escaped(text)}</td>`;
}

function number(value: number, isBad = false): string {
  return `<td class="number${isBad ? ' bad' : ''}">${value}</td>`;
}

/** Compilers' messages and names of adapters are not ours. */
function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character]!);
}

const STYLE = `
:root { color-scheme: light dark; --text: #1c1f23; --page: #fff; --soft: #5a626c; --line: #d8dde3; --head: #f3f5f7;
  --good: #176a35; --bad: #b3201c; --odd: #8a5300; }
@media (prefers-color-scheme: dark) { :root { --text: #e4e7eb; --page: #15181c; --soft: #9aa4b0; --line: #353c45; --head: #1f242a;
  --good: #6fd08c; --bad: #ff8a80; --odd: #f0b45c; } }
* { box-sizing: border-box; }
body { margin: 0; font: 14px/1.5 system-ui, sans-serif; color: var(--text); background: var(--page); }
main { max-width: 76rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
p { max-width: 48rem; margin: .5rem 0; }
code, pre, tbody th { font-family: ui-monospace, monospace; font-size: .86em; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--head); border: 1px solid var(--line); border-radius: 4px; padding: .5rem .75rem; margin: .5rem 0; }
.wide { overflow-x: auto; margin: .5rem 0; }
table { border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line); }
tbody th, .number { white-space: nowrap; }
thead th { background: var(--head); font-weight: 600; }
tbody th { font-weight: 500; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.absent { color: var(--soft); font-style: italic; }
.good { color: var(--good); }
.bad { color: var(--bad); font-weight: 600; }
.odd { color: var(--odd); }
.findings { list-style: none; padding: 0; margin: .25rem 0; }
.findings li { border-left: 3px solid currentColor; padding: .15rem .75rem; margin: .35rem 0; font-weight: 400; }
.findings li > * { color: var(--text); }
summary { cursor: pointer; padding: .15rem 0; }
`;
