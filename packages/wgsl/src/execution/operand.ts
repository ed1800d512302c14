import type { Instruction, Register } from './ir.js';

/** The registers that an instruction reads itself; of `if` the condition, not what is inside. */
export function operandsOf(instruction: Instruction): readonly Register[] {
  switch (instruction.kind) {
    case 'copy':
      return [instruction.from];
    case 'unary':
    case 'extract':
      return [instruction.operand];
    case 'binary':
      return [instruction.left, instruction.right];
    case 'select':
      return [instruction.condition, instruction.yes, instruction.no];
    case 'insert':
      return [instruction.operand, instruction.bits];
    case 'load-buffer':
      return instruction.valid === undefined ? [instruction.index] : [instruction.index, instruction.valid];
    case 'store-buffer': {
      const { index, value, valid } = instruction;
      return valid === undefined ? [index, value] : [index, value, valid];
    }
    case 'load':
    case 'clamp':
      return [instruction.index];
    case 'store':
    case 'atomic':
      return [instruction.index, instruction.value];
    case 'if':
      return [instruction.condition];
    default:
      return [];
  }
}
