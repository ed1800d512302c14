/** The job's graph as a drawing. */
import { grid as grids, trace } from '@assay/core';
import { toSizeText } from '../output.js';
import { shorten, toCountFigure, toNounText, toShortHash } from './figures.js';
import { type Arrow, type Box, type Graph, type Line, layout, type Place } from './graph.js';
import { toWord } from './mark.js';
import { type Hole, html, type Markup } from './markup.js';
import type { AuditReport, StepReport } from './report.js';
import { moreSteps } from './selection.js';

/** Layers in one band, for screens of different widths; the style sheet shows the drawing that fits. */
const FITS = [4, 2, 1] as const;
/** Characters that fit in a box, and in an arrow. */
const MOST_CHARACTERS = { box: 16, arrow: 13 } as const;
/** Of an arrow. */
const TIP = 13;

/** The graph of the steps that are shown, and the words around it. */
export function graphSection(report: AuditReport, shown: readonly StepReport[]): Markup {
  const { steps, versions, job } = report;
  return html`<section aria-labelledby="graph">
<h2 id="graph">The job</h2>
<p>${job.name}: ${toNounText(steps.length, 'step')}, ${toNounText(versions.length, 'version')}. A box is a version (a buffer that is written once) with
its size and the beginning of its hash; an arrow is a step with its kernel, its grid of workgroups and how many of its cells were checked.
A dashed box stands for a version that is made elsewhere.</p>
${drawings(report, shown)}
${moreSteps(report, shown)}
</section>`;
}

function drawings(report: AuditReport, shown: readonly StepReport[]): Hole {
  const indices = shown.map(({ index }) => index);
  const graphs = FITS.map((most) => layout(report.job, report.versions, indices, most));
  // Where there are fewer layers than a band could have, two of them are the same.
  return graphs.map((graph, i) => {
    const { layers } = graph;
    const isRepeated = i > 0 && Math.min(FITS[i]!, layers) === Math.min(FITS[i - 1]!, layers);
    if (isRepeated) return undefined;
    const fits = FITS.filter((most) => Math.min(most, layers) === Math.min(FITS[i]!, layers));
    return drawing(report, graph, fits);
  });
}

function drawing(report: AuditReport, { width, height, boxes, arrows, lines }: Graph, fits: readonly number[]): Markup {
  const id = `graph-${fits[0]}`;
  return html`<svg class="graph ${fits.map((fit) => `fit-${fit}`).join(' ')}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id} ${id}-text">
<title id="${id}">Graph of the job ${report.job.name}</title>
<desc id="${id}-text">${toNounText(arrows.length, 'step')} from left to right. The chapter Cells tells the same in words: what each step reads and makes.</desc>
${lines.map(line)}
${boxes.map((box) => version(report, box))}
${arrows.map((arrow) => step(report, arrow))}
</svg>`;
}

function line({ kind, from, to }: Line): Markup {
  const middle = (from.x + to.x) / 2;
  return html`<path class="line ${kind}" d="M${from.x} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}"/>`;
}

/** Each is a drawing of its own, which cuts off what a long name has too much. */
function version({ versions, receipt, wrongVersions }: AuditReport, { kind, version: index, ...place }: Box): Markup {
  const described = versions[index]!;
  const { name, sizeBytes, origin } = described;
  const isWrong = wrongVersions.has(index);
  const title = `${trace.describe(described)}, ${sizeBytes} bytes${isWrong ? ': a word of it is wrong' : ''}`;
  const label = `${isWrong ? '✗ ' : ''}${shorten(name, MOST_CHARACTERS.box)}`;
  const again = origin.kind === 'write' ? `from step ${origin.step}` : `${origin.kind}, see above`;
  const size = `${origin.kind === 'write' ? '' : `${origin.kind}, `}${toSizeText(sizeBytes)}`;
  const hash = html`<text class="hash" x="9" y="46">${toShortHash(receipt.trace[index] ?? '')}</text>`;
  const lines =
    kind === 'again' ? html`<text x="9" y="29">${again}</text>` : html`<text x="9" y="31">${size}</text>${hash}`;
  return html`<svg class="box ${kind} ${origin.kind}${isWrong ? ' wrong' : ''}" ${toAttributes(place)}><title>${title}</title><rect x="1.5" y="1.5" width="${place.width - 3}" height="${place.height - 3}" rx="6"/><text class="name" x="9" y="16">${label}</text>${lines}</svg>`;
}

function step({ steps }: AuditReport, { step: index, ...place }: Arrow): Markup {
  const { step: described, mark, cells, count } = steps[index]!;
  const { kernel } = described;
  const grid = grids.toText(described.grid);
  const { width, height } = place;
  const outline = `M1.5 1.5H${width - TIP}L${width - 1.5} ${height / 2}L${width - TIP} ${height - 1.5}H1.5z`;
  const found = cells.filter((cell) => cell.mark === mark).length;
  const looked = `${toCountFigure(cells.length)} of ${toCountFigure(count)}`;
  const short = looked.length <= MOST_CHARACTERS.arrow ? looked : toNounText(cells.length, 'cell');
  const summary = mark === 'right' || mark === 'undrawn' ? short : `${toCountFigure(found)} ${toWord(mark)}`;
  const title = `Step ${index}, kernel ${kernel}, grid ${grid}: ${looked} cells checked${found === 0 ? '' : `, ${toCountFigure(found)} ${toWord(mark)}`}`;
  return html`<svg class="arrow ${mark}" ${toAttributes(place)}><title>${title}</title><path d="${outline}"/><text class="name" x="9" y="16">${shorten(kernel, MOST_CHARACTERS.arrow)}</text><text x="9" y="31">${grid}</text><text class="found" x="9" y="46">${summary}</text></svg>`;
}

function toAttributes({ x, y, width, height }: Place): Markup {
  return html`x="${x}" y="${y}" width="${width}" height="${height}"`;
}
