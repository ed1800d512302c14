import type { OwnerMap } from './owner.js';
import type { Tensor } from './tensor.js';

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
  readonly sizeBytes: number;
  readonly tensor?: Tensor;
}

/** A version whose bytes are part of the job (tables, uniforms). */
export interface Literal {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly tensor?: Tensor;
}

/** A version that a step makes. It starts as zeros, or `from` an earlier version of the same size. */
export interface Write {
  readonly name: string;
  readonly sizeBytes: number;
  readonly owner: OwnerMap;
  readonly from?: string;
  readonly tensor?: Tensor;
}

/** What a step claims to compute, for checks that know the operation (algebraic checks). The kernel defines right. */
export interface Meaning {
  readonly operation: string;
  readonly parameters: Readonly<Record<string, number>>;
}

/** One dispatch. */
export interface Step {
  /** A key of {@link Job.kernels}. */
  readonly kernel: string;
  /** Workgroups in x, y, z. */
  readonly grid: readonly [number, number, number];
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
  readonly profile: 1;
  readonly name: string;
  readonly kernels: Readonly<Record<string, Kernel>>;
  readonly inputs: readonly Input[];
  readonly literals: readonly Literal[];
  readonly steps: readonly Step[];
  /** Names of versions that the requester receives. */
  readonly outputs: readonly string[];
}
