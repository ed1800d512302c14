/** Override expressions with the values that a pipeline gives (SPEC.md V32). */
import type * as ast from '../syntax/ast.js';
import * as constant from './constant.js';
import { type Fault, isRefusal, type Refusal } from './fault.js';
import * as traversal from './traversal.js';
import type * as typed from './typed.js';

/** The value of each override. */
export type OverrideValues = ReadonlyMap<typed.OverrideDeclaration, constant.Constant>;

/** A fault of constants (V31) that shows once overrides have values: V32. */
export function withValues(fault: Fault): Fault {
  return fault.rule === 'V31' ? { ...fault, rule: 'V32' } : fault;
}

/** What an expression is worth; `unknown`: it depends on more than constants and overrides with a value. */
export type Evaluation = constant.Constant | Refusal | 'unknown';

/** The value of an expression of constants and overrides, or the rule that it breaks (V31). */
export function evaluate(root: typed.Expression, values: OverrideValues): Evaluation {
  const known = new Map<typed.Expression, Evaluation>();
  for (const node of traversal.postorder(root)) known.set(node, step(node, known, values));
  return known.get(root) ?? 'unknown';
}

/** One node, whose operands are in `known`. */
export function step(
  node: typed.Expression,
  known: ReadonlyMap<typed.Expression, Evaluation>,
  values: OverrideValues,
): Evaluation {
  if (node.kind === 'constant') return { type: node.type, value: node.value };
  if (node.kind === 'override') return values.get(node.declaration) ?? 'unknown';
  if (node.kind === 'short-circuit') return shortCircuit(node, known);
  const operands: constant.Constant[] = [];
  for (const operand of traversal.operands(node)) {
    const one = known.get(operand) ?? 'unknown';
    if (one === 'unknown' || isRefusal(one)) return one;
    operands.push(one);
  }
  return apply(node, operands);
}

/** The right side counts only if the left one does not decide (WGSL §8.6). */
function shortCircuit(
  node: typed.Expression & { readonly kind: 'short-circuit' },
  known: ReadonlyMap<typed.Expression, Evaluation>,
): Evaluation {
  const left = known.get(node.left) ?? 'unknown';
  if (left === 'unknown' || isRefusal(left)) return left;
  const decides = node.operator === '||';
  return left.value === decides ? left : (known.get(node.right) ?? 'unknown');
}

function apply(node: typed.Expression, operands: readonly constant.Constant[]): Evaluation {
  const [first, second] = operands;
  const { type } = node;
  if (node.kind === 'construct') return constant.construct(type, operands);
  if (node.kind === 'builtin') return type.kind === 'void' ? 'unknown' : constant.builtin(node.name, operands, type);
  if (first === undefined) return 'unknown';
  switch (node.kind) {
    case 'unary':
      return constant.unary(node.operator, first);
    case 'convert':
      return constant.convert(first, type);
    case 'bitcast':
      return constant.bitcast(first, type);
    case 'swizzle':
      return constant.swizzle(first, node.components);
    case 'member':
      return first.type.kind === 'struct' ? constant.member({ ...first, type: first.type }, node.member) : 'unknown';
    case 'index':
      return second === undefined ? 'unknown' : constant.index(first, second);
    case 'binary':
      return second === undefined ? 'unknown' : constant.binary(node.operator as ast.BinaryOperator, first, second);
    default:
      return 'unknown';
  }
}

/** All overrides with the values given, or else their own; those without either are left out. Refused: the first one whose value breaks a rule. */
export function defaults(
  overrides: readonly typed.OverrideDeclaration[],
  given: OverrideValues = new Map(),
): {
  readonly values: OverrideValues;
  readonly error: (Refusal & { readonly of: typed.OverrideDeclaration }) | undefined;
} {
  const values = new Map(given);
  let error: (Refusal & { readonly of: typed.OverrideDeclaration }) | undefined;
  for (const declaration of overrides) settle(declaration);
  return { values, error };

  function settle(root: typed.OverrideDeclaration): void {
    const pending = [root];
    const opened = new Set<typed.OverrideDeclaration>();
    for (let one = pending.at(-1); one !== undefined; one = pending.at(-1)) {
      const missing = opened.has(one) ? [] : needed(one).filter((other) => !values.has(other));
      opened.add(one);
      if (missing.length > 0) {
        pending.push(...missing);
        continue;
      }
      pending.pop();
      if (values.has(one) || one.initializer === undefined) continue;
      const found = evaluate(one.initializer, values);
      if (found === 'unknown') continue;
      if (isRefusal(found)) error ??= { ...found, of: one };
      else values.set(one, found);
    }
  }
}

function needed({ initializer }: typed.OverrideDeclaration): readonly typed.OverrideDeclaration[] {
  if (initializer === undefined) return [];
  return traversal
    .postorder(initializer)
    .filter((node) => node.kind === 'override')
    .map((node) => node.declaration);
}
