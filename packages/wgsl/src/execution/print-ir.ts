/** A kernel as text, for people: what `trace` shows and tests compare. */
import type { Instruction, Kernel, Phase, Register } from './ir.js';

/** The whole kernel: what it is given, then its phases, one instruction a line, nested by two spaces. */
export function printKernel(kernel: Kernel): string {
  const { entryPoint, workgroupSize, workgroupWords, localWords, registers } = kernel;
  const memory = `registers ${registers}, local ${localWords}, workgroup ${workgroupWords}`;
  return [
    `kernel ${entryPoint} (${workgroupSize.join(', ')}): ${memory}`,
    ...kernel.bindings.map(({ binding, access, name }) => `binding ${binding} ${access} ${name}`),
    ...kernel.builtins.map(({ register, value }) => `${text(register)} = ${value}`),
    ...kernel.body.flatMap((phase) => phaseLines(phase)),
    '',
  ].join('\n');
}

/** One instruction in one line, without what is inside it: `r3 = add r1, r2`. */
export function printInstruction(instruction: Instruction): string {
  switch (instruction.kind) {
    case 'constant':
      return `${text(instruction.to)} = ${instruction.value}`;
    case 'copy':
      return `${text(instruction.to)} = ${text(instruction.from)}`;
    case 'unary':
      return `${text(instruction.to)} = ${instruction.operation} ${text(instruction.operand)}`;
    case 'binary': {
      const { to, operation, left, right } = instruction;
      return `${text(to)} = ${operation} ${text(left)}, ${text(right)}`;
    }
    case 'select': {
      const { to, condition, yes, no } = instruction;
      return `${text(to)} = select ${text(condition)}, ${text(yes)}, ${text(no)}`;
    }
    case 'extract': {
      const { to, isSigned, operand, offset, count } = instruction;
      return `${text(to)} = extract-${isSigned ? 's' : 'u'} ${text(operand)}, ${offset}, ${count}`;
    }
    case 'insert': {
      const { to, operand, bits, offset, count } = instruction;
      return `${text(to)} = insert ${text(operand)}, ${text(bits)}, ${offset}, ${count}`;
    }
    case 'length':
      return `${text(instruction.to)} = length ${instruction.binding}`;
    case 'clamp':
      return `${text(instruction.to)} = clamp ${text(instruction.index)}, ${instruction.count}`;
    case 'load-buffer':
    case 'store-buffer':
    case 'load':
    case 'store':
    case 'atomic':
      return access(instruction);
    case 'if':
      return `if ${text(instruction.condition)}`;
    case 'loop':
    case 'block':
    case 'leave':
    case 'again':
      return `${instruction.kind} @${instruction.label}`;
  }
}

type Access = Extract<Instruction, { kind: 'load-buffer' | 'store-buffer' | 'load' | 'store' | 'atomic' }>;

function access(instruction: Access): string {
  const at = `[${text(instruction.index)}]`;
  switch (instruction.kind) {
    case 'load':
      return `${text(instruction.to)} = ${instruction.memory}${at}`;
    case 'store':
      return `${instruction.memory}${at} = ${text(instruction.value)}`;
    case 'atomic':
      return `workgroup${at} ${instruction.operation} ${text(instruction.value)}`;
    case 'load-buffer':
      return `${text(instruction.to)} = buffer ${instruction.binding}${at}${validity(instruction)}`;
    case 'store-buffer':
      return `buffer ${instruction.binding}${at} = ${text(instruction.value)}${validity(instruction)}`;
  }
}

function validity({ valid }: { readonly valid: Register | undefined }): string {
  return valid === undefined ? '' : ` where ${text(valid)}`;
}

function phaseLines(phase: Phase): readonly string[] {
  switch (phase.kind) {
    case 'region':
      return ['region', ...indented(phase.code.flatMap(instructionLines))];
    case 'barrier':
      return [`barrier ${phase.memory}`];
    case 'block':
    case 'loop':
      return [`phase ${phase.kind} @${phase.label}`, ...indented(phase.body.flatMap(phaseLines))];
    case 'if':
      return [
        `phase if ${text(phase.condition)}`,
        ...indented(phase.then.flatMap(phaseLines)),
        ...(phase.otherwise.length > 0 ? ['phase else', ...indented(phase.otherwise.flatMap(phaseLines))] : []),
      ];
    default:
      return [`phase ${phase.kind} @${phase.label}`];
  }
}

function instructionLines(instruction: Instruction): readonly string[] {
  const line = printInstruction(instruction);
  if (instruction.kind === 'block' || instruction.kind === 'loop') {
    return [line, ...indented(instruction.body.flatMap(instructionLines))];
  }
  if (instruction.kind !== 'if') return [line];
  const { then, otherwise } = instruction;
  const sides = [...indented(then.flatMap(instructionLines))];
  return otherwise.length > 0
    ? [line, ...sides, 'else', ...indented(otherwise.flatMap(instructionLines))]
    : [line, ...sides];
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

function text(register: Register): string {
  return `r${register}`;
}
