/**
 * `break`, `continue` and `return`, also out of barrier-free code in constructs that hold barriers.
 *
 * What leaves a region for a label of the phases takes the whole workgroup along. While a barrier is still ahead this is
 * right: control flow is uniform there (V38). Behind the last barrier on the way to the label invocations may part: all
 * statements from there to the end of the list are then one *tail*, a block of instructions, and a jump goes to the tail's
 * end. Where lists around this one have statements left before the label, a flag of the label makes those who jumped skip
 * them.
 */
import type { Label } from '../ir.js';
import * as builders from './builder.js';
import type { Frame, Lowering, Target } from './lowering.js';

/** Emits a jump to the innermost target of its kind. */
export function jump(lowering: Lowering, exit: Target['exit']): void {
  const { builder, frame } = lowering;
  const target = frame.targets.findLast((one) => one.exit === exit);
  if (target === undefined) return;
  const tail = frame.lists.at(-1)?.tail;
  if (target.level === 'code' || tail === undefined || isBarrierAhead(frame, target)) {
    builders.leave(builder, target.label);
    return;
  }
  if (target.flag !== undefined && frame.lists.slice(target.list, -1).some(({ hasRest }) => hasRest)) {
    builders.emit(builder, { kind: 'constant', to: target.flag, value: 1 });
    target.isFlagged = true;
  }
  builders.leave(builder, tail);
}

function isBarrierAhead({ lists }: Frame, target: Target): boolean {
  return (
    lists.slice(target.list + 1).some(({ isRound }) => isRound) ||
    lists.slice(target.list, -1).some(({ hasBarrierAhead }) => hasBarrierAhead)
  );
}

/** At the beginning of a tail: invocations that have left for a label behind it skip it. */
export function skipForFlags({ builder, frame }: Lowering, tail: Label): void {
  for (const { flag, isFlagged } of frame.targets) {
    if (flag === undefined || !isFlagged) continue;
    const skip = (): void => builders.leave(builder, tail);
    builders.conditional(builder, flag, 'code', skip, () => {});
  }
}

/**
 * A block that jumps of this kind leave. `list`: the position of the list at whose end the block ends, or of one around it if
 * barriers come before the end in any case.
 */
export function withTarget(
  lowering: Lowering,
  { exit, level, list }: Pick<Target, 'exit' | 'level' | 'list'>,
  action: (label: Label) => void,
): void {
  const { builder, frame } = lowering;
  const label = builders.label(builder);
  const flag = level === 'phase' ? builders.temporary(builder) : undefined;
  const target: Target = { exit, label, level, list, flag, isFlagged: false };
  builders.block(builder, label, level, () => {
    frame.targets.push(target);
    action(label);
    frame.targets.pop();
    if (flag !== undefined && target.isFlagged) builders.prepend(builder, { kind: 'constant', to: flag, value: 0 });
  });
}
