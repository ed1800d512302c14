/** Guards that fired: diagnostics for the author, never a verdict (SPEC.md E10–E14). */
import type { At } from './ir.js';

/**
 * Why a guard fired: the index lies `outside` its buffer or an array in it (E10); the cell does not own the word (E11, E12);
 * an index was `clamped` (E13); the loop budget was used up (E14).
 */
export type GuardKind = 'outside' | 'not-owned' | 'clamped' | 'loop-budget';

/** A place in the source where a guard fired: the first time, and how often. */
export interface GuardEvent {
  readonly kind: GuardKind;
  /** Undefined for a loop that holds a barrier. */
  readonly at: At | undefined;
  /** How often it fired at this place for this reason. */
  readonly times: number;
  /** The first time: in which region (see `Race.region`), in which invocation (`local_invocation_index`). */
  readonly region: number;
  readonly invocation: number;
  /** The buffer of an access that was `outside` or `not-owned`. */
  readonly binding: number | undefined;
  /** The word, or the index that was clamped; unsigned. Undefined for `loop-budget`, and where an earlier index was outside. */
  readonly index: number | undefined;
}

const kinds: readonly GuardKind[] = ['outside', 'not-owned', 'clamped', 'loop-budget'];

/** What fired so far. As large as the program at most, however often guards fire. */
export class Guards {
  readonly #events = new Map<number, { -readonly [Field in keyof GuardEvent]: GuardEvent[Field] }>();

  fire(
    kind: GuardKind,
    at: At | undefined,
    region: number,
    invocation: number,
    binding: number | undefined,
    index: number | undefined,
  ): void {
    const key = (at ?? -1) * kinds.length + kinds.indexOf(kind);
    const event = this.#events.get(key);
    if (event === undefined) this.#events.set(key, { kind, at, times: 1, region, invocation, binding, index });
    else event.times += 1;
  }

  /** In the order in which they fired first. */
  toList(): readonly GuardEvent[] {
    return [...this.#events.values()];
  }
}
