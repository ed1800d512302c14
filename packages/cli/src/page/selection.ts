/** Which steps of a long job are shown. */
import { toNounText } from './figures.js';
import { toWord } from './mark.js';
import { html, type Markup } from './markup.js';
import type { AuditReport, StepReport } from './report.js';

/** A page with more could not be read. */
export const mostSteps = 200;

/** The steps in which something was found that is not right (they take half of the places at most), then the first ones; in order. */
export function shownSteps({ steps, stretches, versions }: AuditReport, most: number): readonly StepReport[] {
  if (steps.length <= most) return steps;
  const changed = new Set(
    stretches.flatMap(({ kind, version }) => {
      const { origin } = versions[version]!;
      return kind === 'changed' && origin.kind === 'write' ? [origin.step as number] : [];
    }),
  );
  const isNotable = ({ index, mark }: StepReport): boolean =>
    (mark !== 'right' && mark !== 'undrawn') || changed.has(index);
  const notable = steps.filter(isNotable).slice(0, Math.ceil(most / 2));
  const chosen = new Set(notable);
  for (const step of steps) {
    if (chosen.size === most) break;
    chosen.add(step);
  }
  return [...chosen].sort((a, b) => a.index - b.index);
}

/** That there are more steps, and what was found in them; nothing where all are shown. */
export function moreSteps({ steps }: AuditReport, shown: readonly StepReport[]): Markup | undefined {
  if (steps.length === shown.length) return undefined;
  const isShown = new Set(shown);
  const hidden = steps.filter((step) => !isShown.has(step));
  const bad = hidden.find(({ mark }) => mark !== 'right' && mark !== 'undrawn');
  const found =
    bad === undefined
      ? 'in which no cell was found that is not right'
      : `in some of which cells are ${toWord(bad.mark)}, too`;
  return html`<p class="more">… and ${toNounText(hidden.length, 'more step')}, ${found}.</p>`;
}
