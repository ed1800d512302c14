/** Walks over typed programs, without recursion into expressions: chains of operators are thousands of nodes deep (Y4). */
import type * as typed from './typed.js';

/** The operands of an expression, in the order in which they are evaluated. */
export function operands(node: typed.Expression): readonly typed.Expression[] {
  switch (node.kind) {
    case 'load':
    case 'address-of':
      return [node.reference];
    case 'indirection':
      return [node.pointer];
    case 'index':
      return [node.object, node.index];
    case 'member':
    case 'swizzle':
    case 'component':
      return [node.object];
    case 'unary':
    case 'convert':
    case 'bitcast':
      return [node.operand];
    case 'binary':
    case 'short-circuit':
      return [node.left, node.right];
    case 'construct':
    case 'call':
    case 'builtin':
      return node.arguments;
    default:
      return [];
  }
}

/** The expression and all that is in it, operands before what they are operands of, in the order of evaluation. */
export function postorder(root: typed.Expression): readonly typed.Expression[] {
  const found: typed.Expression[] = [];
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    found.push(node);
    // Pushed first to last and popped last to first: reversed below, operands come first and from left to right.
    for (const operand of operands(node)) pending.push(operand);
  }
  return found.reverse();
}

/** The expressions that stand in the statement itself, not in the statements inside it, in the order of evaluation. */
export function expressions(statement: typed.Statement): readonly typed.Expression[] {
  switch (statement.kind) {
    case 'let':
    case 'discard-value':
      return [statement.value];
    case 'var':
      return statement.declaration.initializer === undefined ? [] : [statement.declaration.initializer];
    case 'assign':
      return [statement.left, statement.right];
    case 'if':
      return [statement.condition];
    case 'switch':
      return [statement.selector];
    case 'loop':
      return [statement.condition, statement.breakIf].filter((one) => one !== undefined);
    case 'return':
      return statement.value === undefined ? [] : [statement.value];
    case 'call':
      return [statement.call];
    default:
      return [];
  }
}

/** The statements directly inside a statement. */
export function parts(statement: typed.Statement): readonly typed.Statement[] {
  switch (statement.kind) {
    case 'block':
      return statement.statements;
    case 'if':
      return statement.otherwise === undefined ? [statement.then] : [statement.then, statement.otherwise];
    case 'switch':
      return statement.clauses.map(({ body }) => body);
    case 'loop':
      return [statement.initializer, statement.body, statement.continuing].filter((one) => one !== undefined);
    default:
      return [];
  }
}

/** The statement and all statements inside it, in the order of the source. */
export function statements(root: typed.Statement): readonly typed.Statement[] {
  const found: typed.Statement[] = [];
  const pending: typed.Statement[] = [root];
  for (let one = pending.pop(); one !== undefined; one = pending.pop()) {
    found.push(one);
    for (const part of parts(one).toReversed()) pending.push(part);
  }
  return found;
}

/** Whether a barrier is reached from here, directly or through calls (P6). */
export function isBarrierCall(node: typed.Expression, isBarrier: (name: string) => boolean): boolean {
  if (node.kind === 'call') return node.function.hasBarrier;
  return node.kind === 'builtin' && isBarrier(node.name);
}
