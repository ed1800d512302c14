import { AssayError, type job as jobs } from '@assay/core';
import * as reflection from './reflection.js';
import { render } from './render.js';
import { check } from './validation/check.js';

/**
 * The kernel of a job, with its bindings read from the shader.
 *
 * @param source WGSL of the exact profile.
 * @throws AssayError `wgsl.refused` (invalid): every error of the shader, each with its place, rule and hint.
 */
export function kernel(source: string, entryPoint = 'main'): jobs.Kernel {
  const { program, diagnostics } = check(source);
  if (program === undefined) throw refused(diagnostics.map((diagnostic) => render(diagnostic, source)));
  const used = reflection.bindings(program, entryPoint);
  if (used === undefined) {
    const names = program.entryPoints.map(({ name }) => name).join(', ') || 'none';
    throw refused([`error[P9]: no entry point ${entryPoint} (there is ${names})`]);
  }
  const bindings = used.map(({ name, binding, access }) => [name, { binding, access }] as const);
  return { source, entryPoint, bindings: Object.fromEntries(bindings) };
}

function refused(rendered: readonly string[]): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'wgsl.refused',
    where: 'kernel',
    expected: 'WGSL of the exact profile',
    got: `${rendered.length} error${rendered.length === 1 ? '' : 's'}:\n${rendered.join('\n')}\n`,
    remedy: 'Correct the shader; packages/wgsl/SPEC.md has the rules.',
  });
}
