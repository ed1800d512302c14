import { describe, expect, it } from 'vitest';
import * as ir from '../testing/assembly.js';
import type { TraceEvent } from './interpreter.js';
import type { BuiltinWord, Instruction } from './ir.js';

const { constant, binary, loadBuffer, storeBuffer, region, phases } = ir;

/** The words that this code, run by one invocation, leaves in binding 2 when it stores registers 1 and 2 there. */
function results(...code: readonly Instruction[]): readonly number[] {
  const store = [constant(30, 0), storeBuffer(2, 30, 1), constant(30, 1), storeBuffer(2, 30, 2)];
  const { buffers } = ir.run(ir.kernel([region(...code, ...store)]), { 2: [0, 0] });
  return buffers[2]!;
}

describe('instructions', () => {
  it.each<[string, readonly number[], readonly Instruction[]]>([
    ['constant', [-(2 ** 31), 7], [constant(1, -(2 ** 31)), constant(2, 7)]],
    ['copy', [5, 5], [constant(1, 5), ir.copy(2, 1)]],
    ['unary', [5, -6], [constant(1, 5), ir.unary(2, 'complement', 1)]],
    ['binary, left before right', [5, 2], [constant(1, 5), constant(3, 3), binary(2, 1, 'sub', 3)]],
    ['binary, result in an operand', [25, 0], [constant(1, 5), binary(1, 1, 'mul', 1)]],
    ['select', [8, 9], [constant(3, 8), constant(4, 9), constant(5, -1), ir.select(1, 5, 3, 4), ir.select(2, 6, 3, 4)]],
    [
      'extract',
      [0xb, -5],
      [
        constant(3, 0xab0),
        { kind: 'extract', isSigned: false, to: 1, operand: 3, offset: 4, count: 4 },
        { kind: 'extract', isSigned: true, to: 2, operand: 3, offset: 4, count: 4 },
      ],
    ],
    [
      'insert',
      [0xa5b, 0xf5],
      [constant(1, 0xacb), constant(2, 0xf5), { kind: 'insert', to: 1, operand: 1, bits: 2, offset: 4, count: 4 }],
    ],
    ['length', [2, 8], [ir.length(1, 2), ir.length(2, 3)]],
    [
      'load and store of local memory, which is 0 at first',
      [0, 6],
      [constant(3, 15), constant(4, 6), ir.load(1, 'local', 3), ir.store('local', 3, 4), ir.load(2, 'local', 3)],
    ],
    [
      'load and store of workgroup memory, which is 0 at first',
      [0, 6],
      [
        constant(3, 15),
        constant(4, 6),
        ir.load(1, 'workgroup', 3),
        ir.store('workgroup', 3, 4),
        ir.load(2, 'workgroup', 3),
      ],
    ],
    ['atomic', [0, -6], [constant(3, 15), constant(4, 6), ir.atomic(3, 'sub', 4), ir.load(2, 'workgroup', 3)]],
    [
      'if: one side runs',
      [10, 23],
      [
        constant(3, 7),
        ir.when(3, [constant(1, 10)], [constant(1, 20)]),
        ir.when(4, [constant(2, 13)], [constant(2, 23)]),
      ],
    ],
    ['if without a second side', [0, 1], [ir.when(4, [constant(1, 10)]), constant(2, 1)]],
    [
      'leave goes behind the block that it names',
      [3, 4],
      [
        ir.block(1, [ir.block(2, [constant(1, 3), ir.leave(1), constant(1, 9)]), constant(2, 9)]),
        binary(2, 2, 'add', 1),
        constant(3, 1),
        binary(2, 2, 'add', 3),
      ],
    ],
    [
      'again goes to the beginning of the loop that it names; its end ends it',
      [10, 1],
      [
        constant(3, 1),
        constant(4, 10),
        ir.loop(1, [
          binary(1, 1, 'add', 3),
          ir.block(2, [binary(5, 1, 'lt-u', 4), ir.when(5, [ir.again(1)])]),
          binary(2, 2, 'add', 3),
        ]),
      ],
    ],
    [
      'leave ends a loop',
      [3, 0],
      [
        constant(3, 1),
        constant(4, 3),
        ir.loop(1, [
          binary(1, 1, 'add', 3),
          binary(5, 1, 'eq', 4),
          ir.when(5, [ir.leave(1)], [ir.again(1)]),
          constant(2, 9),
        ]),
      ],
    ],
  ])('%s', (_, wanted, code) => {
    expect(results(...code)).toEqual(wanted);
  });

  it('load-buffer and store-buffer: a store is seen by loads that follow, and a word loads what it held at the start', () => {
    const code = [
      constant(1, 1),
      loadBuffer(2, 0, 1),
      loadBuffer(3, 2, 1),
      binary(4, 2, 'add', 3),
      storeBuffer(2, 1, 4),
      loadBuffer(5, 2, 1),
      storeBuffer(3, 1, 5),
    ];
    const { buffers, reads, writes } = ir.run(ir.kernel([region(...code)]), { 0: [1, 20], 2: [3, 400], 3: [5, 6] });
    expect(buffers).toMatchObject({ 0: [1, 20], 2: [3, 420], 3: [5, 420] });
    expect([...reads]).toEqual([
      [0, [{ start: 1, end: 2 }]],
      [1, []],
      [2, [{ start: 1, end: 2 }]],
      [3, []],
    ]);
    expect([...writes]).toEqual([
      [2, { words: Uint32Array.of(1), values: Int32Array.of(420) }],
      [3, { words: Uint32Array.of(1), values: Int32Array.of(420) }],
    ]);
  });

  it('a deep nest of blocks needs no stack', () => {
    let code: readonly Instruction[] = [constant(1, 5), ir.leave(0)];
    for (let label = 0; label < 100_000; label++) code = [ir.block(label, code)];
    expect(results(...code, constant(2, 6))).toEqual([5, 6]);
  });
});

