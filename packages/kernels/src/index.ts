export * as edges from './edges.js';
export * as matmul from './matmul.js';
export * as registered from './registered.js';
