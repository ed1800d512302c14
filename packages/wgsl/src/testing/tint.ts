/** Tint, the WGSL compiler of Dawn, as an oracle for tests. */
import type { DawnGpu } from '@assay/testkit';
import { expect } from 'vitest';

/** What Tint objects to. */
export interface Complaint {
  /** Counts from 1. */
  readonly line: number;
  readonly message: string;
}

/** Tint's errors for the module, none if it accepts it; warnings are left out. */
export async function complaints({ device }: DawnGpu, code: string): Promise<readonly Complaint[]> {
  device.pushErrorScope('validation');
  const module = device.createShaderModule({ code });
  const [{ messages }] = await Promise.all([module.getCompilationInfo(), device.popErrorScope()]);
  return messages
    .filter(({ type }) => type === 'error')
    .map(({ lineNum, message }) => ({ line: lineNum, message: message.split('\n', 1)[0] ?? '' }));
}

/** Fails with the text of the declarations that Tint refuses; each is one line at module scope. */
export async function expectAccepted(gpu: DawnGpu, declarations: readonly string[]): Promise<void> {
  for (let start = 0; start < declarations.length; start += 500) {
    const batch = declarations.slice(start, start + 500);
    const found = await complaints(gpu, batch.join('\n'));
    expect(found.map(({ line, message }) => `${batch[line - 1]} => ${message}`)).toEqual([]);
  }
}

/** Fails with the text of the modules that Tint accepts. */
export async function expectRefused(gpu: DawnGpu, modules: readonly string[]): Promise<void> {
  const accepted: string[] = [];
  for (const code of modules) if ((await complaints(gpu, code)).length === 0) accepted.push(code);
  expect(accepted).toEqual([]);
}

/**
 * The type that Tint gives a const-expression, in WGSL's notation (`vec2<abstract-int>`), or undefined if it refuses the
 * expression. The initializer of an `array<bool, 1>` makes it name the type.
 */
export function typeOfConstant(gpu: DawnGpu, expression: string): Promise<string | undefined> {
  return typeNamed(gpu, `const x: array<bool, 1> = ${expression};`);
}

/** Like {@link typeOfConstant} for an expression in a function after these declarations. */
export function typeOfExpression(gpu: DawnGpu, declarations: string, expression: string): Promise<string | undefined> {
  return typeNamed(gpu, `fn f() { ${declarations} let x: array<bool, 1> = ${expression}; }`);
}

async function typeNamed(gpu: DawnGpu, code: string): Promise<string | undefined> {
  const [complaint] = await complaints(gpu, code);
  expect(complaint, `Tint accepts ${code}`).toBeDefined();
  return /(?:cannot (?:convert|initialize)).* value of type '([^']+)'/.exec(complaint?.message ?? '')?.[1];
}
