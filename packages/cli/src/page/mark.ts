/** What was found of a cell, as one of a few marks that a reader tells apart. */
import type { CellFinding } from '@assay/verify';

/** From the gravest to the lightest, in the order in which findings count (`@assay/verify` SPEC.md O1). */
export const marks = ['wrong', 'races', 'inexact', 'withheld', 'undecided', 'right', 'undrawn'] as const;
export type Mark = (typeof marks)[number];

const words: Readonly<Record<Mark, string>> = {
  wrong: 'wrong',
  races: 'races',
  inexact: 'not exact',
  withheld: 'withheld',
  undecided: 'undecided',
  right: 'right',
  undrawn: 'not drawn',
};

const sentences: Readonly<Record<Mark, string>> = {
  wrong: 'gives other words than the worker committed to',
  races: 'has no single result: its invocations race',
  inexact: 'has no meaning: its kernel is not in the exact profile',
  withheld: 'could not be run: what it needs was not shown',
  undecided: 'was not settled: a limit was met, or the interpreter was not asked',
  right: 'gives the words that the worker committed to',
  undrawn: 'was not checked',
};

export function ofFinding({ kind }: CellFinding): Mark {
  switch (kind) {
    case 'right':
    case 'wrong':
    case 'races':
    case 'withheld':
      return kind;
    case 'differs':
    case 'beyond-limits':
      return 'undecided';
    case 'not-exact':
      return 'inexact';
  }
}

/** `not drawn`. */
export function toWord(mark: Mark): string {
  return words[mark];
}

/** `could not be run: …`. */
export function toSentence(mark: Mark): string {
  return sentences[mark];
}

/** The graver of two. */
export function graver(a: Mark, b: Mark): Mark {
  return marks.indexOf(a) <= marks.indexOf(b) ? a : b;
}
