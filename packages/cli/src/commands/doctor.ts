import type { AdapterReport } from '@assay/runtime';
import { type Diagnosis, diagnose } from '@assay/runtime/node';
import { exitCodes } from '../exit.js';
import { type Output, toSizeText } from '../output.js';
import { toAdapterText } from '../session.js';

const SHOWN_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupsPerDimension',
] as const;

/** `assay doctor`: which adapter jobs will run on, its limits, and what to do for a better one. Returns the exit status. */
export async function doctor(output: Output, signal: AbortSignal): Promise<number> {
  const diagnosis = await diagnose({ signal });
  // An interrupted probe looks like a machine without an adapter.
  signal.throwIfAborted();
  const { platform, nodeVersion, gpu, software, chosen, advice } = diagnosis;
  output.line(`Node      ${nodeVersion} on ${platform}`);
  output.line(`GPU       ${toProbeText(gpu)}`);
  output.line(`Software  ${toProbeText(software)}`);
  output.line();
  if (chosen === null) output.line('Jobs cannot run here.');
  else {
    output.line(`Jobs run on ${toAdapterText(chosen)}${chosen.isSoftware ? ': software, on the CPU' : ''}.`);
    output.line('Most that a job may ask for there:');
    for (const name of SHOWN_LIMITS) output.line(`  ${name.padEnd(34)} ${limitText(name, chosen)}`);
  }
  if (advice.length > 0) {
    output.line();
    output.line(chosen === null ? 'What to do:' : 'For a GPU:');
    for (const sentence of advice) output.line(`  ${sentence}`);
  }
  output.result({ ok: chosen !== null, ...diagnosis });
  return chosen === null ? exitCodes.exhausted : exitCodes.success;
}

function toProbeText({ adapter, failure }: Diagnosis['gpu']): string {
  if (adapter !== null) return toAdapterText(adapter);
  return failure === null || failure.code === 'adapter.none' ? 'none found' : `none (${failure.code}, see below)`;
}

function limitText(name: string, { limits }: AdapterReport): string {
  const value = limits[name];
  if (value === undefined) return 'unknown';
  return name.endsWith('Size') ? toSizeText(value) : String(value);
}
