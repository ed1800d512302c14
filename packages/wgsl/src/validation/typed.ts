/**
 * The typed program: what the checker makes of a syntax tree that keeps all rules. Names are resolved to declarations,
 * every expression has a concrete type, constants are folded, the load rule is written out. Lowering, reflection and the
 * printer read this and nothing else.
 */
import type { Span } from '../text/span.js';
import type { Value } from './constant.js';
import type { AccessMode, AddressSpace, BuiltinValue, OverrideCount, StructType, Type } from './type.js';

export interface Program {
  readonly source: string;
  readonly structs: readonly StructType[];
  readonly overrides: readonly OverrideDeclaration[];
  /** The override expressions behind the counts of override-sized arrays; each of type i32 or u32. */
  readonly overrideCounts: ReadonlyMap<OverrideCount, Expression>;
  /** Module-scope variables in the order of the source. */
  readonly variables: readonly Variable[];
  /** In an order in which every function comes after those that it calls. */
  readonly functions: readonly FunctionDeclaration[];
  readonly entryPoints: readonly EntryPoint[];
}

export interface OverrideDeclaration {
  readonly kind: 'override';
  readonly name: string;
  /** From `@id`, else undefined: then pipelines name it by its name. */
  readonly id: number | undefined;
  readonly type: Type;
  /** undefined: the pipeline must give a value. */
  readonly initializer: Expression | undefined;
  readonly span: Span;
}

/** A `var`, at module scope or in a function. */
export interface Variable {
  readonly kind: 'variable';
  readonly name: string;
  readonly space: AddressSpace;
  readonly access: AccessMode;
  readonly type: Type;
  /** For storage and uniform. */
  readonly group: number | undefined;
  readonly binding: number | undefined;
  readonly initializer: Expression | undefined;
  readonly span: Span;
}

/** A `let` or a parameter: a value that does not change. */
export interface Immutable {
  readonly kind: 'let' | 'parameter';
  readonly name: string;
  readonly type: Type;
  readonly span: Span;
}

export interface FunctionDeclaration {
  readonly kind: 'function';
  readonly name: string;
  readonly parameters: readonly Immutable[];
  readonly returnType: Type;
  readonly body: Block;
  /** Whether a barrier is reached from here (directly or through calls). */
  readonly hasBarrier: boolean;
  readonly span: Span;
}

export interface EntryPoint {
  readonly name: string;
  readonly function: FunctionDeclaration;
  /** Constant or override expressions, x, y, z; each of type i32 or u32. */
  readonly workgroupSize: readonly [Expression, Expression, Expression];
  /** What each parameter is: one builtin value, or a struct of them. */
  readonly parameters: readonly EntryParameter[];
  /** Module-scope variables that it reaches, in the order of the source. */
  readonly variables: readonly Variable[];
  /** Overrides that it reaches. */
  readonly overrides: readonly OverrideDeclaration[];
}

export type EntryParameter =
  | { readonly kind: 'builtin'; readonly value: BuiltinValue }
  | { readonly kind: 'struct'; readonly members: readonly BuiltinValue[] };

