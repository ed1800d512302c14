/** A module with what it is run on: what the generator makes, a reducer shrinks, and a job is put together from. */
import { job as jobs, type owner } from '@assay/core';
import * as print from './print.js';
import type { Module } from './syntax.js';
import * as visit from './visit.js';

/** Contents of a buffer that is read. */
export interface ReadData {
  readonly origin: 'input' | 'literal';
  readonly bytes: Uint8Array;
}

/** A buffer that is written, by every step anew. */
export interface WrittenData {
  readonly sizeBytes: number;
  readonly owner: owner.OwnerMap;
  /** What the first step starts from; a later one starts from what the one before wrote. Undefined: all start from zeros. */
  readonly from: Uint8Array | undefined;
}

/** How the module is run: every step runs the same kernel. */
export interface Launch {
  readonly grid: readonly [number, number, number];
  readonly reads: Readonly<Record<string, ReadData>>;
  readonly writes: Readonly<Record<string, WrittenData>>;
  readonly steps: readonly StepData[];
}

export interface StepData {
  readonly overrides: Readonly<Record<string, number>>;
  readonly loopBudget: number;
}

export interface Program {
  readonly module: Module;
  readonly launch: Launch;
}

/** A program as text and as a job. */
export interface Rendered {
  readonly source: string;
  readonly job: jobs.Job;
  /** Contents of the job's inputs by name. */
  readonly inputs: Map<string, Uint8Array>;
}

/**
 * The job that runs a program. All written versions are outputs: variable `out` gives `out.0` in the first step.
 *
 * @throws AssayError what `job.define` throws.
 */
export function render({ module, launch }: Program): Rendered {
  const source = print.module(module);
  const used = visit.reachable(module);
  const bound = module.variables.filter(({ name, binding }) => binding !== undefined && used.has(name));
  const [read, written] = [
    bound.filter(({ access }) => access === 'read'),
    bound.filter(({ access }) => access !== 'read'),
  ];
  const inputs = new Map<string, Uint8Array>();
  const literals: jobs.Literal[] = [];
  for (const { name } of read) {
    const { origin, bytes } = launch.reads[name]!;
    if (origin === 'input') inputs.set(name, bytes);
    else literals.push({ name, bytes });
  }
  for (const { name } of written) {
    const { from } = launch.writes[name]!;
    if (from !== undefined) inputs.set(`${name}.start`, from);
  }
  const bindings = Object.fromEntries(
    bound.map(({ name, binding, space, access }) => [
      name,
      { binding: binding!, access: space === 'uniform' ? 'uniform' : access === 'read' ? 'read' : 'write' } as const,
    ]),
  );
  const declared = new Set(module.overrides.map(({ name }) => name));
  const steps = launch.steps.map(({ overrides, loopBudget }, at) => ({
    kernel: 'kernel',
    grid: launch.grid,
    overrides: Object.fromEntries(Object.entries(overrides).filter(([name]) => declared.has(name))),
    reads: Object.fromEntries(read.map(({ name }) => [name, name])),
    writes: Object.fromEntries(written.map(({ name }) => [name, writeOf(launch, name, at)])),
    loopBudget,
  }));
  const job = jobs.define({
    name: 'generated',
    kernels: { kernel: { source, bindings } },
    inputs: [...inputs].map(([name, bytes]) => ({ name, sizeBytes: bytes.length })),
    literals,
    steps,
    outputs: steps.flatMap(({ writes }) => Object.values(writes).map(({ name }) => name)),
  });
  return { source, job, inputs };
}

function writeOf({ writes }: Launch, name: string, step: number): jobs.DraftStep['writes'][string] {
  const { sizeBytes, owner: map, from } = writes[name]!;
  const start = from === undefined ? {} : { from: step === 0 ? `${name}.start` : `${name}.${step - 1}` };
  return { name: `${name}.${step}`, sizeBytes, owner: map, ...start };
}
