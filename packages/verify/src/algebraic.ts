/** Declared products, checked whole by a verifier who has their bytes: a failure ends in a culprit cell (SPEC.md P1–P3). */
import { type job as jobs, owner as owners, receipt as receipts, verdict } from '@assay/core';
import { ofCell } from './audit.js';
import { type CellFinding, type CellOptions, Cells } from './cell.js';
import { Committed } from './committed.js';
import * as product from './product.js';
import { type Terms, verifyReceipt } from './receipt.js';
import type { Cell } from './sample.js';

/** What was found of a step that is a registered product. */
export interface ProductFinding {
  readonly step: number;
  /**
   * `holds`: every word is right but for a probability below 2⁻⁶¹. `unbounded`: sums can be too large for the check. `absent`: not all
   * of its versions are at hand. `wrong`: a cell is. `false-meaning`: see P3.
   */
  readonly kind: 'holds' | 'unbounded' | 'absent' | 'wrong' | 'false-meaning';
  /** Where it does not hold. */
  readonly culprit?: { readonly cell: Cell; readonly finding: CellFinding };
}

/** What {@link checkProducts} is given. */
export interface ProductOptions extends CellOptions {
  /** Bytes of versions that the verifier holds, by index: those that the receipt commits to. */
  readonly held: ReadonlyMap<number, Uint8Array>;
  /** The kernels that are known to make products. */
  readonly register: readonly product.Registered[];
  /** 32 bytes that nobody knew before the receipt was sealed: of `challenge.seed`. */
  readonly seed: Uint8Array;
}

/** What a check of all declared products came to. */
export interface ProductResult {
  readonly verdict: verdict.Verdict;
  readonly findings: readonly ProductFinding[];
  /** For `proof.ofWrongCell`. */
  readonly committed: Committed;
}

/**
 * Checks every step that is a registered product, and of which the verifier holds operands and result.
 *
 * @returns a verdict whose outcome is `fraud` (`cell.wrong`) where a cell is wrong; `valid` says something about the steps whose finding
 * is `holds`, and nothing about others.
 * @throws AssayError `audit.wrong-held` (invalid).
 */
export function checkProducts(
  receipt: receipts.Receipt,
  terms: Terms,
  { held, register, seed, ...options }: ProductOptions,
): ProductResult {
  const committed = new Committed(receipt, terms);
  const formal = verifyReceipt(receipt, terms);
  if (!verdict.isValid(formal)) return { verdict: formal, findings: [], committed };
  const { job } = terms;
  const indices = new Map(committed.versions.map(({ name, index }) => [name, index]));
  const cells = new Cells(job, committed, options);
  const isAtHand = (index: number): boolean => {
    if (committed.isHeld(index)) return true;
    const bytes = held.get(index);
    if (bytes !== undefined) committed.hold(index, bytes);
    return bytes !== undefined;
  };
  const findings = product.declarations(job, register).flatMap((declaration, step): ProductFinding[] => {
    if (declaration.kind !== 'product') return [];
    const { extents, left, right, product: name } = declaration;
    const [a, bt, c] = [indices.get(left)!, indices.get(right)!, indices.get(name)!];
    if (![a, bt, c].every(isAtHand)) return [{ step, kind: 'absent' }];
    const operands = { extents, a: committed.whole(a), bt: committed.whole(bt) };
    const checked = product.check({ ...operands, c: committed.whole(c), seed, step });
    if (checked.kind !== 'differs') return [{ step, kind: checked.kind }];
    const [row] = checked.rows as [number];
    const words = product.culprits(committed.whole(c), product.row(operands, row), row);
    return [culpritOf(step, new Set(words.map((word) => cellOf(job, step, name, word))), cells)];
  });
  return { verdict: conclude(receipts.id(receipt), findings), findings, committed };
}

/** The cell of a product's step that owns a word of it. */
function cellOf(job: jobs.Job, step: number, name: string, word: number): number {
  const { grid, writes } = job.steps[step]!;
  const { owner } = Object.values(writes).find((write) => write.name === name)!;
  return owners.ownerOf(owner, grid, word)!; // it starts as zeros, so each word has one
}

/** P3: the first cell that is wrong, or that cannot be told. */
function culpritOf(step: number, workgroups: ReadonlySet<number>, cells: Cells): ProductFinding {
  for (const workgroup of workgroups) {
    const cell = { step, workgroup };
    const finding = cells.check(cell);
    if (finding.kind !== 'right') return { step, kind: 'wrong', culprit: { cell, finding } };
  }
  return { step, kind: 'false-meaning' };
}

function conclude(id: ReturnType<typeof receipts.id>, findings: readonly ProductFinding[]): verdict.Verdict {
  const verdicts = findings.flatMap(({ step, kind, culprit }) => {
    if (kind === 'false-meaning') return [verdict.of('product.false-meaning', id, { step })];
    const found = culprit === undefined ? undefined : ofCell(culprit.cell, culprit.finding);
    return found === undefined ? [] : [verdict.of(found.code, id, found.evidence)];
  });
  const isFraud = (one: verdict.Verdict): boolean => verdict.outcomeOf(one) === 'fraud';
  return verdicts.find(isFraud) ?? verdicts[0] ?? verdict.of('valid', id);
}
