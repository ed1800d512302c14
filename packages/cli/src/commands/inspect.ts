import {
  bytes,
  challenge as challenges,
  codec,
  costs as costTables,
  type file,
  grid,
  job as jobs,
  key as keys,
  receipt as receipts,
  task as tasks,
  tensor,
  trace,
  verdict as verdicts,
} from '@assay/core';
import type { proof as proofs } from '@assay/verify';
import { type Output, toCountText, toOneLine, toSizeText } from '../output.js';
import { toOwnerText } from '../owner-text.js';
import type { Raw } from '../raw.js';
import { readAny } from '../store.js';

/** `assay inspect FILE`: prints any of our objects. A key's secret is never shown. */
export function inspect(path: string, output: Output): void {
  const tagged = readAny(path);
  if (tagged.type === 'response' || tagged.type === 'fraud-proof') {
    const { lines, facts } = ofRaw(tagged);
    for (const line of lines) output.line(line);
    output.result({ ok: true, type: tagged.type, ...facts, bytes: tagged.lengthBytes });
    return;
  }
  for (const line of describe(tagged)) output.line(line);
  output.result(toPlain(tagged));
}

function describe({ type, object }: file.Tagged): string[] {
  switch (type) {
    case 'job':
      return describeJob(object);
    case 'task':
      return describeTask(object);
    case 'receipt':
      return describeReceipt(object);
    case 'verdict':
      return describeVerdict(object);
    case 'key':
      return [`key (${object.scheme})`, `  public key  ${object.publicKey}`, '  secret      not shown'];
    case 'costs':
      return describeCosts(object);
    case 'challenge':
      return describeChallenge(object);
  }
}

function describeJob(job: jobs.Job): string[] {
  const lines = [`job ${job.name}`, `  id       ${jobs.id(job)}`, `  profile  ${job.profile}`, '', 'kernels'];
  for (const [name, { source, entryPoint, bindings }] of Object.entries(job.kernels)) {
    const bound = Object.entries(bindings)
      .sort(([, a], [, b]) => a.binding - b.binding)
      .map(([variable, { binding, access }]) => `@${binding} ${variable} (${access})`);
    lines.push(`  ${name}: ${source.split('\n').length} lines of WGSL, entry ${entryPoint}; ${bound.join(', ')}`);
  }
  lines.push('', 'versions');
  const outputs = new Set(job.outputs);
  for (const version of jobs.versions(job)) {
    const described = version.tensor === undefined ? '' : ` ${tensor.toText(version.tensor)}`;
    lines.push(
      `  ${trace.describe(version)}: ${toSizeText(version.sizeBytes)}${described}${outputs.has(version.name) ? ', output' : ''}`,
    );
  }
  lines.push('', 'steps');
  for (const [index, step] of job.steps.entries()) {
    const overrides = Object.entries(step.overrides).map(([name, value]) => `${name}=${value}`);
    const reads = Object.values(step.reads).join(', ');
    const writes = Object.values(step.writes).map(({ name, from }) =>
      from === undefined ? name : `${name} (from ${from})`,
    );
    lines.push(
      `  ${index} ${step.kernel} on ${grid.toText(step.grid)} workgroups: ${reads || 'nothing'} -> ${writes.join(', ')}${overrides.length === 0 ? '' : ` with ${overrides.join(' ')}`}`,
    );
    for (const { name, owner } of Object.values(step.writes)) lines.push(`    ${name}: ${toOwnerText(owner)}`);
    if (step.loopBudget > 0) lines.push(`    at most ${step.loopBudget} loop rounds an invocation`);
    if (step.meaning !== undefined) lines.push(`    declared as ${step.meaning.operation}`);
  }
  return lines;
}

function describeTask(task: tasks.Task): string[] {
  const { job, suite, inputs, requester, nonce, domain, policy } = task;
  return [
    'task',
    `  id         ${tasks.id(task)}`,
    `  job        ${job}`,
    `  suite      ${suite}`,
    `  requester  ${requester.publicKey} (${requester.scheme})`,
    `  nonce      ${nonce}`,
    `  domain     ${domain}`,
    `  policy     challenge ${policy.challenge.kind}, ${policy.samples} samples, adjudication ${policy.adjudication}, fault fee ${policy.faultFee}`,
    ...inputs.map(
      ({ name, root, fileLengthBytes }) =>
        `  input      ${name} ${root}${fileLengthBytes === undefined ? '' : ` (file of ${fileLengthBytes} bytes)`}`,
    ),
  ];
}

function describeReceipt(receipt: receipts.Receipt): string[] {
  const { claim, trace: roots, notes } = receipt;
  return [
    'receipt (only printed: `assay replay` checks it)',
    `  id          ${receipts.id(receipt)}`,
    `  task        ${claim.task}`,
    `  worker      ${claim.worker.publicKey} (${claim.worker.scheme})`,
    `  trace root  ${claim.traceRoot}`,
    `  seal        ${claim.seal}`,
    '',
    'trace, one root for each version of the job',
    ...roots.map((root, index) => `  ${String(index).padStart(3)}  ${root}`),
    '',
    'notes (not signed)',
    ...toNoteLines(notes),
  ];
}

