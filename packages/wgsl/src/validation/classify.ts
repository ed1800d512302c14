/**
 * What a type is: identity, spelling, the classes of WGSL §6.2 and automatic conversions (SPEC.md V10, V11, V14).
 *
 * Functions over nested types visit each struct and array object once and remember what they found, so that a struct that
 * is named a thousand times costs as much as one. Build types from the inside out and refuse those deeper than
 * {@link deepestType} at once: then no call goes deep.
 */
import type { AbstractInt, ArrayType, Scalar, Type, Vector } from './type.js';
import { i32, vector } from './type.js';

/** The nesting depth that WGSL §2.4 asks every implementation to bear: more is refused (Y4). */
export const deepestType = 15;

/** A scalar type of integers, abstract or not. */
export type Integer = AbstractInt | (Scalar & { readonly kind: 'i32' | 'u32' });

/** True if they are the same type. Structs are compared by name, override counts by identity (WGSL §6.2.9). */
export function equals(a: Type, b: Type): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case 'vector':
      return b.kind === 'vector' && a.width === b.width && a.element.kind === b.element.kind;
    case 'array':
      return b.kind === 'array' && equalCounts(a, b) && equals(a.element, b.element);
    case 'struct':
      return b.kind === 'struct' && a.name === b.name;
    case 'atomic':
      return b.kind === 'atomic' && a.of === b.of;
    case 'pointer':
    case 'reference':
      return b.kind === a.kind && a.space === b.space && a.access === b.access && equals(a.store, b.store);
    default:
      return a.kind === b.kind;
  }
}

function equalCounts({ count: a }: ArrayType, { count: b }: ArrayType): boolean {
  if (a.kind === 'fixed') return b.kind === 'fixed' && a.value === b.value;
  if (a.kind === 'override') return b.kind === 'override' && a.expression === b.expression;
  return b.kind === 'runtime';
}

/** The type as WGSL writes it: `array<vec4<u32>, 16>`. Abstract integers are `abstract-int`, a reference is `ref<…>`. */
export function toText(type: Type): string {
  switch (type.kind) {
    case 'vector':
      return `vec${type.width}<${type.element.kind}>`;
    case 'array':
      return `array<${toText(type.element)}${countText(type)}>`;
    case 'struct':
      return type.name;
    case 'atomic':
      return `atomic<${type.of}>`;
    case 'pointer':
      return `ptr<${type.space}, ${toText(type.store)}${accessText(type)}>`;
    case 'reference':
      return `ref<${type.space}, ${toText(type.store)}${accessText(type)}>`;
    case 'void':
      return 'nothing';
    default:
      return type.kind;
  }
}

function countText({ count }: ArrayType): string {
  if (count.kind === 'runtime') return '';
  return `, ${count.kind === 'fixed' ? count.value : count.expression.text}`;
}

/** WGSL writes an access mode for storage pointers only (§6.5.3). */
function accessText({ space, access }: { readonly space: string; readonly access: string }): string {
  return space === 'storage' ? `, ${access}` : '';
}

/** bool, i32, u32 or abstract integer. */
export function isScalar(type: Type): type is Scalar | AbstractInt {
  return type.kind === 'bool' || isInteger(type);
}

/** i32, u32 or abstract integer. */
export function isInteger(type: Type): type is Integer {
  return type.kind === 'i32' || type.kind === 'u32' || type.kind === 'abstract-int';
}

/** The scalar itself, or the component type of a vector; undefined for other types. */
export function componentOf(type: Type): Scalar | AbstractInt | undefined {
  if (type.kind === 'vector') return type.element;
  return isScalar(type) ? type : undefined;
}

/** The number of components of a vector, 1 for a scalar; undefined for other types. */
export function widthOf(type: Type): 1 | 2 | 3 | 4 | undefined {
  if (type.kind === 'vector') return type.width;
  return isScalar(type) ? 1 : undefined;
}

/** A scalar of this type, or as wide a vector of it as `like` is. */
export function withComponent(like: Type, component: Scalar | AbstractInt): Scalar | AbstractInt | Vector {
  return like.kind === 'vector' ? vector(like.width, component) : component;
}

/** An integer scalar or a vector of integers. */
export function isIntegral(type: Type): boolean {
  const component = componentOf(type);
  return component !== undefined && isInteger(component);
}

/** bool or a vector of bool. */
export function isBoolean(type: Type): boolean {
  return componentOf(type)?.kind === 'bool';
}

/** The type that an operand has after the load rule: the store type of a reference, else the type itself. */
export function loaded(type: Type): Type {
  return type.kind === 'reference' ? type.store : type;
}

/** True for all types without abstract components (WGSL §6.1.2). */
export function isConcrete(type: Type): boolean {
  if (type.kind === 'array') return isConcrete(type.element);
  return componentOf(type)?.kind !== 'abstract-int';
}

/** Scalars, vectors, atomics, arrays and structs (WGSL §6.2): what can be in memory. */
export function isPlain(type: Type): boolean {
  return (
    isScalar(type) ||
    type.kind === 'vector' ||
    type.kind === 'atomic' ||
    type.kind === 'array' ||
    type.kind === 'struct'
  );
}

/** Concrete and plain (WGSL §6.5.1): what a variable can hold. */
export function isStorable(type: Type): boolean {
  return isPlain(type) && isConcrete(type);
}

