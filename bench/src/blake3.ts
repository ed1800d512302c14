import { blake3 } from '@assay/core';
import { Hasher, wasmEngine } from '@assay/runtime';
import { blake3 as noble } from '@noble/hashes/blake3.js';
import { createBLAKE3 } from 'hash-wasm';
import type { Benchmark, Setting } from './benchmark.js';
import { assertEqual, noise } from './content.js';
import { convert, type Row, row } from './report.js';
import { interleave, type Pairs, ratio, summarize } from './statistics.js';

const NAME = 'blake3';
const [MAP_READ, COPY_SRC, COPY_DST, STORAGE, MODE_READ] = [0x1, 0x4, 0x8, 0x80, 0x1];
const DIGEST_BYTES = 32;
/** WebGPU stages a copy of what is written: in pieces, so that a gigabyte does not take two. */
const UPLOAD_BYTES = 1 << 26;
/** What one command buffer may hold; more dispatches cost more to encode than to run. */
const MOST_REPEATS = 4096;

/** Hashes a message the given number of times in a row. */
interface Hash {
  readonly name: string;
  readonly run: (repeats: number) => Promise<Uint8Array>;
}

/** A hash with as many repeats as a reading needs. */
interface Calibrated extends Hash {
  readonly repeats: number;
}

/** GB/s of every implementation at hand, on the same message; a wrong digest ends the run. */
export const blake3Speed: Benchmark = {
  name: NAME,
  async run(setting) {
    const { gpu } = setting;
    const rows: Row[] = [];
    const lengths = [1 << 10, 1 << 16, 1 << 24];
    if (!gpu.report.isSoftware && !setting.isQuick) lengths.push(1 << 30);
    for (const length of lengths) rows.push(...(await measure(setting, length)));
    return rows;
  },
};

async function measure({ gpu, isQuick, note }: Setting, lengthBytes: number): Promise<Row[]> {
  const readings = isQuick ? 3 : 15;
  const leastMs = isQuick ? 5 : 50;
  const size = toSize(lengthBytes);
  const message = noise(lengthBytes, 7);
  const expected = blake3.hash(message, wasmEngine());
  const onDevice = await DeviceHash.create(gpu.device, message);
  const rows: Row[] = [];
  try {
    // A gigabyte takes the slow ones a quarter of a minute; their speed does not change after 16 MiB.
    const isLong = lengthBytes > 1 << 24;
    const slow = isLong ? [] : [typescript(message), nobleHash(message)];
    const calibrated: Calibrated[] = [];
    for (const hash of [onDevice, hostEngine(message), await hashWasm(message), ...slow]) {
      assertEqual(`${hash.name}, ${size}`, await hash.run(1), expected);
      calibrated.push({ ...hash, run: hash.run, repeats: await repeatsFor(hash, leastMs) });
    }
    note(`${NAME}: ${size}, ${readings} readings of ${calibrated.length} implementations`);
    const seconds = new Map<string, number[]>(calibrated.map(({ name }) => [name, []]));
    for (let reading = 0; reading < readings; reading++) {
      for (const hash of reading % 2 === 0 ? calibrated : calibrated.toReversed()) {
        const start = performance.now();
        const digest = await hash.run(hash.repeats);
        seconds.get(hash.name)!.push((performance.now() - start) / 1000 / hash.repeats);
        assertEqual(`${hash.name}, ${size}`, digest, expected);
      }
    }
    for (const { name } of calibrated) {
      const speed = convert(summarize(seconds.get(name)!), (each) => lengthBytes / 1e9 / each);
      rows.push(row(NAME, `${size}: ${name}`, 'GB/s', speed));
    }
    if (lengthBytes >= 1 << 24) {
      const { name, repeats } = calibrated[0]!;
      const timed = (run: (times: number) => Promise<unknown>) => async (): Promise<number> => {
        const start = performance.now();
        await run(repeats);
        return performance.now() - start;
      };
      const pairs: Pairs<number> = await interleave(readings, timed(onDevice.copy), timed(onDevice.run));
      // Where the message is larger than every cache; 16 MiB fit into a large GPU's.
      const aim = lengthBytes >= 1 << 30 ? { atLeast: 0.5 } : undefined;
      rows.push(
        row(
          NAME,
          `${size}: speed of ${name} / of a copy there`,
          'ratio',
          ratio(pairs, (ms) => ms),
          aim,
        ),
      );
    }
    return rows;
  } finally {
    onDevice.destroy();
  }
}

/** As often as makes a reading long enough for the clock. Also warms up. */
async function repeatsFor(hash: Hash, leastMs: number): Promise<number> {
  for (let repeats = 1; ; repeats *= 2) {
    const start = performance.now();
    await hash.run(repeats);
    if (performance.now() - start >= leastMs || repeats === MOST_REPEATS) return repeats;
  }
}

