/** What an author is told of guards and races: the place, what happens there, and what to do about it. */
import { grid as grids, type job as jobs, owner as owners } from '@assay/core';
import { analysis, type Diagnostic, type interpreter, type ir, position, render } from '@assay/wgsl';
import { toOwnerText } from './owner-text.js';

/** A step with its kernel lowered. */
export interface Subject {
  readonly step: jobs.Step;
  readonly kernel: ir.Kernel;
  readonly source: string;
}

/** A guard that fired at one place, in all cells that were run. */
export interface Fired {
  /** In the first cell. */
  readonly event: interpreter.GuardEvent;
  /** Linear index of that cell. */
  readonly workgroup: number;
  readonly times: number;
  readonly cells: number;
}

/** Adds what a cell reported. */
export function collect(found: Map<string, Fired>, workgroup: number, events: readonly interpreter.GuardEvent[]): void {
  for (const event of events) {
    const key = `${event.kind} ${event.at}`;
    const { times, cells, ...first } = found.get(key) ?? { event, workgroup, times: 0, cells: 0 };
    found.set(key, { ...first, times: times + event.times, cells: cells + 1 });
  }
}

/** As text for a terminal; `label` instead of `error`. */
export function toText({ source }: Subject, diagnostic: Diagnostic, label: 'guard' | 'note' | 'error'): string {
  return render(diagnostic, source).replace(/^error/, label);
}

/** As data: with line and column, counted from 1. */
export function toPlain({ source }: Subject, { rule, code, message, span, hint, related }: Diagnostic): object {
  const other = related === undefined ? {} : { related: { ...position(source, related.span.start) } };
  return { rule, code, message, ...position(source, span.start), ...(hint === undefined ? {} : { hint }), ...other };
}

const RULES = { outside: 'E10', 'not-owned': 'E12', clamped: 'E13', 'loop-budget': 'E14' } as const;

/** A guard that fired. */
export function ofFired(subject: Subject, { event, workgroup, times, cells }: Fired): Diagnostic {
  const { step, kernel } = subject;
  const { kind, at, index, binding, invocation } = event;
  const often = times === 1 ? 'once' : `${times} times in ${cells} ${cells === 1 ? 'cell' : 'cells'}`;
  const place = toCellText(step, workgroup);
  const effect = effectOf(kernel, kind, at);
  const where = index === undefined ? '' : `, index ${index}${ownerText(subject, event)}`;
  return {
    rule: RULES[kind],
    code: `guard.${kind}`,
    message: `${effect}${where}; fired ${often}, first in cell ${place}, invocation ${invocation}`,
    span: spanOf(kernel, at),
    hint: hintOf(subject, kind, binding, workgroup),
  };
}

/** A guard that may fire, as far as could be proven. */
export function ofPossible(
  subject: Subject,
  kind: 'outside' | 'not-owned' | 'clamped',
  instruction: ir.Instruction,
): Diagnostic {
  const at = 'at' in instruction ? instruction.at : undefined;
  const binding = 'binding' in instruction ? instruction.binding : undefined;
  return {
    rule: RULES[kind],
    code: `guard.${kind}`,
    message: `perhaps ${effectOf(subject.kernel, kind, at)}`,
    span: spanOf(subject.kernel, at),
    hint: hintOf(subject, kind, binding, 0),
  };
}

/** A race that a cell has shown. */
export function ofRace({ step, kernel }: Subject, race: interpreter.Race, workgroup: number): Diagnostic {
  const { first, second, memory, word } = race;
  const where = memory === 'workgroup' ? 'workgroup memory' : nameOf(kernel, memory.binding);
  const isSame = first.at === second.at;
  return {
    rule: 'E15',
    code: 'race',
    message: `invocations ${first.invocation} (${first.kind}) and ${second.invocation} (${second.kind}) race for word ${word} of ${where} in cell ${toCellText(step, workgroup)}`,
    span: spanOf(kernel, second.at),
    hint:
      memory === 'workgroup'
        ? 'Use an atomic where all add to one word (array<atomic<u32>, n>, atomicAdd), else a barrier between the two, or words of its own for each invocation.'
        : 'Give each invocation words of its own, or put a storageBarrier between the two.',
    ...(isSame ? {} : { related: { span: spanOf(kernel, first.at), message: 'the earlier access' } }),
  };
}

