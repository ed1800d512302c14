/** Small kernels through passes of the compiler, as text. */
import type { Guards } from '../analysis/guards.js';
import { simplify } from '../compilation/passes/simplify.js';
import { build } from '../compilation/program/build.js';
import type { Program } from '../compilation/program/program.js';
import { split } from '../compilation/program/split.js';
import type { Instruction, Phase } from '../execution/ir.js';
import * as ir from './assembly.js';
import { printProgram } from './program.js';

/** No guards: right for kernels in which none fires. */
export const unguarded: Guards = {
  outside: new Set(),
  foreign: new Set(),
  clamps: new Set(),
  hasInvocationBudget: false,
  hasWorkgroupBudget: false,
};

/** The program of a kernel of `testing/assembly.ts`, without guards. */
export function programOf(body: readonly Phase[], parts: Parameters<typeof ir.kernel>[1] = {}): Program {
  return build(ir.kernel(body, { builtins: [], ...parts }), unguarded);
}

/** What is left of instructions of one region, without what they cost. */
export function simplified(...code: readonly Instruction[]): readonly string[] {
  return textOf(simplify(split(programOf([ir.region(...code)]))));
}

/** Of a program that has one region, without what it costs. */
export function textOf(program: Program): readonly string[] {
  return printProgram(program)
    .filter((line) => !/^ *pay/.test(line))
    .map((line) => line.replace(/^ {2}/, ''))
    .slice(1);
}
