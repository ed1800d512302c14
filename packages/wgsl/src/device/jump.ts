/**
 * Jumps. WGSL has `break` and `continue` for the innermost construct only: on the way to another one a flag of the target is set,
 * and tested behind each construct in between.
 */
import type { Frame, Printer, Target } from './printer.js';
import * as sheets from './sheet.js';

/** Something that `break` leaves; the caller opens it next. `after`: see {@link Frame}. */
export function push(printer: Printer, kind: Frame['kind'], after: Target | undefined, isPhase = false): Frame {
  const { frames, sheet } = printer;
  const position = frames.length;
  const before = sheets.reserve(sheet);
  const frame: Frame = {
    kind,
    isPhase,
    leave: { kind: 'break', position, flag: undefined },
    again: { kind: 'continue', position, flag: undefined },
    after,
    before,
    round: before,
    isLeft: false,
    isContinued: false,
    pending: new Set(),
  };
  frames.push(frame);
  return frame;
}

/** Behind the end of the innermost frame, which was closed. */
export function pop(printer: Printer): void {
  const { pending } = printer.frames.pop()!;
  const breaking: Target[] = [];
  const continuing: Target[] = [];
  for (const target of pending) {
    if (isNextRound(printer, target)) continuing.push(target);
    else breaking.push(target);
  }
  // What is on the way to several places goes through the same `break`.
  if (breaking.length > 0) {
    const { frames } = printer;
    const next = innermost(printer);
    for (const target of breaking) if (!isBehind(frames, next, target)) next.pending.add(target);
    conditional(printer, breaking, () => breakInnermost(printer));
  }
  if (continuing.length > 0) conditional(printer, continuing, () => continueInnermost(printer));
}

/**
 * Goes to a target; gives whether that is by going on. `end`: where control goes behind this statement.
 *
 * A back-edge of the workgroup is counted here, because what `continuing` holds cannot return (E14).
 */
export function go(printer: Printer, target: Target, end: Target | undefined): boolean {
  const { sheet, wrapper, frames } = printer;
  const { kind, position } = target;
  if (wrapper !== undefined && position < wrapper.leave.position) {
    if (!wrapper.targets.includes(target)) wrapper.targets.push(target);
    sheets.line(sheet, `exit = ${wrapper.targets.indexOf(target) + 1}u;`);
    return go(printer, wrapper.leave, end);
  }
  if (kind === 'continue' && frames[position]!.isPhase) countRound(printer);
  if (end !== undefined && isSame(frames, end, target)) return true;
  const inner = innermost(printer);
  if (inner.kind !== 'main' && isBehind(frames, inner, target)) breakInnermost(printer);
  else if (position === 0) sheets.line(sheet, 'return;');
  else if (isNextRound(printer, target)) continueInnermost(printer);
  else {
    sheets.line(sheet, `${flagOf(printer, target)} = true;`);
    inner.pending.add(target);
    breakInnermost(printer);
  }
  return false;
}

export function innermost({ frames }: Printer): Frame {
  return frames.at(-1)!;
}

/** E14: where the budget is used up, the cell ends. */
function countRound({ guards, dispatch, variables, sheet }: Printer): void {
  if (!guards.hasWorkgroupBudget) return;
  variables.set('rounds', 'u32');
  sheets.line(sheet, 'rounds += 1u;');
  sheets.line(sheet, `if (rounds > ${dispatch.loopBudget}u) { return; }`);
}

function conditional({ sheet }: Printer, targets: readonly Target[], action: () => void): void {
  sheets.open(sheet, `if (${targets.map(({ flag }) => flag).join(' || ')}) {`, 2);
  action();
  sheets.close(sheet, '}');
}

export function breakInnermost(printer: Printer): void {
  innermost(printer).isLeft = true;
  sheets.line(printer.sheet, 'break;');
}

function continueInnermost({ frames, sheet }: Printer): void {
  frames.findLast(({ kind }) => kind === 'loop')!.isContinued = true;
  sheets.line(sheet, 'continue;');
}

/** Whether `continue` leads to the target. */
function isNextRound({ frames }: Printer, { kind, position }: Target): boolean {
  return kind === 'continue' && frames.findLastIndex((frame) => frame.kind === 'loop') === position;
}

/** Whether a `break` of the frame leads to the target. */
function isBehind(frames: readonly Frame[], frame: Frame, target: Target): boolean {
  for (let one: Frame | undefined = frame; one !== undefined; ) {
    if (one.leave === target) return true;
    const next: Target | undefined = one.after;
    if (next === target) return true;
    one = next?.kind === 'break' ? frames[next.position] : undefined;
  }
  return false;
}

/** Whether going to `end` is going to the target. */
function isSame(frames: readonly Frame[], end: Target, target: Target): boolean {
  return end === target || (end.kind === 'break' && isBehind(frames, frames[end.position]!, target));
}

/** False where the target's frame, or its round, begins. */
function flagOf(printer: Printer, target: Target): string {
  if (target.flag !== undefined) return target.flag;
  const { variables, sheet, frames } = printer;
  const { kind, position } = target;
  const frame = frames[position]!;
  const flag = `${kind === 'break' ? 'leave' : 'again'}${variables.size}`;
  variables.set(flag, 'bool');
  sheets.fill(sheet, kind === 'break' ? frame.before : frame.round, `${flag} = false;`);
  target.flag = flag;
  return flag;
}
