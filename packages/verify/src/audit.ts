/** From a challenge and its response to a verdict (SPEC.md, chapters Responses and Spot check). */
import { AssayError, challenge as challenges, type codec, costs, receipt as receipts, verdict } from '@assay/core';
import { type CellFinding, type CellOptions, Cells } from './cell.js';
import { checkHeld } from './challenge.js';
import { Committed } from './committed.js';
import { evidenceOf } from './failure.js';
import { toList } from './pages.js';
import { type Terms, verifyReceipt } from './receipt.js';
import * as responses from './response.js';
import { all, type Cell, draw, type Sample, type Stretch } from './sample.js';
import { checkStretches, type StretchFinding } from './stretch.js';

/** What a verifier brings to an audit besides receipt, terms and challenge. */
export interface AuditOptions extends CellOptions {
  /** Bytes of the versions that the challenge names as held, by index. */
  readonly held?: ReadonlyMap<number, Uint8Array>;
  /** The cost table that the policy names, where it names one. */
  readonly costs?: costs.Costs;
  /** The longest response that is read, whatever could be needed. */
  readonly mostBytes?: number;
}

/** What a check of one receipt has to look at, and can. Cells are independent of each other: any thread can check any of them. */
export class Audit {
  readonly sample: Sample;
  readonly committed: Committed;
  readonly #receipt: receipts.Receipt;
  readonly #cells: Cells;
  readonly #stretches: readonly StretchFinding[];

  /** See {@link openAudit} and {@link openFullReplay}. */
  constructor(
    receipt: receipts.Receipt,
    terms: Terms,
    sample: Sample,
    committed: Committed,
    stretches: readonly StretchFinding[],
    options: CellOptions,
  ) {
    this.sample = sample;
    this.committed = committed;
    this.#receipt = receipt;
    this.#cells = new Cells(terms.job, committed, options);
    this.#stretches = stretches;
  }

  /** Checks a cell of the sample; best in order. @param options.isConfirmed false where another one is known to be wrong (S4). */
  check(cell: Cell, options: { readonly isConfirmed?: boolean } = {}): CellFinding {
    return this.#cells.check(cell, options);
  }

  /** What was found of each stretch of the sample. */
  get stretches(): readonly StretchFinding[] {
    return this.#stretches;
  }

