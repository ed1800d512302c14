import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { owner } from '@assay/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Compiled } from '../compiled.js';
import { argument, argumentWords, flag } from '../layout.js';
import { Code, op, toModule } from '../wasm/wasm.js';
import { type Assignment, lanes, load, Machine } from './machine.js';
import { allocate, type Space } from './space.js';

/** A module by hand, for one read binding, one written one and workgroups of 3 invocations. */
function compiled(write: (code: Code) => void, parts: Partial<Compiled> = {}): Compiled {
  const code = new Code(['i32']);
  write(code);
  const procedure = { parameters: ['i32'] as const, results: [], code, name: 'run' };
  return {
    bytes: toModule([procedure], parts.isShared ?? false),
    lanes: 4,
    isTracked: false,
    isShared: false,
    workgroupSize: [3, 1, 1],
    bindings: [
      { binding: 7, isWritten: false },
      { binding: 2, isWritten: true },
    ],
    workgroupBytes: 32,
    localBytes: 16,
    slotBytes: 48,
    ...parts,
  };
}

const read = 0;
const written = 1;
const base = (place: number): number => argument.bindings + 4 * place;
const lengths = [300, 128];

/** `binding[at + offset] = the word at the address`, where `address` leaves one on the stack. */
function store(code: Code, offset: number, value: () => void): void {
  code.get(0);
  code.load('i32Load', 4 * base(written));
  value();
  code.store('i32Store', 4 * offset);
}

/** Copies the argument block, and the first words of what it points to at some places, into the written binding. */
function copyArguments(code: Code): void {
  for (let k = 0; k < argumentWords(2); k++) {
    store(code, k, () => {
      code.get(0);
      code.load('i32Load', 4 * k);
    });
  }
  const pointed = [argument.localIds, base(written) + 3];
  for (const [i, place] of pointed.entries()) {
    for (let k = 0; k < 16; k++) {
      store(code, 32 + 16 * i + k, () => {
        code.get(0);
        code.load('i32Load', 4 * place);
        code.load('i32Load', 4 * k);
      });
    }
  }
}

function assign(code: Compiled, parts: Partial<Assignment> = {}, threads = 1): Assignment & { readonly space: Space } {
  return {
    executable: load(code),
    space: allocate(code, lengths, threads),
    entryPoint: 'main',
    dispatch: { grid: [2, 3, 5], owners: new Map([[2, owner.linear(4)]]), loopBudget: 2 ** 31 - 1 },
    maxCost: undefined,
    ...parts,
  };
}

function wordsOf({ memory, bindings }: Space, place: number): Uint32Array {
  const { address, lengthBytes } = bindings[place]!;
  return new Uint32Array(memory.buffer, address, lengthBytes / 4);
}

afterEach(() => vi.unstubAllGlobals());

describe('what a cell is given', () => {
  const assignment = assign(compiled(copyArguments), { maxCost: 5 * 2 ** 32 + 6.5 });
  const { space } = assignment;
  const frame = space.frames[0]!;
  const machine = new Machine(assignment);

  it('is the argument block of the layout', () => {
    machine.run(17);
    const words = [...wordsOf(space, written)];
    expect(words.slice(0, argumentWords(2))).toEqual([
      ...[1, 2, 2], // 17 = 1 + 2 · (2 + 3 · 2)
      ...[2, 3, 5],
      2 ** 31 - 1,
      0,
      ...[6, 5],
      frame.workgroupMemory.address,
      frame.localMemory.address,
      frame.slots.address,
      space.localIds.address,
      0,
      0,
      ...[0, 0],
      ...[space.bindings[read]!.address, 300, 0, 0],
      ...[space.bindings[written]!.address, 128, 0, frame.owners[written]!.address],
    ]);
    expect(words.slice(32, 48)).toEqual([0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 2, 3]);
  });

  it('is the owner table of its workgroup', () => {
    machine.run(17);
    expect([...wordsOf(space, written)].slice(48, 53)).toEqual([1, 1, 0, 68, 4]);
    machine.run(29);
    expect([...wordsOf(space, written)].slice(48, 53)).toEqual([1, 1, 0, 116, 4]);
  });

  it('is a block without the results of the cell before', () => {
    const dirty = assign(
      compiled((code) => {
        store(code, 0, () => {
          code.get(0);
          code.load('i32Load', 4 * argument.flags);
        });
        store(code, 1, () => {
          code.get(0);
          code.load('i32Load', 4 * (argument.cost + 1));
        });
        end(flag.guard, 7)(code);
      }),
    );
    const again = new Machine(dirty);
    again.run(0);
    again.run(1);
    expect([...wordsOf(dirty.space, written)].slice(0, 2)).toEqual([0, 0]);
  });

  it('may cost as much as numbers can say, unless told otherwise', () => {
    const { space: other, ...rest } = assign(compiled(copyArguments));
    new Machine({ ...rest, space: other }).run(0);
    expect([...wordsOf(other, written)].slice(argument.maxCost, argument.maxCost + 2)).toEqual([
      2 ** 32 - 1,
      2 ** 21 - 1,
    ]);
  });
});

