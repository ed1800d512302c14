/** The measurement as a picture: two panels with linear axes, readable on light and on dark grounds. */
import type { Interval } from './interval.js';

/** What was measured of one share and one number of samples. */
export interface Point extends Interval {
  readonly faultyFraction: number;
  readonly samples: number;
  readonly observed: number;
}

export interface Chart {
  readonly points: readonly Point[];
  /** In ascending order, at most four. */
  readonly shares: readonly number[];
  /** The probability that theory has. */
  readonly predicted: (share: number, samples: number) => number;
  /** Lines below the picture. */
  readonly notes: readonly string[];
}

/** One of the two pictures of the same curves. */
interface Panel {
  readonly x: number;
  /** The most samples. */
  readonly to: number;
  readonly step: number;
  /** Where the labels of shares begin, as samples and probability. */
  readonly labels: readonly (readonly [share: number, samples: number, probability: number])[];
}

const [WIDTH, HEIGHT] = [960, 484];
const PLOT = { width: 400, height: 300, top: 62 } as const;

const panels: readonly Panel[] = [
  {
    x: 66,
    to: 40,
    step: 10,
    labels: [
      [0.5, 5, 0.91],
      [0.1, 12.3, 0.66],
      [0.05, 17.2, 0.53],
      [0.01, 27, 0.17],
    ],
  },
  {
    x: 530,
    to: 300,
    step: 50,
    labels: [
      [0.05, 28, 0.7],
      [0.01, 114, 0.6],
    ],
  },
];

/** Hues of Okabe and Ito (2008), which people with any colour vision tell apart; lighter ones on dark ground. */
const STYLE = `
  .ground { fill: #ffffff } .text { fill: #1f2328 } .quiet { fill: #59636e } .grid { stroke: #d8dee4 } .axis { stroke: #8c959f }
  .share0 { --hue: #0072b2 } .share1 { --hue: #007a5a } .share2 { --hue: #c04a00 } .share3 { --hue: #8f4aa3 }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117 } .text { fill: #e6edf3 } .quiet { fill: #9198a1 } .grid { stroke: #262c36 } .axis { stroke: #656c76 }
    .share0 { --hue: #56b4e9 } .share1 { --hue: #3fcf9f } .share2 { --hue: #f59256 } .share3 { --hue: #d19be3 }
  }
  text { font: 13px system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif }
  .title { font-size: 17px; font-weight: 600 } .label { font-weight: 600; fill: var(--hue) }
  .curve { fill: none; stroke: var(--hue); stroke-width: 1.5; opacity: 0.75 }
  .bar { stroke: var(--hue); stroke-width: 1.5 } .point { fill: var(--hue) }
  .grid, .axis { stroke-width: 1; fill: none }
`;

/** The picture as SVG. */
export function toSvg(chart: Chart): string {
  const title = 'How often an audit notices skipped cells';
  const notes = chart.notes.map((note, i) => text(66, 426 + 19 * i, note, 'quiet'));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img">`,
    `<title>${title}</title>`,
    `<style>${STYLE}</style>`,
    `<rect class="ground" width="${WIDTH}" height="${HEIGHT}"/>`,
    text(66, 30, title, 'text title'),
    ...panels.flatMap((panel, i) => drawPanel(chart, panel, i === 0)),
    ...notes,
    '</svg>',
    '',
  ].join('\n');
}

function drawPanel({ points, shares, predicted }: Chart, panel: Panel, isFirst: boolean): readonly string[] {
  const { x, to, step, labels } = panel;
  const left = (samples: number): number => rounded(x + (PLOT.width * samples) / to);
  const top = (probability: number): number => rounded(PLOT.top + PLOT.height * (1 - probability));
  const bottom = PLOT.top + PLOT.height;
  const lines: string[] = [];
  for (let percent = 0; percent <= 100; percent += 20) {
    const y = top(percent / 100);
    lines.push(`<path class="${percent === 0 ? 'axis' : 'grid'}" d="M${x} ${y}h${PLOT.width}"/>`);
    lines.push(text(x - 8, y + 4, `${percent} %`, 'quiet', 'end'));
  }
  for (let samples = 0; samples <= to; samples += step) {
    lines.push(`<path class="axis" d="M${left(samples)} ${bottom}v5"/>`);
    lines.push(text(left(samples), bottom + 20, String(samples), 'quiet', 'middle'));
  }
  lines.push(text(x + PLOT.width, bottom + 38, 'samples k', 'quiet', 'end'));
  if (isFirst) lines.push(text(x, PLOT.top - 12, 'audits that notice', 'quiet'));
  for (const [i, share] of shares.entries()) {
    const curve = Array.from({ length: to + 1 }, (_, k) => `${left(k)} ${top(predicted(share, k))}`);
    lines.push(`<g class="share${i}">`, `<path class="curve" d="M${curve.join('L')}"/>`);
    for (const { samples, observed, low, high } of points.filter((one) => one.faultyFraction === share)) {
      if (samples > to) continue;
      const at = left(samples);
      lines.push(
        `<path class="bar" d="M${at} ${top(low)}V${top(high)}M${at - 3} ${top(low)}h6M${at - 3} ${top(high)}h6"/>`,
      );
      lines.push(`<circle class="point" cx="${at}" cy="${top(observed)}" r="2.6"/>`);
    }
    for (const [named, samples, probability] of labels) {
      if (named !== share) continue;
      lines.push(
        text(
          left(samples),
          top(probability),
          `${rounded(100 * share)} %${share === shares.at(-1) ? ' skipped' : ''}`,
          'label',
        ),
      );
    }
    lines.push('</g>');
  }
  return lines;
}

function text(x: number, y: number, words: string, style: string, anchor = 'start'): string {
  const aligned = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text class="${style}" x="${x}" y="${y}"${aligned}>${words}</text>`;
}

/** Two decimals are enough for a screen. */
function rounded(value: number): number {
  return Math.round(100 * value) / 100;
}
