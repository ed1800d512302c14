/** Shaders without data: does an engine's compiler take them? */
import { owner } from '@assay/core';
import { analysis, check, device, type ir, lower, reflection, type typed } from '@assay/wgsl';
import type { Shader } from '../corpus/folder.js';
import type { Request } from '../protocol.js';
import { type Question, type Trial, typeOf } from '../trial.js';

/** What required overrides get: a power of two, which fits wherever the corpus uses one. */
const OVERRIDE = 8;

/** Every entry point of a shader that the profile accepts, as it stands and printed with all guards. */
export function ofAccepted({ name, source }: Shader): Trial {
  const { program } = check(source);
  if (program === undefined) return { name, faults: ['the profile refuses it'], unasked: undefined, questions: [] };
  const pipelines = program.entryPoints.flatMap((entry) => questionsOf(source, program, entry.name));
  const whole: Question = { what: 'source', forms: ['source'], request: { code: source }, expected: undefined };
  const questions = pipelines.length === 0 ? [whole] : pipelines;
  return { name, faults: [], unasked: undefined, questions };
}

function questionsOf(source: string, program: typed.Program, entryPoint: string): readonly Question[] {
  const required = program.overrides.filter(({ initializer }) => initializer === undefined);
  const constants = Object.fromEntries(required.map(({ id, name }) => [`${id ?? name}`, OVERRIDE]));
  const kernel = lower(program, { entryPoint, overrides: constants });
  const found = reflection.bindings(program, entryPoint) ?? [];
  const ask = (what: Question['forms'][number], request: Request, isSource: boolean): Question => ({
    what: `${entryPoint}, ${what}`,
    forms: [what],
    request: {
      ...request,
      bindings: found.map(({ binding, access }) => ({ binding, type: typeOf(access, isSource) })),
    },
    expected: undefined,
  });
  const guarded = device.print(kernel, dispatchOf(kernel, found), analysis.guards.all(kernel));
  return [
    ask('source', { code: source, entryPoint, constants }, true),
    ask('guarded', { code: guarded, entryPoint: 'main', constants: {} }, false),
  ];
}

/** One workgroup that owns everything, buffers as short as they may be. */
function dispatchOf(kernel: ir.Kernel, found: readonly reflection.Binding[]): analysis.dispatch.Dispatch {
  const lengths = found.map(({ binding, minimumBytes }) => [binding, Math.ceil(minimumBytes / 4)] as const);
  const written = kernel.bindings.filter(({ access }) => access === 'write').map(({ binding }) => binding);
  const lengthWords = new Map(lengths);
  return {
    grid: [1, 1, 1],
    lengthWords,
    owners: new Map(written.map((binding) => [binding, owner.linear(lengthWords.get(binding)!)])),
    literals: new Map(),
    loopBudget: 100,
  };
}