/** Can be made, loaded, stored, passed and returned (WGSL §6.2.12). Abstract types are constructible too. */
export function isConstructible(type: Type): boolean {
  return isPlain(type) && !traits(type).hasAtomic && hasCreationFixedFootprint(type);
}

/** Can be in storage and uniform buffers (WGSL §6.5.2): concrete, plain and without bool. */
export function isHostShareable(type: Type): boolean {
  return isStorable(type) && !traits(type).hasBool && !traits(type).hasOverrideCount;
}

/** Its size does not depend on run time (WGSL §6.2.13); it may depend on overrides. */
export function hasFixedFootprint(type: Type): boolean {
  return isPlain(type) && !traits(type).hasRuntimeCount;
}

/** Its size is known when the module is made (WGSL §6.2.13). */
export function hasCreationFixedFootprint(type: Type): boolean {
  return hasFixedFootprint(type) && !traits(type).hasOverrideCount;
}

/** An atomic is in it, at any depth. */
export function containsAtomic(type: Type): boolean {
  return traits(type).hasAtomic;
}

/** A runtime-sized array is in it, at any depth (V12). */
export function containsRuntimeArray(type: Type): boolean {
  return traits(type).hasRuntimeCount;
}

/** An array with an override-expression count is in it, at any depth (V12). */
export function containsOverrideArray(type: Type): boolean {
  return traits(type).hasOverrideCount;
}

/** WGSL §6.2.11: 0 for scalars and atomics, 1 for vectors, 1 more than its deepest part for an array or struct. */
export function nestingDepth(type: Type): number {
  return traits(type).depth;
}

/**
 * The rank of the automatic conversion (WGSL §6.1.2, SPEC.md V14), lower is better: 0 for the same type and for the load
 * rule, 3 for abstract integer to i32, 4 to u32 (vectors and arrays inherit it). undefined: there is none. Whether an
 * abstract value fits is for `constant.convert` to say.
 */
export function convertible(from: Type, to: Type): number | undefined {
  if (equals(from, to)) return 0;
  if (from.kind === 'reference') return equals(from.store, to) ? 0 : undefined;
  if (from.kind === 'vector') {
    return to.kind === 'vector' && from.width === to.width ? convertible(from.element, to.element) : undefined;
  }
  if (from.kind === 'array') {
    return to.kind === 'array' && from.count.kind === 'fixed' && equalCounts(from, to)
      ? convertible(from.element, to.element)
      : undefined;
  }
  if (from.kind !== 'abstract-int') return undefined;
  if (to.kind === 'i32') return 3;
  return to.kind === 'u32' ? 4 : undefined;
}

/** The type with i32 in the place of abstract integers (WGSL §6.1.2: what `let x = 1;` declares); concrete types as they are. */
export function concretise(type: Type): Type {
  if (isConcrete(type)) return type;
  if (type.kind === 'vector') return vector(type.width, i32);
  return type.kind === 'array' ? { ...type, element: concretise(type.element) } : i32;
}

/** The type that both convert to with the lowest rank: of the elements of `array(1, 2u)`, of the sides of `a + b`. undefined: there is none. */
export function common(types: readonly Type[]): Type | undefined {
  const [first = undefined, ...rest] = types;
  let best = first;
  for (const type of rest) {
    if (best === undefined || convertible(type, best) !== undefined) continue;
    best = convertible(best, type) === undefined ? undefined : type;
  }
  return best;
}

/** What one visit of a type finds in it. */
interface Traits {
  readonly depth: number;
  readonly hasAtomic: boolean;
  readonly hasBool: boolean;
  readonly hasRuntimeCount: boolean;
  readonly hasOverrideCount: boolean;
}

const none: Traits = { depth: 0, hasAtomic: false, hasBool: false, hasRuntimeCount: false, hasOverrideCount: false };
const known: WeakMap<Type, Traits> = new WeakMap();

function traits(type: Type): Traits {
  if (type.kind === 'bool') return { ...none, hasBool: true };
  if (type.kind === 'atomic') return { ...none, hasAtomic: true };
  if (type.kind === 'vector') return { ...none, depth: 1, hasBool: type.element.kind === 'bool' };
  if (type.kind !== 'array' && type.kind !== 'struct') return none;
  const before = known.get(type);
  if (before !== undefined) return before;
  const found = type.kind === 'array' ? arrayTraits(type) : membersTraits(type.members.map((member) => member.type));
  known.set(type, found);
  return found;
}

function arrayTraits({ element, count }: ArrayType): Traits {
  const inner = membersTraits([element]);
  return {
    ...inner,
    hasRuntimeCount: inner.hasRuntimeCount || count.kind === 'runtime',
    hasOverrideCount: inner.hasOverrideCount || count.kind === 'override',
  };
}

function membersTraits(types: readonly Type[]): Traits {
  const inner = types.map(traits);
  return {
    depth: 1 + inner.reduce((most, { depth }) => Math.max(most, depth), 0),
    hasAtomic: inner.some((one) => one.hasAtomic),
    hasBool: inner.some((one) => one.hasBool),
    hasRuntimeCount: inner.some((one) => one.hasRuntimeCount),
    hasOverrideCount: inner.some((one) => one.hasOverrideCount),
  };
}
