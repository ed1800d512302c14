export * as bytes from './bytes.js';
export * from './errors.js';
