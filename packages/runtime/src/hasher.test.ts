import { readFileSync } from 'node:fs';
import { isAssayError } from '@assay/core';
import { blake3 } from '@noble/hashes/blake3.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Hasher } from './hasher.js';
import { acquire, type DawnGpu } from './node/dawn.js';
import { mapRead, bufferUsage as usage } from './webgpu.js';

const share = Number(process.env.ASSAY_CASES ?? 1 / 20);

/** Bytes of `source` after the message, of which a hash must not depend. */
const garbage = 0xa5;

interface Message {
  readonly bytes: Uint8Array;
  /** Size of the buffer that holds it; a multiple of 4. */
  readonly bufferBytes: number;
  readonly slot: number;
}

const gpu = await open();
const adapter = gpu === null ? 'skipped: no adapter' : 'software adapter';
afterAll(() => gpu?.destroy());

async function open(): Promise<DawnGpu | null> {
  try {
    return await acquire({ adapter: 'software' });
  } catch (error) {
    if (isAssayError(error) && (error.code === 'adapter.none' || error.code === 'adapter.no-dawn')) return null;
    throw error;
  }
}

/** A message of `length` bytes in the smallest buffer of whole words, or in a larger one. */
function message(length: number, slot: number, spareWords = 0): Message {
  const bytes = new Uint8Array(length);
  let state = length + 1;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    bytes[i] = state >>> 24;
  }
  return { bytes, bufferBytes: Math.max(4, Math.ceil(length / 4) * 4) + 4 * spareWords, slot };
}

/** Hashes all messages by one encoder and one hasher; the digests buffer as it is afterwards, 32 bytes a slot. */
async function hashAll(device: GPUDevice, messages: readonly Message[]): Promise<Uint8Array> {
  device.pushErrorScope('validation');
  const hasher = await Hasher.create(
    device,
    messages.map(({ bytes }) => bytes.length),
  );
  const sizeBytes = 32 * (1 + Math.max(...messages.map(({ slot }) => slot)));
  const digests = device.createBuffer({ size: sizeBytes, usage: usage.storage | usage.copySource });
  const result = device.createBuffer({ size: sizeBytes, usage: usage.mapRead | usage.copyDestination });
  const encoder = device.createCommandEncoder();
  const sources = messages.map(({ bytes, bufferBytes, slot }) => {
    const source = device.createBuffer({ size: bufferBytes, usage: usage.storage, mappedAtCreation: true });
    const contents = new Uint8Array(source.getMappedRange());
    contents.fill(garbage);
    contents.set(bytes);
    source.unmap();
    hasher.encode(encoder, source, bytes.length, digests, slot);
    return source;
  });
  encoder.copyBufferToBuffer(digests, 0, result, 0, sizeBytes);
  device.queue.submit([encoder.finish()]);
  expect((await device.popErrorScope())?.message).toBeUndefined();
  await result.mapAsync(mapRead);
  const bytes = new Uint8Array(result.getMappedRange().slice(0));
  hasher.destroy();
  for (const buffer of [digests, result, ...sources]) buffer.destroy();
  return bytes;
}

async function expectDigests(device: GPUDevice, messages: readonly Message[]): Promise<void> {
  const digests = await hashAll(device, messages);
  const got = messages.map(({ bytes, slot }) => [
    bytes.length,
    bytesToHex(digests.subarray(32 * slot, 32 * slot + 32)),
  ]);
  expect(got).toEqual(messages.map(({ bytes }) => [bytes.length, bytesToHex(blake3(bytes))]));
}

/** N - 1, N and N + 1 around each size at which the tree, a group or the number of dispatches changes. */
const edges = [0, 4, 16, 64, 128, 960, 1024, 2048, 3072, 4096, 32_768, 65_536, 2 * 65_536, 3 * 65_536];
const lengths = [...new Set(edges.flatMap((edge) => [edge - 1, edge, edge + 1]))].filter((length) => length >= 0);

