import type { AdapterReport } from '@assay/runtime';
import { diagnose } from '@assay/runtime/node';
import { exitCodes } from '../exit.js';
import { type Output, toSizeText } from '../output.js';
import { toAdapterText } from '../session.js';

const SHOWN_LIMITS = ['maxBufferSize', 'maxStorageBufferBindingSize', 'maxComputeWorkgroupStorageSize', 'maxComputeInvocationsPerWorkgroup', 'maxStorageBuffersPerShaderStage', 'maxComputeWorkgroupsPerDimension'] as const;

/** `assay doctor`: which adapter jobs will run on, its limits, and what to do for a better one. Returns the exit status. */
export async function doctor(output: Output, signal: AbortSignal): Promise<number> {
  const diagnosis = await diagnose({ signal });
  const { platform, nodeVersion, gpu, software, chosen, advice } = diagnosis;
  output.line(`Node ${nodeVersion} on ${platform}`);
  output.line(`GPU:      ${gpu.adapter === null ? `none (${gpu.failure?.code ?? 'not found'})` : toAdapterText(gpu.adapter)}`);
  output.line(`Software: ${software.adapter === null ? `none (${software.failure?.code ?? 'not found'})` : toAdapterText(software.adapter)}`);
  output.line();
  if (chosen === null) output.line('Jobs cannot run here.');
  else {
    output.line(`Jobs run on ${toAdapterText(chosen)}${chosen.isSoftware ? ': software, on the CPU' : ''}`);
    for (const name of SHOWN_LIMITS) output.line(`  ${name.padEnd(34)} ${limitText(name, chosen)}`);
    output.line(`  features: ${chosen.features.join(', ') || 'none'}`);
  }
  for (const sentence of advice) output.line(`\n${sentence}`);
  output.result({ ok: chosen !== null, ...diagnosis });
  return chosen === null ? exitCodes.exhausted : exitCodes.success;
}

function limitText(name: string, { limits }: AdapterReport): string {
  const value = limits[name];
  if (value === undefined) return 'unknown';
  return /Size$/.test(name) && value >= 1024 && !name.includes('Workgroups') ? toSizeText(value) : String(value);
}
