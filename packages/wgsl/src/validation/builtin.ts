/**
 * The builtin functions of WGSL §17 that the profile has, their overloads, and the names of those that it refuses (SPEC.md
 * V40, P1, P4).
 */
import {
  common,
  componentOf,
  convertible,
  isConcrete,
  isConstructible,
  isIntegral,
  toText,
  widthOf,
  withComponent,
} from './classify.js';
import { type Fault, type Refusal, refuse } from './fault.js';
import type { ResolveOptions } from './operator.js';
import { type AbstractInt, bool, i32, nothing, type Pointer, type Scalar, type Type, u32, vector } from './type.js';

/** A builtin function chosen for a call. */
export interface Resolution {
  /** What each argument is to be converted to. */
  readonly parameters: readonly Type[];
  /** `nothing` for functions without a result. */
  readonly result: Type;
  /** V34: the value may not be dropped. */
  readonly mustUse: boolean;
  /** `const`: a call with constant arguments is a constant (`constant.builtin`). `runtime`: never constant. */
  readonly stage: 'const' | 'runtime';
}

/** The families of P5: functions of one family commute. `plain`: atomicLoad and atomicStore. */
export type AtomicFamily = 'add' | 'min' | 'max' | 'and' | 'or' | 'xor' | 'plain';

/** True if the profile has a builtin function of this name (`bitcast` too). */
export function isBuiltin(name: string): boolean {
  return Object.hasOwn(overloads, name) || Object.hasOwn(special, name);
}

/** Why a builtin function that WGSL has and the profile has not is refused (P1, P4); undefined for all other names. */
export function refusal(name: string): Fault | undefined {
  const why = refused.get(name);
  if (why === undefined) return undefined;
  const { rule, reason, hint } = why;
  return { rule, code: 'profile.builtin', message: `${name} is not in the profile: ${reason}`, ...(hint && { hint }) };
}

/**
 * The overload for a call. `template` is empty except for `bitcast<T>`; `args` are types after the load rule (pointers stay
 * pointers). Errors: `builtin.unknown`, `builtin.arguments`, `builtin.template` (V40), `profile.atomic-space` (P4) and those
 * of {@link refusal}.
 */
export function resolve(
  name: string,
  template: readonly Type[],
  args: readonly Type[],
  { isConstant = true }: ResolveOptions = {},
): Resolution | Refusal {
  const fault = refusal(name);
  if (fault !== undefined) return { error: fault };
  if (!isBuiltin(name)) return refuse('V40', 'builtin.unknown', `WGSL has no builtin function ${name}`);
  if (template.length !== 0 && name !== 'bitcast') {
    return refuse('V40', 'builtin.template', `${name} takes no template arguments`, `write ${name}(…)`);
  }
  const resolution = Object.hasOwn(special, name)
    ? special[name]?.(name, args, template)
    : resolveGeneric(overloads[name] ?? [], args, isConstant);
  return resolution ?? noOverload(name, args);
}

function noOverload(name: string, args: readonly Type[]): Refusal {
  const forms = signatures(name).join(' or ');
  return refuse('V40', 'builtin.arguments', `no ${name} takes (${args.map(toText).join(', ')})`, `it is ${forms}`);
}

/** workgroupBarrier, storageBarrier and workgroupUniformLoad: only in uniform control flow (V38), and they end a region (P5, P6). */
export function isBarrier(name: string): boolean {
  return name === 'workgroupBarrier' || name === 'storageBarrier' || name === 'workgroupUniformLoad';
}

/** The family of an atomic builtin (P5), or undefined. */
export function atomicFamily(name: string): AtomicFamily | undefined {
  return families.get(name);
}

/** True for atomics that read, change and write: their value is not used in the profile (P4). */
export function isReadModifyWrite(name: string): boolean {
  const family = families.get(name);
  return family !== undefined && family !== 'plain';
}

const families: ReadonlyMap<string, AtomicFamily> = new Map([
  ['atomicLoad', 'plain'],
  ['atomicStore', 'plain'],
  ['atomicAdd', 'add'],
  ['atomicSub', 'add'],
  ['atomicMax', 'max'],
  ['atomicMin', 'min'],
  ['atomicAnd', 'and'],
  ['atomicOr', 'or'],
  ['atomicXor', 'xor'],
]);

