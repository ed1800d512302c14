/**
 * Where each version lives while a job runs. Pure: the plan is made, and refused, before anything is allocated.
 *
 * Memory is used again only when nobody can ask for what was there: the version is read by no later step, is nobody's
 * `from` any more, and has been hashed and read back, which the queue's order ensures.
 */
import { AssayError, job as jobs } from '@assay/core';

/** A physical buffer: as large as the largest version that lives in it. */
export interface Slot {
  readonly sizeBytes: number;
  /** True when a version in it is bound as a uniform. */
  readonly isUniform: boolean;
}

/** How a slot gets its first contents before a step runs. */
export type Preparation =
  /** `isFresh` when the slot has never been used, so that the upload need not wait for anything. */
  | { readonly kind: 'upload'; readonly version: jobs.Version; readonly slot: number; readonly isFresh: boolean }
  /** The slot held another version: zeros are written. A slot used for the first time is zero by itself. */
  | { readonly kind: 'clear'; readonly version: jobs.Version; readonly slot: number }
  | { readonly kind: 'copy'; readonly version: jobs.Version; readonly slot: number; readonly fromSlot: number };

/** A variable of the kernel with the version bound to it and where that lives. */
export interface Bound {
  readonly binding: jobs.Binding;
  readonly version: jobs.Version;
  readonly slot: number;
}

export interface PlannedStep {
  readonly step: jobs.Step;
  readonly preparations: readonly Preparation[];
  readonly bound: readonly Bound[];
  readonly writes: readonly jobs.Version[];
}

export interface Plan {
  readonly versions: readonly jobs.Version[];
  readonly slots: readonly Slot[];
  readonly steps: readonly PlannedStep[];
  /** Inputs and literals that no step reads: never on the device. */
  readonly unused: readonly jobs.Version[];
  /** Bytes of all slots together. */
  readonly deviceBytes: number;
}

/** The limits of a device that a plan is checked against, by their WebGPU names. */
export type DeviceLimits = Readonly<
  Record<
    | 'maxBufferSize'
    | 'maxStorageBufferBindingSize'
    | 'maxUniformBufferBindingSize'
    | 'maxStorageBuffersPerShaderStage'
    | 'maxUniformBuffersPerShaderStage'
    | 'maxBindingsPerBindGroup'
    | 'maxComputeWorkgroupsPerDimension',
    number
  >
>;

