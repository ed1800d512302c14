export * as bytes from './bytes.js';
export * from './errors.js';
export * as job from './job.js';
export * as owner from './owner.js';
export * as tensor from './tensor.js';