/** Ends with these flags and 2³² times this cost, plus 9. */
function end(flags: number, cost: number): (code: Code) => void {
  return (code) => {
    for (const [place, value] of [
      [argument.flags, flags],
      [argument.cost, 9],
      [argument.cost + 1, cost],
    ] as const) {
      code.get(0);
      code.i32(value);
      code.store('i32Store', 4 * place);
    }
  };
}

describe('what a cell came to', () => {
  it.each([
    [0, { hasFired: false, isTooCostly: false }],
    [flag.guard, { hasFired: true, isTooCostly: false }],
    [flag.tooCostly, { hasFired: false, isTooCostly: true }],
    [flag.guard + flag.tooCostly, { hasFired: true, isTooCostly: true }],
  ])('is read from the block: flags %i', (flags, outcome) => {
    expect(new Machine(assign(compiled(end(flags, 3)))).run(0)).toEqual({ ...outcome, cost: 3 * 2 ** 32 + 9 });
  });

  it('is listed for many', () => {
    const odd = compiled((code) => {
      end(0, 0)(code);
      for (const place of [argument.flags, argument.cost]) {
        code.get(0);
        code.get(0);
        code.load('i32Load', 4 * argument.workgroup);
        code.store('i32Store', 4 * place);
      }
    });
    const { costs, fired } = new Machine(assign(odd)).runAll(1, 6);
    expect([...costs]).toEqual([1, 0, 1, 0, 1]);
    expect(fired).toEqual([1, 3, 5]);
  });

  it('is an error where one of many costs too much', () => {
    const machine = new Machine(assign(compiled(end(flag.tooCostly, 0)), { maxCost: 8 }));
    const error = {
      kind: 'exhausted',
      code: 'executor.max-cost',
      where: 'kernel main, workgroup (1, 2, 2)',
      expected: 'a cell of at most 8 instructions',
    };
    expect(() => machine.runAll(17, 18)).toThrow(expect.objectContaining(error));
  });
});

describe('a trap is a bug, with its place', () => {
  it.each<[string, (code: Code) => void]>([
    ['unreachable', (code) => code.emit(op.unreachable)],
    [
      'an address outside',
      (code) => {
        code.i32(-16);
        code.load('i32Load');
        code.emit(op.drop);
      },
    ],
    [
      'a division',
      (code) => {
        code.i32(1);
        code.i32(0);
        code.emit(op.i32.divU);
        code.emit(op.drop);
      },
    ],
  ])('%s', (_, write) => {
    const machine = new Machine(assign(compiled(write)));
    const error = { kind: 'bug', code: 'executor.trap', where: 'kernel main, workgroup (1, 0, 0)' };
    expect(() => machine.run(1)).toThrow(expect.objectContaining(error));
  });
});

