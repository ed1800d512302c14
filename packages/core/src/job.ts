import * as codec from './codec.js';
import { AssayError, enumerate, within } from './errors.js';
import type { Grid } from './grid.js';
import { digestHex, type JobId } from './identity.js';
import * as owners from './owner.js';
import { binary, dictionary, integer, list, object, oneOf, optional, record, type Shape, text } from './shape.js';
import * as sizes from './size.js';
import * as tensors from './tensor.js';

/** How a kernel's WGSL variable is bound. All are in `@group(0)`. */
export interface Binding {
  /** The number in `@binding(...)`. */
  readonly binding: number;
  /** `read`: `var<storage, read>`; `uniform`: `var<uniform>`; `write`: `var<storage, read_write>`. */
  readonly access: 'read' | 'uniform' | 'write';
}

/** A compute shader: WGSL text, one entry point, and its variables by WGSL name. */
export interface Kernel {
  readonly source: string;
  readonly entryPoint: string;
  readonly bindings: Readonly<Record<string, Binding>>;
}

/** A version whose bytes come with the task. */
export interface Input {
  readonly name: string;
  readonly sizeBytes: sizes.SizeBytes;
  readonly tensor?: tensors.Tensor;
}

/** A version whose bytes are part of the job (tables, uniforms). */
export interface Literal {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly tensor?: tensors.Tensor;
}

/** A version that a step makes. It starts as zeros, or `from` an earlier version of the same size. */
export interface Write {
  readonly name: string;
  readonly sizeBytes: sizes.SizeBytes;
  readonly owner: owners.OwnerMap;
  readonly from?: string;
  readonly tensor?: tensors.Tensor;
}

/** What a step claims to compute, for checks that know the operation (algebraic checks). The kernel defines right. */
export interface Meaning {
  /** A registered operation: `matmul.i8.i32`. */
  readonly operation: string;
  readonly parameters: Readonly<Record<string, number>>;
}

/** One dispatch. */
export interface Step {
  /** A key of {@link Job.kernels}. */
  readonly kernel: string;
  /** Workgroups in x, y, z. */
  readonly grid: Grid;
  /** Pipeline-overridable constants by WGSL name. */
  readonly overrides: Readonly<Record<string, number>>;
  /** WGSL variable -> the name of an earlier version. */
  readonly reads: Readonly<Record<string, string>>;
  /** WGSL variable -> the version that this step makes. */
  readonly writes: Readonly<Record<string, Write>>;
  /** The most loop back-edges that one invocation may take. */
  readonly loopBudget: number;
  readonly meaning?: Meaning;
}

/** The program of a piece of GPU work: a dataflow graph in single-assignment form (SPEC.md, chapter Job). */
export interface Job {
  /** Version of the exact WGSL profile. */
  readonly profile: number;
  readonly name: string;
  readonly kernels: Readonly<Record<string, Kernel>>;
  readonly inputs: readonly Input[];
  readonly literals: readonly Literal[];
  readonly steps: readonly Step[];
  /** Names of versions that the requester receives. */
  readonly outputs: readonly string[];
}

declare const brand: unique symbol;

/** The position of a step in {@link Job.steps}. */
export type StepIndex = number & { readonly [brand]: 'StepIndex' };
/** The position of a version in {@link versions}, and of its root in a trace. */
export type VersionIndex = number & { readonly [brand]: 'VersionIndex' };

/** Where a version's bytes come from. */
export type Origin =
  | { readonly kind: 'input' }
  | { readonly kind: 'literal'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'write';
      readonly step: StepIndex;
      readonly variable: string;
      readonly from?: string;
      readonly owner: owners.OwnerMap;
    };

/** A buffer's contents at one point of the job; made once. */
export interface Version {
  readonly index: VersionIndex;
  readonly name: string;
  readonly sizeBytes: sizes.SizeBytes;
  readonly tensor?: tensors.Tensor;
  readonly origin: Origin;
}

/** The profile versions that this library knows. */
export const profiles: readonly number[] = [1];

/** SPEC.md J3: what a job may hold at most. */
export const limits = {
  kernels: 1024,
  bindings: 64,
  sourceLength: 1_048_576,
  inputs: 4096,
  literals: 4096,
  steps: 32_768,
  versions: 65_536,
  overrides: 256,
  uniformBytes: 65_536,
  workgroupsPerDimension: 65_535,
  workgroups: 4_294_967_295,
  loopBudget: 2_147_483_647,
} as const;