function onHost(name: string, hash: () => Uint8Array): Hash {
  return {
    name,
    async run(repeats) {
      let digest = hash();
      for (let i = 1; i < repeats; i++) digest = hash();
      return digest;
    },
  };
}

function hostEngine(message: Uint8Array): Hash {
  const engine = wasmEngine();
  return onHost('host, WebAssembly SIMD', () => blake3.hash(message, engine));
}

function typescript(message: Uint8Array): Hash {
  return onHost('host, TypeScript', () => blake3.hash(message));
}

function nobleHash(message: Uint8Array): Hash {
  return onHost('@noble/hashes', () => noble(message));
}

async function hashWasm(message: Uint8Array): Promise<Hash> {
  const hasher = await createBLAKE3();
  return onHost('hash-wasm', () => hasher.init().update(message).digest('binary'));
}

/**
 * The library's hasher on a message that lies on the device already. A reading goes from the first call of the encoder to the
 * digests' arrival on the host; all repeats are in one submission.
 */
class DeviceHash implements Hash {
  readonly name: string = 'device';
  readonly #device: GPUDevice;
  readonly #hasher: Hasher;
  readonly #message: GPUBuffer;
  readonly #lengthBytes: number;
  readonly #digests: GPUBuffer;
  readonly #staging: GPUBuffer;
  #twin: GPUBuffer | undefined;

  static async create(device: GPUDevice, message: Uint8Array<ArrayBuffer>): Promise<DeviceHash> {
    return new DeviceHash(device, message, await Hasher.create(device, [message.length]));
  }

  private constructor(device: GPUDevice, message: Uint8Array<ArrayBuffer>, hasher: Hasher) {
    this.#device = device;
    this.#hasher = hasher;
    this.#lengthBytes = message.length;
    const size = MOST_REPEATS * DIGEST_BYTES;
    this.#message = device.createBuffer({ size: message.length, usage: STORAGE | COPY_SRC | COPY_DST });
    this.#digests = device.createBuffer({ size, usage: STORAGE | COPY_SRC });
    this.#staging = device.createBuffer({ size, usage: MAP_READ | COPY_DST });
    for (let at = 0; at < message.length; at += UPLOAD_BYTES) {
      device.queue.writeBuffer(this.#message, at, message, at, Math.min(UPLOAD_BYTES, message.length - at));
    }
  }

  /** @returns the digest; throws unless all repeats gave the same. */
  readonly run = async (repeats: number): Promise<Uint8Array> => {
    const encoder = this.#device.createCommandEncoder();
    for (let i = 0; i < repeats; i++) this.#hasher.encode(encoder, this.#message, this.#lengthBytes, this.#digests, i);
    const digests = await this.#finish(encoder, repeats * DIGEST_BYTES);
    const first = digests.subarray(0, DIGEST_BYTES);
    for (let at = DIGEST_BYTES; at < digests.length; at += DIGEST_BYTES) {
      assertEqual(`repeat ${at / DIGEST_BYTES} on the device`, digests.subarray(at, at + DIGEST_BYTES), first);
    }
    return first;
  };

  /** The device's own copy of the message, between two buffers: what its memory allows. */
  readonly copy = async (repeats: number): Promise<void> => {
    this.#twin ??= this.#device.createBuffer({ size: this.#lengthBytes, usage: COPY_DST });
    const encoder = this.#device.createCommandEncoder();
    for (let i = 0; i < repeats; i++) encoder.copyBufferToBuffer(this.#message, 0, this.#twin, 0, this.#lengthBytes);
    await this.#finish(encoder, DIGEST_BYTES);
  };

  destroy(): void {
    this.#hasher.destroy();
    for (const buffer of [this.#message, this.#digests, this.#staging, this.#twin]) buffer?.destroy();
  }

  async #finish(encoder: GPUCommandEncoder, sizeBytes: number): Promise<Uint8Array> {
    encoder.copyBufferToBuffer(this.#digests, 0, this.#staging, 0, sizeBytes);
    this.#device.queue.submit([encoder.finish()]);
    await this.#staging.mapAsync(MODE_READ, 0, sizeBytes);
    const bytes = new Uint8Array(this.#staging.getMappedRange(0, sizeBytes)).slice();
    this.#staging.unmap();
    return bytes;
  }
}

function toSize(bytes: number): string {
  for (const [unit, size] of [
    ['GiB', 2 ** 30],
    ['MiB', 2 ** 20],
    ['KiB', 2 ** 10],
  ] as const) {
    if (bytes >= size) return `${bytes / size} ${unit}`;
  }
  return `${bytes} B`;
}
