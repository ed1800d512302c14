import { AssayError, type job as jobs } from '@assay/core';
import { computeStage } from './webgpu.js';

/** A kernel ready to be dispatched with one set of overrides. */
export interface Pipeline {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

const BUFFER_TYPES = { read: 'read-only-storage', uniform: 'uniform', write: 'storage' } as const;
const MOST_MESSAGES = 5;
/** WGSL, section Blankspace and Line Breaks. */
const LINE_BREAK = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;

/**
 * Compiles what a job's steps need, each kernel and set of overrides once.
 *
 * @returns one pipeline for each step, in order.
 * @throws AssayError `kernel.does-not-compile` (line and column of each error), `kernel.does-not-fit` (bindings, overrides or
 * workgroup size do not fit the job or the device), both of kind `invalid`.
 */
export async function compile(
  device: GPUDevice,
  job: jobs.Job,
  onDone: (done: number, total: number) => void = () => {},
): Promise<Pipeline[]> {
  const used = new Set(job.steps.map(({ kernel }) => kernel));
  const modules = new Map<string, Promise<Module>>();
  for (const name of used) modules.set(name, createModule(device, name, job.kernels[name]!));

  const keys = job.steps.map(keyOf);
  const pipelines = new Map<string, Promise<Pipeline>>();
  for (const [index, step] of job.steps.entries()) {
    if (pipelines.has(keys[index]!)) continue;
    const kernel = job.kernels[step.kernel]!;
    const pipeline = modules.get(step.kernel)!.then((module) => createPipeline(device, module, kernel, step));
    pipelines.set(keys[index]!, pipeline);
  }
  let done = 0;
  await Promise.all([...pipelines.values()].map((pipeline) => pipeline.then(() => onDone(++done, pipelines.size))));
  return Promise.all(keys.map((key) => pipelines.get(key)!));
}

interface Module {
  readonly module: GPUShaderModule;
  readonly layout: GPUBindGroupLayout;
}

function keyOf({ kernel, overrides }: jobs.Step): string {
  const sorted = Object.keys(overrides).sort();
  if (sorted.length === 0) return kernel; // no kernel's name begins with a bracket
  return JSON.stringify([kernel, ...sorted.map((name) => [name, overrides[name]])]);
}

async function createModule(device: GPUDevice, name: string, kernel: jobs.Kernel): Promise<Module> {
  device.pushErrorScope('validation'); // else the errors are also printed, by Dawn itself
  const module = device.createShaderModule({ label: name, code: kernel.source });
  const layout = device.createBindGroupLayout({
    label: name,
    entries: Object.values(kernel.bindings).map(({ binding, access }) => ({
      binding,
      visibility: computeStage,
      buffer: { type: BUFFER_TYPES[access] },
    })),
  });
  const scope = device.popErrorScope();
  const { messages } = await module.getCompilationInfo();
  const refused = await scope;
  const errors = messages.filter(({ type }) => type === 'error');
  const [first] = errors;
  if (first !== undefined) {
    const texts = errors
      .slice(0, MOST_MESSAGES)
      .map(({ lineNum, linePos, message }) => `${lineNum}:${linePos} ${message}`);
    const more = errors.length > MOST_MESSAGES ? ` (and ${errors.length - MOST_MESSAGES} more)` : '';
    throw new AssayError({
      kind: 'invalid',
      code: 'kernel.does-not-compile',
      where: first.lineNum > 0 ? `kernel ${name}, line ${first.lineNum}, column ${first.linePos}` : `kernel ${name}`,
      expected: 'WGSL that compiles',
      got: `${texts.join('; ')}${more}${excerpt(kernel.source, first)}`,
      remedy: 'Correct the shader in the job.',
    });
  }
  if (refused !== null) throw doesNotFit(name, refused.message);
  return { module, layout };
}

async function createPipeline(
  device: GPUDevice,
  { module, layout }: Module,
  kernel: jobs.Kernel,
  step: jobs.Step,
): Promise<Pipeline> {
  try {
    const pipeline = await device.createComputePipelineAsync({
      label: step.kernel,
      layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module, entryPoint: kernel.entryPoint, constants: { ...step.overrides } },
    });
    return { pipeline, layout };
  } catch (cause) {
    throw doesNotFit(step.kernel, cause instanceof Error ? cause.message : String(cause));
  }
}

/** The line of an error with a caret under the column. */
function excerpt(source: string, { lineNum, linePos }: GPUCompilationMessage): string {
  const line = source.split(LINE_BREAK)[lineNum - 1];
  if (line === undefined || line.length > 200 || linePos < 1) return '';
  const indent = line.slice(0, linePos - 1).replace(/[^\t]/g, ' '); // a tab stays one, or the caret would miss the column
  return `\n    ${line}\n    ${indent}^\n `;
}

function doesNotFit(name: string, message: string): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'kernel.does-not-fit',
    where: `kernel ${name}`,
    expected: "a shader that fits the job's bindings and overrides and the device's limits",
    got: message.trim(),
    remedy: 'Compare the @group(0) @binding numbers, access modes, overrides and workgroup size with the job.',
  });
}
