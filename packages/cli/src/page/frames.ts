/** Words that no cell owns must keep their values: which stretches of them were checked. */
import { trace } from '@assay/core';
import { toNounText } from './figures.js';
import { html, type Markup } from './markup.js';
import type { AuditReport, CheckedStretch } from './report.js';

/** Versions, and changed stretches of one version. */
const MOST_VERSIONS = 64;
const MOST_CHANGED = 32;
/** Parts of the strip that stands for a version. */
const PARTS = 240;

/** Nothing where no version has words of nobody. */
export function framesSection(report: AuditReport): Markup | undefined {
  const byVersion = new Map<number, CheckedStretch[]>();
  for (const stretch of report.stretches) {
    const others = byVersion.get(stretch.version) ?? [];
    byVersion.set(stretch.version, others);
    others.push(stretch);
  }
  if (byVersion.size === 0) return undefined;
  // Those with changes first: they must not be among the rest that is left out.
  const isChanged = (stretches: readonly CheckedStretch[]): boolean => stretches.some(({ kind }) => kind === 'changed');
  const all = [...byVersion].sort(([, a], [, b]) => Number(isChanged(b)) - Number(isChanged(a)));
  const shown = all.slice(0, MOST_VERSIONS);
  const more = all.length - shown.length;
  const rest = more === 0 ? undefined : html`<p class="more">… and ${toNounText(more, 'more version')}.</p>`;
  return html`<section aria-labelledby="frames">
<h2 id="frames">Frames</h2>
<p>A version that starts from another keeps the words that no cell owns: its frame. Of each frame stretches were compared with where they come from.</p>
<div class="scroll" tabindex="0" role="group" aria-labelledby="frames"><table><thead><tr><th scope="col">Version</th><th scope="col">Starts from</th><th scope="col">Checked</th><th scope="col">Found</th><th scope="col">Place</th></tr></thead>
<tbody>${shown.map(([version, stretches]) => row(report, version, stretches))}</tbody></table></div>
${rest}
</section>`;
}

function row({ versions }: AuditReport, index: number, stretches: readonly CheckedStretch[]): Markup {
  const version = versions[index]!;
  const changed = stretches.filter(({ kind }) => kind === 'changed');
  const words = stretches.reduce((sum, { start, end }) => sum + end - start, 0);
  const shown = changed.slice(0, MOST_CHANGED).map(({ start, end }) => `${start} to ${end - 1}`);
  const more = changed.length - shown.length;
  const found =
    changed.length === 0
      ? html`<td class="right">unchanged</td>`
      : html`<td class="wrong">changed: words ${shown.join('; ')}${more === 0 ? '' : `; and ${toNounText(more, 'more stretch', 'more stretches')}`}</td>`;
  const checked = `${toNounText(stretches.length, 'stretch', 'stretches')}, ${toNounText(words, 'word')}`;
  return html`<tr><th scope="row">${version.name}</th><td>${versions[stretches[0]!.from]!.name}</td><td>${checked}</td>${found}<td>${strip(version.sizeBytes / 4, stretches, trace.describe(version))}</td></tr>`;
}

/** The version from its first word to its last. */
function strip(lengthWords: number, stretches: readonly CheckedStretch[], name: string): Markup {
  const parts: ('changed' | 'unchanged' | undefined)[] = new Array(PARTS).fill(undefined);
  for (const { kind, start, end } of stretches) {
    const first = Math.floor((start / lengthWords) * PARTS);
    const last = Math.ceil((end / lengthWords) * PARTS);
    for (let at = first; at < last; at++) if (parts[at] !== 'changed') parts[at] = kind;
  }
  const outline = (kind: 'changed' | 'unchanged'): string => {
    const isEdge = (at: number): boolean => (parts[at] === kind) !== (parts[at - 1] === kind);
    const edges = Array.from({ length: PARTS + 1 }, (_, at) => at).filter(isEdge);
    return edges.map((at, i) => (i % 2 === 0 ? `M${at} 0V12` : `H${at}V0z`)).join('');
  };
  return html`<svg class="strip" viewBox="0 0 ${PARTS} 12" width="${PARTS}" height="12" role="img" aria-label="Where the stretches lie in ${name}" preserveAspectRatio="none"><rect width="${PARTS}" height="12"/><path class="right" d="${outline('unchanged')}"/><path class="wrong" d="${outline('changed')}"/></svg>`;
}
