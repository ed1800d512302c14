/**
 * The syntax tree: what the author wrote, before names and types mean anything (SPEC.md, chapter Syntax).
 *
 * Names follow the grammar of the WGSL specification. Parentheses leave no node; spans of operators' operands do.
 */
import type { Span } from '../text/span.js';

interface Node {
  readonly span: Span;
}

/** A name as written, with its place. */
export interface Identifier extends Node {
  readonly name: string;
}

/** `@name(arguments)`. */
export interface Attribute extends Node {
  readonly name: Identifier;
  readonly arguments: readonly Expression[];
}

export interface Module extends Node {
  readonly directives: readonly Directive[];
  readonly declarations: readonly Declaration[];
}

/** `requires a, b;`, `enable f16;`, `diagnostic(off, rule);` */
export interface Directive extends Node {
  readonly kind: 'enable' | 'requires' | 'diagnostic';
  readonly names: readonly Identifier[];
}

export type Declaration = GlobalVariable | Override | Constant | Alias | Struct | Function | ConstAssert;

/** `var<storage, read> name: type = initializer;` at module scope. */
export interface GlobalVariable extends Node {
  readonly kind: 'variable';
  readonly attributes: readonly Attribute[];
  /** The template list after `var`: address space, access mode. */
  readonly template: readonly Expression[];
  readonly name: Identifier;
  readonly type: TypeExpression | undefined;
  readonly initializer: Expression | undefined;
}

export interface Override extends Node {
  readonly kind: 'override';
  readonly attributes: readonly Attribute[];
  readonly name: Identifier;
  readonly type: TypeExpression | undefined;
  readonly initializer: Expression | undefined;
}

export interface Constant extends Node {
  readonly kind: 'const';
  readonly name: Identifier;
  readonly type: TypeExpression | undefined;
  readonly initializer: Expression;
}

export interface Alias extends Node {
  readonly kind: 'alias';
  readonly name: Identifier;
  readonly type: TypeExpression;
}

export interface Struct extends Node {
  readonly kind: 'struct';
  readonly name: Identifier;
  readonly members: readonly Member[];
}

export interface Member extends Node {
  readonly attributes: readonly Attribute[];
  readonly name: Identifier;
  readonly type: TypeExpression;
}

export interface Function extends Node {
  readonly kind: 'function';
  readonly attributes: readonly Attribute[];
  readonly name: Identifier;
  readonly parameters: readonly Parameter[];
  readonly returnAttributes: readonly Attribute[];
  readonly returnType: TypeExpression | undefined;
  readonly body: Block;
}

export interface Parameter extends Node {
  readonly attributes: readonly Attribute[];
  readonly name: Identifier;
  readonly type: TypeExpression;
}

export interface ConstAssert extends Node {
  readonly kind: 'const-assert';
  readonly condition: Expression;
}

/** A type is written as a template-elaborated identifier: `array<vec4<u32>, 16>`. */
export type TypeExpression = Name;

export type Expression = Literal | Name | Call | Index | MemberAccess | Unary | Binary;

/** `12`, `12i`, `0xffu`, `true`. A float literal is a literal too, so that the checker can say that the profile has none. */
export interface Literal extends Node {
  readonly kind: 'literal';
  /** `f` stands for every kind of float literal. */
  readonly type: 'abstract-int' | 'i32' | 'u32' | 'bool' | 'float';
  /** 0 or 1 for bool; 0 for float. Not yet checked against the range of the type. */
  readonly value: bigint;
}

/** An identifier with its template list: `x`, `vec4<u32>`, `bitcast<i32>`. */
export interface Name extends Node {
  readonly kind: 'name';
  readonly name: string;
  /** undefined: no template list. */
  readonly template: readonly Expression[] | undefined;
}

/** A function call, a value constructor or a builtin. */
export interface Call extends Node {
  readonly kind: 'call';
  readonly callee: Name;
  readonly arguments: readonly Expression[];
}

export interface Index extends Node {
  readonly kind: 'index';
  readonly object: Expression;
  readonly index: Expression;
}

/** `value.member` or a swizzle. */
export interface MemberAccess extends Node {
  readonly kind: 'member';
  readonly object: Expression;
  readonly member: Identifier;
}

export type UnaryOperator = '-' | '!' | '~' | '*' | '&';

export interface Unary extends Node {
  readonly kind: 'unary';
  readonly operator: UnaryOperator;
  readonly operand: Expression;
}

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
  | '&&'
  | '||'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>=';

export interface Binary extends Node {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export type Statement =
  | Block
  | LocalDeclaration
  | Assignment
  | Increment
  | If
  | Switch
  | Loop
  | For
  | While
  | Break
  | BreakIf
  | Continue
  | Return
  | CallStatement
  | Discard
  | ConstAssert;

export interface Block extends Node {
  readonly kind: 'block';
  readonly attributes: readonly Attribute[];
  readonly statements: readonly Statement[];
}

/** `let`, `const` or `var` in a function. */
export interface LocalDeclaration extends Node {
  readonly kind: 'local';
  readonly binding: 'let' | 'const' | 'var';
  /** The template list after `var`. */
  readonly template: readonly Expression[];
  readonly name: Identifier;
  readonly type: TypeExpression | undefined;
  readonly initializer: Expression | undefined;
}

/** `left operator right;` The phony assignment `_ = right;` has no left side. */
export interface Assignment extends Node {
  readonly kind: 'assignment';
  readonly left: Expression | undefined;
  /** `=` or the operator of a compound assignment: `+` for `+=`. */
  readonly operator: '=' | '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^' | '<<' | '>>';
  readonly right: Expression;
}

/** `left++;` or `left--;` */
export interface Increment extends Node {
  readonly kind: 'increment';
  readonly left: Expression;
  readonly operator: '++' | '--';
}

export interface If extends Node {
  readonly kind: 'if';
  readonly condition: Expression;
  readonly then: Block;
  /** A block, or the `if` of an `else if`. */
  readonly otherwise: Block | If | undefined;
}

export interface Switch extends Node {
  readonly kind: 'switch';
  readonly selector: Expression;
  readonly clauses: readonly SwitchClause[];
}

export interface SwitchClause extends Node {
  /** The word `default` is undefined in this list. */
  readonly selectors: readonly (Expression | undefined)[];
  readonly body: Block;
}

export interface Loop extends Node {
  readonly kind: 'loop';
  readonly body: Block;
  /** The `continuing` block; a {@link BreakIf} can only be its last statement. */
  readonly continuing: Block | undefined;
}

export interface For extends Node {
  readonly kind: 'for';
  readonly initializer: LocalDeclaration | Assignment | Increment | CallStatement | undefined;
  readonly condition: Expression | undefined;
  readonly update: Assignment | Increment | CallStatement | undefined;
  readonly body: Block;
}

export interface While extends Node {
  readonly kind: 'while';
  readonly condition: Expression;
  readonly body: Block;
}

export interface Break extends Node {
  readonly kind: 'break';
}

export interface BreakIf extends Node {
  readonly kind: 'break-if';
  readonly condition: Expression;
}

export interface Continue extends Node {
  readonly kind: 'continue';
}

export interface Return extends Node {
  readonly kind: 'return';
  readonly value: Expression | undefined;
}

export interface CallStatement extends Node {
  readonly kind: 'call-statement';
  readonly call: Call;
}

/** Fragment shaders only: parsed so that the checker can say so. */
export interface Discard extends Node {
  readonly kind: 'discard';
}