it('the end of the stack is a limit, with its place', () => {
  const machine = new Machine(
    assign(
      compiled((code) => {
        code.get(0);
        code.call(0);
      }),
    ),
  );
  const error = { kind: 'exhausted', code: 'executor.no-stack', where: 'kernel main, workgroup (1, 0, 0)' };
  expect(() => machine.run(1)).toThrow(expect.objectContaining(error));
});

describe('pages that cells have loaded from', () => {
  it('are told once', () => {
    const assignment = assign(
      compiled(() => {}, { isTracked: true }),
      { space: undefined as never },
    );
    const space = allocate(assignment.executable.compiled, [256 * 5 + 1, 1]);
    const machine = new Machine({ ...assignment, space });
    const { address, lengthBytes } = space.frames[0]!.touched[read]!;
    const touched = new Uint8Array(space.memory.buffer, address, lengthBytes);
    expect(machine.takeTouched(read)).toEqual([]);
    touched.set([1, 0, 1, 1, 0, 1]);
    expect(machine.takeTouched(read)).toEqual([
      { start: 0, end: 1 },
      { start: 2, end: 4 },
      { start: 5, end: 6 },
    ]);
    expect(machine.takeTouched(read)).toEqual([]);
  });
});

describe('threads', () => {
  it('share the bindings, and nothing else', () => {
    const copy = compiled(
      (code) => {
        // written[workgroup.x] = read[workgroup.x], and the flags are those words.
        const at = (place: number): void => {
          code.get(0);
          code.load('i32Load', 4 * base(place));
          code.get(0);
          code.load('i32Load', 4 * argument.workgroup);
          code.i32(2);
          code.emit(op.i32.shl);
          code.emit(op.i32.add);
        };
        at(written);
        at(read);
        code.load('i32Load');
        code.store('i32Store');
        code.get(0);
        at(read);
        code.load('i32Load');
        code.store('i32Store', 4 * argument.flags);
      },
      { isShared: true },
    );
    const assignment = assign(copy, {}, 2);
    wordsOf(assignment.space, read).set([1, 2]);
    const { port1, port2 } = new MessageChannel();
    port1.postMessage(assignment);
    const sent = receiveMessageOnPort(port2)!.message as Assignment;
    port1.close();
    const machines = [new Machine(assignment), new Machine(sent, 1)];
    expect(machines.map((machine, k) => machine.run(k))).toEqual([
      { hasFired: true, isTooCostly: false, cost: 0 },
      { hasFired: false, isTooCostly: true, cost: 0 },
    ]);
    expect([...wordsOf(assignment.space, written)].slice(0, 3)).toEqual([1, 2, 0]);
  });
});

describe('load', () => {
  const wrong = { ...compiled(() => {}), bytes: Uint8Array.of(0, 0x61, 0x73, 0x6d, 2, 0, 0, 0) };

  it('takes no module that is none', () => {
    expect(() => load(wrong)).toThrow(expect.objectContaining({ kind: 'bug', code: 'executor.wrong-module' }));
  });

  it('knows how many lanes there are', () => {
    expect(lanes()).toBe(4);
  });

  it('tells an engine without SIMD, and one that compiles no module of this size here', () => {
    class Module {
      constructor() {
        throw new Error('invalid opcode');
      }
    }
    vi.stubGlobal('WebAssembly', { Module, validate: () => false });
    expect(lanes()).toBe(1);
    expect(() => load(wrong)).toThrow(expect.objectContaining({ kind: 'exhausted', code: 'executor.no-simd' }));
    expect(() => load({ ...wrong, lanes: 1 })).toThrow(expect.objectContaining({ code: 'executor.wrong-module' }));
    class Small {
      constructor() {
        throw new RangeError('the buffer is too large');
      }
    }
    vi.stubGlobal('WebAssembly', { Module: Small, validate: () => true });
    const error = { kind: 'exhausted', code: 'executor.module-too-large', got: 'one of 8 bytes' };
    expect(() => load(wrong)).toThrow(expect.objectContaining(error));
  });
});
