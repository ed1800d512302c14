/** What is said between this program and an engine's (`engine/serve.mjs`): one line of JSON each way. */

/** A variable of the shader with what it holds. */
export interface BoundWords {
  readonly binding: number;
  readonly type: 'uniform' | 'read-only-storage' | 'storage';
  /** As signed or unsigned 32-bit integers; absent where nothing is dispatched. */
  readonly words?: readonly number[];
}

/** What is asked: to compile `code`; with an entry point, to make a pipeline; with a grid, to dispatch it. */
export interface Request {
  readonly code: string;
  readonly entryPoint?: string;
  /** Values of overrides, as WebGPU names them. */
  readonly constants?: Readonly<Record<string, number>>;
  readonly bindings?: readonly BoundWords[];
  /** Workgroups in x, y, z. */
  readonly grid?: readonly number[];
}

/** The step at which an engine refused; `lost`: the device is gone, and the process with it. */
export type Stage = 'compile' | 'pipeline' | 'run' | 'lost';

/** The answer to the request with this id. */
export interface Answer {
  readonly id: number;
  /** Words of each `storage` binding, by number, as signed integers. */
  readonly outputs?: Readonly<Record<string, readonly number[]>>;
  readonly error?: { readonly stage: Stage; readonly message: string };
}

/** What the engine says of itself before it takes requests, or why it takes none. */
export type Greeting = { readonly ready: Facts } | { readonly absent: string };

/** An adapter in the engine's words. */
export interface Facts {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  /** A CPU does the work. */
  readonly isSoftware: boolean;
  /** Of the program, where only it knows. */
  readonly version?: string;
}