describe('E3: what is there when a cell starts', () => {
  it('builtin values, with x first', () => {
    const words: BuiltinWord[] = [];
    for (const name of ['local_invocation_id', 'global_invocation_id', 'workgroup_id', 'num_workgroups'] as const) {
      for (const axis of ['x', 'y', 'z'] as const) words.push(`${name}.${axis}`);
    }
    words.push('local_invocation_index');
    // Each invocation stores its thirteen words behind those of the invocations before it.
    const code = [constant(20, 13), binary(21, 12, 'mul', 20), constant(22, 1)];
    for (let i = 0; i < 13; i++) code.push(storeBuffer(2, 21, i), binary(21, 21, 'add', 22));
    const kernel = ir.kernel([region(...code)], {
      workgroupSize: [2, 3, 4],
      builtins: words.map((word, register) => ir.builtin(register, word)),
    });
    const { buffers } = ir.run(kernel, { 2: Array(24 * 13).fill(-1) }, { grid: [70, 80, 90], workgroup: [50, 60, 7] });
    const wanted: number[] = [];
    for (let z = 0; z < 4; z++) {
      for (let y = 0; y < 3; y++) {
        for (let x = 0; x < 2; x++) {
          wanted.push(x, y, z, 100 + x, 180 + y, 28 + z, 50, 60, 7, 70, 80, 90, x + 2 * y + 6 * z);
        }
      }
    }
    expect(buffers[2]).toEqual(wanted);
  });

  it('each invocation has registers and local memory of its own, all of them 0', () => {
    const code = [
      constant(1, 3),
      ir.load(2, 'local', 1),
      binary(2, 2, 'add', 5),
      storeBuffer(2, 0, 2),
      constant(5, 9),
      ir.store('local', 1, 5),
    ];
    const { buffers } = ir.run(ir.kernel([region(...code)], { workgroupSize: [8, 1, 1] }), { 2: Array(8).fill(-1) });
    expect(buffers[2]).toEqual(Array(8).fill(0));
  });
});