// Functions on values: signatures as data.

/**
 * A parameter or result. `T`: a scalar or vector of the overload's components, the same everywhere; `vecN<T>`: only a vector;
 * `vecN<bool>`: a vector of bool as wide as the other; `S`: one component of `T`.
 */
type Pattern = 'T' | 'vecN<T>' | 'vecN<bool>' | 'S' | Type;

interface Overload {
  readonly parameters: readonly Pattern[];
  readonly result: Pattern;
  /** What components `T` may have, best first (WGSL §6.1.3 prefers the lowest conversion rank). */
  readonly components: readonly (Scalar | AbstractInt)[];
}

const abstractInt: AbstractInt = { kind: 'abstract-int' };
const numeric = [abstractInt, i32, u32] as const;
const concrete = [i32, u32] as const;
const unaryNumeric: Overload = { parameters: ['T'], result: 'T', components: numeric };
const binaryNumeric: Overload = { parameters: ['T', 'T'], result: 'T', components: numeric };
const unaryBits: Overload = { parameters: ['T'], result: 'T', components: concrete };
const boolTest: Overload = { parameters: ['T'], result: bool, components: [bool] };
const fixed = (parameters: readonly Type[], result: Type): Overload => ({ parameters, result, components: [] });

const overloads: Readonly<Record<string, readonly Overload[]>> = {
  all: [boolTest],
  any: [boolTest],
  select: [
    { parameters: ['T', 'T', bool], result: 'T', components: [bool, ...numeric] },
    { parameters: ['vecN<T>', 'vecN<T>', 'vecN<bool>'], result: 'vecN<T>', components: [bool, ...numeric] },
  ],
  abs: [unaryNumeric],
  clamp: [{ parameters: ['T', 'T', 'T'], result: 'T', components: numeric }],
  max: [binaryNumeric],
  min: [binaryNumeric],
  sign: [{ parameters: ['T'], result: 'T', components: [abstractInt, i32] }],
  dot: [{ parameters: ['vecN<T>', 'vecN<T>'], result: 'S', components: numeric }],
  countLeadingZeros: [unaryBits],
  countOneBits: [unaryBits],
  countTrailingZeros: [unaryBits],
  firstLeadingBit: [unaryBits],
  firstTrailingBit: [unaryBits],
  reverseBits: [unaryBits],
  extractBits: [{ parameters: ['T', u32, u32], result: 'T', components: concrete }],
  insertBits: [{ parameters: ['T', 'T', u32, u32], result: 'T', components: concrete }],
  dot4I8Packed: [fixed([u32, u32], i32)],
  dot4U8Packed: [fixed([u32, u32], u32)],
  pack4xI8: [fixed([vector(4, i32)], u32)],
  pack4xU8: [fixed([vector(4, u32)], u32)],
  pack4xI8Clamp: [fixed([vector(4, i32)], u32)],
  pack4xU8Clamp: [fixed([vector(4, u32)], u32)],
  unpack4xI8: [fixed([u32], vector(4, i32))],
  unpack4xU8: [fixed([u32], vector(4, u32))],
};

function resolveGeneric(
  candidates: readonly Overload[],
  args: readonly Type[],
  isConstant: boolean,
): Resolution | undefined {
  for (const overload of candidates) {
    const resolution = match(overload, args, isConstant);
    if (resolution !== undefined) return resolution;
  }
  return undefined;
}

function match(overload: Overload, args: readonly Type[], isConstant: boolean): Resolution | undefined {
  if (overload.parameters.length !== args.length) return undefined;
  const generic = bind(overload, args, isConstant);
  if (generic === undefined) return undefined;
  const parameters = overload.parameters.map((pattern) => substitute(pattern, generic));
  const fits = args.every((argument, i) => convertible(argument, parameters[i] ?? nothing) !== undefined);
  if (!fits) return undefined;
  return { parameters, result: substitute(overload.result, generic), mustUse: true, stage: 'const' };
}

