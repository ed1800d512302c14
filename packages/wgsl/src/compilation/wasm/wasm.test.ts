import { describe, expect, it } from 'vitest';
import { call, instantiate } from '../../testing/emitted.js';
import { Code, op, type Procedure, simd, toModule, type ValueType } from './wasm.js';

function procedure(code: Code, results: readonly ValueType[] = []): Procedure {
  return { name: 'run', parameters: [], results, code };
}

function bodyOf(emit: (code: Code) => void): number[] {
  const code = new Code([]);
  emit(code);
  return [...code.toBytes().toArray()];
}

describe('numbers are LEB128', () => {
  const boundaries = [7, 14, 21, 28].flatMap((bits) => [2 ** (bits - 1), 2 ** bits]);
  const beside = boundaries.flatMap((n) => [n - 1, n, n + 1]);

  it.each([0, ...beside, 2 ** 31 - 1].flatMap((n) => [n, -n]).concat(-(2 ** 31)))('i32 %i', (value) => {
    expect(call('i32', (code) => code.i32(value))).toBe(value | 0);
  });

  it.each([0, ...beside, 2 ** 31, 2 ** 32, 2 ** 34, 2 ** 35, 2 ** 48, 2 ** 53 - 1].flatMap((n) => [n, -n]))(
    'i64 %i',
    (value) => {
      expect(call('i64', (code) => code.i64(value))).toBe(BigInt(value));
    },
  );

  it('signed numbers are the shortest there are', () => {
    const emitted = (value: number): number[] => bodyOf((code) => code.i32(value)).slice(2, -1);
    expect(emitted(63)).toEqual([0x3f]);
    expect(emitted(64)).toEqual([0xc0, 0]);
    expect(emitted(-64)).toEqual([0x40]);
    expect(emitted(-65)).toEqual([0xbf, 0x7f]);
    expect(emitted(-123_456)).toEqual([0xc0, 0xbb, 0x78]);
    expect(emitted(-(2 ** 31))).toEqual([0x80, 0x80, 0x80, 0x80, 0x78]);
    expect(emitted(2 ** 32 - 1)).toEqual([0x7f]); // the same word as -1
  });

  it.each([
    [0, [0]],
    [127, [0x7f]],
    [128, [0x80, 1]],
    [16_383, [0xff, 0x7f]],
    [16_384, [0x80, 0x80, 1]],
    [624_485, [0xe5, 0x8e, 0x26]],
    [2 ** 31, [0x80, 0x80, 0x80, 0x80, 8]],
    [2 ** 32 - 1, [0xff, 0xff, 0xff, 0xff, 0xf]],
  ])('unsigned %i', (value, bytes) => {
    expect(bodyOf((code) => code.call(value)).slice(2, -1)).toEqual(bytes);
  });
});

describe('a function', () => {
  it('has runs of locals of one type', () => {
    const types: ValueType[] = ['i32', 'i32', 'v128', 'i64', 'i64', 'i64', 'i32'];
    const body = bodyOf((code) => {
      expect(types.map((type) => code.local(type))).toEqual([0, 1, 2, 3, 4, 5, 6]);
      expect(code.locals).toBe(7);
    });
    expect(body).toEqual([4, 2, 0x7f, 1, 0x7b, 3, 0x7e, 1, 0x7f, 0x0b]);
  });

  it('numbers locals behind its parameters; they begin as 0', () => {
    const code = new Code(['i32', 'i64']);
    const locals = Array.from({ length: 20_000 }, (_, i) => code.local(i % 3 === 0 ? 'v128' : 'i32'));
    expect(locals[0]).toBe(2);
    const last = locals.at(-1)!;
    code.get(0);
    code.set(last);
    code.get(last);
    code.tee(last - 2);
    code.get(last - 3);
    code.emit(op.i32.add);
    const run: Procedure = { name: 'run', parameters: ['i32', 'i64'], results: ['i32'], code };
    expect(instantiate(toModule([run], false)).run!(77, 0n)).toBe(77);
  });

  it.each([
    ['long runs', (i: number): ValueType => (i < 300 ? 'v128' : 'i64')],
    ['many runs', (i: number): ValueType => (i % 2 === 0 ? 'v128' : 'i64')],
  ])('has %s of locals', (_, typeOf) => {
    const sum = call('i64', (code) => {
      for (let i = 0; i < 600; i++) code.local(typeOf(i));
      code.i64(9);
      code.set(599);
      code.get(0);
      code.vector(simd.anyTrue);
      code.emit(op.i64.extendI32U);
      code.get(599);
      code.emit(op.i64.add);
    });
    expect(sum).toBe(9n);
  });

  it('is longer than the first room for bytes', () => {
    const sum = call('i32', (code) => {
      code.i32(0);
      for (let i = 0; i < 5000; i++) {
        code.i32(i);
        code.emit(op.i32.add);
      }
      expect(code.length).toBeGreaterThan(10_000);
    });
    expect(sum).toBe((5000 * 4999) / 2);
  });
});