const name: Shape<string> = text(
  'a name: a letter, then up to 63 letters, digits, or . _ -',
  /^[A-Za-z][A-Za-z0-9._-]{0,63}$/,
);
const identifier: Shape<string> = text(
  'a WGSL identifier of at most 64 ASCII characters',
  /^(?!__)(?!_$)[A-Za-z_][A-Za-z0-9_]{0,63}$/,
);
const source: Shape<string> = text(
  `WGSL text without NUL, at most ${limits.sourceLength} UTF-16 units`,
  /^[^\0]+$/,
  limits.sourceLength,
);

const kernel: Shape<Kernel> = record<Kernel>({
  source,
  entryPoint: identifier,
  bindings: dictionary(
    identifier,
    record<Binding>({ binding: integer(0, 999), access: oneOf('read', 'uniform', 'write') }),
    limits.bindings,
  ),
});

const write: Shape<Write> = record<Write>({
  name,
  sizeBytes: sizes.shape as Shape<sizes.SizeBytes>,
  owner: owners.shape,
  from: optional(name),
  tensor: optional(tensors.shape),
});

const step: Shape<Step> = record<Step>({
  kernel: name,
  grid: list(integer(1, limits.workgroupsPerDimension), 3, 3) as unknown as Shape<Grid>,
  overrides: dictionary(identifier, integer(-(2 ** 31), 2 ** 32 - 1), limits.overrides),
  reads: dictionary(identifier, name, limits.bindings),
  writes: dictionary(identifier, write, limits.bindings),
  loopBudget: integer(0, limits.loopBudget),
  meaning: optional(
    record<Meaning>({ operation: name, parameters: dictionary(name, integer(-(2 ** 31), 2 ** 32 - 1), 64) }),
  ),
});

/** The encoded form (SPEC.md, chapter Job). */
export const shape: Shape<Job> = object(
  'job',
  1,
  record<Job>({
    profile: integer(1, 2 ** 31 - 1),
    name,
    kernels: dictionary(name, kernel, limits.kernels),
    inputs: list(
      record<Input>({ name, sizeBytes: sizes.shape as Shape<sizes.SizeBytes>, tensor: optional(tensors.shape) }),
      limits.inputs,
    ),
    literals: list(
      record<Literal>({ name, bytes: binary(1, 1 << 24), tensor: optional(tensors.shape) }),
      limits.literals,
    ),
    steps: list(step, limits.steps, 1),
    outputs: list(name, limits.versions, 1),
  }),
);

/** Of a draft that gives none: enough for most loops, and little enough that a loop which does not end soon does. */
export const defaultLoopBudget = 1_048_576;

/** A job as an author writes it: what can be left out has a default. */
export interface Draft {
  readonly profile?: number;
  readonly name: string;
  /** `entryPoint` defaults to `main`. */
  readonly kernels: Readonly<Record<string, Omit<Kernel, 'entryPoint'> & Partial<Pick<Kernel, 'entryPoint'>>>>;
  /** `sizeBytes` defaults to the tensor's, padded to words. */
  readonly inputs?: readonly DraftVersion[];
  readonly literals?: readonly Literal[];
  readonly steps: readonly DraftStep[];
  readonly outputs: readonly string[];
}

/** See {@link Draft}. */
export interface DraftVersion {
  readonly name: string;
  readonly sizeBytes?: number;
  readonly tensor?: tensors.Tensor;
}

/** `overrides` and `reads` default to none, `loopBudget` to {@link defaultLoopBudget}. */
export interface DraftStep {
  readonly kernel: string;
  readonly grid: Grid;
  readonly overrides?: Readonly<Record<string, number>>;
  readonly reads?: Readonly<Record<string, string>>;
  readonly writes: Readonly<Record<string, DraftVersion & { readonly owner: owners.OwnerMap; readonly from?: string }>>;
  readonly loopBudget?: number;
  readonly meaning?: Meaning;
}

/**
 * Makes a job from a draft: fills in defaults and validates it.
 *
 * @throws AssayError what {@link assertJob} throws; `job.no-size` (invalid); `codec.too-…` (exhausted).
 */
