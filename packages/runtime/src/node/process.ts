import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { AssayError, type job as jobs } from '@assay/core';
import type { AdapterChoice, AdapterReport } from '../adapter.js';
import type { ExecuteOptions, Execution, Progress } from '../executor.js';
import { assertKeep, keptOf } from '../keep.js';
import { CHANNEL_FD, FrameReader, FrameWriter } from './channel.js';
import type { Reply, Request } from './child.js';

export interface StartOptions {
  readonly adapter?: AdapterChoice;
  /** Default: {@link START_DEADLINE_MS}. */
  readonly startDeadlineMs?: number;
  readonly signal?: AbortSignal;
}

export interface RunOptions {
  /** From the run's turn to its result, transfers included; Infinity for none. Default: {@link RUN_DEADLINE_MS}. */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  readonly commit?: ExecuteOptions['commit'];
  readonly keep?: ExecuteOptions['keep'];
}

/** A driver's first start compiles caches; healthy ones take 0.2 to 5 s. */
export const START_DEADLINE_MS = 60_000;
/** Finite, because a shader that does not end tells nobody. */
export const RUN_DEADLINE_MS = 600_000;

const GRACE_MS = 500;
/** How long `close` waits for a killed process; one stuck in its driver may not be reaped for minutes. */
const REAP_MS = 2_000;
const STDERR_BYTES = 4096;
const MAX_TIMER_MS = 2 ** 31 - 1;

/** One thing asked of the child: settled by its reply, the deadline, the signal or its death, whichever is first. */
interface Exchange {
  readonly onProgress: ((progress: Progress) => void) | undefined;
  progress: Progress | undefined;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

interface Answer {
  readonly reply: Extract<Reply, { is: 'ready' | 'done' }>;
  readonly blobs: readonly Uint8Array[];
}

interface Bounds {
  readonly what: 'start' | 'run';
  readonly deadlineMs: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * A device in a process of its own, which can be killed: a shader that does not end blocks `device.destroy()` for ever.
 * Runs take turns. Once a run was killed or the process died, this object is closed and refuses with `run.process-closed`.
 * An idle GpuProcess does not keep the program alive, and the child never outlives the program.
 *
 * Bytes cross a pipe, with one copy in each process: measured 1.5 GB/s to the child and 0.4 GB/s back, most of it page
 * faults of fresh memory, where IPC messages gave 0.2 and 0.7 GB/s and several copies.
 */
export class GpuProcess {
  readonly #child: ChildProcess;
  readonly #socket: Socket;
  readonly #writer: FrameWriter;
  readonly #exited: Promise<void>;
  #report: AdapterReport | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #exchange: Exchange | undefined;
  /** Why the object is of no more use. */
  #closed: string | undefined;
  #stderr = '';

  /**
   * Starts the process and opens its device. Fails as `acquire` does, and with `run.deadline`, `run.aborted` (exhausted)
   * and `run.device-process-died` (trap).
   */
  static async start(options: StartOptions = {}): Promise<GpuProcess> {
    const { adapter = 'auto', startDeadlineMs = START_DEADLINE_MS, signal } = options;
    if (signal?.aborted) throw aborted('start', signal);
    const started = new GpuProcess(adapter);
    const { reply } = await started.#ask(undefined, { what: 'start', deadlineMs: startDeadlineMs, signal });
    if (reply.is === 'ready') started.#report = reply.report;
    return started;
  }