describe('E7: regions and barriers', () => {
  const size = { workgroupSize: [4, 1, 1] } as const;
  /** Each invocation puts ten times its index in its word of workgroup memory, and takes the word of the next invocation. */
  const put = [constant(1, 10), binary(2, 0, 'mul', 1), ir.store('workgroup', 0, 2)];
  const take = [
    constant(3, 1),
    constant(4, 3),
    binary(5, 0, 'add', 3),
    binary(5, 5, 'and', 4),
    ir.load(6, 'workgroup', 5),
    storeBuffer(2, 0, 6),
  ];

  it('all invocations end a region before one begins the next', () => {
    const { buffers, race } = ir.run(ir.kernel([region(...put), ir.barrier('workgroup'), region(...take)], size));
    expect(buffers[2]!.slice(0, 4)).toEqual([10, 20, 30, 0]);
    expect(race).toBeUndefined();
  });

  it('registers live across a barrier', () => {
    const { buffers } = ir.run(ir.kernel([region(...put), ir.barrier('storage'), region(storeBuffer(2, 0, 2))], size));
    expect(buffers[2]!.slice(0, 4)).toEqual([0, 10, 20, 30]);
  });

  it('the workgroup follows a uniform if, loop and block', () => {
    const round = [
      region(binary(3, 3, 'add', 1), binary(4, 3, 'eq', 2)),
      phases.when(4, [region(storeBuffer(2, 0, 3)), ir.leave(1)], [ir.barrier('workgroup')]),
      ir.again(2),
    ];
    const kernel = ir.kernel(
      [
        region(constant(1, 1), constant(2, 5)),
        phases.block(1, [phases.loop(2, round), region(constant(3, 99), storeBuffer(2, 0, 3))]),
        region(storeBuffer(3, 0, 4)),
      ],
      size,
    );
    const { buffers, guards } = ir.run(kernel);
    expect(buffers[2]!.slice(0, 4)).toEqual([5, 5, 5, 5]);
    expect(buffers[3]!.slice(0, 4)).toEqual([1, 1, 1, 1]);
    expect(guards).toEqual([]);
  });

  it('the invocations of a region leave and repeat loops of the workgroup together', () => {
    const round = [
      region(binary(3, 3, 'add', 1), binary(4, 3, 'eq', 2), ir.when(4, [ir.leave(1)]), storeBuffer(2, 0, 3)),
      ir.barrier('workgroup'),
      region(ir.again(1), storeBuffer(3, 0, 1)),
    ];
    const kernel = ir.kernel([region(constant(1, 1), constant(2, 3)), phases.loop(1, round)], size);
    const { buffers } = ir.run(kernel);
    expect(buffers[2]!.slice(0, 4)).toEqual([2, 2, 2, 2]);
    expect(buffers[3]!.slice(0, 4)).toEqual([0, 0, 0, 0]);
  });

  it.each([
    [
      'leave a region to different places',
      phases.block(1, [region(ir.when(0, [ir.leave(1)])), ir.barrier('workgroup')]),
    ],
    ['differ in the condition of an if with a barrier', phases.when(0, [ir.barrier('workgroup')])],
  ])('invocations that %s are a bug of whoever made the kernel', (_, phase) => {
    expect(() => ir.run(ir.kernel([phase], size))).toThrow(
      expect.objectContaining({ kind: 'bug', code: 'interpreter.divergence' }),
    );
    expect(() => ir.run(ir.kernel([phase])), 'control: one invocation').not.toThrow();
  });

  it('a jump to a label that is not around it is a bug of whoever made the kernel', () => {
    for (const jump of [ir.leave(1), ir.again(1), ir.block(2, [ir.again(2)])]) {
      expect(() => ir.run(ir.kernel([region(ir.loop(1, []), jump)]))).toThrow(
        expect.objectContaining({ kind: 'bug', code: 'interpreter.unknown-label' }),
      );
    }
  });

  it('so is a store to a binding that is only read', () => {
    expect(() => ir.run(ir.kernel([region(storeBuffer(0, 0, 0))]))).toThrow(
      expect.objectContaining({ kind: 'bug', code: 'interpreter.store-to-read' }),
    );
  });
});