export function define(draft: Draft): Job {
  // What has the wrong type goes through as it is: reading it back refuses it with its place.
  const job = {
    ...draft,
    profile: draft.profile ?? 1,
    kernels: mapValues(draft.kernels, (kernel) => ({ ...kernel, entryPoint: kernel.entryPoint ?? 'main' })),
    inputs: mapItems(draft.inputs ?? [], sized),
    literals: mapItems(draft.literals ?? [], (literal) => ({ ...literal, bytes: copied(literal.bytes) })),
    steps: mapItems(draft.steps, (step) => ({
      ...step,
      overrides: step.overrides ?? {},
      reads: step.reads ?? {},
      writes: mapValues(step.writes, sized),
      loopBudget: step.loopBudget ?? defaultLoopBudget,
    })),
  } as Job;
  const defined = fromValue(toValue(job));
  encode(defined); // a job beyond the codec's limits has no id
  return defined;
}

/** The canonical bytes: what the id is made of. */
export function encode(job: Job): Uint8Array<ArrayBuffer> {
  return codec.encode(toValue(job));
}

/**
 * The job of canonical bytes, validated.
 *
 * @throws AssayError of kind `malformed` (not a job), `invalid` (a rule fails) or `exhausted` (too large).
 */
export function decode(bytes: Uint8Array): Job {
  return fromValue(codec.decode(bytes));
}

/** A plain value for a job, see {@link shape}. */
export function toValue(job: Job): codec.Value {
  return shape.toValue(job);
}

/** The inverse of {@link toValue}, validated. */
export function fromValue(value: codec.Value): Job {
  const job = shape.fromValue(value, 'job');
  assertRules(job);
  return job;
}

/** The job's id: BLAKE3 of its canonical bytes in derive-key mode. */
export function id(job: Job): JobId {
  return digestHex('job', encode(job));
}

/**
 * All versions in the order of the trace: inputs, literals, then what each step writes, within a step by variable in
 * the order of UTF-8 bytes (SPEC.md J7).
 */
export function versions(job: Job): Version[] {
  const all: Omit<Version, 'index'>[] = [];
  for (const { name, sizeBytes, tensor } of job.inputs)
    all.push({ name, sizeBytes, ...tensored(tensor), origin: { kind: 'input' } });
  for (const { name, bytes, tensor } of job.literals) {
    all.push({
      name,
      sizeBytes: bytes.length as sizes.SizeBytes,
      ...tensored(tensor),
      origin: { kind: 'literal', bytes },
    });
  }
  for (const [index, { writes }] of job.steps.entries()) {
    for (const variable of variablesOf(writes)) {
      const { name, sizeBytes, tensor, from, owner } = writes[variable]!;
      const origin: Origin = {
        kind: 'write',
        step: index as StepIndex,
        variable,
        ...(from === undefined ? {} : { from }),
        owner,
      };
      all.push({ name, sizeBytes, ...tensored(tensor), origin });
    }
  }
  return all.map((version, index) => ({ ...version, index: index as VersionIndex }));
}

/** The variables of a step's reads or writes in canonical order. */
export function variablesOf(bound: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(bound).sort(); // identifiers are ASCII, where the order of UTF-16 units is that of bytes
}

/**
 * Throws where a rule of SPEC.md, chapter Job, fails. The message names the place, what was expected and what came.
 *
 * @throws AssayError of kind `invalid`: `job.unknown-profile`, `job.duplicate-version`, `job.undefined-version`,
 * `job.undefined-kernel`, `job.unbound-variable`, `job.wrong-access`, `job.duplicate-binding`, `job.size-mismatch`,
 * `job.wrong-tensor`, `job.no-writes`, `job.uniform-too-large`, `job.duplicate-output`, `size.…`, `owner.…`; of kind
 * `exhausted`: `job.too-many-versions`, `job.too-many-workgroups`; of kind `malformed`: `shape.…`.
 */
export function assertJob(job: Job): void {
  fromValue(toValue(job));
}

