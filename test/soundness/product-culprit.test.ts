/** Every word of a declared product is checked; what is wrong ends in a cell that a judge runs, and never in the check's own word. */
import { kernel, owner, verdict } from '@assay/core';
import { matmul, registered } from '@assay/kernels';
import { type Cheat, type Worked, work } from '@assay/testkit';
import { checkProducts, type ProductResult, type product, proof } from '@assay/verify';
import { describe, expect, it } from 'vitest';

const SIZE = { m: 70, n: 66, k: 20 };
const seed = Uint8Array.from({ length: 32 }, (_, i) => i);
const noise = (length: number, factor: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * factor) >>> 2);
const inputs = new Map([
  ['a', noise(SIZE.m * SIZE.k, 37)],
  ['b', noise(SIZE.k * SIZE.n, 91)],
]);
const made = (cheat?: Cheat): Worked => work(matmul.job(SIZE), inputs, cheat);
const flipped = (index: number): Worked =>
  made({
    forge: ({ name }, honest) => (name === 'c' ? honest.with(4 * index, honest[4 * index]! ^ 1) : honest),
  });

const check = (
  worked: Worked,
  {
    without = [],
    register = registered.products(),
  }: { without?: readonly number[]; register?: readonly product.Registered[] } = {},
): ProductResult => {
  const held = new Map([...worked.contents.entries()].filter(([index]) => !without.includes(index)));
  return checkProducts(worked.receipt, worked.terms, { held, register, seed });
};

describe('a declared product, checked whole', () => {
  it('control: an honest one holds', () => {
    const { verdict: found, findings } = check(made());
    expect(found.code).toBe('valid');
    expect(findings).toEqual([{ step: 1, kind: 'holds' }]);
  });

  it('one bit anywhere ends in the cell that owns the word, and in a proof of it', () => {
    for (const index of [0, 65, 66 * 64, SIZE.m * SIZE.n - 1]) {
      const worked = flipped(index);
      const { verdict: found, findings, committed } = check(worked);
      expect(found.code).toBe('cell.wrong');
      expect(found.evidence).toMatchObject({ step: 1, version: 3, word: index });
      const { cell } = findings[0]!.culprit!;
      const { grid, writes } = worked.job.steps[1]!;
      expect(cell.workgroup).toBe(owner.ownerOf(writes.c!.owner, grid, index));
      const evidence = proof.ofWrongCell(worked.receipt, worked.terms, committed, cell)!;
      const judged = proof.verifyFraudProof(proof.encode(evidence), worked.receipt);
      expect(judged).toEqual(found);
      expect(verdict.outcomeOf(judged)).toBe('fraud');
    }
  });

  it('says nothing of a product that it does not have all of', () => {
    for (const index of [0, 2, 3]) {
      const { verdict: found, findings } = check(flipped(7), { without: [index] });
      expect(findings).toEqual([{ step: 1, kind: 'absent' }]);
      expect(found.code).toBe('valid');
    }
  });

  it('refuses bytes that are not the committed ones', () => {
    const worked = made();
    const held = new Map([...worked.contents.entries(), [3, worked.contents[3]!.with(5, 99)]]);
    const given = { held, register: registered.products(), seed };
    expect(() => checkProducts(worked.receipt, worked.terms, given)).toThrow(
      expect.objectContaining({ code: 'audit.wrong-held' }),
    );
  });

  it('accuses nobody where the register is wrong: the kernel is right about what it makes', () => {
    const job = matmul.job(SIZE);
    const source = job.kernels.product!.source.replace('dot4I8Packed(x, y.w)', 'dot4I8Packed(x, y.z)');
    expect(source).not.toBe(job.kernels.product!.source);
    const other = { ...job, kernels: { ...job.kernels, product: { ...job.kernels.product!, source } } };
    const [entry] = registered.products();
    const wrong = { ...entry!, kernel: kernel.id(other.kernels.product!, other.profile) };
    const { verdict: found, findings } = check(work(other, inputs), { register: [wrong] });
    expect(findings.map(({ kind }) => kind)).toEqual(['false-meaning']);
    expect([found.code, verdict.outcomeOf(found)]).toEqual(['product.false-meaning', 'undecided']);
    // The right register does not know that kernel, and asks nothing of it.
    expect(check(work(other, inputs)).findings).toEqual([]);
  });
});
