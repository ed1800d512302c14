import { AssayError } from '@assay/core';

/** Who is told when a device is lost. */
interface Lookout {
  readonly watching: Set<(failure: AssayError) => void>;
  failure: AssayError | undefined;
}

/** One for each device: `device.lost` never forgets who waits for it, and lives through thousands of runs. */
const lookoutOf = new WeakMap<GPUDevice, Lookout>();

/** Ends every wait of a run when the device is lost or the caller gives up, so that nothing hangs. */
export class Watch {
  readonly #ended: Promise<never>;
  readonly #signal: AbortSignal | undefined;
  #failure: AssayError | undefined;
  readonly #release: () => void;

  /** Watches until {@link release}. */
  constructor(device: GPUDevice, signal: AbortSignal | undefined) {
    const lookout = lookoutFor(device);
    let reject: (failure: AssayError) => void = () => {};
    this.#ended = new Promise((_, refuse) => {
      reject = refuse;
    });
    this.#ended.catch(() => {}); // whoever waits gets it; a run that nobody waits for is no unhandled rejection
    const end = (failure: AssayError): void => {
      this.#failure ??= failure;
      reject(this.#failure);
    };
    const onAbort = (): void => end(aborted(signal?.reason));
    this.#signal = signal;
    this.#release = () => {
      lookout.watching.delete(end);
      signal?.removeEventListener('abort', onAbort);
    };
    lookout.watching.add(end);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (lookout.failure !== undefined) end(lookout.failure);
    if (signal?.aborted) onAbort();
  }

  /** The promise's value, unless the run ends first. */
  race<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([this.#ended, promise]);
  }

  /** @throws AssayError `run.aborted`, `device.lost`. */
  assertGoingOn(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#signal?.aborted) throw aborted(this.#signal.reason);
  }

  /** Forgets the run; to be called when it has ended. */
  release(): void {
    this.#release();
  }
}

function lookoutFor(device: GPUDevice): Lookout {
  const known = lookoutOf.get(device);
  if (known !== undefined) return known;
  const lookout: Lookout = { watching: new Set(), failure: undefined };
  lookoutOf.set(device, lookout);
  void device.lost.then(({ reason, message }) => {
    lookout.failure = lost(reason, message);
    for (const end of lookout.watching) end(lookout.failure);
  });
  return lookout;
}

function aborted(cause: unknown): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'run.aborted',
    expected: 'the run to finish',
    got: 'an abort signal',
    remedy: 'Nothing was signed. Run it again.',
    cause,
  });
}

function lost(reason: string, message: string): AssayError {
  return new AssayError({
    kind: 'trap',
    code: 'device.lost',
    expected: 'the device to finish the job',
    got: message === '' ? reason : `${reason}: ${message}`,
    remedy:
      'Run it again; if it happens with this job only, its shaders may run too long or use too much memory for this device.',
  });
}
