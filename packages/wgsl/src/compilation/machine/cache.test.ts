import { describe, expect, it } from 'vitest';
import * as guards from '../../analysis/guards.js';
import type { Kernel } from '../../execution/ir.js';
import * as ir from '../../testing/assembly.js';
import type { CompileOptions } from '../compiled.js';
import { Cache, keyOf } from './cache.js';
import type { Executable } from './machine.js';

const options: CompileOptions = { lanes: 4, isTracked: false, isShared: false };

/** As long as it says; a cache asks for no more. */
function executable(lengthBytes: number): Executable {
  const compiled = {
    ...options,
    bytes: new Uint8Array(lengthBytes),
    workgroupSize: [1, 1, 1] as const,
    bindings: [],
    workgroupBytes: 0,
    localBytes: 0,
    slotBytes: 0,
  };
  return { compiled, module: {} };
}

/** Takes keys one after the other; gives those that had to be made. */
function made(cache: Cache, keys: string, lengthBytes: (key: string) => number = () => 1): string {
  let text = '';
  for (const key of keys) {
    cache.take(key, () => {
      text += key;
      return executable(lengthBytes(key));
    });
  }
  return text;
}

describe('a cache', () => {
  it('makes once what it holds, and gives that', () => {
    const cache = new Cache();
    const first = executable(5);
    expect(cache.take('a', () => first)).toBe(first);
    expect(cache.take('a', () => executable(5))).toBe(first);
    expect([cache.size, cache.lengthBytes]).toEqual([1, 5]);
  });

  it('lets go of what was not used for the longest time', () => {
    const cache = new Cache({ executables: 3 });
    expect(made(cache, 'abcabc')).toBe('abc');
    expect(made(cache, 'ad')).toBe('d');
    expect(made(cache, 'acd')).toBe('');
    expect(made(cache, 'b')).toBe('b');
    expect(made(cache, 'cdba')).toBe('a');
    expect([cache.size, cache.lengthBytes]).toEqual([3, 3]);
  });

  it('holds no more bytes than it may', () => {
    const cache = new Cache({ lengthBytes: 10 });
    const length = (key: string): number => Number(key);
    expect(made(cache, '2354', length)).toBe('2354'); // 2 and 3 had to go
    expect([cache.size, cache.lengthBytes]).toEqual([2, 9]);
    expect(made(cache, '5432', length)).toBe('32');
    expect([cache.size, cache.lengthBytes]).toEqual([3, 9]);
  });

  it('does not hold what is larger than all that it may', () => {
    const cache = new Cache({ lengthBytes: 10 });
    expect(cache.take('a', () => executable(11)).compiled.bytes.length).toBe(11);
    expect([cache.size, cache.lengthBytes]).toEqual([0, 0]);
  });

  it('holds nothing of what could not be made', () => {
    const cache = new Cache();
    const fail = (): never => {
      throw new Error('too large');
    };
    expect(() => cache.take('a', fail)).toThrow('too large');
    expect(cache.size).toBe(0);
    expect(made(cache, 'a')).toBe('a');
  });
});

const { region, phases } = ir;
const store = ir.storeBuffer(2, 0, 1);
const plain = (): Kernel => ir.kernel([region(ir.constant(1, 5), ir.clamp(0, 0, 4), store)]);

describe('a key', () => {
  const key = (kernel: Kernel, parts: Partial<guards.Guards> = {}, chosen = options): string =>
    keyOf(kernel, { ...guards.all(kernel), ...parts }, chosen);

  it('is the same for the same kernel, whatever its name and its text', () => {
    expect(key(plain())).toMatch(/^[0-9a-f]{64}$/);
    expect(key({ ...plain(), entryPoint: 'other', spans: [] })).toBe(key(plain()));
  });

  it('is another one for each other thing that the compiler sees', () => {
    const kernel = plain();
    const changes: Partial<Kernel>[] = [
      { workgroupSize: [2, 1, 1] },
      { workgroupWords: 17 },
      { localWords: 17 },
      { registers: 33 },
      { builtins: [ir.builtin(1, 'local_invocation_index')] },
      { builtins: [ir.builtin(0, 'workgroup_id.x')] },
      { bindings: kernel.bindings.slice(1) },
      { bindings: kernel.bindings.map((one) => ({ ...one, access: 'write' as const })) },
      { body: [] },
      { body: [region(ir.constant(1, 6), store)] },
      { body: [region(ir.constant(1, 5)), region(store)] },
      { body: [region(ir.loop(1, [ir.constant(1, 5)]), store)] },
      { body: [region(ir.loop(1, [ir.constant(1, 5), store]))] },
      { body: [region(ir.block(1, [ir.constant(1, 5), store]))] },
      { body: [phases.loop(1, [region(ir.constant(1, 5), store)])] },
      { body: [region(ir.when(0, [ir.constant(1, 5)], [store]))] },
      { body: [region(ir.when(0, [ir.constant(1, 5), store], []))] },
      { body: [region(ir.when(0, [], [ir.constant(1, 5), store]))] },
    ];
    const chosen = ([{ lanes: 1 }, { isTracked: true }, { isShared: true }] as const).map((one) => ({
      ...options,
      ...one,
    }));
    const left: Partial<guards.Guards>[] = [
      { outside: new Set() },
      { foreign: new Set() },
      { clamps: new Set() },
      { hasInvocationBudget: true },
      { hasWorkgroupBudget: true },
    ];
    const keys = [
      key(kernel),
      ...changes.map((parts) => key({ ...kernel, ...parts })),
      ...chosen.map((one) => key(kernel, {}, one)),
      ...left.map((parts) => key(kernel, parts)),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('tells which of two equal instructions has a guard', () => {
    const [one, other] = [ir.storeBuffer(2, 0, 1), ir.storeBuffer(2, 0, 1)];
    const kernel = ir.kernel([region(one, other)]);
    const [first, second] = [one, other].map((left) => key(kernel, { outside: new Set([left]) }));
    expect(first).not.toBe(second);
  });

  it('can be had of the deepest kernel', () => {
    let body = [ir.constant(1, 5)];
    for (let depth = 0; depth < 100_000; depth++) body = [ir.block(depth, body)];
    expect(key(ir.kernel([region(...body)]))).not.toBe(key(plain()));
  });
});
