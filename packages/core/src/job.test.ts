import { blake3 } from '@noble/hashes/blake3.js';
import { describe, expect, it } from 'vitest';
import { toHex } from './bytes.js';
import * as codec from './codec.js';
import * as job from './job.js';
import * as owner from './owner.js';
import { draft, type Editable, edited, outcome } from './testing/fixture.js';

type Draft = Editable<job.Draft>;

/** The control of every case below. */
const valid = job.define(draft());

const [brighten, stamp] = [0, 1];
const photo = (change: (input: Draft['inputs'] & object) => void) => (d: Draft) => change(d.inputs!);
const steps = (count: number): Draft['steps'] =>
  Array.from({ length: count }, (_, i) => ({
    kernel: 'fill',
    grid: [1, 1, 1],
    writes: { out: { name: `v${i}`, sizeBytes: 4, owner: { kind: 'linear', words: 1, offset: 0 } } },
  }));
const fill = { source: 'fill', bindings: { out: { binding: 0, access: 'write' as const } } };
/** Many of something in a job that has little else. */
function many(change: (d: Draft) => void): (d: Draft) => void {
  return (d) => {
    Object.assign(d, {
      kernels: { fill: structuredClone(fill) },
      inputs: [],
      literals: [],
      steps: steps(1),
      outputs: ['v0'],
    });
    change(d);
  };
}
function named<T>(count: number, of: (index: number) => T): Record<string, T> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`n${i}`, of(i)]));
}
function list<T>(count: number, of: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => of(i));
}
function variables(count: number, access: 'read' | 'write'): Draft['kernels'][string]['bindings'] {
  return named(count, (binding) => ({ binding, access }));
}
function writes(count: number, prefix = 'w'): Draft['steps'][number]['writes'] {
  return named(count, (i) => ({ name: `${prefix}${i}`, sizeBytes: 4, owner: owner.linear(1) }));
}

/** [rule and case, the one change, `kind code` or accepted, the place that the message names] */
type Case = [string, (d: Draft) => void, string, string?];