  /** The verdict of all findings (O1). @param findings of each cell of the sample, in its order. */
  conclude(findings: readonly CellFinding[]): verdict.Verdict {
    const { cells, stretches } = this.sample;
    const id = receipts.id(this.#receipt);
    const found = [
      ...cells.map((cell, i) => ({ step: cell.step, finding: ofCell(cell, findings[i]!) })),
      ...stretches.map((stretch, i) => ({
        step: this.#stepOf(stretch),
        finding: ofStretch(stretch, this.#stretches[i]!),
      })),
    ];
    const named = found
      .sort((a, b) => a.step - b.step)
      .flatMap(({ finding }) => (finding === undefined ? [] : [verdict.of(finding.code, id, finding.evidence)]));
    for (const outcome of ['fraud', 'job-fault', 'withheld', 'undecided']) {
      const first = named.find((one) => verdict.outcomeOf(one) === outcome);
      if (first !== undefined) return first;
    }
    return verdict.of('valid', id);
  }

  /** The step that wrote the version. */
  #stepOf({ version }: Stretch): number {
    const { origin } = this.committed.versions[version]!;
    return origin.kind === 'write' ? origin.step : 0;
  }
}

/** An audit that came to its end. */
export interface AuditResult {
  readonly verdict: verdict.Verdict;
  /** Undefined where the verdict was reached before any cell was looked at. */
  readonly audit?: Audit;
  /** Of each cell of the sample. */
  readonly findings: readonly CellFinding[];
}

/**
 * Checks a response: openings against the trace, each drawn cell from the committed bytes, frames by the values of their nodes.
 *
 * The challenge is taken as it is: whether it binds the worker is for `verifyChallenge` to say.
 *
 * @param response untrusted bytes.
 * @throws AssayError `audit.wrong-held`, `audit.missing-held`, `audit.wrong-costs` (invalid): the verifier's own mistakes.
 */
export function audit(
  receipt: receipts.Receipt,
  terms: Terms,
  challenge: challenges.Challenge,
  response: Uint8Array,
  options: AuditOptions = {},
): AuditResult {
  const opened = openAudit(receipt, terms, challenge, response, options);
  if (!(opened instanceof Audit)) return { verdict: opened, findings: [] };
  let isConfirmed = true;
  const findings = opened.sample.cells.map((cell) => {
    const finding = opened.check(cell, { isConfirmed });
    if (finding.kind === 'wrong') isConfirmed = false;
    return finding;
  });
  return { verdict: opened.conclude(findings), audit: opened, findings };
}

/** What {@link audit} does before it runs cells: an audit whose cells can be checked, or the verdict that keeps it from that. */
export function openAudit(
  receipt: receipts.Receipt,
  terms: Terms,
  challenge: challenges.Challenge,
  response: Uint8Array,
  { held = new Map(), costs: table, mostBytes = responses.mostBytes, ...options }: AuditOptions = {},
): Audit | verdict.Verdict {
  const formal = verifyReceipt(receipt, terms);
  if (!verdict.isValid(formal)) return formal;
  const asked = checkHeld(challenge, receipt, terms.job);
  if (!verdict.isValid(asked)) return asked;
  const committed = new Committed(receipt, terms);
  for (const version of challenge.held) {
    const bytes = held.get(version);
    if (bytes === undefined) throw missingHeld(version);
    committed.hold(version, bytes);
  }
  const unfit = checkCosts(receipt, terms, table);
  if (unfit !== undefined) return unfit;
  const sample = sampleOf(receipt, terms, challenge, table);
  const decoded = readResponse(receipt, terms, challenge, response, sample, committed, mostBytes);
  if ('code' in decoded) return decoded;
  const stretches = checkStretches(receipt, terms, sample.stretches, committed, decoded.frames);
  if ('code' in stretches) return stretches;
  return new Audit(receipt, terms, sample, committed, stretches, options);
}

/**
 * A full replay (S7): all cells and all stretches, of a receipt whose versions the verifier holds all.
 *
 * @param versions bytes of each version that is not a literal, by index.
 * @throws AssayError as {@link audit}; `sample.too-large` (exhausted) for a job of millions of cells.
 */
export function openFullReplay(
  receipt: receipts.Receipt,
  terms: Terms,
  versions: ReadonlyMap<number, Uint8Array>,
  options: CellOptions = {},
): Audit | verdict.Verdict {
  const formal = verifyReceipt(receipt, terms);
  if (!verdict.isValid(formal)) return formal;
  const committed = new Committed(receipt, terms);
  for (const { index, origin } of committed.versions) {
    if (origin.kind === 'literal') continue;
    const bytes = versions.get(index);
    if (bytes === undefined) throw missingHeld(index);
    committed.hold(index, bytes);
  }
  const sample = all(terms.job);
  const nothing = sample.stretches.map(() => ({}));
  const stretches = checkStretches(receipt, terms, sample.stretches, committed, nothing);
  if ('code' in stretches) return stretches;
  return new Audit(receipt, terms, sample, committed, stretches, options);
}

/**
 * What a challenge draws of a receipt.
 *
 * @param table the cost table that the policy names, where it names one.
 * @throws AssayError `audit.wrong-costs`, `costs.…` (invalid).
 */
export function sampleOf(
  { claim }: receipts.Receipt,
  { job, task }: Pick<Terms, 'job' | 'task'>,
  { source, samples }: challenges.Challenge,
  table?: costs.Costs,
): Sample {
  const { weights } = task.policy;
  const given = table === undefined ? undefined : costs.id(table);
  if (weights !== undefined && given !== weights) throw wrongCosts(weights, given);
  return draw(job, challenges.seed(claim, source), samples, weights === undefined ? undefined : table);
}

/** W3: the table that the policy names is one for the job; whoever posted the task has to answer for another. */
function checkCosts(
  receipt: receipts.Receipt,
  { job, task }: Pick<Terms, 'job' | 'task'>,
  table: costs.Costs | undefined,
): verdict.Verdict | undefined {
  if (table === undefined || costs.id(table) !== task.policy.weights) return undefined;
  try {
    costs.assertFor(table, job);
    return undefined;
  } catch (error) {
    return verdict.of('task.unfit', receipts.id(receipt), evidenceOf(error));
  }
}

/** A5: the response, its openings added to what is known; or the verdict on it. */
function readResponse(
  receipt: receipts.Receipt,
  { job }: Terms,
  challenge: challenges.Challenge,
  bytes: Uint8Array,
  sample: Sample,
  committed: Committed,
  mostBytes: number,
): responses.Response | verdict.Verdict {
  const id = receipts.id(receipt);
  const wrong = (code: verdict.VerdictCode, evidence: codec.Fields): verdict.Verdict => verdict.of(code, id, evidence);
  const longest = responses.longest(job, sample, (version) => committed.isHeld(version));
  const most = Math.min(longest, mostBytes);
  if (bytes.length > most) {
    return wrong('response.too-large', { expected: `at most ${most} bytes`, got: `${bytes.length} bytes` });
  }
  let response: responses.Response;
  try {
    response = responses.decode(bytes, most);
  } catch (error) {
    return wrong('response.malformed', evidenceOf(error));
  }
  const expected = challenges.id(challenge);
  if (response.challenge !== expected) {
    return wrong('response.other-challenge', { expected, got: response.challenge });
  }
  const bound = responses.boundBy(job, sample.cells);
  let before = -1;
  for (const opening of response.openings) {
    const { version } = opening;
    const isAsked = bound.has(version) && !committed.isHeld(version);
    if (version <= before || !isAsked) {
      const wanted = 'versions that drawn cells bind and that are not known, ascending';
      return wrong('response.wrong-pages', { expected: wanted, got: `version ${version}`, version });
    }
    before = version;
    const refusal = committed.open(opening);
    if (refusal !== undefined) {
      const { code, ...evidence } = refusal;
      return wrong(`response.${code}`, evidence);
    }
  }
  if (response.frames.length !== sample.stretches.length) {
    const got = `${response.frames.length} frames`;
    return wrong('response.wrong-pages', { expected: `${sample.stretches.length} frames`, got });
  }
  return response;
}

interface Finding {
  readonly code: verdict.VerdictCode;
  readonly evidence: codec.Fields;
}

/** The verdict's code and evidence for a cell; undefined where it is right. */
export function ofCell({ step, workgroup }: Cell, finding: CellFinding): Finding | undefined {
  switch (finding.kind) {
    case 'right':
      return undefined;
    case 'wrong':
      return { code: 'cell.wrong', evidence: { step, workgroup, ...finding.word } };
    case 'differs':
      return { code: 'cell.differs', evidence: { step, workgroup, ...finding.word } };
    case 'races': {
      const { memory, word } = finding.race;
      const place = memory === 'workgroup' ? memory : `binding ${memory.binding}`;
      return { code: 'cell.races', evidence: { step, workgroup, memory: place, word } };
    }
    case 'withheld': {
      const pages = toList(finding.pages.slice(0, 16));
      return { code: 'response.incomplete', evidence: { step, workgroup, version: finding.version, pages } };
    }
    case 'beyond-limits':
      return { code: 'cell.beyond-limits', evidence: { step, workgroup, code: finding.code, got: finding.got } };
    case 'not-exact':
      return {
        code: 'job.not-exact',
        evidence: { step, kernel: finding.kernel, code: finding.code, got: finding.got },
      };
  }
}

function ofStretch({ version, from, start, end }: Stretch, { kind }: StretchFinding): Finding | undefined {
  return kind === 'changed' ? { code: 'frame.changed', evidence: { version, from, start, end } } : undefined;
}

function missingHeld(version: number): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'audit.missing-held',
    where: `version ${version}`,
    expected: 'the bytes of every version that is named as held',
    got: 'none',
    remedy: 'Give them, or leave the version out of `held`.',
  });
}

function wrongCosts(expected: string, got: string | undefined): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'audit.wrong-costs',
    where: 'costs',
    expected: `the cost table ${expected}, which the task's policy names`,
    got: got ?? 'none',
    remedy: 'Ask the requester for the table: cells are drawn by it.',
  });
}