  private constructor(adapter: AdapterChoice) {
    this.#child = spawn(process.execPath, [childFile(), adapter, String(process.pid)], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    this.#socket = this.#child.stdio[CHANNEL_FD] as Socket;
    this.#writer = new FrameWriter(this.#socket);
    const reader = new FrameReader(({ head, blobs }) => this.#onReply(head as Reply, blobs));
    this.#socket.on('data', (bytes: Buffer) => reader.push(bytes));
    // A broken pipe means that the child is gone, which its own event tells better.
    this.#socket.on('error', () => {});
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-STDERR_BYTES);
    });
    this.#exited = new Promise((resolve) => {
      // After `close` nothing more can come from the child; `exit` may overtake its last words.
      this.#child.once('close', (code, signal) => {
        this.#onDeath(signal ? `signal ${signal}` : `exit code ${code}`);
        resolve();
      });
      this.#child.once('error', (error) => {
        this.#onDeath(error.message);
        resolve();
      });
    });
    this.#keepAlive(false);
  }

  /** The child's process number, for whoever watches it from outside. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  get report(): AdapterReport {
    return this.#report!;
  }

  /**
   * Executes `job` in the child. Fails as `execute` does, and with `run.deadline`, `run.aborted`, `run.process-closed`
   * (exhausted), `run.device-process-died` (trap). After `device.lost` (trap) the object is closed.
   */
  run(job: jobs.Job, inputs: ReadonlyMap<string, Uint8Array>, options: RunOptions = {}): Promise<Execution> {
    const { signal } = options;
    const turn = this.#queue.then(() => this.#perform(job, inputs, options));
    this.#queue = turn.catch(() => {});
    if (signal === undefined) return turn;
    // An aborted run does not wait for its turn to say so.
    const { promise, reject } = withReject<Execution>();
    const onAbort = (): void => reject(aborted('run', signal));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort);
    return Promise.race([turn, promise]).finally(() => signal.removeEventListener('abort', onAbort));
  }

  /** Ends the process: asks it to, and kills it after a short grace. A run that is under way fails. Never throws. */
  async close(): Promise<void> {
    this.#fail(processClosed('close() was called'), 'close() was called');
    this.#socket.end();
    if (await settlesWithin(this.#exited, GRACE_MS)) return;
    this.#child.kill('SIGKILL');
    await settlesWithin(this.#exited, REAP_MS);
  }

  async #perform(job: jobs.Job, inputs: ReadonlyMap<string, Uint8Array>, options: RunOptions): Promise<Execution> {
    const { deadlineMs = RUN_DEADLINE_MS, signal, onProgress, commit, keep = [] } = options;
    if (signal?.aborted) throw aborted('run', signal);
    if (this.#closed !== undefined) throw processClosed(this.#closed);
    assertKeep(job, keep);

    const literals = job.literals.map((literal) => ({ ...literal, bytes: new Uint8Array(0) }));
    // Only what is not here, and does not come as an output.
    const others = new Set([...job.outputs, ...inputs.keys(), ...literals.map(({ name }) => name)]);
    const kept = [...new Set(keep)].filter((name) => !others.has(name));
    const request: Request = { job: { ...job, literals }, inputs: [...inputs.keys()], commit, keep: kept };
    const blobs = [...job.literals.map((literal) => literal.bytes), ...inputs.values()];
    const answer = await this.#ask({ request, blobs }, { what: 'run', deadlineMs, signal, onProgress });
    if (answer.reply.is !== 'done') throw processClosed('it answered out of turn');
    const made = new Map([...job.outputs, ...kept].map((name, i) => [name, answer.blobs[i]!]));
    const outputs = new Map(job.outputs.map((name) => [name, made.get(name)!]));
    return { ...answer.reply.execution, job, outputs, kept: keptOf(job, keep, inputs, made) };
  }

  async #ask(sent: { request: Request; blobs: readonly Uint8Array[] } | undefined, bounds: Bounds): Promise<Answer> {
    const { what, deadlineMs, signal, onProgress } = bounds;
    const { promise, resolve, reject } = withReject<Answer>();
    const exchange: Exchange = { onProgress, progress: undefined, resolve, reject };
    const kill = (error: AssayError, why: string): void => {
      this.#child.kill('SIGKILL');
      this.#fail(error, why);
    };
    const onAbort = (): void => kill(aborted(what, signal!), `its ${what} was aborted`);
    const timer =
      deadlineMs === Number.POSITIVE_INFINITY
        ? undefined
        : setTimeout(
            () => kill(overdue(what, deadlineMs, exchange.progress), `its ${what} was not over after ${deadlineMs} ms`),
            Math.min(deadlineMs, MAX_TIMER_MS),
          );
    this.#exchange = exchange;
    this.#keepAlive(true);
    signal?.addEventListener('abort', onAbort);
    try {
      // A send that fails has lost its reader: the child's death rejects the exchange.
      if (sent !== undefined) this.#writer.send(sent.request, sent.blobs).catch(() => {});
      return await promise;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      this.#exchange = undefined;
      this.#keepAlive(false);
    }
  }

  #onReply(reply: Reply, blobs: readonly Uint8Array[]): void {
    const exchange = this.#exchange;
    if (exchange === undefined) return;
    if (reply.is === 'progress') {
      exchange.progress = reply.progress;
      try {
        exchange.onProgress?.(reply.progress);
      } catch (error) {
        this.#child.kill('SIGKILL');
        this.#fail(error, 'its onProgress callback threw');
      }
    } else if (reply.is === 'failed') {
      const error = new AssayError(reply.failure);
      if (reply.isFatal) {
        this.#child.kill('SIGKILL');
        this.#fail(error, `its device failed (${error.code})`);
      } else exchange.reject(error);
    } else exchange.resolve({ reply, blobs });
  }

  #fail(error: unknown, why: string): void {
    this.#closed ??= why;
    this.#exchange?.reject(error);
  }

  /** The event loop waits for the child only while something was asked of it. */
  #keepAlive(isNeeded: boolean): void {
    const change = isNeeded ? 'ref' : 'unref';
    this.#child[change]();
    this.#socket[change]();
    (this.#child.stderr as Socket | null)?.[change]();
  }

  #onDeath(how: string): void {
    const words = this.#stderr.trim();
    const error = new AssayError({
      kind: 'trap',
      code: 'run.device-process-died',
      expected: 'the device process to live until the run ends',
      got: words === '' ? how : `${how}, after it wrote: ${words}`,
      remedy:
        'Run `assay doctor`; update the graphics driver or choose the software adapter. SIGKILL often means that memory ran out.',
    });
    this.#fail(error, `it died (${how})`);
  }
}