const cases: Case[] = [
  ['control', () => {}, 'accepted'],

  ['J1: profile 1', (d) => (d.profile = 1), 'accepted'],
  ['J1: an unknown profile', (d) => (d.profile = 2), 'invalid job.unknown-profile', 'job.profile'],
  ['J1: profile 0', (d) => (d.profile = 0), 'malformed shape.wrong-value', 'job.profile'],

  ['names: 64 characters', (d) => (d.name = `a${'.'.repeat(63)}`), 'accepted'],
  ['names: 65 characters', (d) => (d.name = `a${'.'.repeat(64)}`), 'malformed shape.wrong-value', 'job.name'],
  ['names: nothing', (d) => (d.name = ''), 'malformed shape.wrong-value', 'job.name'],
  ['names: a digit first', (d) => (d.name = '1a'), 'malformed shape.wrong-value', 'job.name'],
  ['names: a line end', (d) => (d.name = 'a\n'), 'malformed shape.wrong-value', 'job.name'],
  ['names: another letter', (d) => (d.name = 'é'), 'malformed shape.wrong-value', 'job.name'],
  [
    'names: an input',
    photo((inputs) => (inputs[0]!.name = 'a b')),
    'malformed shape.wrong-value',
    'job.inputs[0].name',
  ],

  [
    'J2: NUL in the source',
    (d) => (d.kernels.stamp!.source += '\0'),
    'malformed shape.wrong-value',
    'job.kernels.stamp.source',
  ],
  ['J2: no source', (d) => (d.kernels.stamp!.source = ''), 'malformed shape.wrong-value', 'job.kernels.stamp.source'],
  [
    'J2, K4: a lone surrogate in the source',
    (d) => (d.kernels.stamp!.source = '\ud83d'),
    'malformed shape.wrong-value',
    'job.kernels.stamp.source',
  ],
  ['J2: text beyond ASCII in the source', (d) => (d.kernels.stamp!.source = '// ✓ \u{1f600}\r\n'), 'accepted'],
  [
    'J2: entry point __main',
    (d) => (d.kernels.stamp!.entryPoint = '__main'),
    'malformed shape.wrong-value',
    'job.kernels.stamp.entryPoint',
  ],
  [
    'J2: entry point _',
    (d) => (d.kernels.stamp!.entryPoint = '_'),
    'malformed shape.wrong-value',
    'job.kernels.stamp.entryPoint',
  ],
  ['J2: entry point _a', (d) => (d.kernels.stamp!.entryPoint = '_a'), 'accepted'],
  ['J2: entry point of 64', (d) => (d.kernels.stamp!.entryPoint = 'e'.repeat(64)), 'accepted'],
  [
    'J2: entry point of 65',
    (d) => (d.kernels.stamp!.entryPoint = 'e'.repeat(65)),
    'malformed shape.wrong-value',
    'job.kernels.stamp.entryPoint',
  ],
  ['J2: binding 999', (d) => (d.kernels.stamp!.bindings.table!.binding = 999), 'accepted'],
  [
    'J2: binding 1000',
    (d) => (d.kernels.stamp!.bindings.table!.binding = 1000),
    'malformed shape.wrong-value',
    'job.kernels.stamp.bindings.table.binding',
  ],
  [
    'J2: binding -1',
    (d) => (d.kernels.stamp!.bindings.table!.binding = -1),
    'malformed shape.wrong-value',
    'job.kernels.stamp.bindings.table.binding',
  ],
  [
    'J2: a binding number twice',
    (d) => (d.kernels.stamp!.bindings.table!.binding = 7),
    'invalid job.duplicate-binding',
    'job.kernels.stamp.bindings.counts',
  ],
  ['J2: the same number in another kernel', (d) => (d.kernels.stamp!.bindings.table!.binding = 2), 'accepted'],
  [
    'J2: an unknown access',
    (d) => (d.kernels.stamp!.bindings.table!.access = 'read_write' as 'read'),
    'malformed shape.wrong-value',
    'job.kernels.stamp.bindings.table.access',
  ],

  [
    'J3: 1,024 kernels',
    many((d) =>
      Object.assign(
        d.kernels,
        named(1023, () => fill),
      ),
    ),
    'accepted',
  ],
  [
    'J3: 1,025 kernels',
    many((d) =>
      Object.assign(
        d.kernels,
        named(1024, () => fill),
      ),
    ),
    'malformed shape.wrong-value',
    'job.kernels',
  ],
  ['J3: a source of 1,048,576 units', (d) => (d.kernels.stamp!.source = 'x'.repeat(1_048_576)), 'accepted'],
  [
    'J3: a source of 1,048,577 units',
    (d) => (d.kernels.stamp!.source = 'x'.repeat(1_048_577)),
    'malformed shape.wrong-value',
    'job.kernels.stamp.source',
  ],
  [
    'J3: 64 bindings',
    many((d) => {
      d.kernels.fill!.bindings = variables(64, 'write');
      d.steps[0]!.writes = writes(64);
      d.outputs = ['w0'];
    }),
    'accepted',
  ],
  [
    'J3: 65 bindings',
    many((d) => (d.kernels.fill!.bindings = variables(65, 'write'))),
    'malformed shape.wrong-value',
    'job.kernels.fill.bindings',
  ],
  ['J3: 4,096 inputs', many((d) => (d.inputs = list(4096, (i) => ({ name: `i${i}`, sizeBytes: 4 })))), 'accepted'],
  [
    'J3: 4,097 inputs',
    many((d) => (d.inputs = list(4097, (i) => ({ name: `i${i}`, sizeBytes: 4 })))),
    'malformed shape.wrong-value',
    'job.inputs',
  ],
  [
    'J3: 4,096 literals',
    many((d) => (d.literals = list(4096, (i) => ({ name: `l${i}`, bytes: new Uint8Array(4) })))),
    'accepted',
  ],
  [
    'J3: 4,097 literals',
    many((d) => (d.literals = list(4097, (i) => ({ name: `l${i}`, bytes: new Uint8Array(4) })))),
    'malformed shape.wrong-value',
    'job.literals',
  ],
  ['J3: no step', many((d) => (d.steps = [])), 'malformed shape.wrong-value', 'job.steps'],
  ['J3: 65,537 steps', many((d) => (d.steps = steps(65_537))), 'malformed shape.wrong-value', 'job.steps'],
  ['J3: 256 overrides', (d) => (d.steps[stamp]!.overrides = named(256, (i) => i)), 'accepted'],
  [
    'J3: 257 overrides',
    (d) => (d.steps[stamp]!.overrides = named(257, (i) => i)),
    'malformed shape.wrong-value',
    'job.steps[1].overrides',
  ],
  ['J3: 65,535 workgroups in x', (d) => (d.steps[brighten]!.grid = [65_535, 2, 1]), 'accepted'],
  [
    'J3: 65,536 workgroups in x',
    (d) => (d.steps[brighten]!.grid = [65_536, 2, 1]),
    'malformed shape.wrong-value',
    'job.steps[0].grid[0]',
  ],
  [
    'J3: 65,536 workgroups in z',
    (d) => (d.steps[brighten]!.grid = [4, 2, 65_536]),
    'malformed shape.wrong-value',
    'job.steps[0].grid[2]',
  ],
  [
    'J3: an empty grid',
    (d) => (d.steps[brighten]!.grid = [4, 0, 1]),
    'malformed shape.wrong-value',
    'job.steps[0].grid[1]',
  ],
  [
    'J3: a grid of two',
    (d) => (d.steps[brighten]!.grid = [4, 2] as never),
    'malformed shape.wrong-value',
    'job.steps[0].grid',
  ],
  ['J3: 65,535² workgroups', (d) => (d.steps[brighten]!.grid = [65_535, 65_535, 1]), 'accepted'],
  [
    'J3: 2^32 workgroups',
    (d) => (d.steps[brighten]!.grid = [32_768, 32_768, 4]),
    'exhausted job.too-many-workgroups',
    'job.steps[0].grid',
  ],
  [
    'J3: the most workgroups that three dimensions can say',
    (d) => (d.steps[brighten]!.grid = [65_535, 65_535, 65_535]),
    'exhausted job.too-many-workgroups',
    'job.steps[0].grid',
  ],
  ['J3: a uniform of 65,536 bytes', (d) => (d.literals![0]!.bytes = new Uint8Array(65_536)), 'accepted'],
  [
    'J3: a uniform of 65,540 bytes',
    (d) => (d.literals![0]!.bytes = new Uint8Array(65_540)),
    'invalid job.uniform-too-large',
    'job.steps[0].reads.settings',
  ],
  [
    'J3: read-only storage of 65,540 bytes',
    (d) => {
      d.literals![0]!.bytes = new Uint8Array(65_540);
      d.kernels.brighten!.bindings.settings!.access = 'read';
    },
    'accepted',
  ],
  ['J3, J16: a loop budget of 2^31-1', (d) => (d.steps[stamp]!.loopBudget = 2 ** 31 - 1), 'accepted'],
  [
    'J3, J16: a loop budget of 2^31',
    (d) => (d.steps[stamp]!.loopBudget = 2 ** 31),
    'malformed shape.wrong-value',
    'job.steps[1].loopBudget',
  ],
  [
    'J16: a loop budget of -1',
    (d) => (d.steps[stamp]!.loopBudget = -1),
    'malformed shape.wrong-value',
    'job.steps[1].loopBudget',
  ],

  ['J4: an input of 4 bytes', (d) => d.inputs!.push({ name: 'extra', sizeBytes: 4 }), 'accepted'],
  [
    'J4: an input of 0 bytes',
    (d) => d.inputs!.push({ name: 'extra', sizeBytes: 0 }),
    'malformed shape.wrong-value',
    'job.inputs[1].sizeBytes',
  ],
  [
    'J4: an input of 6 bytes',
    (d) => d.inputs!.push({ name: 'extra', sizeBytes: 6 }),
    'invalid size.not-words',
    'job.inputs[1]',
  ],
  ['J4: an input of 2^32-1 words', (d) => d.inputs!.push({ name: 'extra', sizeBytes: 4 * (2 ** 32 - 1) }), 'accepted'],
  [
    'J4: an input of 2^32 words',
    (d) => d.inputs!.push({ name: 'extra', sizeBytes: 2 ** 34 }),
    'malformed shape.wrong-value',
    'job.inputs[1].sizeBytes',
  ],
  [
    'J4: a literal of 15 bytes',
    (d) => (d.literals![0]!.bytes = new Uint8Array(15)),
    'invalid size.not-words',
    'job.literals[0]',
  ],
  [
    'J4: a literal of 0 bytes',
    (d) => (d.literals![0]!.bytes = new Uint8Array(0)),
    'malformed shape.wrong-value',
    'job.literals[0].bytes',
  ],
  [
    'J4: a write of 33 bytes',
    (d) => (d.steps[stamp]!.writes.counts!.sizeBytes = 33),
    'invalid size.not-words',
    'job.steps[1].writes.counts',
  ],

  [
    'J5: an input named twice',
    (d) => d.inputs!.push({ name: 'photo', sizeBytes: 4 }),
    'invalid job.duplicate-version',
    'job.inputs[1].name',
  ],
  [
    'J5: a literal named as an input',
    (d) => (d.literals![1]!.name = 'photo'),
    'invalid job.duplicate-version',
    'job.literals[1].name',
  ],
  [
    'J5: a write named as a literal',
    (d) => {
      d.steps[stamp]!.writes.counts!.name = 'glyphs';
      d.outputs = ['stamped'];
    },
    'invalid job.duplicate-version',
    'job.steps[1].writes.counts.name',
  ],
  [
    'J5: two writes of one step with one name',
    (d) => {
      d.steps[stamp]!.writes.counts!.name = 'stamped';
      d.outputs = ['stamped'];
    },
    'invalid job.duplicate-version',
    'job.steps[1].writes.stamped.name',
  ],
  [
    'J5: a write named as an earlier one',
    (d) => {
      d.steps[stamp]!.writes.counts!.name = 'bright';
      d.outputs = ['stamped'];
    },
    'invalid job.duplicate-version',
    'job.steps[1].writes.counts.name',
  ],
  [
    'J5: an unknown version read',
    (d) => (d.steps[stamp]!.reads!.table = 'nothing'),
    'invalid job.undefined-version',
    'job.steps[1].reads.table',
  ],
  [
    'J5: a step that reads what it writes',
    (d) => (d.steps[stamp]!.reads!.table = 'counts'),
    'invalid job.undefined-version',
    'job.steps[1].reads.table',
  ],
  [
    'J5: a step that reads what a later one writes',
    (d) => (d.steps[brighten]!.reads!.photo = 'stamped'),
    'invalid job.undefined-version',
    'job.steps[0].reads.photo',
  ],
  ['J5: a step that reads what an earlier one wrote', (d) => (d.steps[stamp]!.reads!.table = 'bright'), 'accepted'],
  ['J5: two variables that read one version', (d) => (d.steps[brighten]!.reads!.settings = 'photo'), 'accepted'],
  [
    'J5: steps in the wrong order',
    (d) => d.steps.reverse(),
    'invalid job.undefined-version',
    'job.steps[0].writes.stamped.from',
  ],
  [
    'J5: from itself',
    (d) => (d.steps[stamp]!.writes.stamped!.from = 'stamped'),
    'invalid job.undefined-version',
    'job.steps[1].writes.stamped.from',
  ],
  [
    'J5: from what the same step writes',
    (d) => (d.steps[stamp]!.writes.stamped!.from = 'counts'),
    'invalid job.undefined-version',
    'job.steps[1].writes.stamped.from',
  ],
  ['J5: from an input', (d) => (d.steps[stamp]!.writes.stamped!.from = 'photo'), 'accepted'],

  [
    'J6: an unknown kernel',
    (d) => (d.steps[stamp]!.kernel = 'other'),
    'invalid job.undefined-kernel',
    'job.steps[1].kernel',
  ],
  [
    'J6: a kernel named as something of every object',
    (d) => (d.steps[stamp]!.kernel = 'constructor'),
    'invalid job.undefined-kernel',
    'job.steps[1].kernel',
  ],
  [
    'J6: a read that is not bound',
    (d) => delete d.steps[brighten]!.reads!.settings,
    'invalid job.unbound-variable',
    'job.steps[0].reads',
  ],
  [
    'J6: a write that is not bound',
    (d) => {
      delete d.steps[stamp]!.writes.counts;
      d.outputs = ['stamped'];
    },
    'invalid job.unbound-variable',
    'job.steps[1].writes',
  ],
  [
    'J6: a read of no variable',
    (d) => (d.steps[brighten]!.reads!.other = 'photo'),
    'invalid job.unbound-variable',
    'job.steps[0].reads.other',
  ],
  [
    'J6: a read of no variable that every object has',
    (d) => Object.assign(d.steps[brighten]!.reads!, { toString: 'photo' }),
    'invalid job.unbound-variable',
    'job.steps[0].reads.toString',
  ],
  [
    'J6: a write of no variable',
    (d) => (d.steps[brighten]!.writes.other = { name: 'w', sizeBytes: 4, owner: owner.linear(1) }),
    'invalid job.unbound-variable',
    'job.steps[0].writes.other',
  ],
  [
    'J6: a read variable under writes',
    (d) => {
      delete d.steps[brighten]!.reads!.photo;
      d.steps[brighten]!.writes.photo = { name: 'w', sizeBytes: 4, owner: owner.linear(1) };
    },
    'invalid job.wrong-access',
    'job.steps[0].photo',
  ],
  [
    'J6: a write variable under reads',
    (d) => {
      delete d.steps[stamp]!.writes.counts;
      d.steps[stamp]!.reads!.counts = 'photo';
      d.outputs = ['stamped'];
    },
    'invalid job.wrong-access',
    'job.steps[1].counts',
  ],
  [
    'J6: a read variable under both',
    (d) => (d.steps[brighten]!.writes.photo = { name: 'w', sizeBytes: 4, owner: owner.linear(1) }),
    'invalid job.wrong-access',
    'job.steps[0].writes.photo',
  ],
  [
    'J6: a write variable under both',
    (d) => (d.steps[stamp]!.reads!.counts = 'photo'),
    'invalid job.wrong-access',
    'job.steps[1].reads.counts',
  ],
  [
    'J6: no write',
    (d) => {
      d.kernels.idle = { source: 'idle', bindings: {} };
      d.steps.push({ kernel: 'idle', grid: [1, 1, 1], writes: {} });
    },
    'invalid job.no-writes',
    'job.steps[2]',
  ],

  [
    'J8: from a version of another size',
    (d) => (d.steps[stamp]!.writes.stamped!.from = 'settings'),
    'invalid job.size-mismatch',
    'job.steps[1].writes.stamped.from',
  ],
  [
    'J8: from a larger version',
    (d) => (d.steps[stamp]!.writes.counts!.from = 'photo'),
    'invalid job.size-mismatch',
    'job.steps[1].writes.counts.from',
  ],
  [
    'J8, J14: zeros and a frame',
    (d) => delete d.steps[stamp]!.writes.stamped!.from,
    'invalid owner.uncovered',
    'job.steps[1].writes.stamped.owner',
  ],

  [
    'J11: a word without an owner',
    (d) => (d.steps[brighten]!.grid = [7, 1, 1]),
    'invalid owner.uncovered',
    'job.steps[0].writes.bright.owner',
  ],
  ['J11: workgroups without a word', (d) => (d.steps[brighten]!.grid = [9, 1, 1]), 'accepted'],
  [
    'J12: extents that are not the version’s words',
    (d) => (tiles(d)[0] = { extent: 3, tile: 3, axis: 'whole', origin: 0 }),
    'invalid owner.wrong-extent',
    'job.steps[1].writes.stamped.owner',
  ],
  ['J12: whole and cut', (d) => (tiles(d)[0]!.tile = 1), 'invalid owner.uncut', 'job.steps[1].writes.stamped.owner'],
  [
    'J13: an axis twice',
    (d) => (tiles(d)[0]!.axis = 'x'),
    'invalid owner.overlap',
    'job.steps[1].writes.stamped.owner',
  ],
  [
    'J13: a grid along an axis not named',
    (d) => (d.steps[stamp]!.grid = [2, 3, 1]),
    'invalid owner.overlap',
    'job.steps[1].writes.stamped.owner',
  ],
  [
    'J14: a map that owns nothing',
    (d) => (tiles(d)[1]!.origin = 4),
    'invalid owner.empty',
    'job.steps[1].writes.stamped.owner',
  ],

  ['J15: overrides at both ends', (d) => (d.steps[stamp]!.overrides = { a: -(2 ** 31), b: 2 ** 32 - 1 }), 'accepted'],
  [
    'J15: an override below',
    (d) => (d.steps[stamp]!.overrides = { a: -(2 ** 31) - 1 }),
    'malformed shape.wrong-value',
    'job.steps[1].overrides.a',
  ],
  [
    'J15: an override above',
    (d) => (d.steps[stamp]!.overrides = { a: 2 ** 32 }),
    'malformed shape.wrong-value',
    'job.steps[1].overrides.a',
  ],
  [
    'J15: a fractional override',
    (d) => (d.steps[stamp]!.overrides = { a: 0.5 }),
    'malformed shape.wrong-value',
    'job.steps[1].overrides.a',
  ],
  [
    'J15: an override of a bad name',
    (d) => (d.steps[stamp]!.overrides = { __a: 1 }),
    'malformed shape.wrong-value',
    'job.steps[1].overrides (key)',
  ],

  [
    'J17: a meaning without a name',
    (d) => (d.steps[brighten]!.meaning!.operation = ''),
    'malformed shape.wrong-value',
    'job.steps[0].meaning.operation',
  ],
  ['J17: 64 parameters', (d) => (d.steps[brighten]!.meaning!.parameters = named(64, (i) => i)), 'accepted'],
  [
    'J17: 65 parameters',
    (d) => (d.steps[brighten]!.meaning!.parameters = named(65, (i) => i)),
    'malformed shape.wrong-value',
    'job.steps[0].meaning.parameters',
  ],

  ['J18: a tensor of the version’s bytes', photo((inputs) => (inputs[0]!.sizeBytes = 32)), 'accepted'],
  ['J18: a tensor 3 bytes shorter', (d) => (d.literals![0]!.tensor = { element: 'u8', shape: [13] }), 'accepted'],
  [
    'J18: a tensor 4 bytes shorter',
    (d) => (d.literals![0]!.tensor = { element: 'u8', shape: [12] }),
    'invalid job.wrong-tensor',
    'job.literals[0].tensor',
  ],
  [
    'J18: a tensor 1 byte longer',
    (d) => (d.literals![0]!.tensor = { element: 'u8', shape: [17] }),
    'invalid job.wrong-tensor',
    'job.literals[0].tensor',
  ],
  [
    'J18: a tensor of an input',
    photo((inputs) => (inputs[0]!.sizeBytes = 36)),
    'invalid job.wrong-tensor',
    'job.inputs[0].tensor',
  ],
  [
    'J18: a tensor of a write',
    (d) => (d.steps[stamp]!.writes.counts!.tensor = { element: 'i32', shape: [3] }),
    'invalid job.wrong-tensor',
    'job.steps[1].writes.counts.tensor',
  ],
  [
    'J18: a tensor whose length is beyond doubles',
    (d) => (d.literals![0]!.tensor = { element: 'u32', shape: new Array(8).fill(2 ** 32 - 1) }),
    'invalid job.wrong-tensor',
    'job.literals[0].tensor',
  ],

  ['J19: every kind of version', (d) => (d.outputs = ['photo', 'glyphs', 'bright']), 'accepted'],
  ['J19: no output', (d) => (d.outputs = []), 'malformed shape.wrong-value', 'job.outputs'],
  [
    'J19: an output twice',
    (d) => (d.outputs = ['bright', 'counts', 'bright']),
    'invalid job.duplicate-output',
    'job.outputs[2]',
  ],
  [
    'J19: an unknown output',
    (d) => (d.outputs = ['bright', 'nothing']),
    'invalid job.undefined-version',
    'job.outputs[1]',
  ],
];

