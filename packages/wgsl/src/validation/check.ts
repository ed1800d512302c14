/** A text as a program of the exact profile (SPEC.md, chapters Text, Syntax and Validation). */
import { type Diagnostic, Diagnostics } from '../diagnostic.js';
import { parse } from '../syntax/parser.js';
import * as module from './module.js';
import type { Program } from './typed.js';

/** A program, or what keeps the text from being one; in the order of the source, at most 100. */
export type Checked =
  | { readonly program: Program; readonly diagnostics: readonly [] }
  | { readonly program: undefined; readonly diagnostics: readonly Diagnostic[] };

/**
 * Checks a WGSL text against all rules of chapters Text, Syntax and Validation. Never throws, whatever the text. A text with
 * syntax errors is not checked further: what a broken text means is a guess.
 */
export function check(source: string): Checked {
  const { module: tree, diagnostics: syntax } = parse(source);
  if (syntax.length > 0) return { program: undefined, diagnostics: syntax };
  const diagnostics = new Diagnostics();
  const program = module.check(source, tree, diagnostics);
  if (diagnostics.isEmpty) return { program, diagnostics: [] };
  return { program: undefined, diagnostics: diagnostics.toList() };
}