describe('control', () => {
  /** Enters blocks and leaves the `target`th of them from inside the innermost; adds a power of two behind each. */
  const leave = (depth: number, target: number, isConditional: boolean): unknown =>
    call('i32', (code) => {
      const sum = code.local('i32');
      const marks = Array.from({ length: depth }, () => code.block());
      if (isConditional) {
        code.i32(1);
        code.branchIf(marks[target]!);
      } else code.branch(marks[target]!);
      for (let i = depth - 1; i >= 0; i--) {
        code.end();
        code.get(sum);
        code.i32(2 ** i);
        code.emit(op.i32.or);
        code.set(sum);
      }
      code.get(sum);
    });

  it.each([0, 1, 2, 3, 4])('a branch out of five blocks to behind number %i', (target) => {
    // Behind the target, and behind each around it.
    expect(leave(5, target, false)).toBe(2 ** (target + 1) - 1);
    expect(leave(5, target, true)).toBe(2 ** (target + 1) - 1);
  });

  it('a branch over more than 127 blocks', () => {
    expect(leave(300, 0, false)).toBe(1);
  });

  it('a branch to a loop goes to its beginning, from inside branches and blocks', () => {
    const code = new Code(['i32']);
    const [i, sum] = [code.local('i32'), code.local('i32')];
    const done = code.block();
    const again = code.loop();
    code.get(i);
    code.get(0);
    code.emit(op.i32.geS);
    code.branchIf(done);
    code.get(i);
    code.i32(1);
    code.emit(op.i32.add);
    code.tee(i);
    code.i32(1);
    code.emit(op.i32.and);
    code.if();
    code.branch(again); // odd
    code.else();
    code.block();
    code.get(sum);
    code.get(i);
    code.emit(op.i32.add);
    code.set(sum);
    code.branch(again);
    code.end();
    code.end();
    code.end();
    code.end();
    code.get(sum);
    const run: Procedure = { name: 'run', parameters: ['i32'], results: ['i32'], code };
    expect(instantiate(toModule([run], false)).run!(10)).toBe(2 + 4 + 6 + 8 + 10);
  });

  it.each([
    [1, 10],
    [0, 20],
  ])('if %i with a result', (condition, wanted) => {
    const emit = (code: Code): void => {
      code.i32(condition);
      code.if('i32');
      code.i32(10);
      code.else();
      code.i32(20);
      code.end();
    };
    expect(call('i32', emit)).toBe(wanted);
  });

  it('a mark is good again after others have been closed', () => {
    const emit = (code: Code): void => {
      const outer = code.block('i32');
      code.block();
      code.end();
      code.loop();
      code.end();
      code.i32(4);
      code.branch(outer);
      code.end();
    };
    expect(call('i32', emit)).toBe(4);
  });
});

