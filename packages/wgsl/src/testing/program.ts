/** Programs of the compiler as text, in the notation of `execution/print-ir.ts`. */
import type { Node, Phase, Program } from '../compilation/program/program.js';
import { printInstruction } from '../execution/print-ir.js';

/** One node or phase a line, nested by two spaces. */
export function printProgram({ body }: Program): readonly string[] {
  return body.flatMap(phaseLines);
}

function phaseLines(phase: Phase): readonly string[] {
  switch (phase.kind) {
    case 'region':
      return ['region', ...indented(phase.code.flatMap(nodeLines))];
    case 'if':
      return [
        `phase if r${phase.condition}`,
        ...indented(phase.then.flatMap(phaseLines)),
        ...(phase.otherwise.length > 0 ? ['phase else', ...indented(phase.otherwise.flatMap(phaseLines))] : []),
      ];
    case 'block':
      return [`phase block @${phase.label}`, ...indented(phase.body.flatMap(phaseLines))];
    case 'loop': {
      const kind = phase.isCounted ? 'counted loop' : 'loop';
      return [`phase ${kind} @${phase.label}`, ...indented(phase.body.flatMap(phaseLines))];
    }
    case 'pay':
      return [`phase pay ${phase.cost}`];
    default:
      return [`phase ${phase.kind} @${phase.label}`];
  }
}

function nodeLines(node: Node): readonly string[] {
  const line = printNode(node);
  if (node.kind === 'block' || node.kind === 'loop') return [line, ...indented(node.body.flatMap(nodeLines))];
  if (node.kind !== 'if') return [line];
  const { then, otherwise } = node;
  const sides = [line, ...indented(then.flatMap(nodeLines))];
  return otherwise.length > 0 ? [...sides, 'else', ...indented(otherwise.flatMap(nodeLines))] : sides;
}

/** Without what is inside it. */
export function printNode(node: Node): string {
  switch (node.kind) {
    case 'builtin':
      return `r${node.to} = ${node.value}`;
    case 'budget':
      return `r${node.to} = budget`;
    case 'owned':
      return `r${node.to} = owned ${node.binding}[r${node.index}]`;
    case 'fire':
      return `fire unless r${node.unless}`;
    case 'pay':
      return `pay ${node.cost}`;
    case 'run-out':
      return node.kind;
    case 'load-buffer':
    case 'store-buffer':
      return printInstruction({ ...node, valid: node.condition, at: 0 });
    case 'load':
    case 'store':
    case 'atomic':
      return printInstruction({ ...node, at: 0 });
    case 'if':
      return `if r${node.condition}`;
    case 'block':
    case 'loop':
      return `${node.kind} @${node.label}`;
    default:
      return printInstruction(node);
  }
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
