/** Expressions put together: the smallest pieces that everything else is made of. */
import type {
  AddressOf,
  Binary,
  BinaryOperator,
  Call,
  Construct,
  Expression,
  Index,
  Literal,
  Member,
  Name,
  ScalarType,
  Stage,
  Swizzle,
  Type,
  VectorType,
} from './syntax.js';
import { array, bool, componentOf, i32, type Structs, scalar, u32, vector } from './type.js';

/** A number as a literal of the type: its low 32 bits, for bool whether it is odd. */
export function literal(type: ScalarType, value: number, isBare = false): Literal {
  const fitting = type.name === 'bool' ? value & 1 : type.name === 'u32' ? value >>> 0 : value | 0;
  return { kind: 'literal', type, value: fitting, isBare };
}

export function unsigned(value: number): Literal {
  return literal(u32, value);
}

export function signed(value: number): Literal {
  return literal(i32, value);
}

export function name(text: string, type: Type, stage: Stage = 'runtime'): Name {
  return { kind: 'name', name: text, type, stage };
}

export function construct(type: Type, args: readonly Expression[], isInferred = false): Construct {
  return { kind: 'construct', type, arguments: args, isInferred };
}

/** The zero value. */
export function zero(type: Type): Expression {
  return type.kind === 'scalar' ? literal(type, 0) : construct(type, []);
}

/** The same number in all components. */
export function splat(type: ScalarType | VectorType, value: number): Expression {
  if (type.kind === 'scalar') return literal(type, value);
  return construct(type, [literal(scalar(type.of), value)]);
}

/** `type` is that of the result. */
export function binary(operator: BinaryOperator, left: Expression, right: Expression, type: Type): Binary {
  return { kind: 'binary', operator, left, right, type };
}

/** An operator on two u32. */
export function combine(
  left: Expression,
  operator: '+' | '-' | '*' | '/' | '%' | '&' | '^',
  right: Expression,
): Binary {
  return binary(operator, left, right, u32);
}

/** A comparison of scalars. */
export function compare(left: Expression, operator: '<' | '<=' | '>' | '>=' | '==' | '!=', right: Expression): Binary {
  return binary(operator, left, right, bool);
}

export function both(left: Expression, right: Expression): Binary {
  return binary('&&', left, right, bool);
}

/** An element of an array, or a component of a vector. */
export function index(object: Expression, at: Expression): Index {
  const { type } = object;
  const part = type.kind === 'array' ? type.of : type.kind === 'vector' ? scalar(type.of) : type;
  return { kind: 'index', object, index: at, type: part };
}

export function member(structs: Structs, object: Expression, at: string): Member {
  const { type } = object;
  const found = type.kind === 'struct' ? structs.get(type.name)?.members.find((one) => one.name === at) : undefined;
  return { kind: 'member', object, member: at, type: found!.type };
}

/** `components` of a vector: one gives a scalar. */
export function swizzle(object: Expression, components: string): Swizzle {
  const of = componentOf(object.type as VectorType);
  const type = components.length === 1 ? scalar(of) : vector(components.length as 2 | 3 | 4, of);
  return { kind: 'swizzle', object, components, type };
}

/** `.x` and so on of a `vec3<u32>` builtin value. */
export function axis(of: Expression, at: 'x' | 'y' | 'z'): Swizzle {
  return swizzle(of, at);
}

export function builtin(called: string, args: readonly Expression[], type: Type): Call {
  return { kind: 'call', name: called, isBuiltin: true, arguments: args, type };
}

export function call(called: string, args: readonly Expression[], type: Type): Call {
  return { kind: 'call', name: called, isBuiltin: false, arguments: args, type };
}

export function addressOf(operand: Expression, type: AddressOf['type']): AddressOf {
  return { kind: 'address-of', operand, type };
}

/** A scalar or vector as another of its width: `u32(x)`. */
export function convert(operand: Expression, type: ScalarType | VectorType): Construct {
  return construct(type, [operand]);
}

/** When the value of an expression is known at the earliest. */
export function stageOf(node: Expression): Stage {
  switch (node.kind) {
    case 'literal':
      return 'const';
    case 'name':
      return node.stage;
    case 'unary':
    case 'bitcast':
      return stageOf(node.operand);
    case 'binary':
      return latest([node.left, node.right]);
    case 'index':
      return latest([node.object, node.index]);
    case 'member':
    case 'swizzle':
      return stageOf(node.object);
    case 'construct':
      return latest(node.arguments);
    case 'call':
      return node.isBuiltin && !ofMemory.has(node.name) ? latest(node.arguments) : 'runtime';
    default:
      return 'runtime';
  }
}

const ofMemory: ReadonlySet<string> = new Set(['arrayLength', 'atomicLoad', 'workgroupUniformLoad']);

function latest(nodes: readonly Expression[]): Stage {
  const stages = nodes.map(stageOf);
  if (stages.includes('runtime')) return 'runtime';
  return stages.includes('override') ? 'override' : 'const';
}

/** True if nothing in the expression is known only when the kernel runs: then compilers evaluate it, with errors of their own. */
export function isEarly(node: Expression): boolean {
  return stageOf(node) !== 'runtime';
}

/** `array(…)` of expressions of one type. */
export function list(of: Type, items: readonly Expression[]): Construct {
  return construct(array(of, items.length), items);
}