/** What `T` stands for in the call; `nothing` if the overload has none. */
function bind({ parameters, components }: Overload, args: readonly Type[], isConstant: boolean): Type | undefined {
  if (components.length === 0) return nothing;
  const bound = args.filter((_, i) => parameters[i] === 'T' || parameters[i] === 'vecN<T>');
  const [first] = bound;
  if (first === undefined || (parameters.includes('vecN<T>') && first.kind !== 'vector')) return undefined;
  const exact = common(bound.map((type) => componentOf(type) ?? nothing));
  if (exact === undefined) return undefined;
  const allowed = components.filter((component) => isConstant || isConcrete(component));
  const component = allowed.find((candidate) => convertible(exact, candidate) !== undefined);
  return component && withComponent(first, component);
}

function substitute(pattern: Pattern, generic: Type): Type {
  if (pattern === 'T' || pattern === 'vecN<T>') return generic;
  if (pattern === 'vecN<bool>') return withComponent(generic, bool);
  return pattern === 'S' ? (componentOf(generic) ?? nothing) : pattern;
}

// Functions on memory, and bitcast: their types hang together in ways of their own.

type Special = (name: string, args: readonly Type[], template: readonly Type[]) => Resolution | Refusal | undefined;

const barrier: Special = (_, args) => (args.length === 0 ? runtime([], nothing, false) : undefined);
const readModifyWrite: Special = (name, args) =>
  resolveAtomic(name, args, (of) => runtime([...args.slice(0, 1), of], of, false));

const special: Readonly<Record<string, Special>> = {
  bitcast: (_, args, template) => resolveBitcast(args, template),
  arrayLength: (_, args) => resolveArrayLength(args),
  workgroupBarrier: barrier,
  storageBarrier: barrier,
  workgroupUniformLoad: (_, args) => resolveUniformLoad(args),
  atomicLoad: (name, args) => resolveAtomic(name, args, (of) => runtime(args, of, true)),
  atomicStore: (name, args) => resolveAtomic(name, args, (of) => runtime([...args.slice(0, 1), of], nothing, false)),
  atomicAdd: readModifyWrite,
  atomicSub: readModifyWrite,
  atomicMax: readModifyWrite,
  atomicMin: readModifyWrite,
  atomicAnd: readModifyWrite,
  atomicOr: readModifyWrite,
  atomicXor: readModifyWrite,
};

function runtime(parameters: readonly Type[], result: Type, mustUse: boolean): Resolution {
  return { parameters, result, mustUse, stage: 'runtime' };
}

/** WGSL §17.2.1: between i32, u32 and vectors of them, as wide; an abstract integer is taken as the type asked for. */
function resolveBitcast(
  [from, ...more]: readonly Type[],
  [to, ...others]: readonly Type[],
): Resolution | Refusal | undefined {
  if (to === undefined || others.length !== 0) {
    return refuse('V40', 'builtin.template', 'bitcast needs the type of its result', 'write bitcast<u32>(…)');
  }
  if (from === undefined || more.length !== 0 || !isIntegral(from) || !isIntegral(to) || !isConcrete(to))
    return undefined;
  if (widthOf(from) !== widthOf(to)) return undefined;
  return { parameters: [isConcrete(from) ? from : to], result: to, mustUse: true, stage: 'const' };
}

function resolveArrayLength(args: readonly Type[]): Resolution | undefined {
  const pointer = onlyPointer(args);
  if (pointer?.space !== 'storage' || pointer.store.kind !== 'array' || pointer.store.count.kind !== 'runtime')
    return undefined;
  return runtime(args, u32, true);
}

/** WGSL §17.11.4: a constructible type, or an atomic, which is read like atomicLoad does. */
function resolveUniformLoad(args: readonly Type[]): Resolution | undefined {
  const pointer = onlyPointer(args);
  if (pointer?.space !== 'workgroup') return undefined;
  const { store } = pointer;
  if (store.kind === 'atomic') return runtime(args, store.of === 'i32' ? i32 : u32, true);
  return isConstructible(store) && isConcrete(store) ? runtime(args, store, true) : undefined;
}

function resolveAtomic(
  name: string,
  args: readonly Type[],
  resolution: (of: Scalar) => Resolution,
): Resolution | Refusal | undefined {
  const [pointer, value] = args;
  if (args.length !== (name === 'atomicLoad' ? 1 : 2)) return undefined;
  if (pointer?.kind !== 'pointer' || pointer.store.kind !== 'atomic' || pointer.access !== 'read_write')
    return undefined;
  const of = pointer.store.of === 'i32' ? i32 : u32;
  if (value !== undefined && convertible(value, of) === undefined) return undefined;
  if (pointer.space === 'workgroup') return resolution(of);
  return refuse('P4', 'profile.atomic-space', `${name} works on workgroup memory, not on ${pointer.space}`);
}

