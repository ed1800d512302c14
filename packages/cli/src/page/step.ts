/** What was found of the cells of each step: a grid of squares, and a table that says the same. */
import { grid as grids } from '@assay/core';
import { toCostText } from '../output.js';
import { shorten, toCellText, toCountFigure, toHexWord, toNounText } from './figures.js';
import { type Mark, marks, toSentence, toWord } from './mark.js';
import { type Hole, html, type Markup } from './markup.js';
import type { AuditReport, CheckedCell, StepReport } from './report.js';
import { moreSteps } from './selection.js';
import { type Area, cellsPerSquare, fill, type Layout, type SquareMark, type Squares } from './squares.js';

/** Of all steps together: squares, and rows of tables. */
const SQUARES = 32_768;
const ROWS = 1024;
/** Of one step. */
const most = { squares: 4096, leastSquares: 160, rows: 64, leastRows: 5 } as const;

/** All steps that are shown. */
export function cellsSection(report: AuditReport, shown: readonly StepReport[]): Markup {
  const { all, checked } = report.cells;
  if (checked === 0) {
    return html`<section aria-labelledby="cells">
<h2 id="cells">Cells</h2>
<p>The verdict was reached before any cell was checked. The job has ${toNounText(all, 'cell')}.</p>
</section>`;
  }
  const squares = clamp(Math.floor(SQUARES / shown.length), most.leastSquares, most.squares);
  const rows = clamp(Math.floor(ROWS / shown.length), most.leastRows, most.rows);
  return html`<section aria-labelledby="cells">
<h2 id="cells">Cells</h2>
<p>A cell is one workgroup of one step. ${toCountFigure(checked)} of ${toNounText(all, 'cell')} were checked: run again from the bytes that the worker committed to, and compared.
Squares lie as the grid of workgroups does: x to the right, y down, slices of z side by side.</p>
${legend(report.steps)}
${patterns}
<div class="steps">${shown.map((step) => card(step, squares, rows))}</div>
${moreSteps(report, shown)}
</section>`;
}

/** The marks that occur, with their words. */
function legend(steps: readonly StepReport[]): Markup {
  const occurring = new Set<Mark>();
  for (const { cells, count } of steps) {
    for (const { mark } of cells) occurring.add(mark);
    if (cells.length < count) occurring.add('undrawn');
  }
  const items = marks
    .filter((mark) => occurring.has(mark))
    .map(
      (mark) =>
        html`<li><svg class="key" width="16" height="16" viewBox="0 0 1 1" aria-hidden="true"><rect width="1" height="1" fill="url(#${mark})"/></svg> <b>${toWord(mark)}</b>: ${toSentence(mark)}</li>`,
    );
  return html`<ul class="legend">${items}</ul>`;
}

/** What tells marks apart besides their colours. */
const figures: Readonly<Record<Mark, string>> = {
  wrong: 'M.28 .28L.72 .72M.72 .28L.28 .72',
  races: 'M.2 .4H.8M.2 .6H.8',
  inexact: 'M.4 .2V.8M.6 .2V.8',
  withheld: 'M.2 .8L.8 .2',
  undecided: 'M.5 .5H.501',
  right: '',
  undrawn: '',
};

/** Repeated from square to square, so that neighbours with the same mark are one shape. */
function pattern(mark: SquareMark, figure: Hole): Markup {
  const ground = mark === 'partly' ? 'undrawn' : mark;
  return html`<pattern id="${mark}" width="1" height="1" patternUnits="userSpaceOnUse"><rect class="square ${ground}" x=".06" y=".06" width=".88" height=".88" rx=".12"/>${figure}</pattern>`;
}

const patterns: Markup = html`<svg class="patterns" width="0" height="0" aria-hidden="true"><defs>
${marks.map((mark) => pattern(mark, figures[mark] === '' ? undefined : html`<path class="figure ${mark}" d="${figures[mark]}"/>`))}
${pattern('partly', html`<rect class="square right" x=".27" y=".27" width=".46" height=".46" rx=".08"/>`)}
</defs></svg>`;

function card({ index, step, count, cells, mark }: StepReport, mostSquares: number, mostRows: number): Markup {
  const squares = fill(step.grid, cells, mostSquares);
  const reads = Object.values(step.reads);
  const writes = Object.values(step.writes).map(({ name, from }) =>
    from === undefined ? name : `${name} (from ${from})`,
  );
  const declared = step.meaning === undefined ? undefined : html` Declared as ${step.meaning.operation}.`;
  const { unit, span } = scaleOf(squares);
  return html`<article class="step ${mark} ${span}" aria-labelledby="step-${index}">
<h3 id="step-${index}">Step ${index} <span>${step.kernel}</span></h3>
<p class="flow">${reads.length === 0 ? 'nothing' : reads.join(', ')} → ${writes.join(', ')}.${declared}</p>
<p class="counts">${toNounText(count, 'cell')} (${grids.toText(step.grid)}), ${tally(cells)}.</p>
${drawing(index, step.grid, squares, unit)}
${scaleText(squares)}
${table(step.grid, cells, mostRows)}
</article>`;
}