function describeVerdict(verdict: verdicts.Verdict): string[] {
  const { code, claim, evidence } = verdict;
  return [
    'verdict',
    `  id          ${verdicts.id(verdict)}`,
    `  receipt     ${claim ?? 'none: the bytes were not a receipt'}`,
    `  code        ${code}: ${verdicts.sentenceOf(verdict)}`,
    ...toNoteLines(evidence),
  ];
}

function describeCosts(costs: costTables.Costs): string[] {
  return [
    'costs',
    `  id   ${costTables.id(costs)}`,
    `  job  ${costs.job}`,
    '',
    'steps',
    ...costs.steps.map((step, index) => `  ${index}  ${toWeightText(step)}`),
  ];
}

function toWeightText(step: costTables.StepCosts): string {
  if (step.kind === 'equal') return `each cell ${step.weight}`;
  const weights = costTables.weightsOf(step, step.weights.length / 4);
  const least = weights.reduce((a, b) => Math.min(a, b));
  const most = weights.reduce((a, b) => Math.max(a, b));
  return `${toCountText(weights.length, 'cell')} of ${least} to ${most}, ${costTables.totalOf(step, weights.length)} together`;
}

function describeChallenge(challenge: challenges.Challenge): string[] {
  const { claim, source, samples, held } = challenge;
  return [
    'challenge',
    `  id       ${challenges.id(challenge)}`,
    `  receipt  ${claim}`,
    ...describeSource(source),
    `  samples  ${samples}`,
    `  held     ${held.length === 0 ? 'no version' : `versions ${held.join(', ')}`}`,
  ];
}

function describeSource(source: challenges.Source): string[] {
  switch (source.kind) {
    case 'beacon':
      return [
        `  source   beacon, round ${source.round}`,
        `  value    ${source.value}`,
        ...(source.secret === undefined ? [] : [`  secret   ${source.secret} (the verifier's)`]),
      ];
    case 'hash':
      return ['  source   hash: the sealed commitment alone'];
    case 'seed':
      return ["  source   seed: the verifier's own choice, binds nobody", `  seed     ${source.seed}`];
  }
}

/** Shortly: what they show is bytes, which say something to a program only. */
function ofRaw({ type, object, lengthBytes }: Raw & { readonly lengthBytes: number }): {
  readonly lines: readonly string[];
  readonly facts: object;
} {
  if (type === 'response') {
    const { challenge, openings, frames } = object;
    const lines = [
      'response (only printed: `assay verify` checks it)',
      `  challenge  ${challenge}`,
      `  openings   of ${toCountText(openings.length, 'version')}, ${frames.length} of frames`,
      `  bytes      ${toSizeText(lengthBytes)}`,
    ];
    return { lines, facts: { challenge, openings: openings.length, frames: frames.length } };
  }
  const { claim, finding } = object;
  const openings = finding.kind === 'cell' ? finding.openings.length : undefined;
  const lines = [
    'fraud proof (only printed: `assay judge` checks it)',
    `  receipt    ${claim}`,
    `  finding    ${toFindingText(finding)}`,
    ...(openings === undefined ? [] : [`  openings   of ${toCountText(openings, 'version')}`]),
    `  bytes      ${toSizeText(lengthBytes)}`,
  ];
  return { lines, facts: { receipt: claim, finding: finding.kind, ...(openings === undefined ? {} : { openings }) } };
}

function toFindingText(finding: proofs.Finding): string {
  switch (finding.kind) {
    case 'cell':
      return `a cell: step ${finding.step}, workgroup ${finding.workgroup}`;
    case 'frame':
      return `words that no cell owns: version ${finding.version}, words ${finding.start} to ${finding.end - 1}`;
    case 'equivocation':
      return 'equivocation: another claim on the same task';
  }
}

/** One line for each leaf: `adapter.vendor: google`. */
function toNoteLines(fields: codec.Fields, prefix = ''): string[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    codec.isFields(value)
      ? toNoteLines(value, `${prefix}${name}.`)
      : [`  ${prefix}${toOneLine(name)}: ${toText(value)}`],
  );
}

function toText(value: codec.Value): string {
  if (value instanceof Uint8Array) return bytes.toHex(value);
  if (Array.isArray(value)) return `[${value.map(toText).join(', ')}]`;
  if (codec.isFields(value)) return `{ ${toNoteLines(value).join(',').trim()} }`;
  return toOneLine(String(value));
}

function toPlain(tagged: file.Tagged): unknown {
  switch (tagged.type) {
    case 'job':
      return {
        ok: true,
        type: 'job',
        id: jobs.id(tagged.object),
        job: tagged.object,
        versions: jobs.versions(tagged.object),
      };
    case 'task':
      return { ok: true, type: 'task', id: tasks.id(tagged.object), task: tagged.object };
    case 'receipt':
      return { ok: true, type: 'receipt', id: receipts.id(tagged.object), receipt: tagged.object };
    case 'verdict':
      return { ok: true, type: 'verdict', id: verdicts.id(tagged.object), verdict: tagged.object };
    case 'key':
      return { ok: true, type: 'key', key: keys.toIdentity(tagged.object) };
    case 'costs':
      return { ok: true, type: 'costs', id: costTables.id(tagged.object), costs: tagged.object };
    case 'challenge':
      return { ok: true, type: 'challenge', id: challenges.id(tagged.object), challenge: tagged.object };
  }
}