function assertRules(job: Job): void {
  if (!profiles.includes(job.profile)) {
    throw invalid(
      'job.unknown-profile',
      'job.profile',
      `a known profile (${profiles.join(', ')})`,
      String(job.profile),
      'Use a version of this library that knows it.',
    );
  }
  for (const [name, kernel] of Object.entries(job.kernels)) assertKernel(kernel, `job.kernels.${name}`);
  const known = new Map<string, sizes.SizeBytes>();
  for (const [index, input] of job.inputs.entries()) declare(known, input, `job.inputs[${index}]`);
  for (const [index, literal] of job.literals.entries()) {
    declare(known, { ...literal, sizeBytes: literal.bytes.length as sizes.SizeBytes }, `job.literals[${index}]`);
  }
  for (const [index, step] of job.steps.entries()) assertStep(job, step, known, `job.steps[${index}]`);
  if (known.size > limits.versions) {
    throw new AssayError({
      kind: 'exhausted',
      code: 'job.too-many-versions',
      where: 'job',
      expected: `at most ${limits.versions} versions`,
      got: String(known.size),
      remedy: 'Cut the job in several.',
    });
  }
  const outputs = new Set<string>();
  for (const [index, name] of job.outputs.entries()) {
    const where = `job.outputs[${index}]`;
    sizeOf(known, name, where);
    if (outputs.has(name)) throw invalid('job.duplicate-output', where, 'each output once', name, 'Remove one.');
    outputs.add(name);
  }
}

function assertKernel(kernel: Kernel, where: string): void {
  const taken = new Map<number, string>();
  for (const [variable, { binding }] of Object.entries(kernel.bindings)) {
    const other = taken.get(binding);
    if (other !== undefined) {
      throw invalid(
        'job.duplicate-binding',
        `${where}.bindings.${variable}`,
        'a binding number of its own',
        `${binding}, which ${other} has`,
        'Number them as the WGSL does.',
      );
    }
    taken.set(binding, variable);
  }
}

function assertStep(job: Job, step: Step, known: Map<string, sizes.SizeBytes>, where: string): void {
  if (!Object.hasOwn(job.kernels, step.kernel)) {
    throw invalid(
      'job.undefined-kernel',
      `${where}.kernel`,
      `one of ${enumerate(Object.keys(job.kernels))}`,
      step.kernel,
      'Add the kernel or correct its name.',
    );
  }
  const workgroups = step.grid[0] * step.grid[1] * step.grid[2];
  if (workgroups > limits.workgroups) {
    throw new AssayError({
      kind: 'exhausted',
      code: 'job.too-many-workgroups',
      where: `${where}.grid`,
      expected: `at most ${limits.workgroups} workgroups`,
      got: String(workgroups),
      remedy: 'Cut the step in several.',
    });
  }
  assertBound(job.kernels[step.kernel]!, step, where);
  for (const [variable, version] of Object.entries(step.reads)) {
    const sizeBytes = sizeOf(known, version, `${where}.reads.${variable}`);
    const { access } = job.kernels[step.kernel]!.bindings[variable]!;
    if (access === 'uniform' && sizeBytes > limits.uniformBytes) {
      throw invalid(
        'job.uniform-too-large',
        `${where}.reads.${variable}`,
        `at most ${limits.uniformBytes} bytes for a uniform`,
        String(sizeBytes),
        'Bind it as read-only storage.',
      );
    }
  }
  // A step sees only what earlier steps made: its own versions are declared after all of them were looked at.
  const made = variablesOf(step.writes).map((variable) => ({
    write: step.writes[variable]!,
    at: `${where}.writes.${variable}`,
  }));
  if (made.length === 0)
    throw invalid(
      'job.no-writes',
      where,
      'at least one written version',
      'none',
      'A step without writes does nothing: remove it.',
    );
  for (const { write, at } of made) {
    assertSize(write, at);
    if (write.from !== undefined) {
      const fromBytes = sizeOf(known, write.from, `${at}.from`);
      if (fromBytes !== write.sizeBytes) {
        throw invalid(
          'job.size-mismatch',
          `${at}.from`,
          `a version of ${write.sizeBytes} bytes`,
          `${write.from} of ${fromBytes} bytes`,
          'A version starts from one of the same size.',
        );
      }
    }
    within(`${at}.owner`, () =>
      owners.assertFits(write.owner, write.sizeBytes / 4, step.grid, write.from === undefined ? 'zeros' : 'from'),
    );
  }
  for (const { write, at } of made) declare(known, write, at);
}

