/**
 * The trees that random kernels are made of. Every expression carries its type, so that a reducer can put others of that type
 * in its place without knowing the names in scope.
 */

export type ScalarName = 'bool' | 'i32' | 'u32';
export type Width = 2 | 3 | 4;
export type Space = 'function' | 'private' | 'workgroup' | 'storage' | 'uniform';

export interface ScalarType {
  readonly kind: 'scalar';
  readonly name: ScalarName;
}

export interface VectorType {
  readonly kind: 'vector';
  readonly width: Width;
  readonly of: ScalarName;
}

export interface ArrayType {
  readonly kind: 'array';
  readonly of: Type;
  /** As many as there are when the kernel runs. */
  readonly count: number;
  /** How the type is written: with the number, an expression of overrides, or without a count. */
  readonly written: 'fixed' | 'runtime' | Expression;
}

/** By name: members are found in {@link Module.structs}. */
export interface StructType {
  readonly kind: 'struct';
  readonly name: string;
}

export interface AtomicType {
  readonly kind: 'atomic';
  readonly of: 'i32' | 'u32';
}

export interface PointerType {
  readonly kind: 'pointer';
  readonly space: Space;
  readonly to: Type;
  readonly access: 'read' | 'read_write';
}

/** What a function without a result returns. */
export interface VoidType {
  readonly kind: 'void';
}

export type Type = ScalarType | VectorType | ArrayType | StructType | AtomicType | PointerType | VoidType;

/** When the value of an expression is known. */
export type Stage = 'const' | 'override' | 'runtime';

/** `5u`, `true`; bare (`5`) where its type follows from its surroundings. u32 values are 0 to 2³² - 1, bool 0 or 1. */
export interface Literal {
  readonly kind: 'literal';
  readonly type: ScalarType;
  readonly value: number;
  readonly isBare: boolean;
}

/** A variable, constant, parameter. */
export interface Name {
  readonly kind: 'name';
  readonly name: string;
  readonly type: Type;
  readonly stage: Stage;
}

export interface Unary {
  readonly kind: 'unary';
  readonly operator: '-' | '~' | '!';
  readonly operand: Expression;
  readonly type: Type;
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
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '&&'
  | '||';

export interface Binary {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly type: Type;
}

export interface Index {
  readonly kind: 'index';
  readonly object: Expression;
  readonly index: Expression;
  readonly type: Type;
}

export interface Member {
  readonly kind: 'member';
  readonly object: Expression;
  readonly member: string;
  readonly type: Type;
}

/** `.x`, `.zyx`. */
export interface Swizzle {
  readonly kind: 'swizzle';
  readonly object: Expression;
  readonly components: string;
  readonly type: Type;
}

/** `vec2<u32>(…)`, `S(…)`, `array<i32, 2>(…)`, and conversions `u32(…)`; inferred: `vec2(…)`, `array(…)`. */
export interface Construct {
  readonly kind: 'construct';
  readonly type: Type;
  readonly arguments: readonly Expression[];
  readonly isInferred: boolean;
}

export interface Bitcast {
  readonly kind: 'bitcast';
  readonly operand: Expression;
  readonly type: Type;
}

export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly isBuiltin: boolean;
  readonly arguments: readonly Expression[];
  readonly type: Type;
}

export interface AddressOf {
  readonly kind: 'address-of';
  readonly operand: Expression;
  readonly type: PointerType;
}

/** `*pointer`; implicit where a part follows: `pointer.x`, `pointer[i]`. */
export interface Indirection {
  readonly kind: 'indirection';
  readonly pointer: Expression;
  readonly isImplicit: boolean;
  readonly type: Type;
}

export type Expression =
  | Literal
  | Name
  | Unary
  | Binary
  | Index
  | Member
  | Swizzle
  | Construct
  | Bitcast
  | Call
  | AddressOf
  | Indirection;

