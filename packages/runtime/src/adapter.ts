import { AssayError } from '@assay/core';

/** What is known of an adapter: plain data, printed by `assay doctor` and kept in a receipt's unsigned notes. */
export interface AdapterReport {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  /** Dawn's back end (`vulkan`, `metal`, `d3d12`), or `browser`. */
  readonly backend: string;
  /** True when a CPU does the work (SwiftShader, llvmpipe, WARP). */
  readonly isSoftware: boolean;
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
}

/** Which adapter is wanted: a GPU, a CPU that acts as one, or (`auto`) a GPU if there is one, else the CPU. */
export type AdapterChoice = 'auto' | 'gpu' | 'software';

/** Limits that a job's size runs into. A device gets WebGPU's small defaults for all that is not asked for. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxUniformBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxUniformBuffersPerShaderStage',
  'maxBindingsPerBindGroup',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
] as const;

const CPU_NAMES = /swiftshader|llvmpipe|lavapipe|\bwarp\b|basic render/i;

/** Describes `adapter`; `backend` is what the caller knows about where it came from. */
export function report(adapter: GPUAdapter, backend: string): AdapterReport {
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const limits: Record<string, number> = {};
  // The limits are getters of the prototype, which Object.entries does not see.
  for (const name in adapter.limits) {
    const value: unknown = adapter.limits[name as keyof GPUSupportedLimits];
    if (typeof value === 'number') limits[name] = value;
  }
  return {
    vendor,
    architecture,
    device,
    description,
    backend,
    isSoftware: isFallbackAdapter || CPU_NAMES.test(`${architecture} ${device} ${description}`),
    features: [...adapter.features].sort(),
    limits,
  };
}

/**
 * Opens a device with the adapter's own maxima of every limit that jobs need, and no feature.
 * Fails with `adapter.device-refused` (trap).
 */
export async function open(
  adapter: GPUAdapter,
  backend: string,
): Promise<{ device: GPUDevice; report: AdapterReport }> {
  const found = report(adapter, backend);
  const requiredLimits: Record<string, number> = {};
  for (const name of LIMITS) {
    const value = found.limits[name];
    if (value !== undefined) requiredLimits[name] = value;
  }
  try {
    return { device: await adapter.requestDevice({ requiredLimits }), report: found };
  } catch (cause) {
    throw new AssayError({
      kind: 'trap',
      code: 'adapter.device-refused',
      where: found.description || found.device || backend,
      expected: 'a device with the limits that the adapter itself states',
      got: cause instanceof Error ? cause.message : String(cause),
      remedy: 'Update the graphics driver, free GPU memory, or choose the software adapter.',
      cause,
    });
  }
}
