/** What must hold of every kernel that lowering makes, whatever the shader. */
import { expect } from 'vitest';
import type { Instruction, Kernel, Label, Phase, Register } from '../execution/ir.js';
import { operandsOf } from '../execution/operand.js';

/**
 * Fails with all that is wrong with a kernel: labels that are not unique or not around their jump, registers, bindings and
 * places that do not exist, stores to what is only read, anything behind a jump in its list, constants that are no words.
 */
export function assertKernel(kernel: Kernel): void {
  expect(problems(kernel)).toEqual([]);
}

function problems(kernel: Kernel): readonly string[] {
  const found: string[] = [];
  const labels = new Set<Label>();
  const access = new Map(kernel.bindings.map((one) => [one.binding, one.access]));
  if (access.size !== kernel.bindings.length) found.push('two bindings with one number');
  for (const { register } of kernel.builtins) checkRegister(register, 'builtin');
  phases(kernel.body, []);
  return found;

  function checkRegister(register: Register, where: string): void {
    if (Number.isInteger(register) && register >= 0 && register < kernel.registers) return;
    found.push(`${where}: no register ${register} of ${kernel.registers}`);
  }

  function declare(label: Label): void {
    if (labels.has(label)) found.push(`two labels ${label}`);
    labels.add(label);
  }

  function checkJump({ kind, label }: { kind: 'leave' | 'again'; label: Label }, open: readonly Open[]): void {
    const target = open.find((one) => one.label === label);
    if (target === undefined) found.push(`${kind} ${label} is not inside of it`);
    else if (kind === 'again' && !target.isLoop) found.push(`again ${label} of a block`);
  }

  function checkEnd(list: readonly { readonly kind: string }[]): void {
    const at = list.findIndex(({ kind }) => kind === 'leave' || kind === 'again');
    if (at >= 0 && at < list.length - 1) found.push(`${list[at + 1]?.kind} behind a jump`);
  }

  function phases(list: readonly Phase[], open: readonly Open[]): void {
    checkEnd(list);
    for (const phase of list) {
      switch (phase.kind) {
        case 'region':
          if (phase.code.length === 0) found.push('an empty region');
          instructions(phase.code, open);
          break;
        case 'barrier':
          checkSpan(phase.at);
          break;
        case 'if':
          checkRegister(phase.condition, 'phase if');
          phases(phase.then, open);
          phases(phase.otherwise, open);
          break;
        case 'block':
        case 'loop':
          declare(phase.label);
          phases(phase.body, [...open, { label: phase.label, isLoop: phase.kind === 'loop' }]);
          break;
        default:
          checkJump(phase, open);
      }
    }
  }

  function instructions(list: readonly Instruction[], open: readonly Open[]): void {
    checkEnd(list);
    for (const one of list) {
      for (const register of operandsOf(one)) checkRegister(register, one.kind);
      if ('to' in one) checkRegister(one.to, one.kind);
      if ('at' in one) checkSpan(one.at);
      if ('binding' in one && !access.has(one.binding)) found.push(`${one.kind}: no binding ${one.binding}`);
      switch (one.kind) {
        case 'constant':
          if (one.value !== (one.value | 0)) found.push(`constant ${one.value} is no word`);
          break;
        case 'clamp':
          if (one.count < 1) found.push(`clamp to ${one.count} elements`);
          break;
        case 'extract':
        case 'insert':
          if (one.offset < 0 || one.count < 0 || one.offset + one.count > 32) found.push(`${one.kind} beyond a word`);
          break;
        case 'store-buffer':
          if (access.get(one.binding) !== 'write') found.push(`store to binding ${one.binding}, which is read`);
          break;
        case 'if':
          instructions(one.then, open);
          instructions(one.otherwise, open);
          break;
        case 'block':
        case 'loop':
          declare(one.label);
          instructions(one.body, [...open, { label: one.label, isLoop: one.kind === 'loop' }]);
          break;
        case 'leave':
        case 'again':
          checkJump(one, open);
      }
    }
  }

  function checkSpan(at: number): void {
    if (kernel.spans[at] === undefined) found.push(`no place ${at} in the source`);
  }
}

interface Open {
  readonly label: Label;
  readonly isLoop: boolean;
}
