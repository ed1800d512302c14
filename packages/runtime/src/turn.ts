import type { Watch } from './watch.js';

/** Ends with the last run that was asked for on each device. */
const lastOf = new WeakMap<GPUDevice, Promise<void>>();

/**
 * Does `action` after all that came before it on this device. Error scopes are a stack of the device: of two runs at once,
 * one would be told the other's errors, and the other would end well with wrong results.
 *
 * @throws AssayError `run.aborted`, `device.lost` while it waits, and whatever `action` throws.
 */
export async function inTurn<T>(device: GPUDevice, watch: Watch, action: () => Promise<T>): Promise<T> {
  const before = lastOf.get(device) ?? Promise.resolve();
  let end: () => void = () => {};
  const own = new Promise<void>((resolve) => {
    end = resolve;
  });
  lastOf.set(
    device,
    before.then(() => own),
  );
  try {
    await watch.race(before);
    return await action();
  } finally {
    end();
  }
}
