/** Control flow inside a region: blocks, branches and loops of single invocations. */
import type { Instruction, Label } from '../execution/ir.js';
import * as access from './access.js';
import { breakInnermost, go, pop, push } from './jump.js';
import { name, value } from './operation.js';
import type { Frame, Printer, Target } from './printer.js';
import * as sheets from './sheet.js';

type Loop = Extract<Instruction, { kind: 'loop' }>;

/**
 * Gives whether control can come behind them; what it cannot come to is left out. `end`: where it goes behind the last of them, if
 * that is known.
 */
export function instructions(printer: Printer, list: readonly Instruction[], end: Target | undefined): boolean {
  return list.every((one, k) => instruction(printer, one, k === list.length - 1 ? end : undefined));
}

function instruction(printer: Printer, one: Instruction, end: Target | undefined): boolean {
  const { sheet, leaves, repeats } = printer;
  switch (one.kind) {
    case 'if':
      return branch(printer, name(one.condition), one, (side) => instructions(printer, side, end));
    case 'block':
      return block(printer, one.label, one.body, end);
    case 'loop':
      return loop(printer, one, end);
    case 'leave':
      return go(printer, leaves.get(one.label)!, end);
    case 'again':
      return go(printer, repeats.get(one.label)!, end);
    default:
      sheets.line(sheet, plain(printer, one));
      return true;
  }
}

function plain(
  printer: Printer,
  one: Exclude<Instruction, { kind: 'if' | 'block' | 'loop' | 'leave' | 'again' }>,
): string {
  switch (one.kind) {
    case 'load-buffer':
      return access.loadBuffer(printer, one);
    case 'store-buffer':
      return access.storeBuffer(printer, one);
    case 'load':
      return access.load(printer, one);
    case 'store':
      return access.store(printer, one);
    case 'atomic':
      return access.atomic(printer, one);
    case 'clamp':
      return access.clamp(printer, one);
    default:
      return `${name(one.to)} = ${value(one)};`;
  }
}

/** An `if` on a word, whose sides the action prints; it gives whether control can come behind them. */
export function branch<Node>(
  { sheet }: Printer,
  word: string,
  { then, otherwise }: { readonly then: readonly Node[]; readonly otherwise: readonly Node[] },
  action: (side: readonly Node[]) => boolean,
): boolean {
  const isNegated = then.length === 0;
  sheets.open(sheet, `if (${word} ${isNegated ? '==' : '!='} 0u) {`, 2);
  const isFirstPassed = action(isNegated ? otherwise : then);
  const hasSecond = !isNegated && otherwise.length > 0;
  if (hasSecond) sheets.turn(sheet, '} else {');
  const isSecondPassed = !hasSecond || action(otherwise);
  sheets.close(sheet, '}');
  return isFirstPassed || isSecondPassed;
}

/** A block whose end is an end anyway needs no construct of its own, nor does one around nothing but a loop. */
function block(printer: Printer, label: Label, body: readonly Instruction[], end: Target | undefined): boolean {
  const [only] = body;
  if (end !== undefined) {
    printer.leaves.set(label, end);
    return instructions(printer, body, end);
  }
  if (only?.kind === 'loop' && body.length === 1) return loop(printer, only, undefined, label);
  return enclosed(printer, ({ leave }) => {
    printer.leaves.set(label, leave);
    return instructions(printer, body, leave);
  });
}

/** A construct that `break` leaves, and that `continue` passes through. */
export function enclosed(printer: Printer, action: (frame: Frame) => boolean): boolean {
  const { sheet } = printer;
  const frame = push(printer, 'switch', undefined);
  sheets.open(sheet, 'switch 0u { default: {', 3);
  const isPassed = action(frame);
  sheets.close(sheet, '} }');
  pop(printer);
  return isPassed || frame.isLeft;
}

/**
 * A loop of instructions. Each way to its next round leads through `continuing`, where its back-edges are counted (E14). `block`
 * is the label of a block around nothing but the loop.
 */
function loop(printer: Printer, { label, body }: Loop, end: Target | undefined, block?: Label): boolean {
  const { sheet, leaves, repeats, survey } = printer;
  const frame = push(printer, 'loop', end);
  leaves.set(label, frame.leave);
  if (block !== undefined) leaves.set(block, frame.leave);
  repeats.set(label, frame.again);
  sheets.open(sheet, 'loop {', 2);
  frame.round = sheets.reserve(sheet);
  const last = body.at(-1);
  const isRepeated = last?.kind === 'again' && last.label === label;
  const [round, tail] = isRepeated ? split(body.slice(0, -1), survey.repeats.get(label) === 1) : [body, []];
  const isPassed = instructions(printer, round, isRepeated ? frame.again : frame.leave);
  if (isPassed && !isRepeated) breakInnermost(printer);
  const hasNext = frame.isContinued || (isPassed && isRepeated);
  if (hasNext) continuing(printer, tail, frame);
  sheets.close(sheet, '}');
  pop(printer);
  return frame.isLeft || hasNext;
}

/** Where a round comes to its end only at its end, what follows its last block comes in any case: it is `continuing`. */
function split(
  body: readonly Instruction[],
  isOnly: boolean,
): readonly [round: readonly Instruction[], tail: readonly Instruction[]] {
  const last = body.findLastIndex((one) => 'label' in one || one.kind === 'if');
  const isBlock = isOnly && last >= 0 && body[last]!.kind === 'block';
  return isBlock ? [body.slice(0, last + 1), body.slice(last + 1)] : [body, []];
}

/** What comes between two rounds, if there is anything. */
function continuing(printer: Printer, tail: readonly Instruction[], { isLeft }: Frame): void {
  const { sheet, dispatch, guards, variables } = printer;
  if (tail.length === 0 && !guards.hasInvocationBudget && isLeft) return;
  sheets.open(sheet, 'continuing {', 1);
  instructions(printer, tail, undefined);
  if (guards.hasInvocationBudget) {
    variables.set('taken', 'u32');
    sheets.line(sheet, 'taken += 1u;');
    sheets.line(sheet, `break if taken > ${dispatch.loopBudget}u;`);
  } else if (!isLeft) {
    // A loop that cannot end is an error, also where nobody comes: for the compiler, control can come behind it.
    sheets.line(sheet, 'break if false;');
  }
  sheets.close(sheet, '}');
}
