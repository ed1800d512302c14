import type { CostsId } from './identity.js';
import { amount, hex, integer, object, oneOf, optional, record, type Shape, text, variant } from './shape.js';

/** Where a challenge's seed comes from. */
export type ChallengeSource =
  /** No audit is foreseen: the task settles on trust, or on a full replay. */
  | { readonly kind: 'none' }
  /** A public beacon's first round after acceptance, mixed with a verifier's secret where there is one. */
  | { readonly kind: 'beacon'; readonly beacon: string }
  /** Derived from the sealed commitment; sample counts must allow for grinding (at least {@link leastGrindingBits}). */
  | { readonly kind: 'hash'; readonly grindingBits: number };

/** Spans in the unit of the settlement domain's own clock (milliseconds of a ledger, blocks or seconds of a chain). */
export interface Deadlines {
  /** From the claim to the sealed commitment. */
  readonly commit: number;
  /** From the challenge to the response. */
  readonly respond: number;
  /** From the last answer until the outcome is final: others may still challenge. */
  readonly judge: number;
  /** How long the worker keeps what openings need, from the commitment. */
  readonly retain: number;
}

/** The terms under which a task is checked and settled. A part of the task, so that nobody can change them later. */
export interface Policy {
  readonly challenge: ChallengeSource;
  /** Cells drawn for an audit; 0 with `challenge: none`. */
  readonly samples: number;
  /** Who decides a contested cell: nobody, a fraud proof's pure judge, or the bonded game. */
  readonly adjudication: 'none' | 'proof' | 'game';
  readonly deadlines: Deadlines;
  /** What a job at fault costs its requester, in the domain's smallest unit. */
  readonly faultFee: bigint;
  /** The cost table by which cells are drawn, instead of uniformly. */
  readonly weights?: CostsId;
}

/** The fewest and the most grinding bits that a hash-derived challenge states (T5, T6). */
export const leastGrindingBits = 80;
export const mostGrindingBits = 256;

/** The most samples of a policy, and of a challenge. */
export const mostSamples: number = 2 ** 20;

const span = integer(0, 2 ** 48);

/** The encoded form (SPEC.md, chapter Task). */
export const shape: Shape<Policy> = object(
  'policy',
  1,
  record<Policy>({
    challenge: variant<ChallengeSource>({
      none: record<Extract<ChallengeSource, { kind: 'none' }>>({ kind: oneOf('none') }),
      beacon: record<Extract<ChallengeSource, { kind: 'beacon' }>>({
        kind: oneOf('beacon'),
        beacon: text('the name of a beacon', /^[A-Za-z0-9][A-Za-z0-9:._-]{0,127}$/),
      }),
      hash: record<Extract<ChallengeSource, { kind: 'hash' }>>({
        kind: oneOf('hash'),
        grindingBits: integer(leastGrindingBits, mostGrindingBits),
      }),
    }),
    samples: integer(0, mostSamples),
    adjudication: oneOf('none', 'proof', 'game'),
    deadlines: record<Deadlines>({ commit: span, respond: span, judge: span, retain: span }),
    faultFee: amount,
    weights: optional(hex<CostsId>(32)),
  }),
);

/** No audit, no deadline, no fee: for runs whose maker checks them himself. */
export const unaudited: Policy = {
  challenge: { kind: 'none' },
  samples: 0,
  adjudication: 'none',
  deadlines: { commit: 0, respond: 0, judge: 0, retain: 0 },
  faultFee: 0n,
};
