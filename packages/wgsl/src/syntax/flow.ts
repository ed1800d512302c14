/** Where `break`, `continue` and `return` may stand (Y6, WGSL §9.4). */
import type * as ast from './ast.js';
import { type Cursor, next, report } from './cursor.js';

/** What of the control flow surrounds a statement. */
export interface Flow {
  /** A loop or a switch that `break` leaves. */
  readonly canBreak: boolean;
  /** A loop whose next round `continue` begins. */
  readonly canContinue: boolean;
  /** A `continuing` block, which only `break if` leaves. */
  readonly isContinuing: boolean;
  /** The statement is one of that block's own, where `break if` may end them. */
  readonly isContinuingItself: boolean;
}

export const functionFlow: Flow = {
  canBreak: false,
  canContinue: false,
  isContinuing: false,
  isContinuingItself: false,
};

export const continuingFlow: Flow = { ...functionFlow, isContinuing: true, isContinuingItself: true };

export function loopFlow(around: Flow): Flow {
  return { ...around, canBreak: true, canContinue: true, isContinuingItself: false };
}

export function switchFlow(around: Flow): Flow {
  return { ...around, canBreak: true, isContinuingItself: false };
}

/** Of a block that is no loop and no switch. */
export function innerFlow(around: Flow): Flow {
  return around.isContinuingItself ? { ...around, isContinuingItself: false } : around;
}

export function breakStatement(cursor: Cursor, flow: Flow): ast.Break {
  const { start, end } = next(cursor);
  if (!flow.canBreak) {
    const [message, hint] = flow.isContinuing
      ? ['`break` would leave a `continuing` block', 'Write `break if condition;` as its last statement.']
      : ['`break` stands in no loop and no switch', 'To leave a function, write `return`.'];
    report(cursor, { rule: 'Y6', code: 'syntax.break', message, hint }, { start, end });
  }
  return { kind: 'break', span: { start, end } };
}

export function continueStatement(cursor: Cursor, flow: Flow): ast.Continue {
  const { start, end } = next(cursor);
  if (!flow.canContinue) {
    const message = flow.isContinuing ? '`continue` would leave a `continuing` block' : '`continue` stands in no loop';
    report(cursor, { rule: 'Y6', code: 'syntax.continue', message }, { start, end });
  }
  return { kind: 'continue', span: { start, end } };
}

/** To be called at the keyword. */
export function checkReturn(cursor: Cursor, flow: Flow): void {
  if (!flow.isContinuing) return;
  const message = '`return` would leave a `continuing` block';
  report(cursor, { rule: 'Y6', code: 'syntax.return', message, hint: 'Move it to the body of the loop.' });
}
