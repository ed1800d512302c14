/**
 * Lowering: an entry point of a checked program as IR (SPEC.md, chapter Execution).
 *
 * Calls are expanded and overrides substituted. Variables and values without arrays are registers; those with arrays lie in the
 * invocation's local memory, workgroup variables in workgroup memory, both *dense*: every scalar one word, in order, without
 * padding. Buffers keep the layout of WGSL. Registers and local memory are taken again once a block has ended.
 */
import * as layout from '../validation/layout.js';
import type * as typed from '../validation/typed.js';
import { type Binding, type BuiltinWord, type Kernel, loweringVersion, type Register } from './ir.js';
import * as builders from './lower/builder.js';
import { body, call } from './lower/call.js';
import * as expression from './lower/expression.js';
import * as facts from './lower/facts.js';
import type { Lowering, Place } from './lower/lowering.js';
import * as places from './lower/place.js';
import { hasArray, wordsOf } from './lower/size.js';
import { type Overrides, specialize } from './lower/specialize.js';

export interface LowerOptions {
  readonly entryPoint: string;
  /**
   * Numbers for overrides, by name, or by `@id` in decimal for those that have one, as WebGPU names them. bool: 0 or 1; i32:
   * the number or its bits as u32.
   */
  readonly overrides?: Overrides;
}

/**
 * Lowers an entry point of a program that `check` accepted.
 *
 * Throws AssayError: `lower.entry-point`, `override.unknown`, `override.range`, `override.missing`, `override.expression`,
 * `override.workgroup-size`, `override.memory` (invalid); `lower.too-large` (exhausted).
 */
export function lower(program: typed.Program, { entryPoint, overrides = {} }: LowerOptions): Kernel {
  const { entry, values, workgroupSize, counts } = specialize(program, entryPoint, overrides);
  const builder = builders.create();
  const lowering: Lowering = {
    builder,
    facts: facts.gather(program, entry, values),
    counts,
    variables: new Map(),
    immutables: new Map(),
    tables: new Map(),
    lengths: new Map(),
    copies: 'none',
    ahead: new Map(),
    begun: new Set(),
    frame: { result: [], targets: [], lists: [] },
    loops: 0,
    depth: 0,
    call,
  };
  const builtins = bindParameters(lowering, entry);
  const workgroupWords = placeWorkgroup(lowering, entry);
  placePrivate(lowering, entry);
  const bindings = placeBuffers(lowering, entry);
  initializePrivate(lowering, entry);
  placeTables(lowering, entry);
  body(lowering, entry.function, []);
  return {
    loweringVersion,
    entryPoint,
    workgroupSize,
    bindings,
    workgroupWords,
    body: builders.finish(builder),
    localWords: builder.mostLocal,
    registers: builder.mostRegisters,
    builtins,
    spans: builder.spans,
  };
}

function bindParameters({ builder, immutables }: Lowering, entry: typed.EntryPoint): Kernel['builtins'] {
  const builtins: { register: Register; value: BuiltinWord }[] = [];
  for (const [k, parameter] of entry.function.parameters.entries()) {
    const input = entry.parameters[k];
    const values = input?.kind === 'struct' ? input.members : input === undefined ? [] : [input.value];
    const words = values.flatMap((value) =>
      value === 'local_invocation_index'
        ? bind(value)
        : (['x', 'y', 'z'] as const).flatMap((axis) => bind(`${value}.${axis}`)),
    );
    immutables.set(parameter, { kind: 'words', words });
  }
  return builtins;

  function bind(value: BuiltinWord): builders.Words {
    const register = builders.temporary(builder);
    builtins.push({ register, value });
    return [register];
  }
}

/** Gives the words of workgroup memory. */
function placeWorkgroup({ variables, counts }: Lowering, entry: typed.EntryPoint): number {
  let words = 0;
  for (const variable of entry.variables) {
    if (variable.space !== 'workgroup') continue;
    const { type } = variable;
    variables.set(variable, { kind: 'memory', type, memory: 'workgroup', base: words, offset: undefined });
    words += wordsOf(type, counts);
  }
  return words;
}

function placeBuffers(lowering: Lowering, entry: typed.EntryPoint): readonly Binding[] {
  const bindings: Binding[] = [];
  for (const variable of entry.variables) {
    const { name, binding, space, type } = variable;
    if (binding === undefined) continue;
    const access = space === 'uniform' ? 'uniform' : variable.access === 'read' ? 'read' : 'write';
    bindings.push({ name, binding, access });
    const whole = { kind: 'buffer', type, binding, base: 0, offset: undefined, valid: undefined } as const;
    lowering.variables.set(variable, whole);
    countElements(lowering, whole);
  }
  return bindings;
}

/** The count of a runtime-sized array does not change; where it is not the buffer's length it is computed once. */
function countElements({ builder, lengths }: Lowering, { type, binding }: Extract<Place, { kind: 'buffer' }>): void {
  const array = type.kind === 'struct' ? type.members.at(-1)?.type : type;
  if (array?.kind !== 'array' || array.count.kind !== 'runtime') return;
  const offset = type.kind === 'struct' ? (layout.offsetsOf(type).at(-1) ?? 0) / 4 : 0;
  const stride = layout.strideOf(array) / 4;
  if (offset === 0 && stride === 1) return;
  const to = builders.temporary(builder);
  builders.scope(builder, () => {
    builders.emit(builder, { kind: 'length', to, binding });
    if (offset > 0) {
      // A buffer that ends before the array has no element of it.
      const start = builders.constant(builder, offset);
      builders.emit(builder, { kind: 'binary', operation: 'max-u', to, left: to, right: start });
      builders.emit(builder, { kind: 'binary', operation: 'sub', to, left: to, right: start });
    }
    if (stride > 1) {
      const right = builders.constant(builder, stride);
      builders.emit(builder, { kind: 'binary', operation: 'div-u', to, left: to, right });
    }
  });
  lengths.set(binding, to);
}

/** Before anything is emitted: nothing else has had these registers, so they are zero (E3). */
function placePrivate(lowering: Lowering, entry: typed.EntryPoint): void {
  const { builder, variables } = lowering;
  for (const variable of entry.variables) {
    if (variable.space !== 'private') continue;
    const { type } = variable;
    const count = places.assertSize(lowering, type);
    const place: Place = hasArray(type)
      ? { kind: 'memory', type, memory: 'local', base: builders.allocateLocal(builder, count).base, offset: undefined }
      : { kind: 'registers', type, words: builders.allocate(builder, count) };
    variables.set(variable, place);
  }
}

function initializePrivate(lowering: Lowering, entry: typed.EntryPoint): void {
  const { builder } = lowering;
  for (const variable of entry.variables) {
    const place = lowering.variables.get(variable);
    const { space, initializer, span } = variable;
    if (space !== 'private' || initializer === undefined || place === undefined) continue;
    builders.scope(builder, () => {
      const mark = builder.register;
      places.store(lowering, place, expression.evaluate(lowering, initializer), span, mark);
    });
  }
}

/** Constants that are indexed at run time lie in local memory from the beginning on. */
function placeTables(lowering: Lowering, { function: { span } }: typed.EntryPoint): void {
  const { builder, tables } = lowering;
  const { register } = builder;
  for (const { type, value } of lowering.facts.tables) {
    if (tables.has(value)) continue;
    tables.set(value, expression.spill(lowering, type, expression.literal(lowering, value), { span }));
    // The memory is kept.
    builder.register = register;
  }
}