/** Lays out a valid job's versions in as few bytes as a best-fit reuse of dead ones gives. */
export function plan(job: jobs.Job): Plan {
  const versions = jobs.versions(job);
  const byName = new Map(versions.map((version) => [version.name, version]));
  const lastUse = lastUses(job);
  const uniforms = uniformVersions(job);
  const slots: { sizeBytes: number; isUniform: boolean }[] = [];
  const free = { storage: [] as number[], uniform: [] as number[] };
  const home = new Map<string, number>();

  /** A slot for the version; `isFresh` when it has never held another. */
  const place = (version: jobs.Version): { slot: number; isFresh: boolean } => {
    const isUniform = uniforms.has(version.name);
    const candidates = isUniform ? free.uniform : free.storage;
    const best = firstOfSize(candidates, slots, version.sizeBytes);
    const reused = candidates[best];
    // Half-empty reuse at most: otherwise one small version would keep a large buffer from the next large one.
    if (reused !== undefined && slots[reused]!.sizeBytes <= 2 * version.sizeBytes) {
      candidates.splice(best, 1);
      home.set(version.name, reused);
      return { slot: reused, isFresh: false };
    }
    slots.push({ sizeBytes: version.sizeBytes, isUniform });
    home.set(version.name, slots.length - 1);
    return { slot: slots.length - 1, isFresh: true };
  };

  const release = (slot: number): void => {
    const { sizeBytes, isUniform } = slots[slot]!;
    const others = isUniform ? free.uniform : free.storage;
    others.splice(firstOfSize(others, slots, sizeBytes), 0, slot);
  };

  const steps = job.steps.map((step, index): PlannedStep => {
    const preparations: Preparation[] = [];
    const reads = jobs
      .variablesOf(step.reads)
      .map((variable) => ({ variable, version: byName.get(step.reads[variable]!)! }));
    const writes = jobs
      .variablesOf(step.writes)
      .map((variable) => ({ variable, version: byName.get(step.writes[variable]!.name)! }));
    const origins = writes.flatMap(({ version }) =>
      version.origin.kind === 'write' && version.origin.from !== undefined ? [byName.get(version.origin.from)!] : [],
    );

    for (const version of [...reads.map((read) => read.version), ...origins]) {
      if (!home.has(version.name)) preparations.push({ kind: 'upload', version, ...place(version) });
    }
    for (const { version } of writes) {
      const from = version.origin.kind === 'write' ? version.origin.from : undefined;
      if (from === undefined) {
        const { slot, isFresh } = place(version);
        if (!isFresh) preparations.push({ kind: 'clear', version, slot });
        continue;
      }
      const fromSlot = home.get(from)!;
      const isReadHere = reads.some((read) => read.version.name === from);
      const isSharedHere = origins.filter((origin) => origin.name === from).length > 1;
      const canTakeOver =
        lastUse.get(from) === index &&
        !isReadHere &&
        !isSharedHere &&
        slots[fromSlot]!.isUniform === uniforms.has(version.name);
      if (canTakeOver) {
        home.set(version.name, fromSlot);
        home.delete(from);
      } else {
        preparations.push({ kind: 'copy', version, slot: place(version).slot, fromSlot });
      }
    }
    const { bindings } = job.kernels[step.kernel]!;
    const bound = [...reads, ...writes].map(
      ({ variable, version }): Bound => ({ binding: bindings[variable]!, version, slot: home.get(version.name)! }),
    );
    const made = writes.map(({ version }) => version);
    for (const version of new Set([...reads.map((read) => read.version), ...origins, ...made])) {
      const slot = home.get(version.name);
      if (slot !== undefined && (lastUse.get(version.name) ?? index) === index) {
        release(slot);
        home.delete(version.name);
      }
    }
    return { step, preparations, bound, writes: made };
  });

  const unused = versions.filter(({ name, origin }) => origin.kind !== 'write' && !lastUse.has(name));
  return { versions, slots, steps, unused, deviceBytes: slots.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
}

/**
 * Throws where the job asks more than the device has; nothing has been allocated then.
 *
 * @throws AssayError `job.exceeds-device` (exhausted).
 */
export function assertWithin(plan: Plan, limits: DeviceLimits): void {
  // The place is made only where it is told: there may be 65,536 of them.
  const exceeds = (where: () => string, limit: keyof DeviceLimits, got: number, unit: string): void => {
    if (got <= limits[limit]) return;
    throw new AssayError({
      kind: 'exhausted',
      code: 'job.exceeds-device',
      where: where(),
      expected: `at most ${limits[limit]} ${unit} (this device's ${limit})`,
      got: String(got),
      remedy:
        'Run it on a larger device (`assay doctor` prints the limits), or cut the job into smaller versions and steps.',
    });
  };
  const unused = new Set(plan.unused);
  for (const version of plan.versions) {
    if (unused.has(version)) continue;
    const { name, sizeBytes } = version;
    const where = (): string => `version ${name}`;
    exceeds(where, 'maxBufferSize', sizeBytes, 'bytes');
    exceeds(where, 'maxStorageBufferBindingSize', sizeBytes, 'bytes');
  }
  for (const [index, { step, bound }] of plan.steps.entries()) {
    const where = (): string => `job.steps[${index}]`;
    const inGrid = (): string => `${where()}.grid`;
    for (const extent of step.grid) {
      exceeds(inGrid, 'maxComputeWorkgroupsPerDimension', extent, 'workgroups per dimension');
    }
    const uniforms = bound.filter(({ binding }) => binding.access === 'uniform');
    for (const { version } of uniforms) {
      const inVersion = (): string => `version ${version.name}`;
      exceeds(inVersion, 'maxUniformBufferBindingSize', version.sizeBytes, 'bytes for a uniform');
    }
    exceeds(where, 'maxUniformBuffersPerShaderStage', uniforms.length, 'uniform buffers');
    exceeds(where, 'maxStorageBuffersPerShaderStage', bound.length - uniforms.length, 'storage buffers');
    for (const { binding } of bound) exceeds(where, 'maxBindingsPerBindGroup', binding.binding + 1, 'bindings');
  }
}

/**
 * For each step, the names of versions that nobody asks for behind it: no later step reads them or starts others from them, and
 * they are no outputs. Inputs and literals that no step reads are in no list.
 */
export function lastSeen(job: jobs.Job): readonly (readonly string[])[] {
  const last = lastUses(job);
  const outputs = new Set(job.outputs);
  for (const [index, { writes }] of job.steps.entries()) {
    for (const { name } of Object.values(writes)) if (!last.has(name)) last.set(name, index);
  }
  const seen = job.steps.map((): string[] => []);
  for (const [name, index] of last) if (!outputs.has(name)) seen[index]!.push(name);
  return seen;
}

/** Where the slots of at least `sizeBytes` begin in a list of slots by ascending size. */
function firstOfSize(ascending: readonly number[], slots: readonly Slot[], sizeBytes: number): number {
  let start = 0;
  let end = ascending.length;
  while (start < end) {
    const middle = (start + end) >>> 1;
    if (slots[ascending[middle]!]!.sizeBytes < sizeBytes) start = middle + 1;
    else end = middle;
  }
  return start;
}

/** The last step that reads a version or starts another from it; absent when none does. */
function lastUses(job: jobs.Job): Map<string, number> {
  const last = new Map<string, number>();
  for (const [index, { reads, writes }] of job.steps.entries()) {
    for (const version of Object.values(reads)) last.set(version, index);
    for (const { from } of Object.values(writes)) if (from !== undefined) last.set(from, index);
  }
  return last;
}

function uniformVersions(job: jobs.Job): Set<string> {
  const names = new Set<string>();
  for (const { kernel, reads } of job.steps) {
    for (const [variable, version] of Object.entries(reads)) {
      if (job.kernels[kernel]!.bindings[variable]!.access === 'uniform') names.add(version);
    }
  }
  return names;
}
