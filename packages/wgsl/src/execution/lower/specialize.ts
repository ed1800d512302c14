/** An entry point with the values that a pipeline gives to its overrides (SPEC.md V20, V24, V32, P9). */
import { AssayError, enumerate } from '@assay/core';
import * as source from '../../text/source.js';
import type { Constant, Value } from '../../validation/constant.js';
import * as entries from '../../validation/entry.js';
import { isRefusal } from '../../validation/fault.js';
import * as pipeline from '../../validation/pipeline.js';
import * as specialization from '../../validation/specialization.js';
import type { Scalar, Type } from '../../validation/type.js';
import type * as typed from '../../validation/typed.js';
import type { Counts } from './size.js';

/** An entry point whose overrides all have a value and keep all rules. */
export interface Specialized {
  readonly entry: typed.EntryPoint;
  readonly values: specialization.OverrideValues;
  readonly workgroupSize: readonly [number, number, number];
  readonly counts: Counts;
}

/** Numbers by override name, or by `@id` in decimal for overrides that have one. */
export type Overrides = Readonly<Record<string, number>>;

/**
 * Throws AssayError (invalid): `lower.entry-point`, `override.unknown`, `override.range`, `override.missing`,
 * `override.expression` (a rule of constants fails with these values), `override.workgroup-size`, `override.memory`.
 */
export function specialize(program: typed.Program, entryPoint: string, overrides: Overrides): Specialized {
  const entry = program.entryPoints.find(({ name }) => name === entryPoint) ?? noEntryPoint(program, entryPoint);
  const given = givenValues(program, overrides);
  const { values, error } = specialization.defaults(entry.overrides, given);
  if (error !== undefined) throw broken(program, 'override.expression', error.of.span, error.error.message);
  const missing = entry.overrides.find((one) => !values.has(one));
  if (missing !== undefined) {
    const remedy = `Give ${keyOf(missing)} a value, or write a default in the shader.`;
    throw invalid('override.missing', missing.name, 'a value', 'none', remedy);
  }
  const workgroupSize = sizeOf(program, entry, values);
  const bytes = entries.workgroupBytes(entry.variables, program.overrideCounts, values);
  if (typeof bytes === 'object') throw broken(program, 'override.memory', bytes.span, bytes.error.message);
  const finding = pipeline.check(entry, values);
  if (finding !== undefined) throw broken(program, 'override.expression', finding.span, finding.fault.message);
  return { entry, values, workgroupSize, counts: countsOf(program, values) };
}

function sizeOf(
  program: typed.Program,
  entry: typed.EntryPoint,
  values: specialization.OverrideValues,
): Specialized['workgroupSize'] {
  const size = entries.workgroupSize(entry, values);
  if ('error' in size) throw broken(program, 'override.workgroup-size', size.span, size.error.message);
  const [x = 1, y = 1, z = 1] = size.sizes;
  return [x, y, z];
}

/** Counts that depend on overrides of other entry points stay out: this one does not use them. */
function countsOf(program: typed.Program, values: specialization.OverrideValues): Counts {
  const counts = new Map<Parameters<Counts['get']>[0], number>();
  for (const [count, expression] of program.overrideCounts) {
    const found = specialization.evaluate(expression, values);
    if (found !== 'unknown' && !isRefusal(found)) counts.set(count, Number(found.value));
  }
  return counts;
}

/** The key by which WebGPU's pipelines name an override. */
function keyOf({ id, name }: typed.OverrideDeclaration): string {
  return id === undefined ? name : `${id}`;
}

function givenValues(program: typed.Program, overrides: Overrides): specialization.OverrideValues {
  const declared = new Map(program.overrides.map((one) => [keyOf(one), one]));
  const values = new Map<typed.OverrideDeclaration, Constant>();
  for (const [key, number] of Object.entries(overrides)) {
    const declaration = declared.get(key);
    if (declaration === undefined) {
      const expected = `an override of the shader (${enumerate([...declared.keys()])})`;
      const remedy = 'Name overrides as the shader does, those with @id by that number.';
      throw invalid('override.unknown', key, expected, 'another name', remedy);
    }
    values.set(declaration, { type: declaration.type, value: givenValue(declaration.type, key, number) });
  }
  return values;
}

const ranges: Readonly<Record<Scalar['kind'], readonly [number, number]>> = {
  bool: [0, 1],
  // The bits of an i32 may be given as a u32.
  i32: [-(2 ** 31), 2 ** 32 - 1],
  u32: [0, 2 ** 32 - 1],
};

function givenValue(type: Type, key: string, number: number): Value {
  const kind = type.kind === 'bool' || type.kind === 'i32' ? type.kind : 'u32';
  const [least, most] = ranges[kind];
  if (!Number.isInteger(number) || number < least || number > most) {
    const remedy = `Give a value that ${kind} holds.`;
    throw invalid('override.range', key, `an integer from ${least} to ${most}`, `${number}`, remedy);
  }
  if (kind === 'bool') return number === 1;
  return kind === 'i32' ? BigInt(number | 0) : BigInt(number);
}

function noEntryPoint(program: typed.Program, name: string): never {
  const names = enumerate(program.entryPoints.map((one) => one.name));
  const remedy = 'Name a function with @compute of the shader.';
  throw invalid('lower.entry-point', name, `an entry point (${names})`, 'another name', remedy);
}

function broken(program: typed.Program, code: string, span: typed.Expression['span'], message: string): AssayError {
  const { line, column } = source.position(program.source, span.start);
  const where = `${line}:${column}`;
  return invalid(code, where, 'override values that keep all rules', message, 'Give other override values.');
}

function invalid(code: string, where: string, expected: string, got: string, remedy: string): AssayError {
  return new AssayError({ kind: 'invalid', code, where, expected, got, remedy });
}