describe('memory', () => {
  const base = 900_000;
  const store = (code: Code, words: readonly number[]): void => {
    for (const [i, word] of words.entries()) {
      code.i32(base);
      code.i32(word);
      code.store('i32Store', 4 * i);
    }
  };
  const load = (code: Code, offset: number): void => {
    code.i32(base);
    code.load('i32Load', offset);
  };

  it('words, bytes, and 64 bits, at offsets', () => {
    const word = call('i32', (code) => {
      store(code, [0x11223344, 0x55667788]);
      code.i32(base);
      code.i32(0xab);
      code.store('i32Store8', 1);
      load(code, 0);
    });
    expect(word).toBe(0x1122ab44);
    const byte = call('i32', (code) => {
      store(code, [0x1122ab44]);
      code.i32(base);
      code.load('i32Load8U', 1);
    });
    expect(byte).toBe(0xab);
    const words = call('i64', (code) => {
      code.i32(base - 8);
      code.i64(2 ** 40 + 5);
      code.store('i64Store', 16);
      code.i32(base);
      code.load('i64Load', 8);
    });
    expect(words).toBe(2n ** 40n + 5n);
  });

  it.each([0, 1, 2, 3])('lane %i of vectors', (lane) => {
    const laneOf = (emit: (code: Code) => void): unknown =>
      call('i32', (code) => {
        store(code, [5, 6, 7, 8]);
        emit(code);
        code.extractLane(lane);
      });
    const address = (code: Code): void => code.i32(base);
    const from = (kind: 'load' | 'load32Splat' | 'load32Zero', offset: number) => (code: Code) => {
      address(code);
      code.vectorLoad(kind, offset);
    };
    expect(laneOf(from('load', 0))).toBe(5 + lane);
    expect(laneOf(from('load32Splat', 4))).toBe(6);
    expect(laneOf(from('load32Zero', 8))).toBe(lane === 0 ? 7 : 0);
    expect(laneOf((code) => code.v128([1, 2, 3, 4]))).toBe(1 + lane);
    const replaced = laneOf((code) => {
      code.v128([1, 2, 3, 4]);
      code.i32(9);
      code.replaceLane(lane);
    });
    expect(replaced).toBe(9);
    const loaded = laneOf((code) => {
      address(code);
      code.v128([1, 2, 3, 4]);
      code.loadLane(lane, 12);
    });
    expect(loaded).toBe(8);
    const stored = call('i32', (code) => {
      store(code, [0, 0]);
      address(code);
      code.v128([1, 2, 3, 4]);
      code.storeLane(lane, 4);
      load(code, 4);
    });
    expect(stored).toBe(1 + lane);
    const written = call('i32', (code) => {
      address(code);
      code.v128([1, 2, 3, 4]);
      code.vectorStore(16);
      load(code, 16 + 4 * lane);
    });
    expect(written).toBe(1 + lane);
  });

  it('shuffle takes bytes of two vectors by their places', () => {
    const word = call('i32', (code) => {
      code.v128([0x03020100, 0x07060504, 0, 0]);
      code.v128([0x13121110, 0, 0, 0x1f1e1d1c]);
      code.shuffle([16, 1, 31, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
      code.extractLane(0);
    });
    expect(word).toBe(0x061f0110);
  });

  it('fill', () => {
    const word = call('i32', (code) => {
      store(code, [1, 2]);
      code.i32(base + 1);
      code.i32(0xee);
      code.i32(2);
      code.fill();
      load(code, 0);
    });
    expect(word).toBe(0x00eeee01);
  });
});

describe('a module', () => {
  it('exports the functions that have names; they call each other by number', () => {
    const [twice, hidden] = [new Code(['i32']), new Code(['i32', 'i32'])];
    for (const local of [0, 0]) twice.get(local);
    twice.call(1);
    for (const local of [0, 1]) hidden.get(local);
    hidden.emit(op.i32.add);
    const bytes = toModule(
      [
        { name: 'twice', parameters: ['i32'], results: ['i32'], code: twice },
        { parameters: ['i32', 'i32'], results: ['i32'], code: hidden },
      ],
      false,
    );
    const functions = instantiate(bytes);
    expect(Object.keys(functions)).toEqual(['twice']);
    expect(functions.twice!(21)).toBe(42);
  });

  it('takes a memory that threads share, if it says so, and no other', () => {
    const code = new Code([]);
    const bytes = toModule([procedure(code)], true);
    expect(WebAssembly.validate(bytes)).toBe(true);
    const shared = new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true });
    expect(() => new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory: shared } })).not.toThrow();
    expect(() => instantiate(bytes)).toThrow('memory');
  });

  it('that the engine refuses is refused: the check can fail', () => {
    const code = new Code([]);
    code.emit(op.i32.add);
    expect(WebAssembly.validate(toModule([procedure(code)], false))).toBe(false);
  });
});
