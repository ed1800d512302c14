/**
 * How the page looks: light and dark by the reader's preference, on paper, from 320 pixels upwards. The marks' colours are those of
 * Okabe and Ito (2008), which people with any colour vision tell apart, darker or lighter for contrast; each also has a figure.
 */
export const sheet: string = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --card: #fff; --ink: #17202b; --soft: #55616f; --line: #d5dbe3; --faint: #e9edf2;
  --link: #00598f;
  --right: #00795a; --wrong: #c04400; --races: #9b3d78; --inexact: #9b3d78; --withheld: #8f6400; --undecided: #0067a3; --undrawn: #dfe4ea;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0e1318; --card: #161d25; --ink: #e5eaf0; --soft: #9aa6b4; --line: #2c3742; --faint: #202934;
    --link: #6bb8f0;
    --right: #2fb990; --wrong: #ff8a4c; --races: #dd92c3; --inexact: #dd92c3; --withheld: #e8b12c; --undecided: #5fb5ec; --undrawn: #2a3540;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.55 var(--sans); overflow-wrap: break-word; }
main { max-width: 1200px; margin: 0 auto; padding: 24px 20px 56px; }
section, .headline { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 22px 24px; margin: 0 0 18px; }
h1, h2, h3 { line-height: 1.25; margin: 0; text-wrap: balance; }
h1 { font-size: 26px; font-weight: 600; letter-spacing: -.01em; }
h2 { font-size: 18px; margin-bottom: 6px; }
h3 { font-size: 15px; }
p { margin: 0 0 12px; max-width: 78ch; }
p:last-child { margin-bottom: 0; }
section > p { color: var(--soft); }
code { font: 13px/1.5 var(--mono); }
.hash { user-select: all; }
.hash, .line, .facts, .flow, caption, h1, h3 { overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }

.headline { --tone: var(--undecided); border-left: 8px solid var(--tone); }
.headline.valid { --tone: var(--right); }
.headline.fraud { --tone: var(--wrong); }
.headline.withheld { --tone: var(--withheld); }
.headline.job-fault { --tone: var(--races); }
.headline.malformed { --tone: var(--soft); }
.brand { font-weight: 700; letter-spacing: .02em; margin-bottom: 14px; }
.brand span { color: var(--soft); font-weight: 400; letter-spacing: 0; }
.verdict { display: flex; gap: 16px; align-items: flex-start; margin-bottom: 10px; }
.verdict svg { flex: none; }
.verdict circle { fill: var(--tone); }
.verdict path { fill: none; stroke: var(--card); stroke-width: 2.4; stroke-linecap: round; stroke-linejoin: round; }
.verdict h1 { padding-top: 5px; }
.verdict b { color: var(--tone); font-weight: 700; }
.scope { color: var(--soft); }
.scope code { color: inherit; }
dl { margin: 0; }
dd { margin: 0; }
.terms { display: grid; grid-template-columns: auto auto 1fr; gap: 6px 36px; padding: 14px 0; border-top: 1px solid var(--line); }
dt { color: var(--soft); font-size: 13px; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 14px; border-top: 1px solid var(--line); padding-top: 16px; }
.figures div { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.figures dd { font-size: 22px; font-weight: 600; font-variant-numeric: tabular-nums; letter-spacing: -.01em; }

table { border-collapse: collapse; font-size: 14px; }
caption { text-align: left; font-weight: 600; padding: 0 0 6px; }
th, td { text-align: left; vertical-align: top; padding: 6px 18px 6px 0; border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums; }
tbody tr:last-child > * { border-bottom: 0; }
thead th { color: var(--soft); font-weight: 500; font-size: 13px; }
tbody th { font-weight: 500; }
.number { text-align: right; }
.facts { width: 100%; }
.facts th { width: 180px; color: var(--soft); font-weight: 400; }
.word { margin: 16px 0 0; min-width: min(100%, 540px); }
.word td, .word thead th { padding-left: 14px; }
.word code { font-size: 15px; white-space: nowrap; }
.word .claimed code { color: var(--wrong); }
.word .expected code { color: var(--right); }
.scroll { overflow-x: auto; }
.chances td:nth-child(2), .costs td:nth-child(2) { white-space: nowrap; }
.chances td:last-child { vertical-align: middle; }
.bar .whole { fill: var(--faint); }
.bar .part { fill: var(--undecided); }
.note { margin-top: 12px; }
td.right, td.wrong, td.races, td.inexact, td.withheld, td.undecided { font-weight: 600; }
td.right { color: var(--right); }
td.wrong, span.wrong { color: var(--wrong); }
td.races, td.inexact { color: var(--races); }
td.withheld { color: var(--withheld); }
td.undecided { color: var(--undecided); }
.commands { display: grid; gap: 2px; }
.commands dd { margin-bottom: 10px; }
.line { display: block; background: var(--faint); border-radius: 6px; padding: 8px 12px; user-select: all; white-space: pre-wrap; }
section h3:not(:first-child) { margin: 20px 0 4px; }
details { margin-top: 8px; }
summary { cursor: pointer; color: var(--link); font-size: 14px; width: fit-content; }
details > table, details > div { margin-top: 8px; }
.more { color: var(--soft); font-weight: 600; margin-top: 14px; }

.graph { display: none; max-width: 100%; height: auto; margin: 12px 0 0; }
.graph.fit-4 { display: block; }
.graph text { font: 11.5px var(--sans); fill: var(--soft); }
.graph .name { font-weight: 600; font-size: 12.5px; fill: var(--ink); }
.graph .hash { font-family: var(--mono); font-size: 11px; user-select: auto; }
.graph rect { fill: var(--card); stroke: var(--soft); stroke-width: 1.2; }
.graph .input rect, .graph .literal rect { fill: var(--faint); }
.graph .again rect { fill: none; stroke-dasharray: 4 3; stroke: var(--soft); }
.graph .again text { font-weight: 400; }
.graph .box.wrong rect { stroke: var(--wrong); stroke-width: 2.5; }
.graph .box.wrong .name { fill: var(--wrong); }
.graph .line { fill: none; stroke: var(--soft); stroke-width: 1.3; }
.graph .line.starts { stroke-dasharray: 5 4; }
.graph .arrow { --tone: var(--soft); }
.graph .arrow.right { --tone: var(--right); }
.graph .arrow.wrong { --tone: var(--wrong); }
.graph .arrow.races, .graph .arrow.inexact { --tone: var(--races); }
.graph .arrow.withheld { --tone: var(--withheld); }
.graph .arrow.undecided { --tone: var(--undecided); }
.graph .arrow path { fill: color-mix(in srgb, var(--tone) 14%, var(--card)); stroke: var(--tone); stroke-width: 1.3; stroke-linejoin: round; }
.graph .found { fill: var(--tone); font-weight: 600; }

.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 22px; padding: 0; margin: 0 0 16px; font-size: 13px; color: var(--soft); }
.legend b { color: var(--ink); font-weight: 600; }
.key { vertical-align: -3px; }
.patterns { position: absolute; }
.square.wrong { fill: var(--wrong); }
.square.races, .square.inexact { fill: var(--races); }
.square.withheld { fill: var(--withheld); }
.square.undecided { fill: var(--undecided); }
.square.right { fill: var(--right); }
.square.undrawn { fill: var(--undrawn); }
.figure { stroke: var(--card); stroke-width: .13; stroke-linecap: round; fill: none; }
.figure.undecided { stroke-width: .36; }
.steps { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 268px), 1fr)); gap: 12px; }
.step { border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px; min-width: 0; }
.step.medium { grid-column: span 2; }
.step.wide { grid-column: 1 / -1; }
.step.wrong { border-color: var(--wrong); border-width: 2px; padding: 13px 15px; }
.step h3 span { font-weight: 400; color: var(--soft); }
.step p { margin: 0 0 4px; font-size: 13.5px; }
.flow, .scale, .hover { color: var(--soft); }
.step .hover { margin: 2px 0 0; font-size: 13px; font-variant-numeric: tabular-nums; }
.step .scale { font-size: 13px; }
.cells { display: block; max-width: 100%; height: auto; margin: 8px 0 0; }
.step table { font-size: 13px; width: 100%; }
.step th, .step td { padding: 3px 12px 3px 0; }
.strip { max-width: 100%; }
.strip rect { fill: var(--undrawn); }
.strip .right { fill: var(--right); }
.strip .wrong { fill: var(--wrong); }

