/** Chains of binary operators without recursion, and where they need parentheses (Y3). */
import { join, type Span } from '../text/span.js';
import type { Token } from '../text/token.js';
import type * as ast from './ast.js';
import { type Cursor, kind, next, report, textOf } from './cursor.js';
import { raise } from './limit.js';
import { isBinary, isComparison, mayStand, precedence } from './operator.js';

interface Operand {
  readonly node: ast.Expression;
  readonly height: number;
  /** Where its binary operator stands, unless it is in parentheses or has none. */
  readonly operator: Operator | undefined;
}

interface Operator {
  readonly sign: ast.BinaryOperator;
  readonly span: Token;
}

interface Chain {
  readonly operands: Operand[];
  readonly operators: Operator[];
  /** One message is enough: the parentheses that it asks for change the rest. */
  isReported: boolean;
}

/** Operands, each read by `operand`, with the binary operators between them. */
export function chain(cursor: Cursor, operand: (cursor: Cursor) => ast.Expression): ast.Expression {
  const first = operand(cursor);
  if (!isBinary(kind(cursor))) return first;
  const state: Chain = { operands: [asOperand(cursor, first)], operators: [], isReported: false };
  for (let sign = kind(cursor); isBinary(sign); sign = kind(cursor)) {
    while (bindsAsTight(state.operators.at(-1), sign)) reduce(cursor, state);
    state.operators.push({ sign, span: next(cursor) });
    state.operands.push(asOperand(cursor, operand(cursor)));
  }
  while (state.operators.length > 0) reduce(cursor, state);
  const [{ node, height }] = state.operands as [Operand];
  cursor.height = height;
  return node;
}

function asOperand(cursor: Cursor, node: ast.Expression): Operand {
  return { node, height: cursor.height, operator: undefined };
}

function bindsAsTight(left: Operator | undefined, right: ast.BinaryOperator): boolean {
  return left !== undefined && precedence(left.sign) >= precedence(right);
}

function reduce(cursor: Cursor, state: Chain): void {
  const operator = state.operators.pop()!;
  const right = state.operands.pop()!;
  const left = state.operands.pop()!;
  const span = join(left.node.span, right.node.span);
  const node: ast.Binary = { kind: 'binary', operator: operator.sign, left: left.node, right: right.node, span };
  if (!state.isReported) state.isReported = checkMixing(cursor, operator, node, left, right);
  cursor.height = Math.max(left.height, right.height);
  raise(cursor, operator.span);
  state.operands.push({ node, height: cursor.height, operator });
}

/** True: an operand needs parentheses, and that is reported. */
function checkMixing(cursor: Cursor, outer: Operator, node: ast.Binary, left: Operand, right: Operand): boolean {
  const inner = [left, right].find(({ operator }) => operator !== undefined && !mayStand(operator.sign, outer.sign));
  if (inner?.operator === undefined) return false;
  const message = messageFor(inner.operator.sign, outer.sign);
  const hint = hintFor(cursor, outer, node, inner);
  report(cursor, { rule: 'Y3', code: 'syntax.parentheses', message, hint }, outer.span);
  return true;
}

function messageFor(inner: ast.BinaryOperator, outer: ast.BinaryOperator): string {
  if (isComparison(inner) && isComparison(outer)) return 'comparisons do not chain';
  return inner === outer
    ? `\`${inner}\` does not chain: it needs parentheses`
    : `\`${inner}\` beside \`${outer}\` needs parentheses`;
}

/** Both ways to read `a inner b outer c` where both are short enough to be shown. */
function hintFor(cursor: Cursor, outer: Operator, node: ast.Binary, inner: Operand): string {
  const within = inner.node as ast.Binary;
  const parts =
    inner.node === node.left
      ? ([within.left, within.operator, within.right, outer.sign, node.right] as const)
      : ([node.left, outer.sign, within.left, within.operator, within.right] as const);
  const [a, first, b, second, c] = parts;
  const [x, y, z] = [a, b, c].map((part) => shown(cursor, part.span));
  if (x === undefined || y === undefined || z === undefined) return 'Put parentheses around the part that comes first.';
  if (isOrder(first) && isOrder(second)) return `Write \`${x} ${first} ${y} && ${y} ${second} ${z}\`.`;
  const asRead = `(${x} ${first} ${y}) ${second} ${z}`;
  return `Write \`${asRead}\` or \`${x} ${first} (${y} ${second} ${z})\`.`;
}

function isOrder(sign: ast.BinaryOperator): boolean {
  return isComparison(sign) && sign !== '==' && sign !== '!=';
}

function shown(cursor: Cursor, span: Span): string | undefined {
  const text = textOf(cursor, span);
  return text.length > 40 || /[\n\r]|\/[/*]/.test(text) ? undefined : text;
}
