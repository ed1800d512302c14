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

/** Whether a vector is made of components of others: SwiftShader folds such vectors wrongly where they are zeros (`~v.yx`). */
function rearrangesVector(root: typed.Expression): boolean {
  return traversal.postorder(root).some((node) => {
    if (node.kind === 'swizzle') return node.components.length > 1;
    return node.kind === 'construct' && node.type.kind === 'vector' && node.arguments.some(isComponent);
  });
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