@media screen and (max-width: 1179px) {
  .graph.fit-4 { display: none; }
  .graph.fit-2 { display: block; }
}
@media screen and (max-width: 719px) {
  body { font-size: 15px; }
  main { padding: 12px 10px 40px; }
  section, .headline { padding: 16px 14px; border-radius: 10px; }
  section { overflow-x: auto; }
  h1 { font-size: 21px; }
  .verdict { gap: 12px; }
  .verdict svg { width: 36px; height: 36px; }
  .terms { grid-template-columns: 1fr 1fr; gap: 10px 18px; }
  .terms div:last-child { grid-column: 1 / -1; }
  .graph.fit-2 { display: none; }
  .graph.fit-1 { display: block; }
  .step.medium { grid-column: 1 / -1; }
  .facts th { display: block; width: auto; border: 0; padding-bottom: 0; }
  .facts td { display: block; padding-top: 0; }
  th, td { padding-right: 10px; }
  .bar { width: 70px; }
  .chances tbody th { white-space: nowrap; }
  .chances td:nth-child(2), .costs td:nth-child(2) { white-space: normal; }
}
@media print {
  :root {
    --page: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --faint: #eee; --link: #000;
    --right: #00795a; --wrong: #c04400; --races: #9b3d78; --inexact: #9b3d78; --withheld: #8f6400; --undecided: #0067a3; --undrawn: #ddd;
  }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  section, .headline { border-radius: 0; border-width: 0 0 1px; padding: 12px 0; margin: 0; }
  .headline { border-left-width: 8px; padding-left: 16px; }
  .step, .figures div, tr, h2 { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .graph.fit-4 { display: none; }
  .graph.fit-2 { display: block; }
  details::details-content { content-visibility: visible; block-size: auto; }
  .step.right details { display: none; }
  .hover { display: none; }
  summary { color: inherit; list-style: none; }
  .scroll { overflow: visible; }
}
`;