export type Expression =
  /** A folded constant. */
  | Typed<{ readonly kind: 'constant'; readonly value: Value }>
  | Typed<{ readonly kind: 'override'; readonly declaration: OverrideDeclaration }>
  /** A `let` or a parameter. */
  | Typed<{ readonly kind: 'immutable'; readonly declaration: Immutable }>
  /** The reference that a variable's name is. */
  | Typed<{ readonly kind: 'variable'; readonly declaration: Variable }>
  /** The load rule: a reference becomes its value. */
  | Typed<{ readonly kind: 'load'; readonly reference: Expression }>
  /** `&reference`. */
  | Typed<{ readonly kind: 'address-of'; readonly reference: Expression }>
  /** `*pointer`. */
  | Typed<{ readonly kind: 'indirection'; readonly pointer: Expression }>
  /** Of a value (array, vector) or a reference to one; the result is a value or a reference. */
  | Typed<{ readonly kind: 'index'; readonly object: Expression; readonly index: Expression }>
  | Typed<{ readonly kind: 'member'; readonly object: Expression; readonly member: number }>
  /** Components of a vector value; one component gives a scalar. */
  | Typed<{ readonly kind: 'swizzle'; readonly object: Expression; readonly components: readonly number[] }>
  /** One component of a vector reference (`v.x = ...`). */
  | Typed<{ readonly kind: 'component'; readonly object: Expression; readonly component: number }>
  | Typed<{ readonly kind: 'unary'; readonly operator: '-' | '!' | '~'; readonly operand: Expression }>
  /** Both operands have the type of the result, or differ as WGSL's table allows (vector and scalar, shifts, comparisons). */
  | Typed<{
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }>
  /** `&&` or `||`: the right side is evaluated only if it decides. */
  | Typed<{
      readonly kind: 'short-circuit';
      readonly operator: '&&' | '||';
      readonly left: Expression;
      readonly right: Expression;
    }>
  /** A value constructor: components of a vector, elements of an array, members of a struct; one scalar splats a vector. */
  | Typed<{ readonly kind: 'construct'; readonly arguments: readonly Expression[] }>
  /** `i32(x)`, `u32(x)`, `bool(x)` and their vectors. */
  | Typed<{ readonly kind: 'convert'; readonly operand: Expression }>
  /** `bitcast<T>(x)`. */
  | Typed<{ readonly kind: 'bitcast'; readonly operand: Expression }>
  | Typed<{ readonly kind: 'call'; readonly function: FunctionDeclaration; readonly arguments: readonly Expression[] }>
  /** A builtin by its WGSL name. */
  | Typed<{ readonly kind: 'builtin'; readonly name: string; readonly arguments: readonly Expression[] }>;

type Typed<T> = T & { readonly type: Type; readonly span: Span };

export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '&'
  | '|'
  | '^'
  | '<<'
  | '>>'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>=';

export type Statement =
  | Block
  | Placed<{ readonly kind: 'let'; readonly declaration: Immutable; readonly value: Expression }>
  | Placed<{ readonly kind: 'var'; readonly declaration: Variable }>
  /** Compound assignments and increments keep their operator: the left side is evaluated once. */
  | Placed<{
      readonly kind: 'assign';
      readonly left: Expression;
      readonly operator: '=' | BinaryOperator;
      readonly right: Expression;
    }>
  /** `_ = value;` */
  | Placed<{ readonly kind: 'discard-value'; readonly value: Expression }>
  | Placed<{
      readonly kind: 'if';
      readonly condition: Expression;
      readonly then: Block;
      readonly otherwise: Block | undefined;
    }>
  | Placed<{ readonly kind: 'switch'; readonly selector: Expression; readonly clauses: readonly SwitchClause[] }>
  /** `for` and `while` are loops too: `condition` is tested before each round, `continuing` runs between rounds. */
  | Loop
  | Placed<{ readonly kind: 'break' }>
  | Placed<{ readonly kind: 'continue' }>
  | Placed<{ readonly kind: 'return'; readonly value: Expression | undefined }>
  | Placed<{ readonly kind: 'call'; readonly call: Expression }>;

type Placed<T> = T & { readonly span: Span };

export interface Block {
  readonly kind: 'block';
  readonly statements: readonly Statement[];
  readonly span: Span;
}

export interface SwitchClause {
  /** Values of the selector's type; empty for `default` alone. */
  readonly selectors: readonly Value[];
  readonly isDefault: boolean;
  readonly body: Block;
}

export interface Loop {
  readonly kind: 'loop';
  /** The declaration of a `for`, in a scope around the loop. */
  readonly initializer: Statement | undefined;
  readonly condition: Expression | undefined;
  readonly body: Block;
  readonly continuing: Block | undefined;
  readonly breakIf: Expression | undefined;
  readonly span: Span;
}
