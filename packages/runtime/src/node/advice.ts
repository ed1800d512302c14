import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { isMainThread } from 'node:worker_threads';
import type { AdapterChoice } from '../adapter.js';
import * as software from './software.js';
import * as vulkan from './vulkan.js';

/** What of this machine decides which advice helps. */
export interface Survey {
  /** Node's names: `linux-x64`, `darwin-arm64`. */
  readonly platform: string;
  readonly isMainThread: boolean;
  /** Path of the Vulkan loader; null off Linux or if there is none. */
  readonly loader: string | null;
  readonly drivers: readonly vulkan.Manifest[];
  readonly isSwiftShaderInstalled: boolean;
  /** Kernel devices of GPUs (`/dev/nvidia0`, `/dev/dri/renderD128`, `/dev/dxg`), and those that this user may not open. */
  readonly devices: readonly string[];
  readonly closedDevices: readonly string[];
}

/** Looks at this machine. Loads the system's Vulkan loader if there is one. */
export function survey(): Survey {
  const isLinux = process.platform === 'linux';
  const devices = isLinux ? gpuDevices() : [];
  return {
    platform: `${process.platform}-${process.arch}`,
    isMainThread,
    loader: isLinux ? vulkan.loader() : null,
    drivers: isLinux ? vulkan.manifests() : [],
    isSwiftShaderInstalled: software.isInstalled(),
    devices,
    closedDevices: devices.filter((device) => !mayOpen(device)),
  };
}

/** What to install or do on a machine like this to get an adapter of the wanted kind, in whole sentences. */
export function advise(machine: Survey, choice: AdapterChoice): readonly string[] {
  const advice = [
    ...(choice === 'software' ? [] : forGpu(machine)),
    ...(choice === 'gpu' ? [] : forSoftware(machine)),
    ...(machine.isMainThread
      ? []
      : ['Acquire in the main thread or use GpuProcess: a worker thread cannot choose the Vulkan driver.']),
  ];
  return advice.length > 0 ? advice : ['Update the graphics driver, and run `assay doctor` to see what was found.'];
}

function forGpu(machine: Survey): string[] {
  const [system] = machine.platform.split('-');
  if (system === 'darwin') return ['Use macOS 11 or later on a machine with a Metal GPU.'];
  if (system === 'win32') return ["Install the GPU vendor's current driver, which brings Direct3D 12."];

  const hasDriver = machine.drivers.some((driver) => !driver.isSoftware);
  const advice: string[] = [];
  if (machine.closedDevices.length > 0) {
    advice.push(
      `Give this user access to ${machine.closedDevices.join(', ')} (on most systems: the groups "render" and "video").`,
    );
  }
  if (!hasDriver && machine.devices.some((device) => device.startsWith('/dev/nvidia'))) {
    advice.push(
      "Install NVIDIA's Vulkan driver (Debian: nvidia-vulkan-icd; Ubuntu: libnvidia-gl of the kernel driver's version); in a container, start it with NVIDIA_DRIVER_CAPABILITIES=all.",
    );
  } else if (!hasDriver && machine.devices.length > 0) {
    advice.push(
      'Install the Vulkan driver of the GPU (Debian and Ubuntu: mesa-vulkan-drivers; Fedora: mesa-vulkan-drivers).',
    );
  } else if (!hasDriver) {
    advice.push('Use a machine with a GPU and its Vulkan driver: no GPU device and no driver manifest was found.');
  }
  if (machine.loader === null && !machine.isSwiftShaderInstalled) {
    advice.push('Install the Vulkan loader (Debian and Ubuntu: libvulkan1; Fedora: vulkan-loader).');
  }
  return advice;
}

function forSoftware(machine: Survey): string[] {
  const [system] = machine.platform.split('-');
  if (machine.isSwiftShaderInstalled) return [];
  if (machine.platform === 'linux-x64') {
    return [
      `For a software adapter, run \`npm install ${software.PACKAGE}@${software.PACKAGE_VERSION}\` (70 MB, no root needed).`,
    ];
  }
  if (system === 'linux') {
    return [
      'For a software adapter, install libvulkan1 and mesa-vulkan-drivers of Mesa 25 or later (older ones are refused by Dawn).',
    ];
  }
  if (system === 'win32')
    return ['Windows has a software adapter (WARP) of its own: update Windows if it is not found.'];
  return ['There is no software adapter for macOS: use Linux on x64.'];
}

function gpuDevices(): string[] {
  const render = existsSync('/dev/dri') ? readdirSync('/dev/dri').filter((name) => name.startsWith('renderD')) : [];
  const nvidia = readdirSync('/dev').filter((name) => /^nvidia\d+$/.test(name));
  return [
    ...nvidia.map((name) => path.join('/dev', name)),
    ...render.map((name) => path.join('/dev/dri', name)),
    ...(existsSync('/dev/dxg') ? ['/dev/dxg'] : []),
  ];
}

function mayOpen(device: string): boolean {
  try {
    accessSync(device, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
