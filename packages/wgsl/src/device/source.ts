/** What keeps a kernel's source from being device code, besides guards (SPEC.md D1). */
import * as pipeline from '../validation/pipeline.js';
import * as traversal from '../validation/traversal.js';
import type * as typed from '../validation/typed.js';

/** Whether devices and compilers give the source, where no guard fires, the meaning that it has. */
export function hasOneMeaning(source: string, entry: typed.EntryPoint): boolean {
  return !source.includes('pack4xI8Clamp') && !storesComponent(entry);
}

/**
 * Whether a kernel stores to one component of a vector in storage or workgroup memory. WGSL §13.2 lets a device write the whole
 * vector then, so that stores of two invocations to two components of it could undo each other.
 */
function storesComponent(entry: typed.EntryPoint): boolean {
  for (const { body } of pipeline.reached(entry.function)) {
    for (const statement of traversal.statements(body)) {
      if (statement.kind === 'assign' && isSharedComponent(statement.left)) return true;
    }
  }
  return false;
}

function isSharedComponent(left: typed.Expression): boolean {
  const isShared = left.type.kind === 'reference' && (left.type.space === 'storage' || left.type.space === 'workgroup');
  if (!isShared || (left.kind !== 'component' && left.kind !== 'index')) return false;
  const { type } = left.object;
  return type.kind === 'reference' && type.store.kind === 'vector';
}
