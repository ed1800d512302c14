/** How the title of a test says why it may be skipped: `acquire (needs linux-x64)`, `sum (skipped: no adapter)`. */
export const REASON: RegExp = /\b(?:skipped:|needs) +\S/;