function tiles(d: Draft): Editable<owner.TileDimension>[] {
  return (d.steps[stamp]!.writes.stamped!.owner as Editable<owner.TileOwner>).dimensions;
}

describe('the rules, each failing alone', () => {
  it.each(cases)('%s', (_, change, expected, where) => {
    const changed = edited(change);
    expect(outcome(() => job.define(changed))).toBe(expected);
    if (where === undefined) return;
    expect(() => job.define(changed)).toThrow(
      expect.objectContaining({ where, message: expect.stringContaining(`${where}: expected `) }),
    );
  });

  it('J3: 65,536 versions, and one more', () => {
    const full = edited(
      many((d) => {
        d.kernels.fill!.bindings = variables(64, 'write');
        d.steps = list(1024, (i) => ({ kernel: 'fill', grid: [1, 1, 1], writes: writes(64, `w${i}x`) }));
        d.outputs = ['w0x0'];
      }),
    );
    expect(job.versions(job.define(full))).toHaveLength(65_536);
    const over = { ...full, inputs: [{ name: 'one', sizeBytes: 4 }] };
    expect(outcome(() => job.define(over))).toBe('exhausted job.too-many-versions');
  });

  it('J3, K9: a job of the most steps can be encoded', () => {
    // Which names they have does not matter to their size.
    const one = job.define(edited(many(() => {})));
    const full = { ...one, steps: new Array(32_768).fill(one.steps[0]!) };
    expect(outcome(() => job.encode(full))).toBe('accepted');
  });

  it('says what there is', () => {
    expect(() => job.define(edited((d) => (d.steps[stamp]!.reads!.table = 'nothing')))).toThrow(
      'job.steps[1].reads.table: expected a version made before (photo, settings, glyphs, bright), got nothing.',
    );
  });
});

