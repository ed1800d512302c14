import { check } from '@assay/testkit';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Compiled } from '../compiled.js';
import { argumentWords } from '../layout.js';
import { allocate, type Frame, type Place, type Plan, plan } from './space.js';

function compiled(parts: Partial<Compiled> = {}): Compiled {
  return {
    bytes: new Uint8Array(0),
    lanes: 4,
    isTracked: false,
    isShared: false,
    workgroupSize: [1, 1, 1],
    bindings: [{ binding: 0, isWritten: true }],
    workgroupBytes: 0,
    localBytes: 0,
    slotBytes: 0,
    ...parts,
  };
}

const frameOf = ({ argument, workgroupMemory, localMemory, slots, owners, touched }: Frame): readonly Place[] =>
  [argument, workgroupMemory, localMemory, slots, ...owners, ...touched].filter((place) => place !== undefined);

const placesOf = ({ bindings, localIds, frames }: Plan): readonly Place[] => [
  ...bindings,
  localIds,
  ...frames.flatMap(frameOf),
];

const sixteens = fc.oneof(fc.constant(0), fc.nat(1000), fc.nat(2 ** 22)).map((count) => 16 * count);
const kernels = fc.record({
  isTracked: fc.boolean(),
  workgroupSize: fc.tuple(
    fc.integer({ min: 1, max: 16 }),
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 4 }),
  ),
  workgroupBytes: sixteens,
  localBytes: sixteens,
  slotBytes: sixteens,
});
const versions = fc.array(
  fc.record({
    isWritten: fc.boolean(),
    lengthWords: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 2 ** 24 })),
  }),
  { minLength: 1, maxLength: 9 },
);

afterEach(() => vi.unstubAllGlobals());

describe('the plan of a memory', () => {
  it('has room for everything: nothing lies in something else, with 16 bytes before and behind it', () => {
    const property = fc.property(kernels, versions, fc.integer({ min: 1, max: 4 }), (parts, bound, threads) => {
      const bindings = bound.map(({ isWritten }, binding) => ({ binding, isWritten }));
      const code = compiled({ ...parts, bindings });
      const planned = plan(
        code,
        bound.map(({ lengthWords }) => lengthWords),
        threads,
      );
      let end = 0;
      for (const { address, lengthBytes } of placesOf(planned).toSorted((a, b) => a.address - b.address)) {
        expect(address % 16).toBe(0);
        expect(address - end).toBeGreaterThanOrEqual(16);
        end = address + lengthBytes;
      }
      expect(planned.sizeBytes - end).toBeGreaterThanOrEqual(16);
      expect(planned.sizeBytes % 65_536).toBe(0);
      expect(planned.bindings.map(({ lengthBytes }) => lengthBytes / 4)).toEqual(bound.map((one) => one.lengthWords));
      expect(planned.frames.length).toBe(threads);
      for (const { argument, workgroupMemory, localMemory, slots, owners, touched } of planned.frames) {
        expect(argument.lengthBytes).toBe(4 * argumentWords(bindings.length));
        expect([workgroupMemory, localMemory, slots].map(({ lengthBytes }) => lengthBytes)).toEqual([
          code.workgroupBytes,
          code.localBytes,
          code.slotBytes,
        ]);
        for (const [i, { isWritten, lengthWords }] of bound.entries()) {
          expect(owners[i]?.lengthBytes).toBe(isWritten ? 4 * 33 : undefined);
          const pages = isWritten || !parts.isTracked ? undefined : Math.ceil(lengthWords / 256);
          expect(touched[i]?.lengthBytes).toBe(pages);
        }
      }
    });
    fc.assert(property, check(2000));
  });

  it('puts threads on cache lines of their own', () => {
    const { frames } = plan(compiled({ localBytes: 16 }), [1], 3);
    const lines = frames.map((frame) => {
      const places = frameOf(frame);
      const first = Math.min(...places.map(({ address }) => address));
      const last = Math.max(...places.map(({ address, lengthBytes }) => address + lengthBytes - 1));
      return [Math.floor(first / 64), Math.floor(last / 64)] as const;
    });
    expect(lines[0]![1]).toBeLessThan(lines[1]![0]);
    expect(lines[1]![1]).toBeLessThan(lines[2]![0]);
  });

  it('ends at 65,535 pages', () => {
    const { sizeBytes, bindings } = plan(compiled(), [1]);
    const around = bindings[0]!.address + 16;
    expect(sizeBytes).toBe(65_536);
    const most = (65_535 * 65_536 - around) / 4;
    expect(plan(compiled(), [most]).sizeBytes).toBe(65_535 * 65_536);
    const error = { kind: 'exhausted', code: 'executor.too-large', got: `${2 ** 32} bytes` };
    expect(() => plan(compiled(), [most + 1])).toThrow(expect.objectContaining(error));
    expect(() => plan(compiled(), [2 ** 31, 2 ** 31])).toThrow(expect.objectContaining({ code: 'executor.too-large' }));
  });
});

describe('a memory', () => {
  it('has tables of local ids, x fastest', () => {
    const space = allocate(compiled({ workgroupSize: [3, 2, 1] }), [4]);
    const { address, lengthBytes } = space.localIds;
    expect(lengthBytes).toBe(4 * 4 * 8);
    const words = [...new Uint32Array(space.memory.buffer, address, lengthBytes / 4)];
    expect(words.slice(0, 6)).toEqual([0, 1, 2, 0, 1, 2]);
    expect(words.slice(8, 14)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(words.slice(16, 22)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(words.slice(24, 32)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('takes no more than is touched, even if it is as large as can be', () => {
    const before = process.memoryUsage.rss();
    const space = allocate(compiled(), [2 ** 30 - 2 ** 16]);
    expect(space.memory.buffer.byteLength).toBeGreaterThan(2 ** 32 - 2 ** 19);
    expect(process.memoryUsage.rss() - before).toBeLessThan(2 ** 28);
  });

  it('is shared if the code is', () => {
    expect(allocate(compiled({ isShared: true }), [4], 2).memory.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(allocate(compiled(), [4]).memory.buffer).toBeInstanceOf(ArrayBuffer);
  });

  it('says so where the engine has none', () => {
    // An engine without memory cannot be had at will.
    vi.stubGlobal('WebAssembly', {
      Memory: class {
        constructor() {
          throw new RangeError('could not allocate memory');
        }
      },
    });
    const error = { kind: 'exhausted', code: 'executor.no-memory', expected: expect.stringContaining('65536 bytes') };
    expect(() => allocate(compiled(), [4])).toThrow(expect.objectContaining(error));
  });
});
