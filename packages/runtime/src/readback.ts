import { bufferUsage, mapRead } from './webgpu.js';

/** A copy on its way to the host. The bytes are valid during the call only. */
interface Pending {
  readonly staging: GPUBuffer;
  readonly sizeBytes: number;
  readonly consume: (bytes: Uint8Array) => void;
}

/** Staging memory that is kept although nothing uses it: one batch of the executor's. */
const MOST_IDLE_BYTES = 1 << 28;

/** Brings buffers back to the host through mappable staging buffers, which are used again. */
export class Readback {
  readonly #device: GPUDevice;
  readonly #idle: GPUBuffer[] = [];
  #idleBytes = 0;
  readonly #all = new Set<GPUBuffer>();
  #pending: Pending[] = [];
  #pendingBytes = 0;

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** Bytes copied since the last {@link collect}. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /** Encodes the copy of the first bytes of a buffer. `consume` is called during {@link collect}. */
  copy(encoder: GPUCommandEncoder, source: GPUBuffer, sizeBytes: number, consume: (bytes: Uint8Array) => void): void {
    const staging = this.#take(sizeBytes);
    encoder.copyBufferToBuffer(source, 0, staging, 0, sizeBytes);
    this.#pending.push({ staging, sizeBytes, consume });
    this.#pendingBytes += sizeBytes;
  }

  /** Call after the copies were submitted: resolves when each was consumed, in the order in which they were encoded. */
  async collect(): Promise<void> {
    const batch = this.#pending;
    this.#pending = [];
    this.#pendingBytes = 0;
    const mapped = batch.map(({ staging, sizeBytes }) => staging.mapAsync(mapRead, 0, sizeBytes));
    for (const promise of mapped) promise.catch(() => {}); // awaited below, one after the other
    for (const [index, { staging, sizeBytes, consume }] of batch.entries()) {
      await mapped[index];
      consume(new Uint8Array(staging.getMappedRange(0, sizeBytes)));
      staging.unmap();
      this.#idle.push(staging);
      this.#idleBytes += staging.size;
    }
  }

  /** Frees all staging memory; copies that were not collected are lost. */
  destroy(): void {
    for (const buffer of this.#all) buffer.destroy();
  }

  #take(sizeBytes: number): GPUBuffer {
    const index = this.#idle.findIndex(({ size }) => size >= sizeBytes && size <= 2 * sizeBytes);
    if (index !== -1) return this.#leave(index);
    while (this.#idleBytes > MOST_IDLE_BYTES) {
      const unfit = this.#leave(0);
      unfit.destroy();
      this.#all.delete(unfit);
    }
    const usage = bufferUsage.mapRead | bufferUsage.copyDestination;
    const buffer = this.#device.createBuffer({ label: 'readback', size: sizeBytes, usage });
    this.#all.add(buffer);
    return buffer;
  }

  #leave(index: number): GPUBuffer {
    const [buffer] = this.#idle.splice(index, 1);
    this.#idleBytes -= buffer!.size;
    return buffer!;
  }
}
