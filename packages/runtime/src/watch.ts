import { AssayError } from '@assay/core';

/** Ends every wait of a run when the device is lost or the caller gives up, so that nothing hangs. */
export class Watch {
  readonly #ended: Promise<never>;
  readonly #signal: AbortSignal | undefined;
  #failure: AssayError | undefined;
  #release: () => void = () => {};

  constructor(device: GPUDevice, signal: AbortSignal | undefined) {
    this.#signal = signal;
    this.#ended = new Promise((_, reject) => {
      const end = (failure: AssayError): void => {
        this.#failure ??= failure;
        reject(this.#failure);
      };
      void device.lost.then(({ reason, message }) => end(lost(reason, message)));
      if (signal === undefined) return;
      const onAbort = (): void => end(aborted());
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
      this.#release = () => signal.removeEventListener('abort', onAbort);
    });
    this.#ended.catch(() => {}); // whoever waits gets it; a run that nobody waits for is no unhandled rejection
  }

  /** The promise's value, unless the run ends first. */
  race<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([promise, this.#ended]);
  }

  /** @throws AssayError `run.aborted`, `device.lost`. */
  assertGoingOn(): void {
    if (this.#signal?.aborted) throw aborted();
    if (this.#failure !== undefined) throw this.#failure;
  }

  release(): void {
    this.#release();
  }
}

function aborted(): AssayError {
  return new AssayError({ kind: 'exhausted', code: 'run.aborted', expected: 'the run to finish', got: 'an abort signal', remedy: 'Nothing was signed. Run it again.' });
}

function lost(reason: string, message: string): AssayError {
  return new AssayError({
    kind: 'trap',
    code: 'device.lost',
    expected: 'the device to finish the job',
    got: message === '' ? reason : `${reason}: ${message}`,
    remedy: 'Run it again; if it happens with this job only, its shaders may run too long or use too much memory for this device.',
  });
}