/** The built file also when this module runs from its source. */
function childFile(): string {
  const place = import.meta.url.endsWith('.ts') ? '../../dist/node/child.js' : './child.js';
  return fileURLToPath(new URL(place, import.meta.url));
}

function overdue(what: string, deadlineMs: number, progress: Progress | undefined): AssayError {
  // Steps tell only when they are over: after the last upload the device is at work on them.
  const isAtWork = progress?.phase === 'step' || (progress?.phase === 'upload' && progress.done === progress.total);
  const stepsDone = progress?.phase === 'step' ? progress.done : 0;
  const stage =
    progress === undefined
      ? ''
      : isAtWork
        ? `: step ${stepsDone} or one of the next has not ended`
        : ` in phase "${progress.phase}" at ${progress.done} of ${progress.total}`;
  return new AssayError({
    kind: 'exhausted',
    code: 'run.deadline',
    expected: `the ${what} to be over after ${deadlineMs} ms`,
    got: `one still going on${stage}`,
    remedy:
      what === 'run'
        ? 'Look for a loop that does not end, or allow more time with a longer deadline.'
        : 'Run `assay doctor`, or allow more time with a longer startDeadlineMs.',
  });
}

function aborted(what: string, signal: AbortSignal): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'run.aborted',
    expected: `the ${what} to go on to its end`,
    got: `an abort (${signal.reason instanceof Error ? signal.reason.message : String(signal.reason)})`,
    remedy: 'Run it again, in a new GpuProcess if this one was closed by the abort.',
    cause: signal.reason,
  });
}

function processClosed(why: string): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'run.process-closed',
    expected: 'a device process that is alive',
    got: `one that was ended: ${why}`,
    remedy: 'Start a new GpuProcess.',
  });
}

function withReject<T>(): { promise: Promise<T>; resolve(value: T): void; reject(error: unknown): void } {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

async function settlesWithin(promise: Promise<void>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, milliseconds, false);
  });
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
