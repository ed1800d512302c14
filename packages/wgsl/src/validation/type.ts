/** The types of the exact profile (SPEC.md, chapter Validation, section Types). */

export type Type = Scalar | AbstractInt | Vector | ArrayType | StructType | Atomic | Pointer | Reference | Void;

/** `isize` and floats do not exist; room for a strict `f32` is left here and in {@link Scalar}. */
export interface Scalar {
  readonly kind: 'bool' | 'i32' | 'u32';
}

/** The type of integer literals without suffix and of what constants make of them: exact, from -2⁶³ to 2⁶³-1. */
export interface AbstractInt {
  readonly kind: 'abstract-int';
}

export interface Vector {
  readonly kind: 'vector';
  readonly width: 2 | 3 | 4;
  /** Abstract in constant expressions only. */
  readonly element: Scalar | AbstractInt;
}

export interface ArrayType {
  readonly kind: 'array';
  readonly element: Type;
  readonly count: ArrayCount;
}

/** A number; an expression of overrides (workgroup variables only), named by its source text; or known at run time only. */
export type ArrayCount =
  | { readonly kind: 'fixed'; readonly value: number }
  | { readonly kind: 'override'; readonly expression: OverrideCount }
  | { readonly kind: 'runtime' };

/** Identity of an override-sized count: two arrays have one type only if it is the same object. */
export interface OverrideCount {
  readonly text: string;
}

export interface StructType {
  readonly kind: 'struct';
  /** Types with one name are the same type: names are unique in a module. */
  readonly name: string;
  readonly members: readonly StructMember[];
}

export interface StructMember {
  readonly name: string;
  readonly type: Type;
  /** From `@align`, else undefined. */
  readonly align: number | undefined;
  /** From `@size`, else undefined. */
  readonly size: number | undefined;
  /** From `@builtin`, for members of entry point parameters. */
  readonly builtin: BuiltinValue | undefined;
}

export type BuiltinValue =
  | 'local_invocation_id'
  | 'local_invocation_index'
  | 'global_invocation_id'
  | 'workgroup_id'
  | 'num_workgroups';

export interface Atomic {
  readonly kind: 'atomic';
  readonly of: 'i32' | 'u32';
}

export type AddressSpace = 'function' | 'private' | 'workgroup' | 'uniform' | 'storage';
export type AccessMode = 'read' | 'read_write';

export interface Pointer {
  readonly kind: 'pointer';
  readonly space: AddressSpace;
  readonly store: Type;
  readonly access: AccessMode;
}

/** A place in memory: what a variable's name means before the load rule (WGSL §6.4.3). Never written in a program. */
export interface Reference {
  readonly kind: 'reference';
  readonly space: AddressSpace;
  readonly store: Type;
  readonly access: AccessMode;
}

/** What a call of a function without a return type gives. */
export interface Void {
  readonly kind: 'void';
}

export const bool: Scalar = { kind: 'bool' };
export const i32: Scalar = { kind: 'i32' };
export const u32: Scalar = { kind: 'u32' };
export const abstractInt: AbstractInt = { kind: 'abstract-int' };
export const nothing: Void = { kind: 'void' };

export function vector(width: 2 | 3 | 4, element: Scalar | AbstractInt): Vector {
  return { kind: 'vector', width, element };
}
