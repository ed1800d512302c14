import { describe, expect, it } from 'vitest';
import { type Bound, Buffers, type Part, pagesOf } from './buffers.js';

const page = 1024;
const literal = Uint8Array.from({ length: 8 }, (_, i) => i + 1);

const bound: readonly Bound[] = [
  ['source', 64, 3 * page + 4, false, true],
  ['table', 16, 8, false, false],
  ['target', 8192, 2 * page, true, false],
  ['extended', 16_384, 2 * page + 8, true, true],
].map(([variable, address, lengthBytes, isWritten, isNeeded], place) => ({
  ...({ variable, address, lengthBytes, isWritten, isNeeded } as Pick<
    Bound,
    'variable' | 'address' | 'lengthBytes' | 'isWritten' | 'isNeeded'
  >),
  place,
  literal: variable === 'table' ? literal : undefined,
}));

const [source, table, target, extended] = [0, 1, 2, 3];

function fill(lengthBytes: number, value: number): Uint8Array {
  return new Uint8Array(lengthBytes).fill(value);
}

const part = (offsetBytes: number, bytes: Uint8Array): Part => ({ offsetBytes, bytes });
const whole = (bytes: Uint8Array): readonly Part[] => [part(0, bytes)];
const all = new Map([
  ['source', whole(fill(3 * page + 4, 7))],
  ['extended', whole(fill(2 * page + 8, 9))],
]);

function create(isTracked = true): { readonly buffers: Buffers; of(place: number): Uint8Array } {
  const memory = new ArrayBuffer(65_536);
  const of = (place: number): Uint8Array => new Uint8Array(memory, bound[place]!.address, bound[place]!.lengthBytes);
  return { buffers: new Buffers(memory, bound, isTracked), of };
}

describe('what is given', () => {
  it('lies in the memory, with the literals', () => {
    const { buffers, of } = create(false);
    buffers.give(all);
    expect(of(source)).toEqual(fill(3 * page + 4, 7));
    expect(of(table)).toEqual(literal);
    expect(of(target)).toEqual(fill(2 * page, 0));
    expect(of(extended)).toEqual(fill(2 * page + 8, 9));
  });

  it('takes the place of all that was given before', () => {
    const { buffers, of } = create();
    buffers.give(all);
    buffers.give(new Map([['source', [part(page, fill(page, 5)), part(3 * page, fill(4, 6))]]]));
    const expected = fill(3 * page + 4, 0);
    expected.fill(5, page, 2 * page).fill(6, 3 * page);
    expect(of(source)).toEqual(expected);
    expect(of(extended)).toEqual(fill(2 * page + 8, 0));
    expect(of(table)).toEqual(literal);
    expect(buffers.missing(source, [{ start: 0, end: 4 }])).toEqual([
      { start: 0, end: 1 },
      { start: 2, end: 3 },
    ]);
  });

  it('takes the place of what cells left, if they left something', () => {
    const { buffers, of } = create(false);
    buffers.give(all);
    of(target).fill(1, 8);
    of(extended).fill(1, 8);
    buffers.disturb();
    buffers.give(all);
    expect(of(target)).toEqual(fill(2 * page, 0));
    expect(of(extended)).toEqual(fill(2 * page + 8, 9));
  });

  it('takes its place though its bytes are gone', () => {
    const { buffers, of } = create();
    const sent = new Uint8Array(page).fill(5);
    const parts = [part(page, sent)];
    buffers.give(new Map([['source', parts]]));
    structuredClone(sent, { transfer: [sent.buffer] });
    parts.length = 0;
    buffers.give(new Map());
    expect(of(source)).toEqual(fill(3 * page + 4, 0));
    expect(buffers.missing(source, [{ start: 0, end: 4 }])).toEqual([{ start: 0, end: 4 }]);
  });

  it('may be a start of a version that starts as zeros', () => {
    const { buffers, of } = create();
    buffers.give(new Map([['target', [part(page, fill(page, 3))]]]));
    expect(of(target)[page]).toBe(3);
  });

  it.each<[string, string, Part]>([
    ['a part that begins in a chunk', 'source', part(4, fill(page - 4, 1))],
    ['a part that ends in a chunk', 'source', part(page, fill(page + 4, 1))],
    ['a part before the version', 'source', part(-page, fill(page, 1))],
    ['a part behind the end', 'source', part(3 * page, fill(8, 1))],
    ['whole chunks behind the end', 'source', part(0, fill(4 * page, 1))],
    ['a part behind the end of a literal', 'table', part(0, fill(page, 1))],
  ])('is not %s', (_, variable, wrong) => {
    const { buffers, of } = create();
    buffers.give(all);
    const error = { kind: 'invalid', code: 'cell.wrong-part', where: variable };
    expect(() => buffers.give(new Map([[variable, [wrong]]]))).toThrow(expect.objectContaining(error));
    expect(of(source)).toEqual(fill(3 * page + 4, 7));
  });

  it('is not another literal than that of the job', () => {
    const { buffers } = create();
    buffers.give(new Map([['table', whole(literal)]]));
    const other = literal.with(3, 0);
    const error = { kind: 'invalid', code: 'cell.wrong-literal', where: 'table' };
    expect(() => buffers.give(new Map([['table', whole(other)]]))).toThrow(expect.objectContaining(error));
  });

  it.each([['source'], ['extended']])('is the whole of %s, unless the step is tracked', (variable) => {
    const error = { kind: 'invalid', code: 'cell.missing-version', where: variable };
    const last = all.get(variable)![0]!;
    for (const parts of [[], whole(last.bytes.subarray(0, 2 * page))]) {
      const contents = new Map([...all, [variable, parts]]);
      expect(() => create(false).buffers.give(contents)).toThrow(expect.objectContaining(error));
      expect(() => create(true).buffers.give(contents)).not.toThrow();
    }
  });
});

