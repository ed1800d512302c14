/** The whole circle of an audit, with a place for a cheater in each part of it: claim, challenge, answer, verdict, evidence, judge. */
import {
  challenge as challenges,
  type costs,
  job as jobs,
  type policy as policies,
  receipt as receipts,
  task as tasks,
  type verdict,
} from '@assay/core';
import { respond } from '@assay/runtime';
import { challengeOf, honest, type Worked, work } from '@assay/testkit';
import {
  type AuditOptions,
  type AuditResult,
  audit,
  type Cell,
  descent,
  ofDescent,
  openFullReplay,
  pages,
  proof,
  response as responses,
} from '@assay/verify';
import { executor } from '@assay/wgsl';

/** Compiled steps of worker and verifier: what is right does not depend on who compiled. */
const cache = new executor.Cache();

/** Enough samples that every cell of a small job is drawn. */
export const everyCell = 10_000;

/** What a worker answers who has the bytes that he committed to. */
export function answer(worked: Worked, challenge: challenges.Challenge, table?: costs.Costs): Uint8Array {
  const versions = { bytesOf: (index: number) => worked.contents[index]! };
  return respond({ ...worked, challenge, versions, cache, ...(table === undefined ? {} : { costs: table }) });
}

/** The same answer with something else in it. */
export function changed(
  response: Uint8Array,
  change: (response: responses.Response) => Partial<responses.Response>,
): Uint8Array {
  const decoded = responses.decode(response);
  return responses.encode({ ...decoded, ...change(decoded) });
}

/** The opening of a version in an answer, in which it is changed. */
export function withOpening(
  response: Uint8Array,
  version: number,
  change: (opening: responses.Response['openings'][number]) => Partial<responses.Response['openings'][number]>,
): Uint8Array {
  return changed(response, ({ openings }) => {
    if (!openings.some((one) => one.version === version)) throw new Error(`no opening of version ${version}`);
    return { openings: openings.map((one) => (one.version === version ? { ...one, ...change(one) } : one)) };
  });
}

/** Audits a claim, of which all cells are drawn unless a challenge is given. */
export function check(
  worked: Worked,
  challenge: challenges.Challenge = challengeOf(worked, everyCell),
  response: Uint8Array = answer(worked, challenge),
  options: AuditOptions = {},
): AuditResult {
  return audit(worked.receipt, worked.terms, challenge, response, { cache, ...options });
}

/** Looks at every cell and every frame of a claim whose bytes are at hand. */
export function replayAll(worked: Worked): AuditResult {
  const opened = openFullReplay(worked.receipt, worked.terms, new Map(worked.contents.entries()), { cache });
  if ('code' in opened) return { verdict: opened, findings: [] };
  const findings = opened.sample.cells.map((cell) => opened.check(cell));
  return { verdict: opened.conclude(findings), audit: opened, findings };
}

/** The evidence that an audit leaves; undefined where there is nothing to show to others. */
export function evidence(worked: Worked, { audit: opened, verdict: found }: AuditResult): Uint8Array | undefined {
  const made = opened && proof.ofVerdict(worked.receipt, worked.terms, opened, found, { cache });
  return made && proof.encode(made);
}

/** Versions with pages of them: starts and ends of runs. */
export type Shown = readonly (readonly [version: number, ...pages: number[]])[];

/** The proof of a challenger who opens these pages, whatever they show. */
export function cellProof({ job, task, receipt, contents }: Worked, cell: Cell, shown: Shown): Uint8Array {
  const openings = shown.map(([version, ...list]) => {
    const bytes = contents[version]!;
    const ranges = pages.toRanges(pages.fromList(list, bytes.length)!, bytes.length);
    return { version, pages: list, bytes: honest.suite.open(bytes, ranges) };
  });
  const finding: proof.Finding = {
    kind: 'cell',
    job: jobs.encode(job),
    task: tasks.encode(task),
    step: cell.step,
    workgroup: cell.workgroup,
    openings,
  };
  return proof.encode({ claim: receipts.id(receipt), finding });
}

/** What a stranger concludes who has these bytes and the receipt, and nothing else. */
export function judge(bytes: Uint8Array, receipt: receipts.Receipt): verdict.Verdict {
  return proof.verifyFraudProof(bytes, receipt);
}

/** A claim on a job that nobody worked: of these bytes, by version. */
export function claimOf(job: jobs.Job, contents: readonly Uint8Array[]): Worked {
  const { suite, salt, worker, task: other } = honest;
  const files = new Map(job.inputs.map(({ name }, index) => [name, contents[index]!]));
  const { requester, nonce } = other;
  const { task } = tasks.make({ job, files, requester, nonce, suite });
  const trace = contents.map((bytes) => suite.root(bytes));
  const receipt = receipts.issue({ task: tasks.id(task), trace, suite, secret: worker.secret, salt });
  return { job, task, receipt, contents, terms: { job, task, suite } };
}

/** An answer that opens whole versions, whatever is asked. */
export function answerWhole(
  { contents }: Worked,
  challenge: challenges.Challenge,
  versions: readonly number[],
): Uint8Array {
  const openings = versions.map((version) => {
    const bytes = contents[version]!;
    const opening = honest.suite.open(bytes, [{ offsetBytes: 0, lengthBytes: bytes.length }]);
    return { version, pages: [0, Math.ceil(bytes.length / 1024)], bytes: opening };
  });
  return responses.encode({ challenge: challenges.id(challenge), openings, frames: [] });
}

/** A descent of a watcher with an honest run into a version of a claim, to its end. @returns what he can show then. */
export function descend(worked: Worked, version: number, own: Uint8Array): Uint8Array | undefined {
  const committed = worked.contents[version]!;
  const watcher = descentOf(worked, version, own);
  let next = descent.opened(watcher, descent.begin(committed));
  for (;;) {
    if (!next.ok) throw new Error(next.verdict.code);
    const node = descent.question(next.watcher);
    if (node === undefined) break;
    const shown = descent.answer(committed, node);
    if (!shown.ok) throw new Error(shown.verdict.code);
    next = descent.answered(next.watcher, shown.bytes);
  }
  const found = descent.difference(next.watcher);
  if (found === undefined) return undefined;
  const { contents } = work(worked.job, inputsOf(worked));
  const chunk = { version, chunk: found.chunk, opening: descent.opening(next.watcher) };
  const made = ofDescent(worked.receipt, worked.terms, new Map(contents.entries()), chunk, { cache });
  return made && proof.encode(made);
}

/** A watcher to whom nothing of a version has been shown. */
export function descentOf({ receipt, contents }: Worked, version: number, own: Uint8Array): descent.Watcher {
  return descent.watch({ root: receipt.trace[version]!, lengthBytes: contents[version]!.length, own });
}

/** The bytes of a task's inputs, by name. */
export function inputsOf({ job, contents }: Worked): ReadonlyMap<string, Uint8Array> {
  return new Map(job.inputs.map(({ name }, index) => [name, contents[index]!]));
}

/** Terms under which audits bind. */
export const audited: policies.Policy = {
  challenge: { kind: 'beacon', beacon: 'drand' },
  samples: 8,
  adjudication: 'proof',
  deadlines: { commit: 1, respond: 1, judge: 1, retain: 2 },
  faultFee: 0n,
};
