/** What an engine makes of a trial. */
import { firstDifference } from './claim.js';
import type { Engine, Reply } from './engine.js';
import type { FormName } from './form.js';
import type { Question, Trial } from './trial.js';

/** From best to worst. `refused`: the engine's compiler or validation does not take the code. */
export const outcomes = ['agrees', 'not-run', 'refused', 'timed-out', 'crashed', 'differs'] as const;
export type Outcome = (typeof outcomes)[number];

/** What is wrong with an engine's answer to a question. */
export interface Finding {
  readonly outcome: Exclude<Outcome, 'agrees'>;
  readonly forms: readonly FormName[];
  /** With the step and the forms. */
  readonly detail: string;
  readonly code: string;
}

/** The outcome of a trial is the worst of its questions'. */
export interface Verdict {
  readonly name: string;
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
}

/** Asks all questions of a trial, also after one that went wrong. */
export async function judge(engine: Engine, { name, unasked, questions }: Trial): Promise<Verdict> {
  if (unasked !== undefined || questions.length === 0) return { name, outcome: 'not-run', findings: [] };
  const replies = await Promise.all(questions.map(({ request }) => engine.ask(request)));
  const findings = questions.flatMap((question, i) => findingOf(question, replies[i]!));
  return verdictOf(name, findings);
}

/** The verdict of the interpreter on its own run. */
export function ofInterpreter({ name, faults }: Trial): Verdict {
  const findings = faults.map((detail): Finding => ({ outcome: 'differs', forms: [], detail, code: '' }));
  return verdictOf(name, findings);
}

/** The worst of the findings; without any, it agrees. */
export function verdictOf(name: string, findings: readonly Finding[]): Verdict {
  return { name, outcome: worst(findings.map(({ outcome }) => outcome)), findings };
}

function worst(found: readonly Outcome[]): Outcome {
  return outcomes.findLast((outcome) => found.includes(outcome)) ?? 'agrees';
}

function findingOf({ what, forms, request, expected }: Question, reply: Reply): readonly Finding[] {
  const finding = (outcome: Finding['outcome'], detail: string): readonly Finding[] => [
    { outcome, forms, detail: `${what}: ${detail}`, code: request.code },
  ];
  switch (reply.kind) {
    case 'absent':
      return finding('not-run', reply.message);
    case 'refused':
      return finding('refused', `${reply.stage}: ${reply.message}`);
    case 'done':
      for (const [binding, bytes] of expected ?? []) {
        const words = reply.outputs.get(binding);
        const difference = firstDifference(bytes, new Uint8Array(words?.buffer ?? new ArrayBuffer(0)));
        if (difference !== undefined) return finding('differs', `binding ${binding}${difference}`);
      }
      return [];
    default:
      return finding(reply.kind, reply.message);
  }
}