describe('E17: cost', () => {
  const cost = (...code: readonly Instruction[]): number => ir.run(ir.kernel([region(...code)])).cost;

  it.each<[string, number, readonly Instruction[]]>([
    ['nothing', 0, []],
    ['an instruction', 1, [constant(1, 1)]],
    ['a block, and what is in it', 2, [ir.block(1, [constant(1, 1)])]],
    ['a leave, and nothing of what it jumps over', 2, [ir.block(1, [ir.leave(1), constant(1, 1)])]],
    [
      'the taken side of an if: then',
      3,
      [constant(1, 1), ir.when(1, [constant(2, 1)], [constant(2, 1), constant(2, 1)])],
    ],
    ['the taken side of an if: otherwise', 3, [ir.when(1, [constant(2, 1)], [constant(2, 1), constant(2, 1)])]],
    ['an if without a taken side', 1, [ir.when(1, [constant(2, 1)])]],
    [
      'a loop once, its body and again in every round',
      3 + 1 + 2 * 4 + 3,
      [
        constant(1, 1),
        constant(2, 3),
        constant(3, 0),
        ir.loop(1, [binary(3, 3, 'add', 1), binary(4, 3, 'lt-u', 2), ir.when(4, [ir.again(1)])]),
      ],
    ],
  ])('%s', (_, wanted, code) => {
    expect(cost(...code)).toBe(wanted);
  });

  it('every invocation pays, and for steps of the workgroup too', () => {
    const body = [phases.block(1, [ir.barrier('workgroup'), region(constant(1, 1), ir.leave(1))])];
    expect(ir.run(ir.kernel(body, { workgroupSize: [5, 1, 1] })).cost).toBe(5 * 4);
  });

  it.each([
    [6, undefined],
    [5, 'interpreter.max-cost'],
  ])('a reader with patience for %i instructions meets a cell of 6: %s', (maxCost, code) => {
    const kernel = ir.kernel([region(constant(1, 1), constant(1, 1)), ir.barrier('storage')], {
      workgroupSize: [2, 1, 1],
    });
    let thrown: unknown;
    try {
      ir.run(kernel, {}, { maxCost });
    } catch (error) {
      thrown = error;
    }
    if (code === undefined) expect(thrown).toBeUndefined();
    else expect(thrown).toMatchObject({ kind: 'exhausted', code });
  });

  it('a loop of the workgroup that never ends is stopped too', () => {
    const kernel = ir.kernel([{ kind: 'loop', label: 1, body: [ir.again(1)] }]);
    expect(() => ir.run(kernel, {}, { loopBudget: 2 ** 31 - 1 })).toThrow(
      expect.objectContaining({ code: 'interpreter.max-cost' }),
    );
  });

  it('a kernel with more registers than fit is refused before memory is taken', () => {
    const kernel = ir.kernel([], { workgroupSize: [256, 1, 1], localWords: 2 ** 18 });
    expect(() => ir.run(kernel)).toThrow(expect.objectContaining({ kind: 'exhausted', code: 'interpreter.too-large' }));
  });
});

describe('trace', () => {
  it('tells of every step of every invocation before it is taken', () => {
    const told: unknown[] = [];
    const kernel = ir.kernel([region(constant(1, 5)), ir.barrier('storage'), region(ir.copy(2, 1))], {
      workgroupSize: [2, 1, 1],
    });
    const trace = ({ region, invocation, step, registers }: TraceEvent): void => {
      told.push([region, invocation, step.kind, registers[1], registers[2]]);
    };
    ir.run(kernel, {}, { trace });
    expect(told).toEqual([
      [0, 0, 'constant', 0, 0],
      [0, 1, 'constant', 0, 0],
      [1, 0, 'copy', 5, 0],
      [1, 1, 'copy', 5, 0],
    ]);
  });
});
