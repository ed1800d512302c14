/** Names and what they mean (SPEC.md V1, V2). */
import type { Span } from '../text/span.js';
import type { Constant } from './constant.js';
import type { Type } from './type.js';
import type * as typed from './typed.js';

/** What a declared name stands for. `broken`: its declaration is wrong, which has been said; uses of it say nothing more. */
export type Meaning =
  | { readonly kind: 'type'; readonly type: Type }
  | { readonly kind: 'constant'; readonly constant: Constant }
  | { readonly kind: 'override'; readonly declaration: typed.OverrideDeclaration }
  | { readonly kind: 'immutable'; readonly declaration: typed.Immutable }
  | { readonly kind: 'variable'; readonly declaration: typed.Variable }
  | {
      readonly kind: 'function';
      readonly declaration: typed.FunctionDeclaration;
      readonly mustUse: boolean;
      readonly isEntryPoint: boolean;
    }
  | { readonly kind: 'broken' };

export const broken: Meaning = { kind: 'broken' };

/** A declared name. */
export interface Binding {
  readonly meaning: Meaning;
  /** Where the name is declared. */
  readonly span: Span;
}

/** The names of one block; those of the blocks around it are seen through `parent`. */
export interface Scope {
  readonly parent: Scope | undefined;
  readonly names: Map<string, Binding>;
  /**
   * Set on the body of a loop while its `continuing` block is checked: where the first `continue` stands. What the body
   * declares after it may not have been declared when the `continuing` block runs.
   */
  continueAt: number | undefined;
}

/** An empty scope inside `parent`. */
export function open(parent: Scope | undefined): Scope {
  return { parent, names: new Map(), continueAt: undefined };
}

/** Declares the name; gives the earlier declaration of this very scope instead if there is one. */
export function declare(scope: Scope, name: string, binding: Binding): Binding | undefined {
  const earlier = scope.names.get(name);
  if (earlier === undefined) scope.names.set(name, binding);
  return earlier;
}

/** What a lookup finds. */
export interface Found {
  readonly binding: Binding;
  /** A `continue` may jump over the declaration. */
  readonly isSkipped: boolean;
}

/** The innermost declaration of the name; undefined: predeclared or unknown. */
export function lookup(scope: Scope, name: string): Found | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const binding = at.names.get(name);
    if (binding === undefined) continue;
    return { binding, isSkipped: at.continueAt !== undefined && binding.span.start > at.continueAt };
  }
  return undefined;
}
