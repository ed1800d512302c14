/** The page of an audit: one HTML file that needs nothing else, neither a network nor a script. */
import { createHash } from 'node:crypto';
import { verdict as verdicts } from '@assay/core';
import { chancesSection } from './chances.js';
import { costsSection } from './costs.js';
import { graphSection } from './diagram.js';
import { evidenceSection } from './evidence.js';
import { framesSection } from './frames.js';
import { headline, headlineOf } from './headline.js';
import { identitySection, versionsSection } from './identity.js';
import { html, toText, verbatim } from './markup.js';
import type { AuditReport } from './report.js';
import { script } from './script.js';
import { mostSteps, shownSteps } from './selection.js';
import { sheet } from './sheet.js';
import { cellsSection } from './step.js';

/** A page stays below, in bytes, so that it can be sent by mail and opened on a telephone. */
export const mostBytes = 2_000_000;

/**
 * The page as HTML text.
 *
 * Whatever comes from files is escaped; besides, the page's own policy lets a browser load nothing, and run nothing but the one script
 * that is named by its hash. Of long jobs some steps are shown, and how many more there are.
 *
 * @param report see `reportOf`.
 */
export function auditPage(report: AuditReport): string {
  // Steps can bind many versions with long names; then fewer of them have room.
  let most = mostSteps;
  let page = pageOf(report, most);
  while (Buffer.byteLength(page) >= mostBytes && most > 1) {
    most = Math.ceil(most / 2);
    page = pageOf(report, most);
  }
  return page;
}

function pageOf(report: AuditReport, most: number): string {
  const shown = shownSteps(report, most);
  const isValid = verdicts.isValid(report.verdict);
  const policy = `default-src 'none'; style-src '${hashOf(sheet)}'; script-src '${hashOf(script)}'; base-uri 'none'; form-action 'none'`;
  return toText(html`${verbatim('<!doctype html>')}
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${headlineOf(report)} (${report.job.name})</title>
<style>${verbatim(sheet)}</style>
</head>
<body>
<main>
${headline(report)}
${isValid ? undefined : evidenceSection(report)}
${graphSection(report, shown)}
${cellsSection(report, shown)}
${framesSection(report)}
${chancesSection(report)}
${costsSection(report)}
${isValid ? evidenceSection(report) : undefined}
${identitySection(report)}
${versionsSection(report, shown)}
</main>
<script>${verbatim(script)}</script>
</body>
</html>
`);
}

/** As a Content-Security-Policy names what it allows (CSP Level 3, 2.3.1). */
function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