describe.skipIf(gpu === null)(`Hasher (${adapter})`, () => {
  const device = gpu?.device as GPUDevice;

  it("agrees with BLAKE3's official vectors", async () => {
    const file = new URL('../../../test/vectors/blake3.json', import.meta.url);
    const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: { lengthBytes: number; hash: string }[] };
    const messages = cases.map(({ lengthBytes }, slot) => {
      return { ...message(lengthBytes, slot), bytes: Uint8Array.from({ length: lengthBytes }, (_, i) => i % 251) };
    });
    const digests = await hashAll(device, messages);
    expect(cases).toHaveLength(35);
    expect(bytesToHex(digests)).toBe(cases.map(({ hash }) => hash).join(''));
  });

  it('agrees with noble at the edges of words, blocks, chunks and groups, all hashed by one encoder', async () => {
    await expectDigests(
      device,
      lengths.map((length, slot) => message(length, slot)),
    );
  });

  it('ignores what lies in the buffer after the message', async () => {
    const spare = [1, 2, 3, 4, 5, 300];
    await expectDigests(
      device,
      [0, 1, 3, 4, 13, 16, 61, 1023, 1025, 65_537].flatMap((length, i) =>
        spare.map((words, j) => message(length, i * spare.length + j, words)),
      ),
    );
  });

  it('merges chaining values in two and in three dispatches', async () => {
    await expectDigests(device, [
      message(8 * 2 ** 20, 0),
      message(5_000_001, 1),
      message(8 * 2 ** 20 + 1, 2),
      message(65_537, 3),
    ]);
  });

  it('gives each hash its slot and leaves the other slots alone', async () => {
    const messages = [message(70_000, 17), message(5, 2), message(1024, 9), message(3, 8)];
    const digests = await hashAll(device, messages);
    const expected = new Uint8Array(digests.length);
    for (const { bytes, slot } of messages) expected.set(blake3(bytes), 32 * slot);
    expect(bytesToHex(digests)).toBe(bytesToHex(expected));
  });

  it('spreads the workgroups over two dimensions where one is too short', async () => {
    // The real device, but one that says that it takes 3 workgroups in a row: 17 of them make a grid of 3 x 6.
    const narrow = new Proxy(device, {
      get(target, name) {
        if (name === 'limits')
          return { maxComputeWorkgroupsPerDimension: 3, maxBufferSize: 2 ** 28, maxStorageBufferBindingSize: 2 ** 28 };
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    await expectDigests(narrow, [message(17 * 65_536 - 5, 0), message(3 * 65_536, 1), message(4 * 65_536, 2)]);
  });

  it('agrees with noble on any lengths, slots and buffer sizes', async () => {
    const length = fc.oneof(fc.nat(200), fc.nat(5_000), fc.nat(300_000));
    const parts = fc.array(fc.tuple(length, fc.nat(9)), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(parts, async (list) => {
        await expectDigests(
          device,
          list.map(([bytes, spareWords], slot) => message(bytes, slot, spareWords)),
        );
      }),
      { numRuns: Math.max(1, Math.round(200 * share)) },
    );
  });

  it('refuses lengths that it was not prepared for, and buffers that are too short', async () => {
    const hasher = await Hasher.create(device, [33, 64]);
    const encoder = device.createCommandEncoder();
    const buffer = (size: number): GPUBuffer => device.createBuffer({ size, usage: usage.storage });
    const encode = (source: GPUBuffer, length: number, digests: GPUBuffer, slot: number) => () =>
      hasher.encode(encoder, source, length, digests, slot);
    expect(encode(buffer(36), 33, buffer(64), 1)).not.toThrow();
    expect(encode(buffer(36), 34, buffer(64), 1)).toThrow(expect.objectContaining({ code: 'hasher.unplanned' }));
    expect(encode(buffer(32), 33, buffer(64), 1)).toThrow(expect.objectContaining({ code: 'hasher.source' }));
    expect(encode(buffer(36), 33, buffer(64), 2)).toThrow(expect.objectContaining({ code: 'hasher.digests' }));
    hasher.destroy();
    const limit = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize);
    for (const length of [-1, 0.5, Number.NaN]) {
      await expect(Hasher.create(device, [length])).rejects.toMatchObject({ kind: 'bug', code: 'hasher.length' });
    }
    await expect(Hasher.create(device, [limit + 1])).rejects.toMatchObject({
      kind: 'exhausted',
      code: 'hasher.length',
    });
    (await Hasher.create(device, [limit])).destroy();
  });
});