describe('define', () => {
  it('fills in profile, entry point, size, overrides, reads and loop budget', () => {
    expect(valid.profile).toBe(1);
    expect(valid.kernels.brighten!.entryPoint).toBe('main');
    expect(valid.kernels.stamp!.entryPoint).toBe('stamp');
    expect(valid.inputs[0]!.sizeBytes).toBe(32);
    expect(valid.steps[0]).toMatchObject({ overrides: {}, loopBudget: 8 });
    expect(valid.steps[1]).toMatchObject({ overrides: { size: 2, negative: -7 }, loopBudget: 1_048_576 });
    const bare = job.define({ name: 'bare', kernels: { fill }, steps: steps(1), outputs: ['v0'] } as job.Draft);
    expect(bare).toMatchObject({
      inputs: [],
      literals: [],
      steps: [{ overrides: {}, reads: {}, loopBudget: 1_048_576 }],
    });
  });

  it('takes the size from the tensor, padded to words', () => {
    const padded = edited((d) => d.inputs!.push({ name: 'odd', tensor: { element: 'i16', shape: [3] } }));
    expect(job.define(padded).inputs[1]!.sizeBytes).toBe(8);
  });

  it('refuses a version with neither size nor tensor', () => {
    const without = edited((d) => d.inputs!.push({ name: 'odd' }));
    expect(() => job.define(without)).toThrow(expect.objectContaining({ kind: 'invalid', code: 'job.no-size' }));
  });

  it('ignores fields that are there as undefined', () => {
    const same = edited((d) => {
      d.inputs![0]!.sizeBytes = undefined as never;
      d.steps[0]!.overrides = undefined as never;
      d.steps[1]!.meaning = undefined as never;
    });
    expect(job.id(job.define(same))).toBe(job.id(valid));
  });

  it('refuses fields that mean nothing', () => {
    const extra = { unknown: 1 } as object;
    for (const change of [
      (d: Draft) => Object.assign(d.kernels.stamp!, extra),
      (d: Draft) => Object.assign(d.steps[0]!, extra),
      (d: Draft) => Object.assign(d.inputs![0]!, extra),
      (d: Draft) => Object.assign(d.steps[0]!.writes.bright!.owner, extra),
    ]) {
      expect(outcome(() => job.define(edited(change)))).toBe('malformed shape.unknown-field');
    }
  });

  it('makes -0 to 0, which has an encoding', () => {
    const negative = job.define(edited((d) => (d.steps[stamp]!.overrides = { a: -0 })));
    const positive = job.define(edited((d) => (d.steps[stamp]!.overrides = { a: 0 })));
    expect(job.id(negative)).toBe(job.id(positive));
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
    '%s as a name does no harm',
    (name) => {
      // Names may be any of these but __proto__, which is neither a name nor a WGSL identifier.
      const source = edited((d) => {
        const define = (target: object, value: unknown) =>
          Object.defineProperty(target, name, { value, enumerable: true });
        const { brighten } = d.kernels;
        define(d.kernels, {
          ...brighten,
          bindings: define({ ...brighten!.bindings }, { binding: 9, access: 'write' }),
        });
        d.inputs!.push({ name: 'extra', sizeBytes: 4 });
        if (name !== '__proto__') d.inputs![1]!.name = name;
        d.steps[0]!.kernel = name;
        define(d.steps[0]!.writes, { name: 'more', sizeBytes: 32, owner: owner.linear(1) });
        d.steps[0]!.overrides = define({}, 1) as Record<string, number>;
      });
      if (name === '__proto__') {
        expect(outcome(() => job.define(source))).toBe('malformed shape.wrong-value');
      } else {
        const made = job.define(source);
        expect(job.decode(job.encode(made))).toEqual(made);
        expect(job.versions(made).map((version) => version.name)).toContain(name);
        expect(job.versions(made)).toHaveLength(8);
      }
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect(outcome(() => job.define(draft()))).toBe('accepted');
    },
  );

  it('without a draft’s own kernel, what every object inherits is none', () => {
    for (const name of ['constructor', 'toString', 'hasOwnProperty']) {
      // Objects made by hand have a prototype, unlike decoded ones.
      const kernels = Object.fromEntries(
        Object.entries(valid.kernels).map(([key, kernel]) => [key, { ...kernel, bindings: { ...kernel.bindings } }]),
      );
      const [first, second] = valid.steps as [job.Step, job.Step];
      const stray = { ...first, reads: { ...first.reads, [name]: 'photo' } };
      expect(outcome(() => job.assertJob({ ...valid, kernels }))).toBe('accepted');
      expect(outcome(() => job.assertJob({ ...valid, kernels, steps: [{ ...first, kernel: name }, second] }))).toBe(
        'invalid job.undefined-kernel',
      );
      expect(outcome(() => job.assertJob({ ...valid, kernels, steps: [stray, second] }))).toBe(
        'invalid job.unbound-variable',
      );
      const source = edited((d) => (d.steps[0]!.kernel = name));
      expect(outcome(() => job.define(source))).toBe('invalid job.undefined-kernel');
    }
  });
});

describe('encode, decode and id', () => {
  it('decode ∘ encode is the identity, and so is encode ∘ decode', () => {
    const bytes = job.encode(valid);
    expect(job.decode(bytes)).toEqual(valid);
    expect(job.encode(job.decode(bytes))).toEqual(bytes);
  });

  it('I1: the id is BLAKE3 of the bytes in derive-key mode', () => {
    const context = new TextEncoder().encode('Assay 2026-11-20 job id v1');
    expect(job.id(valid)).toBe(toHex(blake3(job.encode(valid), { context })));
  });

  it('the order in which a draft is written does not matter', () => {
    const reversed = <T>(entries: Record<string, T>) => Object.fromEntries(Object.entries(entries).reverse());
    const other = edited((d) => {
      d.kernels = reversed(d.kernels);
      d.steps[1]!.writes = reversed(d.steps[1]!.writes);
      d.steps[0]!.reads = reversed(d.steps[0]!.reads!);
    });
    expect(job.id(job.define(other))).toBe(job.id(valid));
  });

  it('every part of a job is under its id', () => {
    const changes: ((d: Draft) => void)[] = [
      (d) => (d.name = 'other'),
      (d) => (d.kernels.stamp!.source += ' '),
      (d) => (d.kernels.stamp!.entryPoint = 'other'),
      (d) => (d.kernels.stamp!.bindings.table!.binding = 5),
      (d) => (d.inputs![0]!.tensor!.shape = [4, 2, 4]),
      (d) => (d.literals![1]!.bytes[3] = 5),
      (d) => delete d.literals![1]!.tensor,
      (d) => (d.steps[0]!.grid = [8, 1, 1]),
      (d) => (d.steps[0]!.loopBudget = 9),
      (d) => (d.steps[0]!.meaning!.parameters.gain = 4),
      (d) => delete d.steps[0]!.meaning,
      (d) => (d.steps[1]!.overrides!.size = 3),
      (d) => (d.steps[1]!.writes.stamped!.from = 'photo'),
      (d) => (tiles(d)[1]!.origin = 2),
      (d) => d.outputs.reverse(),
      (d) => d.outputs.pop(),
    ];
    const ids = changes.map((change) => job.id(job.define(edited(change))));
    expect(new Set([...ids, job.id(valid)]).size).toBe(changes.length + 1);
  });

  it.each<[string, (value: Record<string, codec.Value>) => void, string]>([
    ['an unknown version', (v) => (v.version = 2), 'malformed shape.unknown-version'],
    ['another type', (v) => (v.type = 'task'), 'malformed shape.wrong-type'],
    ['an unknown field', (v) => (v.colour = 1), 'malformed shape.unknown-field'],
    ['a missing field', (v) => delete v.literals, 'malformed shape.missing-field'],
    ['nil for an empty list', (v) => (v.literals = null), 'malformed shape.wrong-value'],
    ['a rule that fails', (v) => (v.outputs = ['nothing']), 'invalid job.undefined-version'],
    [
      'a field __proto__',
      (v) => Object.defineProperty(v, '__proto__', { value: {}, enumerable: true }),
      'malformed shape.unknown-field',
    ],
  ])('decode refuses %s', (_, change, expected) => {
    const value = { ...(job.toValue(valid) as codec.Fields) };
    expect(outcome(() => job.decode(codec.encode(value)))).toBe('accepted');
    change(value);
    expect(outcome(() => job.decode(codec.encode(value)))).toBe(expected);
  });

  it('decode refuses what is no map', () => {
    for (const value of [null, [], 'job', 1, new Uint8Array(4)]) {
      expect(outcome(() => job.decode(codec.encode(value)))).toBe('malformed shape.wrong-value');
    }
  });
});

describe('versions', () => {
  it('J7: inputs, literals, then writes by step and variable', () => {
    const versions = job.versions(valid);
    expect(versions.map(({ name }) => name)).toEqual(['photo', 'settings', 'glyphs', 'bright', 'counts', 'stamped']);
    expect(versions.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(versions.map(({ sizeBytes }) => sizeBytes)).toEqual([32, 16, 4, 32, 8, 32]);
    expect(versions.map(({ origin }) => origin.kind)).toEqual([
      'input',
      'literal',
      'literal',
      'write',
      'write',
      'write',
    ]);
    expect(versions[5]!.origin).toMatchObject({ step: 1, variable: 'stamped', from: 'bright' });
    expect(versions[4]!.origin).not.toHaveProperty('from');
    expect(versions[0]!.tensor).toEqual({ element: 'u8', shape: [2, 4, 4] });
  });

  it('J7: by UTF-8 bytes, capitals first', () => {
    expect(job.variablesOf({ b: 0, _a: 0, B: 0, a: 0, a1: 0, Z: 0 })).toEqual(['B', 'Z', '_a', 'a', 'a1', 'b']);
  });
});
