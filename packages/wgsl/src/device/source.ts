/** What keeps a kernel's source from being device code, besides guards (SPEC.md D1). */
import * as pipeline from '../validation/pipeline.js';
import * as traversal from '../validation/traversal.js';
import type { Type } from '../validation/type.js';
import type * as typed from '../validation/typed.js';

/** Whether devices and compilers give the source, where no guard fires, the meaning that it has. */
export function hasOneMeaning(source: string, entry: typed.EntryPoint): boolean {
  if (source.includes('pack4xI8Clamp')) return false;
  const statements = [...pipeline.reached(entry.function)].flatMap(({ body }) => traversal.statements(body));
  const initializers = entry.variables.flatMap(({ initializer }) => (initializer === undefined ? [] : [initializer]));
  const expressions = [...initializers, ...statements.flatMap(traversal.expressions)];
  return !(
    expressions.some((root) => traversal.postorder(root).some(computesWithVector)) ||
    statements.some((one) => one.kind === 'assign' && (isSharedComponent(one.left) || updatesVector(one))) ||
    mayBranchOnPartOfZero(entry, statements)
  );
}

/** A value is computed, not moved or put together, from a vector or as one. Of constants none is left: they are folded. */
function computesWithVector(node: typed.Expression): boolean {
  switch (node.kind) {
    case 'unary':
    case 'binary':
    case 'convert':
    case 'bitcast':
    case 'builtin':
      return [node, ...traversal.operands(node)].some(({ type }) => type.kind === 'vector');
    default:
      return false;
  }
}

/** `v += w`. */
function updatesVector({ left, operator }: typed.Statement & { readonly kind: 'assign' }): boolean {
  return operator !== '=' && left.type.kind === 'reference' && left.type.store.kind === 'vector';
}

/**
 * A store to one component of a vector in storage or workgroup memory. WGSL §13.2 lets a device write the whole vector then, so
 * that stores of two invocations to two components of it could undo each other.
 */
function isSharedComponent(left: typed.Expression): boolean {
  const isShared = left.type.kind === 'reference' && (left.type.space === 'storage' || left.type.space === 'workgroup');
  return isShared && isComponent(left);
}

/** Whether it is a reference to a component of a vector. */
function isComponent(node: typed.Expression): boolean {
  if (node.kind === 'component') return true;
  if (node.kind !== 'index') return false;
  const { type } = node.object;
  return type.kind === 'reference' && type.store.kind === 'vector';
}

/**
 * Arrays and structures whose first contents may decide a branch, although they are zeros: SPIRV-Tools takes variables apart,
 * makes a new zero for each part, and its conditional constant propagation has no value for that one (a null pointer).
 */
function mayBranchOnPartOfZero({ variables }: typed.EntryPoint, statements: readonly typed.Statement[]): boolean {
  const inPrivate = variables.filter(({ space }) => space === 'private').map(({ type }) => type);
  const inFunctions = statements.flatMap((one) => (one.kind === 'var' ? [one.declaration.type] : []));
  const parted = [...inPrivate, ...inFunctions].filter(isComposite);
  return parted.some(holdsBoolean) || (parted.length > 0 && statements.some(({ kind }) => kind === 'switch'));
}

function isComposite({ kind }: Type): boolean {
  return kind === 'array' || kind === 'struct';
}

function holdsBoolean(type: Type): boolean {
  if (type.kind === 'array') return holdsBoolean(type.element);
  if (type.kind === 'struct') return type.members.some((member) => holdsBoolean(member.type));
  return type.kind === 'bool';
}
