/** The folder of the compiler, from the root. */
export const compilation = 'packages/wgsl/src/compilation';
