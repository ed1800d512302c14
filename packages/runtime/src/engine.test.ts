import { blake3, bytes as coreBytes, suite } from '@assay/core';
import { blake3 as noble } from '@noble/hashes/blake3.js';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { clauses } from '../../core/src/engine.contract.js';
import { fastestEngine, prepareWasmEngine, wasmEngine } from './engine.js';

/** ASSAY_CASES is the share of cases to try; 1 is a soak. */
const check = (full: number): fc.Parameters<unknown> => ({
  numRuns: Math.max(1, Math.round(full * Number(process.env.ASSAY_CASES ?? 0.05))),
  seed: Number(process.env.ASSAY_SEED ?? 1),
});

describe('C10: the WebAssembly engine', () => {
  const engine = wasmEngine();
  for (const clause of clauses) it(clause.name, () => clause.check(engine));

  it('gives the roots of BLAKE3 at any length', () => {
    fc.assert(
      fc.property(fc.nat({ max: 300 * 1024 }), fc.nat({ max: 255 }), (length, seed) => {
        const bytes = Uint8Array.from({ length }, (_, i) => (i * 31 + seed) % 251);
        expect(coreBytes.isEqual(blake3.hash(bytes, engine), noble(bytes))).toBe(true);
      }),
      check(1000),
    );
  });

  it('opens and verifies like the default engine', () => {
    const bytes = Uint8Array.from({ length: 300 * 1024 + 5 }, (_, i) => i % 251);
    const ranges = [
      { offsetBytes: 5000, lengthBytes: 70_000 },
      { offsetBytes: 200_000, lengthBytes: 4 },
    ];
    const opening = suite.blake3(engine).open(bytes, ranges);
    expect(coreBytes.isEqual(opening, suite.blake3().open(bytes, ranges))).toBe(true);
    expect(suite.blake3(engine).verify(suite.blake3().root(bytes), bytes.length, ranges, opening).ok).toBe(true);
  });
});

describe('prepareWasmEngine', () => {
  it('is the same engine', async () => {
    const engine = await prepareWasmEngine();
    for (const clause of clauses) clause.check(engine);
  });
});

describe('without SIMD', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('control: says nothing where there is SIMD', () => {
    expect(wasmEngine().name).toBe('wasm-simd');
  });

  it('says so, and what to use instead', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect(() => wasmEngine()).toThrow(expect.objectContaining({ kind: 'exhausted', code: 'engine.no-simd' }));
    await expect(prepareWasmEngine()).rejects.toMatchObject({ code: 'engine.no-simd', got: 'no WebAssembly' });
  });

  it('takes the engine that runs everywhere where the fastest is asked for', () => {
    expect(fastestEngine().name).toBe('wasm-simd');
    vi.stubGlobal('WebAssembly', { validate: () => false });
    expect(fastestEngine()).toBe(blake3.typescript);
  });

  it('tells a WebAssembly without SIMD from none', () => {
    vi.stubGlobal('WebAssembly', { validate: () => false });
    expect(() => wasmEngine()).toThrow(expect.objectContaining({ got: 'WebAssembly without SIMD' }));
  });
});
