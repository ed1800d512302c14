/**
 * What the workgroup does together (SPEC.md D6, D7). Barriers stand in control flow that is seen to be uniform: where it is not
 * seen, the first invocation's word is taken, which all have, because none of them has run out of budget in a region before.
 */
import type { Instruction, Label, Phase } from '../execution/ir.js';
import { branch, enclosed, instructions } from './flow.js';
import { breakInnermost, go, pop, push } from './jump.js';
import { name } from './operation.js';
import type { Printer, Target } from './printer.js';
import * as sheets from './sheet.js';

type Of<Kind extends Phase['kind']> = Extract<Phase, { kind: Kind }>;

/** See {@link instructions}. */
export function phases(printer: Printer, list: readonly Phase[], end: Target | undefined): boolean {
  return list.every((one, k) => phase(printer, one, k === list.length - 1 ? end : undefined));
}

function phase(printer: Printer, one: Phase, end: Target | undefined): boolean {
  const { sheet, leaves, repeats, agreements } = printer;
  switch (one.kind) {
    case 'region':
      return region(printer, one, end);
    case 'barrier':
      sheets.line(sheet, `${one.memory}Barrier();`);
      return true;
    case 'block':
      return block(printer, one.label, one.body, end);
    case 'loop':
      return loop(printer, one);
    case 'if': {
      const register = name(one.condition);
      const tested = agreements.conditions.has(one) ? agreed(printer, register) : register;
      return branch(printer, tested, one, (side) => phases(printer, side, end));
    }
    case 'leave':
      return go(printer, leaves.get(one.label)!, end);
    case 'again':
      return go(printer, repeats.get(one.label)!, end);
  }
}

/** Nothing comes behind the kernel, so that invocations may part on their way to its end. */
function isKernelsEnd(end: Target | undefined): end is Target {
  return end?.position === 0;
}

function block(printer: Printer, label: Label, body: readonly Phase[], end: Target | undefined): boolean {
  const { leaves } = printer;
  const [only] = body;
  if (isKernelsEnd(end)) {
    leaves.set(label, end);
    return phases(printer, body, end);
  }
  if (only?.kind === 'loop' && body.length === 1) return loop(printer, only, label);
  return enclosed(printer, ({ leave }) => {
    leaves.set(label, leave);
    return phases(printer, body, leave);
  });
}

/** `block`: the label of a block around nothing but the loop. */
function loop(printer: Printer, { label, body }: Of<'loop'>, block?: Label): boolean {
  const { sheet, leaves, repeats } = printer;
  const frame = push(printer, 'loop', undefined, true);
  leaves.set(label, frame.leave);
  if (block !== undefined) leaves.set(block, frame.leave);
  repeats.set(label, frame.again);
  sheets.open(sheet, 'loop {', 2);
  frame.round = sheets.reserve(sheet);
  const last = body.at(-1);
  const jump: Phase | Instruction | undefined = last?.kind === 'region' ? last.code.at(-1) : last;
  const isRepeated = jump?.kind === 'again' && jump.label === label;
  const isPassed = phases(printer, body, isRepeated ? frame.again : frame.leave);
  if (isPassed && !isRepeated) breakInnermost(printer);
  const hasNext = frame.isContinued || (isPassed && isRepeated);
  // See the loops of invocations.
  if (!frame.isLeft && hasNext) sheets.line(sheet, 'continuing { break if false; }');
  sheets.close(sheet, '}');
  pop(printer);
  return frame.isLeft || hasNext;
}

/**
 * A region. What comes before the first loop that is counted, or before invocations part on their way out, is printed as it is. Behind
 * the rest they agree whether one of them ran out of budget (E14), and where they go.
 */
function region(printer: Printer, one: Of<'region'>, end: Target | undefined): boolean {
  const { code } = one;
  if (isKernelsEnd(end)) return instructions(printer, code, end);
  const { survey, guards, agreements } = printer;
  const isCounted = (instruction: Instruction): boolean =>
    guards.hasInvocationBudget && survey.repeating.has(instruction);
  const counted = code.findIndex(isCounted);
  const first = Math.min(counted < 0 ? code.length : counted, agreements.exits.get(one) ?? code.length);
  // Only a jump may know where control goes behind it: what parts in a construct comes together within the region.
  const last = code.at(-1);
  const isJump = last?.kind === 'leave' || last?.kind === 'again';
  if (first === code.length) return instructions(printer, code, isJump ? end : undefined);

  if (!instructions(printer, code.slice(0, first), undefined)) return false;
  const rest = code.slice(first, isJump ? -1 : undefined);
  const targets = rest.some((instruction) => survey.leaving.has(instruction)) ? wrapped(printer, rest) : [];
  if (targets.length === 0) instructions(printer, rest, undefined);
  if (counted >= 0) {
    printer.variables.set('taken', 'u32');
    const out = `anyone(taken > ${printer.dispatch.loopBudget}u)`;
    sheets.line(printer.sheet, `if (${called(printer, 'anyone', out)}) { return; }`);
  }
  for (const [k, target] of targets.entries()) {
    if (k === 0) sheets.line(printer.sheet, `exit = ${agreed(printer, 'exit')};`);
    sheets.open(printer.sheet, `if (exit == ${k + 1}u) {`, 2);
    go(printer, target, undefined);
    sheets.close(printer.sheet, '}');
  }
  return !isJump || instructions(printer, [last], end);
}

/** Prints instructions that jump out of the region; gives where to, by `exit` - 1. */
function wrapped(printer: Printer, rest: readonly Instruction[]): readonly Target[] {
  const { variables, sheet } = printer;
  variables.set('exit', 'u32');
  sheets.line(sheet, 'exit = 0u;');
  const targets: Target[] = [];
  enclosed(printer, (frame) => {
    printer.wrapper = { leave: frame.leave, targets };
    const isPassed = instructions(printer, rest, frame.leave);
    printer.wrapper = undefined;
    return isPassed;
  });
  return targets;
}

/** The word that a register has in all invocations, as a compiler can see. */
function agreed(printer: Printer, text: string): string {
  return called(printer, 'agreed', `agreed(${text})`);
}

function called({ functions }: Printer, helper: 'agreed' | 'anyone', text: string): string {
  functions.set('agreed', agreedFunction);
  if (helper === 'anyone') functions.set('anyone', anyoneFunction);
  return text;
}

const agreedFunction = `fn agreed(word: u32) -> u32 {
  if (invocation == 0u) { course = word; }
  return workgroupUniformLoad(&course);
}`;

const anyoneFunction = `fn anyone(is_out: bool) -> bool {
  if (is_out) { atomicStore(&over, 1u); }
  workgroupBarrier();
  return agreed(atomicLoad(&over)) != 0u;
}`;