describe('what is not whole', () => {
  it('is nothing to run on', () => {
    const { buffers } = create(false);
    const missing = expect.objectContaining({ code: 'cell.missing-version', where: 'source' });
    expect(() => buffers.assertUndisturbed()).toThrow(missing);
    buffers.give(all);
    expect(() => buffers.assertUndisturbed()).not.toThrow();
    expect(() => buffers.give(new Map([...all, ['source', []]]))).toThrow(missing);
    expect(() => buffers.assertUndisturbed()).toThrow(missing);
  });
});

describe('what is missing', () => {
  const everything = [{ start: 0, end: 3 }];

  it('is what cells depend on and nobody gave', () => {
    const { buffers } = create();
    expect(buffers.missing(source, [{ start: 1, end: 4 }])).toEqual([{ start: 1, end: 4 }]);
    expect(buffers.missing(extended, everything)).toEqual(everything);
    expect(buffers.missing(table, [{ start: 0, end: 1 }])).toEqual([]);
    expect(buffers.missing(target, [{ start: 0, end: 2 }])).toEqual([]);
    buffers.give(all);
    expect(buffers.missing(source, [{ start: 1, end: 4 }])).toEqual([]);
    expect(buffers.missing(extended, everything)).toEqual([]);
  });

  it('is looked for only where it is asked for', () => {
    const { buffers } = create();
    buffers.give(new Map([['source', [part(page, fill(page, 5))]]]));
    const asked = [
      { start: 0, end: 2 },
      { start: 3, end: 4 },
    ];
    expect(buffers.missing(source, asked)).toEqual([
      { start: 0, end: 1 },
      { start: 3, end: 4 },
    ]);
    expect(buffers.missing(source, [{ start: 1, end: 2 }])).toEqual([]);
  });
});

describe('words of a version', () => {
  const ranges = [
    { start: 1, end: 3 },
    { start: 256, end: 257 },
  ];

  it('are copied out and written back', () => {
    const { buffers, of } = create();
    of(target).set([1, 2, 3, 4, 5, 6, 7, 8], 4);
    of(target).set([9, 9, 9, 9], page);
    const gathered = buffers.gather(target, ranges);
    expect([...gathered]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9]);
    const before = of(target).slice();
    of(target)
      .fill(5, 4, 12)
      .fill(5, page, page + 4);
    buffers.scatter(target, ranges, gathered);
    expect(of(target)).toEqual(before);
  });

  it('lie in pages', () => {
    expect(pagesOf(ranges)).toEqual([{ start: 0, end: 2 }]);
    expect(pagesOf([{ start: 255, end: 257 }])).toEqual([{ start: 0, end: 2 }]);
    expect(
      pagesOf([
        { start: 0, end: 1 },
        { start: 255, end: 256 },
        { start: 512, end: 1024 },
      ]),
    ).toEqual([
      { start: 0, end: 1 },
      { start: 2, end: 4 },
    ]);
    expect(pagesOf([])).toEqual([]);
  });
});