function assertBound(kernel: Kernel, step: Step, where: string): void {
  for (const [variable, { access }] of Object.entries(kernel.bindings)) {
    const side = access === 'write' ? 'writes' : 'reads';
    if (Object.hasOwn(step[side], variable)) continue;
    const isOnOther = Object.hasOwn(access === 'write' ? step.reads : step.writes, variable);
    throw isOnOther
      ? invalid(
          'job.wrong-access',
          `${where}.${variable}`,
          `it under ${side} (the kernel binds it as ${access})`,
          `it under ${access === 'write' ? 'reads' : 'writes'}`,
          'Move it, or correct the access in the kernel.',
        )
      : invalid(
          'job.unbound-variable',
          `${where}.${side}`,
          `a version for the variable ${variable}`,
          'none',
          'Bind every variable of the kernel.',
        );
  }
  for (const side of ['reads', 'writes'] as const) {
    for (const variable of Object.keys(step[side])) {
      if (!Object.hasOwn(kernel.bindings, variable)) {
        throw invalid(
          'job.unbound-variable',
          `${where}.${side}.${variable}`,
          `one of the kernel's variables (${enumerate(Object.keys(kernel.bindings))})`,
          variable,
          'Add it to the bindings of the kernel or remove it here.',
        );
      }
      // Every variable has its own side by now: one that is on this side against its access is bound twice.
      const { access } = kernel.bindings[variable]!;
      if ((access === 'write') !== (side === 'writes')) {
        throw invalid(
          'job.wrong-access',
          `${where}.${side}.${variable}`,
          `it under ${access === 'write' ? 'writes' : 'reads'} only (the kernel binds it as ${access})`,
          `it under ${side} too`,
          'Remove it here, or correct the access in the kernel.',
        );
      }
    }
  }
}

function declare(
  known: Map<string, sizes.SizeBytes>,
  version: { name: string; sizeBytes: number; tensor?: tensors.Tensor },
  where: string,
): void {
  assertSize(version, where);
  if (known.has(version.name)) {
    throw invalid(
      'job.duplicate-version',
      `${where}.name`,
      'a name of its own',
      `${version.name}, which is taken`,
      'Versions are made once: give each a new name.',
    );
  }
  known.set(version.name, version.sizeBytes as sizes.SizeBytes);
}

function assertSize({ sizeBytes, tensor }: { sizeBytes: number; tensor?: tensors.Tensor }, where: string): void {
  within(where, () => sizes.fromNumber(sizeBytes));
  if (tensor === undefined) return;
  const lengthBytes = tensors.lengthBytes(tensor);
  if (lengthBytes > sizeBytes || sizeBytes - lengthBytes >= 4) {
    throw invalid(
      'job.wrong-tensor',
      `${where}.tensor`,
      `a tensor of ${sizeBytes - 3} to ${sizeBytes} bytes`,
      `${tensors.toText(tensor)}, ${lengthBytes} bytes`,
      'Correct its shape or the size of the version.',
    );
  }
}

function sizeOf(known: ReadonlyMap<string, sizes.SizeBytes>, version: string, where: string): sizes.SizeBytes {
  const size = known.get(version);
  if (size !== undefined) return size;
  throw invalid(
    'job.undefined-version',
    where,
    `a version made before (${enumerate([...known.keys()])})`,
    version,
    'Correct the name, or move the step that makes it to the front.',
  );
}

function sized<V extends DraftVersion>(version: V): V & { sizeBytes: sizes.SizeBytes } {
  const { sizeBytes, tensor } = version;
  if (sizeBytes === undefined && tensor === undefined) {
    throw invalid('job.no-size', version.name, 'sizeBytes or a tensor', 'neither', 'Say how large the version is.');
  }
  return { ...version, sizeBytes: (sizeBytes ?? sizes.padded(tensors.lengthBytes(tensor!))) as sizes.SizeBytes };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function tensored(tensor: tensors.Tensor | undefined): { tensor?: tensors.Tensor } {
  return tensor === undefined ? {} : { tensor };
}

function mapValues<A extends object, B>(
  entries: Readonly<Record<string, A>>,
  change: (value: A) => B,
): Record<string, B> {
  if (!isObject(entries)) return entries;
  return Object.fromEntries(
    Object.entries(entries).map(([key, value]) => [key, isObject(value) ? change(value) : value]),
  ) as Record<string, B>;
}

function mapItems<A extends object, B>(items: readonly A[], change: (item: A) => B): readonly B[] {
  if (!Array.isArray(items)) return items as unknown as readonly B[];
  return Array.from(items as readonly A[], (item) => (isObject(item) ? change(item) : (item as B)));
}

/** Later changes to the caller's array must not change the job. */
function copied(bytes: Uint8Array): Uint8Array {
  return bytes instanceof Uint8Array ? new Uint8Array(bytes) : bytes;
}

function invalid(code: string, where: string, expected: string, got: string, remedy: string): AssayError {
  return new AssayError({ kind: 'invalid', code, where, expected, got, remedy });
}
