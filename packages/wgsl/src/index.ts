export type { Diagnostic } from './diagnostic.js';
export type { Span } from './text/span.js';
