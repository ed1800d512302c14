/** Freivalds' check of a matrix product: every word of it, for the price of reading the buffers once (SPEC.md, chapter Product check). */
import { AssayError, bytes, codec, type identity, job as jobs, kernel as kernels, owner as owners } from '@assay/core';
import { type Draws, stream } from './draw.js';
import * as freivalds from './freivalds.js';

/** c = a · btᵀ, with `a` i8[m, k], `bt` i8[n, k] and `c` i32[m, n]. */
export interface Extents {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** What a step says besides its kernel and its versions. */
export interface Dispatch extends Pick<jobs.Step, 'grid' | 'overrides' | 'loopBudget'> {
  /** Of the product. */
  readonly owner: owners.OwnerMap;
}

/** A kernel of which the verifier knows that it computes a product. */
export interface Registered {
  /** `matmul.i8.i32`. */
  readonly operation: string;
  /** Of `kernel.id`: of its text, its entry point, its bindings. */
  readonly kernel: identity.KernelId;
  /** WGSL variables of a, bt and c. */
  readonly bindings: { readonly left: string; readonly right: string; readonly product: string };
  /**
   * How the kernel is dispatched so that it makes all of the product of these extents; undefined where it does not, whatever the
   * dispatch. Extents are whole numbers, and may be any.
   */
  readonly dispatch: (extents: Extents) => Dispatch | undefined;
}

/** Why a step is not checked as a product. None of them says that anybody did wrong. */
export type Obstacle =
  /** The step declares no meaning, or one that no registered kernel has. */
  | 'no-registered-operation'
  /** The kernel is not one that is registered for the operation. */
  | 'other-kernel'
  /** The declaration has not just the parameters m, n and k, or the kernel does not make a product of these extents. */
  | 'other-parameters'
  /** A version has not the size of its operand, or the product does not start as zeros. */
  | 'other-versions'
  /** Grid, overrides, owner map or loop budget are not those with which the kernel makes this product. */
  | 'other-dispatch';

/** What a step is by its declaration. */
export type Declaration =
  | {
      readonly kind: 'product';
      readonly extents: Extents;
      /** Names of versions. */
      readonly left: string;
      readonly right: string;
      readonly product: string;
    }
  | { readonly kind: 'none'; readonly obstacle: Obstacle };

/**
 * Whether a step is a product, and of what (P1). The declaration alone is believed in nothing: everything on which the result of the
 * step depends, besides the bytes that it reads, is compared with what the register says.
 *
 * @param job a valid one. For all of its steps see {@link declarations}.
 * @throws AssayError `product.no-step` (bug).
 */
export function declared(job: jobs.Job, stepIndex: number, register: readonly Registered[]): Declaration {
  const step = job.steps[stepIndex];
  if (step !== undefined) return declarationOf(step, register, factsOf(job));
  throw new AssayError({
    kind: 'bug',
    code: 'product.no-step',
    where: 'stepIndex',
    expected: `the index of one of ${job.steps.length} steps`,
    got: String(stepIndex),
    remedy: 'Pass a step of this job.',
  });
}

/** {@link declared} of every step, in time that is linear in the job: a kernel is hashed once, however many steps run it. */
export function declarations(job: jobs.Job, register: readonly Registered[]): readonly Declaration[] {
  const facts = factsOf(job);
  return job.steps.map((step) => declarationOf(step, register, facts));
}

/** What the steps of a job are looked at with. */
interface Facts {
  readonly sizesBytes: ReadonlyMap<string, number>;
  /** @param name of a kernel. */
  readonly kernelId: (name: string) => identity.KernelId;
}

function factsOf(job: jobs.Job): Facts {
  const ids = new Map<string, identity.KernelId>();
  return {
    sizesBytes: new Map(jobs.versions(job).map(({ name, sizeBytes }) => [name, sizeBytes])),
    kernelId(name) {
      const id = ids.get(name) ?? kernels.id(job.kernels[name]!, job.profile);
      ids.set(name, id);
      return id;
    },
  };
}

function declarationOf(step: jobs.Step, register: readonly Registered[], facts: Facts): Declaration {
  const { meaning } = step;
  const candidates = register.filter(({ operation }) => operation === meaning?.operation);
  if (meaning === undefined || candidates.length === 0) return none('no-registered-operation');
  const id = facts.kernelId(step.kernel);
  const registered = candidates.find(({ kernel }) => kernel === id);
  if (registered === undefined) return none('other-kernel');

  const extents = extentsOf(meaning);
  const dispatch = extents && registered.dispatch(extents);
  if (extents === undefined || dispatch === undefined) return none('other-parameters');

  // The kernel's bindings are those that were registered, and a step binds each of them once (core J6).
  const left = step.reads[registered.bindings.left]!;
  const right = step.reads[registered.bindings.right]!;
  const written = step.writes[registered.bindings.product]!;
  const { m, n, k } = extents;
  const { sizesBytes } = facts;
  const fits = sizesBytes.get(left) === m * k && sizesBytes.get(right) === n * k && written.sizeBytes === 4 * m * n;
  if (!fits || written.from !== undefined) return none('other-versions');

  const got = canonical({ ...step, owner: written.owner });
  if (!bytes.isEqual(got, canonical(dispatch))) return none('other-dispatch');
  return { kind: 'product', extents, left, right, product: written.name };
}

function none(obstacle: Obstacle): Declaration {
  return { kind: 'none', obstacle };
}

/** Undefined where the parameters are others than m, n and k. */
function extentsOf({ parameters }: jobs.Meaning): Extents | undefined {
  const { m, n, k, ...others } = parameters;
  if (m === undefined || n === undefined || k === undefined || Object.keys(others).length > 0) return undefined;
  return { m, n, k };
}

function canonical({ grid, overrides, loopBudget, owner }: Dispatch): Uint8Array {
  return codec.encode([grid, overrides, loopBudget, owners.shape.toValue(owner)]);
}

/** The operands of a product, row by row, and its extents. */
export interface Operands {
  readonly extents: Extents;
  /** m · k bytes. */
  readonly a: Uint8Array;
  /** n · k bytes. */
  readonly bt: Uint8Array;
}

/** A product that is to be checked. */
export interface Claimed extends Operands {
  /** m · n little-endian words. */
  readonly c: Uint8Array;
  /** 32 bytes that nobody knew before c was committed to: of `challenge.seed`. */
  readonly seed: Uint8Array;
  /** Index of the step. */
  readonly step: number;
}

/** What a check found. */
export type Result =
  | { readonly kind: 'holds' }
  /** c is not the product, in these rows for certain: `count` of them, of which the first {@link mostRows} are named. */
  | { readonly kind: 'differs'; readonly rows: readonly number[]; readonly count: number }
  /** No check: with these bytes a sum may reach `bound`, which is more than {@link mostSum}. */
  | { readonly kind: 'unbounded'; readonly bound: number };

/** The most rows that a result names. */
export const mostRows = 256;

/** The largest k · max|a| · max|b| with which a product is checked: no sum up to it can overflow (P1). */
export const mostSum: number = 2 ** 31 - 1;

/** The largest bound for which one prime does: two words up to it differ by less than p, or not at all (P2). */
const mostOfOnePrime = (freivalds.p - 1) / 2;

/**
 * Whether c = a · btᵀ (P1, P2). A wrong c passes with a probability below 2⁻⁶¹; of a right one nothing else than `holds` or
 * `unbounded` is ever said. Needs the committed bytes; that they are, and that the step is this product, is for the caller to know.
 *
 * @throws AssayError `bytes.not-bytes` (bug) where a length is not what the extents say.
 */
export function check({ extents, a, bt, c, seed, step }: Claimed): Result {
  const { m, n, k } = extents;
  bytes.assertBytes(c, 'c', 4 * m * n);
  const left = elementsOf(a, 'a', m * k);
  const right = elementsOf(bt, 'bt', n * k);
  const bound = k * freivalds.largest(left) * freivalds.largest(right);
  if (bound > mostSum) return { kind: 'unbounded', bound };

  const draws = stream('product', seed, step);
  const words = new DataView(c.buffer, c.byteOffset, c.length);
  const isNear = bound <= mostOfOnePrime;
  const sides = (isNear ? [freivalds.p] : [freivalds.p, freivalds.p2]).map((modulus) => {
    const vectors = [vector(draws, n, modulus), vector(draws, n, modulus)] as const;
    const combined = freivalds.combineRows(right, n, k, vectors, modulus);
    return {
      expected: freivalds.combineColumns(left, m, k, combined, modulus),
      got: freivalds.combineWords(words, m, n, vectors, modulus, isNear ? bound : undefined),
    };
  });

  const rows: number[] = [];
  let count = 0;
  for (let row = 0; row < m; row++) {
    if (sides.every(({ expected, got }) => expected[0][row] === got[0][row] && expected[1][row] === got[1][row])) {
      continue;
    }
    if (count < mostRows) rows.push(row);
    count++;
  }
  return count === 0 ? { kind: 'holds' } : { kind: 'differs', rows, count };
}

/**
 * A row of the product, computed from its definition (P3); sums wrap as int32 do.
 *
 * @param index from 0 up to, not including, m.
 * @returns n words.
 */
export function row({ extents, a, bt }: Operands, index: number): Int32Array<ArrayBuffer> {
  const { m, n, k } = extents;
  const left = elementsOf(a, 'a', m * k).subarray(index * k, (index + 1) * k);
  const right = elementsOf(bt, 'bt', n * k);
  const sums = new Int32Array(n);
  for (let column = 0; column < n; column++) {
    const start = column * k;
    let sum = 0;
    for (let t = 0; t < k; t++) sum = (sum + left[t]! * right[start + t]!) | 0;
    sums[column] = sum;
  }
  return sums;
}

/**
 * The words of c (their indices in it) that differ from a recomputed row. The cells that own them are checked next: only a cell
 * that is wrong says something about the worker (P3).
 *
 * Of a row that {@link check} named there is at least one: it was named because a word is larger than any sum can be, or because
 * c · r, which is a function of the row alone, is not what the true row gives.
 *
 * @param row of {@link row}, with the same index.
 */
export function culprits(c: Uint8Array, row: Int32Array, index: number): number[] {
  const words = new DataView(c.buffer, c.byteOffset, c.length);
  const first = index * row.length;
  const found: number[] = [];
  for (const [column, word] of row.entries()) {
    if (words.getInt32(4 * (first + column), true) !== word) found.push(first + column);
  }
  return found;
}

/** A vector of draws below the modulus. */
function vector(draws: Draws, length: number, modulus: number): Float64Array {
  const elements = new Float64Array(length);
  for (let i = 0; i < length; i++) elements[i] = draws.below(modulus);
  return elements;
}

function elementsOf(operand: Uint8Array, name: string, lengthBytes: number): Int8Array {
  bytes.assertBytes(operand, name, lengthBytes);
  return new Int8Array(operand.buffer, operand.byteOffset, operand.length);
}
