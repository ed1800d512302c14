/** The variable or parameter behind a reference or pointer: its root identifier (WGSL §9.6.1; SPEC.md V36, V38). */
import type * as typed from './typed.js';

/** What a reference or pointer leads back to: a variable, or a parameter that is a pointer. */
export type Root = typed.Variable | typed.Immutable;

/** Where a reference or pointer leads. */
export interface Path {
  readonly root: Root;
  /** It leads to a part of the root: an element, a member, a component. */
  readonly isPartial: boolean;
}

/** Where the pointer `let`s of a function lead, so that a chain of them is followed once. */
export type PointerLets = Map<typed.Immutable, Path>;

/** Where a reference or pointer leads; undefined for other expressions. */
export function pathOf(expression: typed.Expression, lets: PointerLets): Path | undefined {
  let isPartial = false;
  for (let at = expression; ; ) {
    switch (at.kind) {
      case 'variable':
        return { root: at.declaration, isPartial };
      case 'immutable': {
        const known = lets.get(at.declaration) ?? { root: at.declaration, isPartial: false };
        return { root: known.root, isPartial: isPartial || known.isPartial };
      }
      case 'index':
      case 'member':
      case 'component':
        isPartial = true;
        at = at.object;
        break;
      case 'address-of':
        at = at.reference;
        break;
      case 'indirection':
        at = at.pointer;
        break;
      default:
        return undefined;
    }
  }
}

/** Remembers where a pointer `let` leads. */
export function remember(lets: PointerLets, statement: typed.Statement): void {
  if (statement.kind !== 'let' || statement.declaration.type.kind !== 'pointer') return;
  const path = pathOf(statement.value, lets);
  if (path !== undefined) lets.set(statement.declaration, path);
}
