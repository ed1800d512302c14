import { AssayError, type job as jobs } from '@assay/core';
import { steps } from '@assay/wgsl';
import { type Program, programs } from './programs.js';
import { computeStage } from './webgpu.js';

/** A program ready to be dispatched. */
export interface Pipeline {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

const MOST_MESSAGES = 5;
/** WGSL, section Blankspace and Line Breaks. */
const LINE_BREAK = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;

/**
 * Compiles what a job's steps need, each program once.
 *
 * @returns one pipeline for each step, in order.
 * @throws AssayError `kernel.does-not-compile` (line and column of each error), `kernel.does-not-fit` (bindings, overrides or
 * workgroup size do not fit the job or the device), both of kind `invalid`; `kernel.guarded-does-not-compile` (bug); what
 * {@link programs} throws.
 */
export async function compile(
  device: GPUDevice,
  job: jobs.Job,
  onDone: (done: number, total: number) => void = () => {},
): Promise<Pipeline[]> {
  const wanted = programs(job);
  const modules = new Map<string, Promise<GPUShaderModule>>();
  const layouts = new Map<string, Promise<GPUBindGroupLayout>>();
  const pipelines = new Map<Program, Promise<Pipeline>>();
  for (const program of wanted) {
    if (pipelines.has(program)) continue;
    const { kernel, source, isGuarded } = program;
    const module = modules.get(source) ?? createModule(device, program);
    modules.set(source, module);
    const key = `${isGuarded} ${kernel}`;
    const layout = layouts.get(key) ?? createLayout(device, job.kernels[kernel]!, program);
    layouts.set(key, layout);
    pipelines.set(program, createPipeline(device, module, layout, program));
  }
  let done = 0;
  await Promise.all([...pipelines.values()].map((pipeline) => pipeline.then(() => onDone(++done, pipelines.size))));
  return Promise.all(wanted.map((program) => pipelines.get(program)!));
}

async function createModule(device: GPUDevice, program: Program): Promise<GPUShaderModule> {
  device.pushErrorScope('validation'); // else the errors are also printed, by Dawn itself
  const module = device.createShaderModule({ label: program.kernel, code: program.source });
  const scope = device.popErrorScope();
  const { messages } = await module.getCompilationInfo();
  await scope;
  const errors = messages.filter(({ type }) => type === 'error');
  const [first] = errors;
  if (first !== undefined) throw doesNotCompile(program, first, errors);
  return module;
}

async function createLayout(device: GPUDevice, kernel: jobs.Kernel, program: Program): Promise<GPUBindGroupLayout> {
  const typeOf = ({ access }: jobs.Binding): GPUBufferBindingType => {
    if (access === 'write') return 'storage';
    return access === 'uniform' && !program.isGuarded ? 'uniform' : 'read-only-storage';
  };
  device.pushErrorScope('validation');
  const layout = device.createBindGroupLayout({
    label: program.kernel,
    entries: Object.values(kernel.bindings).map((each) => ({
      binding: each.binding,
      visibility: computeStage,
      buffer: { type: typeOf(each) },
    })),
  });
  const refused = await device.popErrorScope();
  if (refused !== null) throw steps.doesNotFit(program.kernel, refused.message);
  return layout;
}

async function createPipeline(
  device: GPUDevice,
  module: Promise<GPUShaderModule>,
  layout: Promise<GPUBindGroupLayout>,
  { kernel, entryPoint, constants }: Program,
): Promise<Pipeline> {
  const [made, bindings] = await Promise.all([module, layout]);
  try {
    const pipeline = await device.createComputePipelineAsync({
      label: kernel,
      layout: device.createPipelineLayout({ bindGroupLayouts: [bindings] }),
      compute: { module: made, entryPoint, constants: { ...constants } },
    });
    return { pipeline, layout: bindings };
  } catch (cause) {
    throw steps.doesNotFit(kernel, cause instanceof Error ? cause.message : String(cause));
  }
}

function doesNotCompile(
  { kernel, source, isGuarded }: Program,
  first: GPUCompilationMessage,
  errors: readonly GPUCompilationMessage[],
): AssayError {
  const texts = errors
    .slice(0, MOST_MESSAGES)
    .map(({ lineNum, linePos, message }) => `${lineNum}:${linePos} ${message}`);
  const more = errors.length > MOST_MESSAGES ? ` (and ${errors.length - MOST_MESSAGES} more)` : '';
  const got = `${texts.join('; ')}${more}${excerpt(source, first)}`;
  const place = first.lineNum > 0 ? `, line ${first.lineNum}, column ${first.linePos}` : '';
  if (isGuarded) {
    return new AssayError({
      kind: 'bug',
      code: 'kernel.guarded-does-not-compile',
      where: `kernel ${kernel}, as printed with guards${place}`,
      expected: 'WGSL that compiles',
      got,
      remedy: 'Report this with the shader and the adapter: the printed code or the compiler has a defect.',
    });
  }
  return new AssayError({
    kind: 'invalid',
    code: 'kernel.does-not-compile',
    where: `kernel ${kernel}${place}`,
    expected: 'WGSL that compiles',
    got,
    remedy: 'Correct the shader in the job.',
  });
}

/** The line of an error with a caret under the column. */
function excerpt(source: string, { lineNum, linePos }: GPUCompilationMessage): string {
  const line = source.split(LINE_BREAK)[lineNum - 1];
  if (line === undefined || line.length > 200 || linePos < 1) return '';
  const indent = line.slice(0, linePos - 1).replace(/[^\t]/g, ' '); // a tab stays one, or the caret would miss the column
  return `\n    ${line}\n    ${indent}^\n `;
}