/** Two accesses of which it could not be proven that they are apart. */
export function ofUndecided({ kernel }: Subject, { first, second }: Undecided): Diagnostic {
  const [earlier, later] = [atOf(first), atOf(second)];
  return {
    rule: 'E15',
    code: 'race.undecided',
    message: 'two invocations might come to one word here, with no barrier between them',
    span: spanOf(kernel, later),
    hint: 'Sums of ids and loop counters times constants can be proven apart; of other indices --input shows races in the cells that are run.',
    ...(earlier === later ? {} : { related: { span: spanOf(kernel, earlier), message: 'the other access' } }),
  };
}

export type Undecided = Extract<analysis.Freedom, { readonly kind: 'undecided' }>;

function atOf(access: Undecided['first']): ir.At | undefined {
  return access !== undefined && 'at' in access.instruction ? access.instruction.at : undefined;
}

/** What the guard makes of the access: a load and a store can stand at one place (`x += 1`). */
function effectOf(kernel: ir.Kernel, kind: interpreter.GuardKind, at: ir.At | undefined): string {
  if (kind === 'clamped') return 'an index outside its array is taken as the last one';
  if (kind === 'loop-budget') return "the step's loopBudget is used up, so the loop ends";
  const kinds = new Set(analysis.guards.accessesAt(kernel, at).map((one) => one.kind));
  const what = kind === 'outside' ? 'outside its array or buffer' : 'of a word that the workgroup does not own';
  if (!kinds.has('store-buffer')) return `a load ${what} gives 0`;
  return kinds.has('load-buffer') ? `a load ${what} gives 0, a store is dropped` : `a store ${what} is dropped`;
}

function hintOf(
  { step, kernel }: Subject,
  kind: interpreter.GuardKind,
  binding: number | undefined,
  workgroup: number,
): string {
  const name = binding === undefined ? '' : nameOf(kernel, binding);
  const written = name === '' ? undefined : step.writes[name];
  switch (kind) {
    case 'outside':
      return `Test the index first, as in if (i < arrayLength(&${name})) { … }, or keep it inside with min or clamp.`;
    case 'not-owned': {
      if (written === undefined) return 'Compare the index with the owner map.';
      const ranges = owners.wordsOf(written.owner, written.sizeBytes / 4, step.grid, workgroup);
      const some = ranges.slice(0, 3).map(({ start, end }) => (end === start + 1 ? `${start}` : `${start}–${end - 1}`));
      const words = some.length === 0 ? 'no words' : `words ${some.join(', ')}${ranges.length > 3 ? ', …' : ''}`;
      return `Cell ${toCellText(step, workgroup)} owns ${words} of ${written.name}: ${toOwnerText(written.owner)}. Change the index, or the owner map in the job.`;
    }
    case 'clamped':
      return 'Keep the index inside, or make the array larger.';
    default:
      return 'Give the step a larger loopBudget, or the loop an end that comes sooner.';
  }
}

/** Whose the word is that a cell may not touch. */
function ownerText({ step, kernel }: Subject, { kind, binding, index }: interpreter.GuardEvent): string {
  const written = kind === 'not-owned' && binding !== undefined ? step.writes[nameOf(kernel, binding)] : undefined;
  if (written === undefined || index === undefined) return '';
  const owner = owners.ownerOf(written.owner, step.grid, index);
  return owner === undefined ? ', which no cell owns' : `, which cell ${toCellText(step, owner)} owns`;
}

function nameOf({ bindings }: ir.Kernel, binding: number): string {
  return bindings.find((one) => one.binding === binding)?.name ?? `binding ${binding}`;
}

function toCellText({ grid }: jobs.Step, workgroup: number): string {
  return grids.fromIndex(grid, workgroup).join(',');
}

function spanOf({ spans }: ir.Kernel, at: ir.At | undefined): ir.Kernel['spans'][number] {
  return (at === undefined ? undefined : spans[at]) ?? { start: 0, end: 0 };
}
