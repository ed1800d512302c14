/** The rules of the exact profile that go beyond WGSL (SPEC.md P2 to P8, P10, P11), on typed functions. */
import * as builtin from './builtin.js';
import * as classify from './classify.js';
import type { Value } from './constant.js';
import { type Context, refuse } from './context.js';
import * as layout from './layout.js';
import * as traversal from './traversal.js';
import type * as typed from './typed.js';

/** Statements of a function with all calls expanded (P8). */
export const mostStatements = 65_536;

/** P2, P3, P4, P10 and P11 for all statements and expressions of a function. */
export function checkExpressions(context: Context, { body }: typed.FunctionDeclaration): void {
  checkInitializers(context, body);
  for (const statement of traversal.statements(body)) {
    if (statement.kind === 'assign' && (statement.operator === '<<' || statement.operator === '>>')) {
      checkShift(context, statement.operator, statement.right);
    }
    const dropped = statement.kind === 'call' ? statement.call : undefined;
    for (const expression of traversal.expressions(statement)) {
      for (const node of traversal.postorder(expression)) checkNode(context, node, node === dropped);
    }
  }
}

function checkNode(context: Context, node: typed.Expression, isDropped: boolean): void {
  if (node.kind === 'binary' && (node.operator === '<<' || node.operator === '>>')) {
    checkShift(context, node.operator, node.right);
  }
  if (node.kind === 'index') checkSwizzleIndex(context, node);
  if (node.kind !== 'builtin') return;
  if (node.name === 'extractBits' || node.name === 'insertBits') checkBitField(context, node);
  if (!isDropped && builtin.isReadModifyWrite(node.name)) {
    const message = `the value of ${node.name} depends on the order of invocations`;
    const hint = `Write ${node.name}(…); as a statement and read the result after a barrier.`;
    refuse(context, node.span, 'P4', 'profile.atomic-value', message, hint);
  }
}

/** P11: Dawn on SwiftShader keeps such a variable's value from the round before, where WGSL has zero. */
function checkInitializers(context: Context, body: typed.Block): void {
  const told = new Set<typed.Statement>();
  for (const loop of traversal.statements(body)) {
    if (loop.kind !== 'loop') continue;
    for (const part of [loop.body, loop.continuing]) {
      for (const statement of part === undefined ? [] : traversal.statements(part)) {
        if (statement.kind !== 'var' || statement.declaration.initializer !== undefined || told.has(statement))
          continue;
        told.add(statement);
        const { name, type, span } = statement.declaration;
        const message = `compilers differ on whether ${name} is zero again in each round of the loop`;
        const hint = `Write var ${name} = ${classify.toText(type)}();`;
        refuse(context, span, 'P11', 'profile.loop-variable', message, hint);
      }
    }
  }
}

/** P10: Tint loads the vector after the index, WGSL before it; a call in the index can change the vector in between. */
function checkSwizzleIndex(context: Context, { object, index }: typed.Expression & { readonly kind: 'index' }): void {
  if (object.kind !== 'swizzle') return;
  const call = traversal.postorder(index).find(({ kind }) => kind === 'call');
  if (call === undefined) return;
  const message =
    'compilers differ on whether a swizzle or its index is evaluated first, and this index calls a function';
  refuse(context, call.span, 'P10', 'profile.swizzle-index', message, 'Write let i = …; before it, and index by i.');
}

/** P2: constants were checked against 32 when their types were (V33). */
function checkShift(context: Context, operator: string, amount: typed.Expression): void {
  if (isMasked(amount)) return;
  const message =
    'devices differ on shifts by 32 or more: the amount must be a constant below 32, or masked in the shift itself (whatever the caller does)';
  const hint = `Write a ${operator} (b & 31u).`;
  refuse(context, amount.span, 'P2', 'profile.shift-amount', message, hint);
}

function isMasked(amount: typed.Expression): boolean {
  if (amount.kind === 'constant') return isBelow32(amount.value);
  if (amount.kind === 'construct') return amount.arguments.every(isMasked);
  if (amount.kind !== 'binary' || amount.operator !== '&') return false;
  return [amount.left, amount.right].some((side) => side.kind === 'constant' && isBelow32(side.value));
}

function isBelow32(value: Value): boolean {
  if (typeof value === 'bigint') return value >= 0n && value <= 31n;
  return typeof value === 'object' && value.every(isBelow32);
}

/** P3: a constant offset and count whose sum is above 32 were refused with the call. */
function checkBitField(context: Context, node: typed.Expression & { readonly kind: 'builtin' }): void {
  const [offset, count] = node.arguments.slice(-2);
  const wrong = [offset, count].find((one) => one !== undefined && one.kind !== 'constant');
  if (wrong === undefined) return;
  const message = `offset and count of ${node.name} must be constants with a sum of at most 32`;
  const hint = 'Shift and mask instead: (x >> (offset & 31u)) & mask.';
  refuse(context, wrong.span, 'P3', 'profile.bit-field', message, hint);
}

/** P7: what is written to storage has no bytes that no value is written to. */
export function checkPadding(context: Context, { space, access, type, span, name }: typed.Variable): void {
  if (space !== 'storage' || access !== 'read_write' || !layout.hasPadding(type)) return;
  const message = `${classify.toText(type)} has padding, and ${name} is written`;
  const hint = 'Fill gaps with members of their own, and use arrays of vec4 or of scalars for vec3.';
  refuse(context, span, 'P7', 'profile.padding', message, hint);
}

/** P8: the statements of a function with those of its callees at each call. The functions come after those that they call. */
export function checkExpansion(context: Context, functions: readonly typed.FunctionDeclaration[]): void {
  const counts = new Map<typed.FunctionDeclaration, number>();
  for (const declaration of functions) {
    const count = expanded(declaration, counts);
    // Callers of a function that is too large are too large because of it: that was said.
    counts.set(declaration, Math.min(count, mostStatements));
    if (count <= mostStatements || hasLargeCallee(declaration, counts)) continue;
    const message = `with all calls expanded ${declaration.name} has more than ${mostStatements} statements`;
    refuse(context, declaration.span, 'P8', 'profile.expansion', message, 'Call in a loop what is called often.');
  }
}

function expanded({ body }: typed.FunctionDeclaration, counts: ReadonlyMap<typed.FunctionDeclaration, number>): number {
  let count = 0;
  for (const statement of traversal.statements(body)) {
    if (statement.kind !== 'block') count += 1;
    for (const callee of callees(statement)) count += counts.get(callee) ?? 0;
  }
  return count;
}

function hasLargeCallee(
  { body }: typed.FunctionDeclaration,
  counts: ReadonlyMap<typed.FunctionDeclaration, number>,
): boolean {
  return traversal
    .statements(body)
    .flatMap(callees)
    .some((callee) => (counts.get(callee) ?? 0) >= mostStatements);
}

function callees(statement: typed.Statement): readonly typed.FunctionDeclaration[] {
  return traversal
    .expressions(statement)
    .flatMap(traversal.postorder)
    .filter((node) => node.kind === 'call')
    .map((node) => node.function);
}
