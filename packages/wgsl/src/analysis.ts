/** What can be said of all cells of a step before any of them runs (SPEC.md, chapter Analysis). */
export { type Analysis, analyze, freedomOf, inspect } from './analysis/analyze.js';
export * as dispatch from './analysis/dispatch.js';
export type { Freedom } from './analysis/freedom.js';
export * as guards from './analysis/guards.js';
