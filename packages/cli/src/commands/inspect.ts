import { type file, grid, job as jobs, key as keys, receipt as receipts, task as tasks, tensor, trace, verdict as verdicts } from '@assay/core';
import { type Output, toSizeText } from '../output.js';
import { readAny } from '../store.js';
import { sentence } from './replay.js';

/** `assay inspect FILE`: prints any of our objects. A key's secret is never shown. */
export function inspect(path: string, output: Output): void {
  const tagged = readAny(path);
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
      return [`verdict ${verdicts.id(object)}`, sentence(object, 0)];
    case 'key':
      return [`key (${object.scheme})`, `  public key  ${object.publicKey}`, '  secret      not shown'];
  }
}

function describeJob(job: jobs.Job): string[] {
  const lines = [`job ${job.name}`, `  id       ${jobs.id(job)}`, `  profile  ${job.profile}`, '', 'kernels'];
  for (const [name, { source, entryPoint, bindings }] of Object.entries(job.kernels)) {
    const bound = Object.entries(bindings).map(([variable, { binding, access }]) => `${variable}@${binding} ${access}`);
    lines.push(`  ${name}: ${source.split('\n').length} lines, entry ${entryPoint}; ${bound.join(', ')}`);
  }
  lines.push('', 'versions');
  for (const version of jobs.versions(job)) {
    const described = version.tensor === undefined ? '' : ` ${tensor.toText(version.tensor)}`;
    lines.push(`  ${trace.describe(version)}: ${toSizeText(version.sizeBytes)}${described}${job.outputs.includes(version.name) ? ', output' : ''}`);
  }
  lines.push('', 'steps');
  for (const [index, step] of job.steps.entries()) {
    const overrides = Object.entries(step.overrides).map(([name, value]) => `${name}=${value}`);
    const reads = Object.values(step.reads).join(', ');
    const writes = Object.values(step.writes).map(({ name, from }) => (from === undefined ? name : `${name} (from ${from})`));
    lines.push(`  ${index} ${step.kernel} on ${grid.toText(step.grid)} workgroups: ${reads || 'nothing'} -> ${writes.join(', ')}${overrides.length === 0 ? '' : ` with ${overrides.join(' ')}`}`);
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
    ...inputs.map(({ name, root, fileLengthBytes }) => `  input      ${name} ${root}${fileLengthBytes === undefined ? '' : ` (file of ${fileLengthBytes} bytes)`}`),
  ];
}

function describeReceipt(receipt: receipts.Receipt): string[] {
  const { claim, trace: roots, notes } = receipt;
  return [
    'receipt (the signature is checked by `assay replay`, not here)',
    `  id          ${receipts.id(receipt)}`,
    `  task        ${claim.task}`,
    `  worker      ${claim.worker.publicKey} (${claim.worker.scheme})`,
    `  trace root  ${claim.traceRoot}`,
    `  seal        ${claim.seal}`,
    '  trace',
    ...roots.map((root, index) => `    ${String(index).padStart(3)} ${root}`),
    '  notes (unsigned)',
    ...Object.entries(notes).map(([name, value]) => `    ${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`),
  ];
}

function toPlain(tagged: file.Tagged): unknown {
  switch (tagged.type) {
    case 'job':
      return { type: 'job', id: jobs.id(tagged.object), job: tagged.object, versions: jobs.versions(tagged.object) };
    case 'task':
      return { type: 'task', id: tasks.id(tagged.object), task: tagged.object };
    case 'receipt':
      return { type: 'receipt', id: receipts.id(tagged.object), receipt: tagged.object };
    case 'verdict':
      return { type: 'verdict', id: verdicts.id(tagged.object), verdict: tagged.object };
    case 'key':
      return { type: 'key', key: keys.toIdentity(tagged.object) };
  }
}
