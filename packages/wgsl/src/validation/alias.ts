/** No call reaches one memory location by two names, one of them writing: WGSL §9.6, alias analysis (SPEC.md V36). */
import * as builtin from './builtin.js';
import { type Context, refuse } from './context.js';
import { type PointerLets, pathOf, type Root, remember } from './place.js';
import * as traversal from './traversal.js';
import type * as typed from './typed.js';

/** What a function reads and writes by its own names, with what its callees do to them. */
interface Effects {
  /** Module-scope variables, one bit each. */
  readonly read: Uint32Array;
  readonly written: Uint32Array;
  /** Pointer parameters. */
  readonly parametersRead: Set<typed.Immutable>;
  readonly parametersWritten: Set<typed.Immutable>;
}

/** Checks all calls. The functions come after those that they call. */
export function check(
  context: Context,
  variables: readonly typed.Variable[],
  functions: readonly typed.FunctionDeclaration[],
): void {
  const numbers = new Map(variables.map((variable, at) => [variable, at]));
  const effects = new Map<typed.FunctionDeclaration, Effects>();
  const words = Math.ceil(variables.length / 32);
  for (const declaration of functions) {
    effects.set(declaration, {
      read: new Uint32Array(words),
      written: new Uint32Array(words),
      parametersRead: new Set(),
      parametersWritten: new Set(),
    });
    checkFunction({ context, numbers, effects, lets: new Map() }, declaration);
  }
}

interface Analysis {
  readonly context: Context;
  readonly numbers: ReadonlyMap<typed.Variable, number>;
  readonly effects: ReadonlyMap<typed.FunctionDeclaration, Effects>;
  readonly lets: PointerLets;
}

function checkFunction(analysis: Analysis, declaration: typed.FunctionDeclaration): void {
  const own = analysis.effects.get(declaration);
  if (own === undefined) return;
  for (const statement of traversal.statements(declaration.body)) {
    remember(analysis.lets, statement);
    if (statement.kind === 'assign') {
      access(analysis, own, statement.left, { reads: statement.operator !== '=', writes: true });
    }
    for (const expression of traversal.expressions(statement)) {
      for (const node of traversal.postorder(expression)) visit(analysis, own, node);
    }
  }
}

interface Access {
  readonly reads: boolean;
  readonly writes: boolean;
}

function visit(analysis: Analysis, own: Effects, node: typed.Expression): void {
  if (node.kind === 'load') access(analysis, own, node.reference, { reads: true, writes: false });
  if (node.kind === 'builtin') visitBuiltin(analysis, own, node);
  if (node.kind === 'call') visitCall(analysis, own, node);
}

/** Atomics and workgroupUniformLoad access what their first argument points at; arrayLength accesses nothing. */
function visitBuiltin(analysis: Analysis, own: Effects, node: typed.Expression & { readonly kind: 'builtin' }): void {
  const [pointer] = node.arguments;
  if (pointer?.type.kind !== 'pointer' || node.name === 'arrayLength') return;
  const writes = builtin.atomicFamily(node.name) !== undefined && node.name !== 'atomicLoad';
  access(analysis, own, pointer, { reads: node.name !== 'atomicStore', writes });
}

function access({ numbers, lets }: Analysis, own: Effects, place: typed.Expression, { reads, writes }: Access): void {
  const root = pathOf(place, lets)?.root;
  if (root === undefined) return;
  if (root.kind === 'variable') {
    const number = numbers.get(root);
    if (number === undefined) return;
    if (reads) setBit(own.read, number);
    if (writes) setBit(own.written, number);
    return;
  }
  if (reads) own.parametersRead.add(root);
  if (writes) own.parametersWritten.add(root);
}

function setBit(bits: Uint32Array, at: number): void {
  bits[at >>> 5] = (bits[at >>> 5] ?? 0) | (1 << (at & 31));
}

function hasBit(bits: Uint32Array, at: number): boolean {
  return ((bits[at >>> 5] ?? 0) & (1 << (at & 31))) !== 0;
}

function visitCall(analysis: Analysis, own: Effects, node: typed.Expression & { readonly kind: 'call' }): void {
  const callee = analysis.effects.get(node.function);
  if (callee === undefined) return;
  const roots = new Map<Root, boolean>();
  for (const [at, argument] of node.arguments.entries()) {
    const parameter = node.function.parameters[at];
    if (parameter === undefined || argument.type.kind !== 'pointer') continue;
    const reads = callee.parametersRead.has(parameter);
    const writes = callee.parametersWritten.has(parameter);
    const root = pathOf(argument, analysis.lets)?.root;
    if (root !== undefined) checkArgument(analysis, node, argument, root, { reads, writes }, roots, callee);
    access(analysis, own, argument, { reads, writes });
  }
  merge(own.read, callee.read);
  merge(own.written, callee.written);
}

function checkArgument(
  { context, numbers }: Analysis,
  node: typed.Expression & { readonly kind: 'call' },
  argument: typed.Expression,
  root: Root,
  { reads, writes }: Access,
  roots: Map<Root, boolean>,
  callee: Effects,
): void {
  const earlier = roots.get(root);
  roots.set(root, writes || earlier === true);
  const name = node.function.name;
  if (earlier !== undefined && (earlier || writes)) {
    const message = `two arguments of ${name} lead to ${root.name}, and ${name} writes through one of them`;
    const hint = 'Pass one of them by value.';
    refuse(context, argument.span, 'V36', 'pointer.aliased-arguments', message, hint);
    return;
  }
  const number = root.kind === 'variable' ? numbers.get(root) : undefined;
  if (number === undefined) return;
  const isWritten = hasBit(callee.written, number);
  const isUsed = isWritten || hasBit(callee.read, number);
  if (!(writes && isUsed) && !(reads && isWritten)) return;
  const message = `${name} uses ${root.name} by its name and through this argument, and writes it`;
  const hint = 'Use it in one of the two ways.';
  refuse(context, argument.span, 'V36', 'pointer.aliased-variable', message, hint);
}

function merge(into: Uint32Array, from: Uint32Array): void {
  for (const [at, word] of from.entries()) into[at] = (into[at] ?? 0) | word;
}
