/** Shaders without data: does an engine's compiler take them? */
import { owner } from '@assay/core';
import { analysis, check, device, type ir, lower, reflection, type typed } from '@assay/wgsl';
import type { Shader } from '../corpus/folder.js';
import type { Request } from '../protocol.js';
import { type Question, type Subject, type Trial, typeOf } from '../trial.js';

/** What required overrides get: a power of two, which fits wherever the corpus uses one. */
const OVERRIDE = 8;

/** Every entry point of a shader that the profile accepts, as it stands, printed with all guards, and as IR. */
export function ofAccepted({ name, source }: Shader): Trial {
  const { program } = check(source);
  const nothing = { name, unasked: undefined, questions: [], subjects: [] };
  if (program === undefined) return { ...nothing, faults: ['the profile refuses it'] };
  const asked = program.entryPoints.map((entry) => ofEntryPoint(source, program, entry.name));
  const whole: Question = { what: 'source', forms: ['source'], request: { code: source }, expected: undefined };
  return {
    ...nothing,
    faults: [],
    questions: asked.length === 0 ? [whole] : asked.flatMap(({ questions }) => questions),
    subjects: asked.map(({ subject }) => subject),
  };
}

function ofEntryPoint(
  source: string,
  program: typed.Program,
  entryPoint: string,
): { readonly questions: readonly Question[]; readonly subject: Subject } {
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
  const dispatch = dispatchOf(kernel, found);
  const guarded = device.print(kernel, dispatch, analysis.guards.all(kernel));
  const questions = [
    ask('source', { code: source, entryPoint, constants }, true),
    ask('guarded', { code: guarded, entryPoint: 'main', constants: {} }, false),
  ];
  return {
    questions,
    subject: {
      what: entryPoint,
      source,
      kernel,
      dispatch,
      guards: analysis.analyze(kernel, dispatch),
      reference: undefined,
    },
  };
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
