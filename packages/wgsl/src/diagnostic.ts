import type { Span } from './text/span.js';

/** What the front end says about a place in the source. Errors refuse the shader; there are no warnings. */
export interface Diagnostic {
  /** The rule of SPEC.md that fails: `Y12`, `V30`, `P3`. */
  readonly rule: string;
  /** Stable code, dotted lower case: `syntax.expected-token`, `type.mismatch`, `profile.shift-amount`. */
  readonly code: string;
  /** One sentence without a full stop: what is wrong, in the author's terms. */
  readonly message: string;
  readonly span: Span;
  /** How to rewrite it, one sentence; absent where the message says all. */
  readonly hint?: string;
  /** Another place that matters: the earlier declaration, the type that was expected. */
  readonly related?: { readonly span: Span; readonly message: string };
}

/** Collects diagnostics; the front end goes on after most of them so that the author sees all at once. */
export class Diagnostics {
  readonly #found: Diagnostic[] = [];

  /** Adds one; after {@link mostDiagnostics} further ones are counted, not kept. */
  add(diagnostic: Diagnostic): void {
    if (this.#found.length < mostDiagnostics) this.#found.push(diagnostic);
  }

  get isEmpty(): boolean {
    return this.#found.length === 0;
  }

  /** In the order of the source. */
  toList(): readonly Diagnostic[] {
    return this.#found.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  }
}

/** More than these help nobody, and a hostile text could make millions. */
export const mostDiagnostics = 100;