function onlyPointer(args: readonly Type[]): Pointer | undefined {
  const [pointer] = args;
  return args.length === 1 && pointer?.kind === 'pointer' ? pointer : undefined;
}

// What hints say.

function signatures(name: string): readonly string[] {
  const forms = overloads[name];
  if (forms === undefined)
    return [memorySignatures[name] ?? (isBarrier(name) ? `${name}()` : `${name}(&atomic, value)`)];
  return forms.map(({ parameters, components }) => {
    const texts = parameters.map((pattern) => (typeof pattern === 'string' ? pattern : toText(pattern)));
    const kinds = components.filter(isConcrete).map(toText).join(', ');
    const of = components.length === 0 ? '' : ` with T of ${kinds}`;
    return `${name}(${texts.join(', ')})${of}`;
  });
}

const memorySignatures: Readonly<Record<string, string>> = {
  bitcast: 'bitcast<T>(value) between i32, u32 and vectors of them of one width',
  arrayLength: 'arrayLength(&array) of a runtime-sized array in storage',
  workgroupUniformLoad: 'workgroupUniformLoad(&variable) of a constructible or atomic workgroup variable',
  atomicLoad: 'atomicLoad(&atomic)',
};

// What WGSL has and the profile has not.

interface Reason {
  readonly rule: string;
  readonly reason: string;
  readonly hint?: string;
}

const refused: ReadonlyMap<string, Reason> = new Map([
  ...reasoned({ rule: 'P1', reason: 'it has no floats' }, [
    'acos acosh asin asinh atan atan2 atanh ceil cos cosh cross degrees determinant distance exp exp2 faceForward floor fma',
    'fract frexp inverseSqrt ldexp length log log2 mix modf normalize pow quantizeToF16 radians reflect refract round saturate',
    'sin sinh smoothstep sqrt step tan tanh transpose trunc pack4x8snorm pack4x8unorm pack2x16snorm pack2x16unorm',
    'pack2x16float unpack4x8snorm unpack4x8unorm unpack2x16snorm unpack2x16unorm unpack2x16float',
  ]),
  ...reasoned({ rule: 'P1', reason: 'it has no fragment stage' }, [
    'dpdx dpdxCoarse dpdxFine dpdy dpdyCoarse dpdyFine fwidth fwidthCoarse fwidthFine',
  ]),
  ...reasoned({ rule: 'P1', reason: 'it has no textures' }, [
    'textureBarrier textureDimensions textureGather textureGatherCompare textureLoad textureNumLayers textureNumLevels',
    'textureNumSamples textureSample textureSampleBaseClampToEdge textureSampleBias textureSampleCompare',
    'textureSampleCompareLevel textureSampleGrad textureSampleLevel textureStore',
  ]),
  ...reasoned({ rule: 'P1', reason: 'the size of a subgroup differs between devices' }, [
    'quadBroadcast quadSwapDiagonal quadSwapX quadSwapY subgroupAdd subgroupAll subgroupAnd subgroupAny subgroupBallot',
    'subgroupBroadcast subgroupBroadcastFirst subgroupElect subgroupExclusiveAdd subgroupExclusiveMul subgroupInclusiveAdd',
    'subgroupInclusiveMul subgroupMax subgroupMin subgroupMul subgroupOr subgroupShuffle subgroupShuffleDown',
    'subgroupShuffleUp subgroupShuffleXor subgroupXor',
  ]),
  ...reasoned({ rule: 'P1', reason: 'it has no buffer views' }, ['bufferArrayView bufferLength bufferView']),
  ...reasoned(
    {
      rule: 'P4',
      reason: 'its value depends on the order of invocations',
      hint: 'use an atomic whose result is not needed',
    },
    ['atomicCompareExchangeWeak atomicExchange'],
  ),
]);

function reasoned(reason: Reason, lines: readonly string[]): readonly (readonly [string, Reason])[] {
  return lines.flatMap((line) => line.split(' ')).map((name) => [name, reason]);
}
