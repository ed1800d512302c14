/** What keeps a kernel's source from being device code, besides guards (SPEC.md D1). */
import * as pipeline from '../validation/pipeline.js';
import * as traversal from '../validation/traversal.js';
import type * as typed from '../validation/typed.js';

/** Whether devices and compilers give the source, where no guard fires, the meaning that it has. */
export function hasOneMeaning(source: string, entry: typed.EntryPoint): boolean {
  if (source.includes('pack4xI8Clamp')) return false;
  const initializers = entry.variables.flatMap(({ initializer }) => (initializer === undefined ? [] : [initializer]));
  if (initializers.some(rearrangesVector)) return false;
  for (const { body } of pipeline.reached(entry.function)) {
    for (const statement of traversal.statements(body)) {
      if (statement.kind === 'assign' && isSharedComponent(statement.left)) return false;
      if (traversal.expressions(statement).some(rearrangesVector)) return false;
    }
  }
  return true;
}

/**
 * A store to one component of a vector in storage or workgroup memory. WGSL §13.2 lets a device write the whole vector then, so
 * that stores of two invocations to two components of it could undo each other.
 */
function isSharedComponent(left: typed.Expression): boolean {
  const isShared = left.type.kind === 'reference' && (left.type.space === 'storage' || left.type.space === 'workgroup');
  return isShared && isComponent(left);
}

/**
 * Whether a vector is put together of parts: SwiftShader folds such vectors wrongly where some parts are zeros (`~v.yx`, or
 * `!vec4(b, b, true, b)` with `var b = false`). Of one part, or of constants, they are right.
 */
function rearrangesVector(root: typed.Expression): boolean {
  return traversal.postorder(root).some((node) => {
    if (node.kind === 'swizzle') return node.components.length > 1;
    if (node.kind !== 'construct' || node.type.kind !== 'vector') return false;
    return node.arguments.some(isComponent) || (node.arguments.length > 1 && !node.arguments.every(isConstant));
  });
}

function isConstant(node: typed.Expression): boolean {
  return node.kind === 'constant';
}

/** Whether it is a component of a vector, or a reference to one. */
function isComponent(node: typed.Expression): boolean {
  if (node.kind === 'load') return isComponent(node.reference);
  if (node.kind === 'component') return true;
  if (node.kind === 'swizzle') return true;
  if (node.kind !== 'index') return false;
  const { type } = node.object;
  return (type.kind === 'reference' ? type.store : type).kind === 'vector';
}
