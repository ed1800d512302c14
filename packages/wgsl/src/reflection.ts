/** What a job needs to know of an entry point: bindings, workgroup size, overrides, memory (SPEC.md V20 to V24, V32). */
import type { Diagnostic } from './diagnostic.js';
import * as classify from './validation/classify.js';
import type { Constant } from './validation/constant.js';
import * as entry from './validation/entry.js';
import type { Fault } from './validation/fault.js';
import * as layout from './validation/layout.js';
import * as pipeline from './validation/pipeline.js';
import * as specialization from './validation/specialization.js';
import type { Type } from './validation/type.js';
import type * as typed from './validation/typed.js';

/** A buffer that an entry point uses. */
export interface Binding {
  readonly name: string;
  readonly group: number;
  readonly binding: number;
  /** As in a job: `read`: `var<storage, read>`; `uniform`: `var<uniform>`; `write`: `var<storage, read_write>`. */
  readonly access: 'read' | 'uniform' | 'write';
  /** The store type as WGSL writes it. */
  readonly type: string;
  /** The smallest buffer that can be bound, in bytes: with one element of a runtime-sized array. */
  readonly minimumBytes: number;
  /** The runtime-sized array at the end of the type: where it begins and how far apart its elements lie, in bytes. */
  readonly runtimeArray: { readonly offsetBytes: number; readonly strideBytes: number } | undefined;
}

/** A value that a pipeline can give. */
export interface Override {
  readonly name: string;
  /** From `@id`: then pipelines name it by this number in decimal, else by `name`. */
  readonly id: number | undefined;
  readonly type: 'bool' | 'i32' | 'u32';
  /** The value when the pipeline gives none; undefined: there is none, or it is made of overrides that must be given. */
  readonly default: bigint | boolean | undefined;
  /** The pipeline must give a value. */
  readonly isRequired: boolean;
}

/** An entry point with values for its overrides. */
export interface Reflection {
  readonly entryPoint: string;
  /** In the order of the source. */
  readonly bindings: readonly Binding[];
  readonly workgroupSize: readonly [number, number, number];
  readonly overrides: readonly Override[];
  /** Workgroup memory, each variable padded to 16 bytes as WebGPU counts it. */
  readonly workgroupBytes: number;
  readonly hasBarriers: boolean;
}

/** A reflection, or what keeps the pipeline from being made. */
export type Reflected =
  | { readonly reflection: Reflection; readonly diagnostics: readonly [] }
  | { readonly reflection: undefined; readonly diagnostics: readonly Diagnostic[] };

/**
 * Reads an entry point with the values that a pipeline gives: integers by override name (`@id`: the number in decimal); for
 * bool 0 is false and all else true. Codes of diagnostics: `reflection.entry-point`, `reflection.override-unknown`,
 * `reflection.override-range`, `reflection.override-missing`, and those of rules that fail with the values.
 */
export function reflect(
  program: typed.Program,
  entryPoint: string,
  overrides: Readonly<Record<string, number>> = {},
): Reflected {
  const found = program.entryPoints.find(({ name }) => name === entryPoint);
  if (found === undefined) return refuse(unknownEntryPoint(program, entryPoint));
  const given = givenValues(program, overrides);
  if (given.diagnostics.length > 0) return refuse(...given.diagnostics);
  const { values, error } = specialization.defaults(found.overrides, given.values);
  if (error !== undefined) return refuse(placed(error.of.span, specialization.withValues(error.error)));
  const missing = found.overrides.filter((one) => one.initializer === undefined && !values.has(one));
  if (missing.length > 0) return refuse(...missing.map(missingOverride));
  return reflected(program, found, values);
}

/** The buffers that an entry point uses, in the order of the source; undefined where there is no such entry point. Needs no values. */
export function bindings(program: typed.Program, entryPoint: string): readonly Binding[] | undefined {
  const found = program.entryPoints.find(({ name }) => name === entryPoint);
  return found?.variables.map(bindingOf).filter((one) => one !== undefined);
}

function reflected(program: typed.Program, found: typed.EntryPoint, values: specialization.OverrideValues): Reflected {
  const size = entry.workgroupSize(found, values);
  if ('error' in size) return refuse(placed(size.span, size.error));
  const workgroupBytes = entry.workgroupBytes(found.variables, program.overrideCounts, values);
  if (typeof workgroupBytes === 'object') return refuse(placed(workgroupBytes.span, workgroupBytes.error));
  const finding = pipeline.check(found, values);
  if (finding !== undefined) return refuse(placed(finding.span, finding.fault));
  const [x = 1, y = 1, z = 1] = size.sizes;
  const own = specialization.defaults(found.overrides).values;
  const reflection: Reflection = {
    entryPoint: found.name,
    bindings: found.variables.map(bindingOf).filter((one) => one !== undefined),
    workgroupSize: [x, y, z],
    overrides: found.overrides.map((one) => overrideOf(one, own.get(one))),
    workgroupBytes,
    hasBarriers: found.function.hasBarrier,
  };
  return { reflection, diagnostics: [] };
}

