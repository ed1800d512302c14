/** What all parts of printing share while they print one kernel. */
import type { Dispatch } from '../analysis/dispatch.js';
import type { Guards } from '../analysis/guards.js';
import type { Kernel, Label } from '../execution/ir.js';
import type { Reserved, Sheet } from './sheet.js';
import type { Survey } from './survey.js';
import type { Agreements } from './uniformity.js';

export interface Printer {
  readonly kernel: Kernel;
  readonly dispatch: Dispatch;
  readonly guards: Guards;
  readonly survey: Survey;
  readonly agreements: Agreements;
  /** The body of `main`. */
  readonly sheet: Sheet;
  /** Functions that it calls, by name, with the text of each. */
  readonly functions: Map<string, string>;
  /** Variables of `main` besides registers, by name. */
  readonly variables: Map<string, 'u32' | 'bool'>;
  /** Constructs around the statement at hand, outermost first: the function itself, then what `break` leaves. */
  readonly frames: Frame[];
  readonly leaves: Map<Label, Target>;
  readonly repeats: Map<Label, Target>;
  /** The region whose invocations part, so that jumps out of it are codes in `exit`. */
  wrapper: Wrapper | undefined;
}

export interface Frame {
  readonly kind: 'main' | 'switch' | 'loop';
  /** A loop of the workgroup. */
  readonly isPhase: boolean;
  /** Behind it, and to the next round of a loop. */
  readonly leave: Target;
  readonly again: Target;
  /** Where control goes behind its end, if nothing comes in between. */
  readonly after: Target | undefined;
  /** Reserved lines, for resetting the flags of its jumps: before it, and where each round begins. */
  readonly before: Reserved;
  round: Reserved;
  /** Whether a `break` leaves it, and whether a `continue` leads to its next round. */
  isLeft: boolean;
  isContinued: boolean;
  /** Jumps for targets around it that have set their flag. */
  readonly pending: Set<Target>;
}

/** Where a jump goes: a frame's `leave` or `again`. */
export interface Target {
  readonly kind: 'break' | 'continue';
  /** Of its frame in {@link Printer.frames}; 0 is the function. */
  readonly position: number;
  /** The variable that is true on the way there; undefined as long as nobody needs one. */
  flag: string | undefined;
}

export interface Wrapper {
  readonly leave: Target;
  /** Targets outside; their codes count from 1. */
  readonly targets: Target[];
}
