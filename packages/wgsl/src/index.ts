export type { Diagnostic } from './diagnostic.js';
export * as reflection from './reflection.js';
export { render } from './render.js';
export type { Span } from './text/span.js';
export { type Checked, check } from './validation/check.js';
export type * as type from './validation/type.js';
export type * as typed from './validation/typed.js';