function refuse(...diagnostics: readonly Diagnostic[]): Reflected {
  return { reflection: undefined, diagnostics };
}

function placed(span: Diagnostic['span'], { rule, code, message, hint }: Fault): Diagnostic {
  return { rule, code, message, span, ...(hint === undefined ? {} : { hint }) };
}

const nowhere = { start: 0, end: 0 };

function unknownEntryPoint({ entryPoints }: typed.Program, name: string): Diagnostic {
  const names = entryPoints.map((one) => one.name).join(', ');
  const hint = names === '' ? 'Mark a function with @compute @workgroup_size(64).' : `There are ${names}.`;
  return placed(nowhere, { rule: 'P9', code: 'reflection.entry-point', message: `no entry point ${name}`, hint });
}

/** The name by which a pipeline gives an override its value. */
function keyOf({ id, name }: typed.OverrideDeclaration): string {
  return id === undefined ? name : `${id}`;
}

interface Given {
  readonly values: specialization.OverrideValues;
  readonly diagnostics: readonly Diagnostic[];
}

/** WebGPU refuses keys that name no override of the module; those that the entry point does not use are allowed. */
function givenValues(program: typed.Program, overrides: Readonly<Record<string, number>>): Given {
  const declared = new Map(program.overrides.map((one) => [keyOf(one), one]));
  const values = new Map<typed.OverrideDeclaration, Constant>();
  const diagnostics: Diagnostic[] = [];
  for (const [key, number] of Object.entries(overrides)) {
    const declaration = declared.get(key);
    const value = declaration && givenValue(declaration.type, number);
    if (declaration === undefined) diagnostics.push(unknownOverride(declared, key));
    else if (value === undefined) diagnostics.push(outOfRange(declaration, number));
    else values.set(declaration, { type: declaration.type, value });
  }
  return { values, diagnostics };
}

function givenValue({ kind }: Type, number: number): bigint | boolean | undefined {
  if (!Number.isInteger(number)) return undefined;
  if (kind === 'bool') return number !== 0;
  const [least, most] = kind === 'i32' ? [-(2 ** 31), 2 ** 31 - 1] : [0, 2 ** 32 - 1];
  return number >= least && number <= most ? BigInt(number) : undefined;
}

function unknownOverride(declared: ReadonlyMap<string, typed.OverrideDeclaration>, key: string): Diagnostic {
  const hint = declared.size === 0 ? 'The shader has none.' : `There are ${[...declared.keys()].join(', ')}.`;
  return placed(nowhere, { rule: 'V20', code: 'reflection.override-unknown', message: `no override ${key}`, hint });
}

function outOfRange({ name, type, span }: typed.OverrideDeclaration, number: number): Diagnostic {
  const message = `${number} does not fit the override ${name} of type ${type.kind}`;
  return placed(span, { rule: 'V20', code: 'reflection.override-range', message });
}

function missingOverride(declaration: typed.OverrideDeclaration): Diagnostic {
  const message = `the override ${declaration.name} has no value`;
  const hint = `Give ${keyOf(declaration)} a value, or write = value in the shader.`;
  return placed(declaration.span, { rule: 'V20', code: 'reflection.override-missing', message, hint });
}

function overrideOf({ name, id, type, initializer }: typed.OverrideDeclaration, own: Constant | undefined): Override {
  const value = typeof own?.value === 'object' ? undefined : own?.value;
  const kind = type.kind === 'bool' || type.kind === 'i32' ? type.kind : 'u32';
  return { name, id, type: kind, default: value, isRequired: initializer === undefined };
}

function bindingOf({ name, space, access, type, group, binding }: typed.Variable): Binding | undefined {
  if (group === undefined || binding === undefined) return undefined;
  const runtimeArray = runtimeArrayOf(type);
  const minimumBytes = runtimeArray === undefined ? (layout.sizeOf(type) ?? 0) : minimumOf(type, runtimeArray);
  return {
    name,
    group,
    binding,
    access: space === 'uniform' ? 'uniform' : access === 'read' ? 'read' : 'write',
    type: classify.toText(type),
    minimumBytes,
    runtimeArray,
  };
}

function runtimeArrayOf(type: Type): Binding['runtimeArray'] {
  if (type.kind === 'array' && type.count.kind === 'runtime')
    return { offsetBytes: 0, strideBytes: layout.strideOf(type) };
  const last = type.kind === 'struct' ? type.members.at(-1) : undefined;
  if (type.kind !== 'struct' || last?.type.kind !== 'array' || last.type.count.kind !== 'runtime') return undefined;
  return { offsetBytes: layout.offsetsOf(type).at(-1) ?? 0, strideBytes: layout.strideOf(last.type) };
}

/** WebGPU's minimum binding size: the type with one element, a struct rounded up to its alignment. */
function minimumOf(type: Type, { offsetBytes, strideBytes }: NonNullable<Binding['runtimeArray']>): number {
  const align = type.kind === 'struct' ? layout.alignOf(type) : 1;
  return Math.ceil((offsetBytes + strideBytes) / align) * align;
}