export type AssignOperator = '=' | '+=' | '-=' | '*=' | '/=' | '%=' | '&=' | '|=' | '^=' | '<<=' | '>>=';
export type Block = readonly Statement[];

/** `hasType`: the type is written out. Without initializer (var only) it is always. */
export interface Declaration {
  readonly kind: 'var' | 'let' | 'const';
  readonly name: string;
  readonly type: Type;
  readonly hasType: boolean;
  readonly initializer: Expression | undefined;
}

export interface Assign {
  readonly kind: 'assign';
  readonly place: Expression;
  readonly operator: AssignOperator;
  readonly value: Expression;
}

export interface Increment {
  readonly kind: 'increment';
  readonly place: Expression;
  readonly operator: '++' | '--';
}

/** `_ = value;` */
export interface Phony {
  readonly kind: 'phony';
  readonly value: Expression;
}

export interface CallStatement {
  readonly kind: 'call-statement';
  readonly call: Call;
}

export interface If {
  readonly kind: 'if';
  readonly condition: Expression;
  readonly body: Block;
  readonly otherwise: Block | undefined;
}

export interface Clause {
  /** Literals and constants. */
  readonly selectors: readonly Expression[];
  readonly isDefault: boolean;
  readonly body: Block;
}

export interface Switch {
  readonly kind: 'switch';
  readonly selector: Expression;
  readonly clauses: readonly Clause[];
}

export interface For {
  readonly kind: 'for';
  readonly initializer: Statement | undefined;
  readonly condition: Expression | undefined;
  readonly update: Statement | undefined;
  readonly body: Block;
}

export interface While {
  readonly kind: 'while';
  readonly condition: Expression;
  readonly body: Block;
}

export interface Loop {
  readonly kind: 'loop';
  readonly body: Block;
  readonly continuing: Block | undefined;
  readonly breakIf: Expression | undefined;
}

export interface Compound {
  readonly kind: 'block';
  readonly body: Block;
}

export interface Jump {
  readonly kind: 'break' | 'continue';
}

export interface Return {
  readonly kind: 'return';
  readonly value: Expression | undefined;
}

export type Statement =
  | Declaration
  | Assign
  | Increment
  | Phony
  | CallStatement
  | If
  | Switch
  | For
  | While
  | Loop
  | Compound
  | Jump
  | Return;

export interface StructMember {
  readonly name: string;
  readonly type: Type;
}

export interface Struct {
  readonly name: string;
  readonly members: readonly StructMember[];
}

export interface Override {
  readonly name: string;
  readonly type: ScalarType;
  readonly initializer: Expression | undefined;
}

export interface Constant {
  readonly name: string;
  readonly type: Type;
  readonly value: Expression;
}

export interface Variable {
  readonly name: string;
  readonly space: Exclude<Space, 'function'>;
  readonly access: 'read' | 'read_write';
  readonly type: Type;
  /** Of uniform and storage. */
  readonly binding: number | undefined;
  /** Of private. */
  readonly initializer: Expression | undefined;
}

export interface Parameter {
  readonly name: string;
  readonly type: Type;
}

export interface FunctionDeclaration {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly result: Type;
  readonly isMustUse: boolean;
  readonly body: Block;
}

export type BuiltinValue =
  | 'local_invocation_id'
  | 'local_invocation_index'
  | 'global_invocation_id'
  | 'workgroup_id'
  | 'num_workgroups';

export interface Entry {
  readonly workgroupSize: readonly Expression[];
  readonly parameters: readonly { readonly name: string; readonly value: BuiltinValue }[];
  /** The name of a struct that holds the parameters, or undefined: each stands for itself. */
  readonly inputStruct: string | undefined;
  readonly body: Block;
}

/** A shader whose entry point is `main`. */
export interface Module {
  readonly structs: readonly Struct[];
  readonly overrides: readonly Override[];
  readonly constants: readonly Constant[];
  readonly variables: readonly Variable[];
  readonly functions: readonly FunctionDeclaration[];
  readonly entry: Entry;
}
