import { describe, expect, it } from 'vitest';
import { advise, type Survey, survey } from './advice.js';

const bare: Survey = {
  platform: 'linux-x64',
  isMainThread: true,
  loader: null,
  drivers: [],
  isSwiftShaderInstalled: false,
  devices: [],
  closedDevices: [],
};
const nvidia = {
  file: '/etc/vulkan/icd.d/nvidia_icd.json',
  library: 'libGLX_nvidia.so.0',
  isSoftware: false,
  isStandard: true,
};

describe('advise', () => {
  it.each<[string, Survey, Parameters<typeof advise>[1], RegExp[], RegExp[]]>([
    [
      'nothing installed',
      bare,
      'auto',
      [/npm install @sparticuz\/chromium@147\.0\.0/, /no GPU device/, /libvulkan1/],
      [],
    ],
    ['software wanted', bare, 'software', [/npm install/], [/NVIDIA|libvulkan1/]],
    ['GPU wanted', { ...bare, isSwiftShaderInstalled: true }, 'gpu', [/no GPU device/], [/npm install|libvulkan1/]],
    [
      'NVIDIA device without driver',
      { ...bare, devices: ['/dev/nvidia0'] },
      'gpu',
      [/NVIDIA_DRIVER_CAPABILITIES/],
      [/mesa/],
    ],
    [
      'other device without driver',
      { ...bare, devices: ['/dev/dri/renderD128'] },
      'gpu',
      [/mesa-vulkan-drivers/],
      [/NVIDIA/],
    ],
    [
      'driver without loader',
      { ...bare, devices: ['/dev/nvidia0'], drivers: [nvidia] },
      'gpu',
      [/libvulkan1/],
      [/NVIDIA_DRIVER/],
    ],
    [
      'closed device',
      { ...bare, drivers: [nvidia], devices: ['/dev/nvidia0'], closedDevices: ['/dev/nvidia0'] },
      'gpu',
      [/access to \/dev\/nvidia0/],
      [],
    ],
    ['arm', { ...bare, platform: 'linux-arm64' }, 'software', [/mesa-vulkan-drivers/], [/npm install/]],
    ['mac', { ...bare, platform: 'darwin-arm64' }, 'auto', [/Metal/, /no software adapter/], [/libvulkan1/]],
    ['windows', { ...bare, platform: 'win32-x64' }, 'auto', [/Direct3D/, /WARP/], [/libvulkan1/]],
    ['worker thread', { ...bare, isMainThread: false, isSwiftShaderInstalled: true }, 'software', [/main thread/], []],
    [
      'all there',
      { ...bare, isSwiftShaderInstalled: true, loader: '/lib/libvulkan.so.1', drivers: [nvidia] },
      'auto',
      [/Update the graphics driver/],
      [],
    ],
  ])('%s', (_, machine, choice, present, absent) => {
    const advice = advise(machine, choice);
    for (const sentence of advice) expect(sentence).toMatch(/\.$/);
    const text = advice.join(' ');
    for (const pattern of present) expect(text).toMatch(pattern);
    for (const pattern of absent) expect(text).not.toMatch(pattern);
  });

  it('has something to say about this machine', () => {
    expect(advise(survey(), 'auto').length).toBeGreaterThan(0);
  });
});
