import { AssayError } from '@assay/core';
import { type AdapterChoice, open, report } from '../adapter.js';
import type { Gpu } from '../executor.js';
import { advise, survey } from './advice.js';
import * as software from './software.js';
import * as vulkan from './vulkan.js';

/** A device in this process. `destroy` blocks for as long as a dispatch runs: see GpuProcess for work that may not end. */
export interface DawnGpu extends Gpu {
  destroy(): void;
}

export interface AcquireOptions {
  readonly adapter?: AdapterChoice;
}

type Dawn = typeof import('webgpu');

/** An adapter with what must not be collected before it. */
interface Found {
  readonly instance: GPU;
  readonly adapter: GPUAdapter;
}

/**
 * Every instance that gave a device. One that is collected while its device still compiles pipelines, destroyed or not,
 * ends the process or hangs it (webgpu 0.6.2), and nobody can tell when Dawn is done: so they are kept.
 */
const instances = new Set<GPU>();

const BACKENDS: Readonly<Record<string, string>> = { linux: 'vulkan', darwin: 'metal', win32: 'd3d12' };
const BACKEND: string = BACKENDS[process.platform] ?? 'vulkan';

/**
 * Opens a device through Dawn: a GPU if there is one, else a CPU that acts as one (`report.isSoftware`: callers say so).
 * Fails with `adapter.none`, `adapter.no-dawn` (exhausted), `adapter.device-refused` (trap), `software.cache-unsafe` (invalid).
 */
export async function acquire(options: AcquireOptions = {}): Promise<DawnGpu> {
  const { adapter: choice = 'auto' } = options;
  const dawn = await load();
  const found =
    (choice === 'software' ? null : await hardware(dawn)) ?? (choice === 'gpu' ? null : await emulated(dawn));
  if (found === null) {
    throw new AssayError({
      kind: 'exhausted',
      code: 'adapter.none',
      expected: choice === 'auto' ? 'a WebGPU adapter' : `a WebGPU adapter of kind "${choice}"`,
      got: 'none',
      remedy: advise(survey(), choice).join(' '),
    });
  }
  instances.add(found.instance);
  const { device, report: facts } = await open(found.adapter, BACKEND);
  return { device, report: facts, destroy: () => device.destroy() };
}

async function load(): Promise<Dawn> {
  try {
    return await import('webgpu');
  } catch (cause) {
    throw new AssayError({
      kind: 'exhausted',
      code: 'adapter.no-dawn',
      expected: 'the npm package webgpu with a Dawn library for this platform',
      got: cause instanceof Error ? cause.message : String(cause),
      remedy: 'Use Linux with glibc, macOS or Windows, on x64 or arm64, and install the dependencies anew.',
      cause,
    });
  }
}

async function hardware(dawn: Dawn): Promise<Found | null> {
  const extra: Record<string, string> = {};
  if (process.platform === 'linux') {
    const drivers = vulkan.manifests();
    // Not asked where nothing can come of it: Dawn then writes warnings to stderr.
    if (drivers.every((driver) => driver.isSoftware)) return null;
    if (vulkan.loader() === null) {
      // SwiftShader's package has a loader that serves every driver.
      const bundled = software.install();
      if (bundled === null) return null;
      vulkan.preload(bundled.loader);
    }
    const untold = drivers.filter((driver) => !driver.isStandard).map((driver) => driver.file);
    if (untold.length > 0) {
      extra.VK_ADD_DRIVER_FILES = [process.env.VK_ADD_DRIVER_FILES, ...untold].filter(Boolean).join(':');
    }
  }
  const found = await request(dawn, { powerPreference: 'high-performance' }, extra);
  return found === null || report(found.adapter, BACKEND).isSoftware ? null : found;
}

async function emulated(dawn: Dawn): Promise<Found | null> {
  const fallback = { forceFallbackAdapter: true };
  const bundled = software.install();
  if (bundled !== null) {
    if (vulkan.loader() === null) vulkan.preload(bundled.loader);
    // Drivers that the user names come before ours.
    const isNamed = Boolean(process.env.VK_DRIVER_FILES || process.env.VK_ICD_FILENAMES);
    if (isNamed && vulkan.manifests().some((driver) => driver.isSoftware)) {
      const own = await request(dawn, fallback, {});
      if (own !== null) return own;
    }
    // The newer name rules where both are set, and old loaders know only the older.
    const only = { VK_DRIVER_FILES: bundled.manifest, VK_ICD_FILENAMES: bundled.manifest };
    const found = await request(dawn, fallback, only);
    if (found !== null) return found;
  }
  return process.platform === 'linux' && vulkan.loader() === null ? null : request(dawn, fallback, {});
}

/**
 * Asks a new Dawn instance for an adapter under a changed environment. The Vulkan loader reads it while the instance looks
 * for drivers, which is done when requestAdapter returns (before its promise settles), so nobody else sees the change; an
 * earlier instance that found nothing does not matter. In a worker thread process.env is a copy that the loader never sees.
 */
async function request(
  dawn: Dawn,
  options: GPURequestAdapterOptions,
  env: Record<string, string>,
): Promise<Found | null> {
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, env);
  let instance: GPU;
  let pending: Promise<GPUAdapter | null>;
  try {
    instance = dawn.create([`backend=${BACKEND}`]);
    pending = instance.requestAdapter(options);
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
  const adapter = await pending;
  return adapter === null ? null : { instance, adapter };
}