/** `12 checked: 11 right, 1 wrong`. */
function tally(cells: readonly CheckedCell[]): string {
  if (cells.length === 0) return 'none checked';
  const counts = marks.flatMap((mark) => {
    const of = cells.filter((cell) => cell.mark === mark).length;
    return of === 0 ? [] : [`${toCountFigure(of)} ${toWord(mark)}`];
  });
  return `${toCountFigure(cells.length)} checked: ${counts.join(', ')}`;
}

/** Pixels of a square, and how much of a row of the page its card takes. */
function scaleOf({ width }: Squares): { readonly unit: number; readonly span: 'small' | 'medium' | 'wide' } {
  if (width <= 24) return { unit: Math.min(22, Math.floor(240 / width)), span: 'small' };
  if (width <= 55) return { unit: Math.min(15, Math.floor(500 / width)), span: 'medium' };
  return { unit: Math.floor(1060 / width), span: 'wide' };
}

function drawing(
  index: number,
  grid: grids.Grid,
  { width, height, layout, all, found }: Squares,
  unit: number,
): Markup {
  const paths = [...found].map(
    ([mark, areas]) => html`<path class="${mark}" fill="url(#${mark})" d="${outline(areas)}"/>`,
  );
  return html`<svg class="cells" viewBox="0 0 ${width} ${height}" width="${width * unit}" height="${height * unit}" role="img" aria-label="Cells of step ${index}; the table below tells the same" data-grid="${grid.join(' ')}" data-layout="${toData(layout)}">
<path class="undrawn" fill="url(#undrawn)" d="${outline(all)}"/>${paths}</svg>
<p class="hover" hidden></p>`;
}

function outline(areas: readonly Area[]): string {
  return areas.map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h-${width}z`).join('');
}

/** For the script that names the cell under the pointer. */
function toData(layout: Layout): string {
  if (layout.kind === 'rows') return `rows ${layout.count} ${layout.block} ${layout.width}`;
  const { side, depth, width, height, perLine } = layout;
  return `slices ${side} ${depth} ${width} ${height} ${perLine}`;
}

/** How many cells a square stands for, and how a grid with one long side is written. */
function scaleText({ layout, found }: Squares): Hole {
  const cells = cellsPerSquare(layout);
  const isFolded = layout.kind === 'rows' && layout.count > layout.block * layout.width;
  const rows = isFolded ? `Rows of ${layout.width} squares. ` : '';
  if (cells === 1) return isFolded ? html`<p class="scale">${rows}</p>` : undefined;
  const block = layout.kind === 'rows' ? '' : ` (${blockText(layout)})`;
  const partly = found.has('partly') ? ' A small one: some of its cells were checked, and are right.' : '';
  return html`<p class="scale">${rows}A square stands for up to ${toNounText(cells, 'cell')}${block} and shows the gravest that was found in them.${partly}</p>`;
}

function blockText({ grid, side, depth }: Extract<Layout, { kind: 'slices' }>): string {
  const extents = [Math.min(side, grid[0]), Math.min(side, grid[1])];
  return (depth === 1 ? extents : [...extents, Math.min(depth, grid[2])]).join(' × ');
}

/** The gravest first. */
function table(grid: grids.Grid, cells: readonly CheckedCell[], mostRows: number): Hole {
  if (cells.length === 0) return undefined;
  const sorted = marks.flatMap((mark) => cells.filter((cell) => cell.mark === mark));
  const shown = sorted.slice(0, mostRows);
  const more = sorted.length - shown.length;
  const rows = shown.map(
    ({ workgroup, mark, finding }) =>
      html`<tr><th scope="row">${toCellText(grid, workgroup)}</th><td class="${mark}">${toWord(mark)}</td><td>${detailOf(finding)}</td></tr>`,
  );
  const rest = more === 0 ? undefined : html`<tr><td colspan="3">… and ${toNounText(more, 'more cell')}</td></tr>`;
  return html`<details><summary>${toNounText(cells.length, 'cell')} in words</summary>
<table><thead><tr><th scope="col">Cell x,y,z</th><th scope="col">Found</th><th scope="col">Detail</th></tr></thead><tbody>${rows}${rest}</tbody></table></details>`;
}

function detailOf(finding: CheckedCell['finding']): string {
  switch (finding.kind) {
    case 'right':
      return `${toCostText(finding.cost)}${finding.doExecutorsDiffer ? '; the compiled executor differs: a bug of this verifier' : ''}`;
    case 'wrong':
    case 'differs': {
      const { version, word, claimed, expected } = finding.word;
      const sure = finding.kind === 'wrong' ? '' : ', by the compiled executor; the interpreter was not asked';
      return `version ${version}, word ${word}: claimed ${toHexWord(claimed)}, must be ${toHexWord(expected)}${sure}`;
    }
    case 'races': {
      const { memory, word } = finding.race;
      return `word ${word} of ${memory === 'workgroup' ? 'workgroup memory' : `binding ${memory.binding}`}`;
    }
    case 'withheld':
      return `nothing shown of pages of version ${finding.version}`;
    case 'beyond-limits':
    case 'not-exact':
      return `${shorten(finding.got, 160)} (${finding.code})`;
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
