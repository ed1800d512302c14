/** What an entry point's code makes of the values that a pipeline gives to overrides (SPEC.md V32, V33). */
import type * as ast from '../syntax/ast.js';
import * as constant from './constant.js';
import { type Fault, isRefusal } from './fault.js';
import * as specialization from './specialization.js';
import * as traversal from './traversal.js';
import type * as typed from './typed.js';

/** A rule that fails once overrides have values, and where. */
export interface Finding {
  readonly span: typed.Expression['span'];
  readonly fault: Fault;
}

/** Evaluates all override expressions that the entry point reaches; gives the first that breaks a rule. */
export function check(entry: typed.EntryPoint, values: specialization.OverrideValues): Finding | undefined {
  for (const { initializer } of entry.variables) {
    const finding = initializer && checkExpression(initializer, values);
    if (finding !== undefined) return finding;
  }
  for (const { body } of reached(entry.function)) {
    for (const statement of traversal.statements(body)) {
      for (const expression of traversal.expressions(statement)) {
        const finding = checkExpression(expression, values);
        if (finding !== undefined) return finding;
      }
    }
  }
  return undefined;
}

/** The function and all that it calls. */
export function reached(root: typed.FunctionDeclaration): ReadonlySet<typed.FunctionDeclaration> {
  const found = new Set([root]);
  for (const { body } of found) {
    for (const statement of traversal.statements(body)) {
      for (const node of traversal.expressions(statement).flatMap(traversal.postorder)) {
        if (node.kind === 'call') found.add(node.function);
      }
    }
  }
  return found;
}

function checkExpression(root: typed.Expression, values: specialization.OverrideValues): Finding | undefined {
  const known = new Map<typed.Expression, specialization.Evaluation>();
  const nodes = traversal.postorder(root);
  for (const node of nodes) known.set(node, specialization.step(node, known, values));
  const skipped = new Set<typed.Expression>();
  // Outer nodes first: what a decided && or || leaves unevaluated breaks no rule.
  for (const node of nodes.toReversed()) {
    if (node.kind !== 'short-circuit' || skipped.has(node)) continue;
    const left = known.get(node.left);
    if (left === undefined || left === 'unknown' || isRefusal(left)) continue;
    if (left.value === (node.operator === '||')) for (const one of traversal.postorder(node.right)) skipped.add(one);
  }
  for (const node of nodes) {
    const fault = skipped.has(node) ? undefined : faultOf(node, known);
    if (fault !== undefined) return { span: node.span, fault: specialization.withValues(fault) };
  }
  return undefined;
}

function faultOf(
  node: typed.Expression,
  known: ReadonlyMap<typed.Expression, specialization.Evaluation>,
): Fault | undefined {
  const found = known.get(node);
  if (found !== undefined && found !== 'unknown') return isRefusal(found) ? found.error : undefined;
  const constantOf = (operand: typed.Expression): constant.Constant | undefined => {
    const one = known.get(operand);
    return one === undefined || one === 'unknown' || isRefusal(one) ? undefined : one;
  };
  if (node.kind === 'binary') {
    const right = constantOf(node.right);
    return right && constant.checkRight(node.operator as ast.BinaryOperator, node.left.type, right);
  }
  if (node.kind === 'index') {
    const at = constantOf(node.index);
    return at && constant.checkIndex(node.object.type, at);
  }
  return node.kind === 'builtin' ? constant.checkArguments(node.name, node.arguments.map(constantOf)) : undefined;
}
