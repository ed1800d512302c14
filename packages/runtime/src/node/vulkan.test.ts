import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifests } from './vulkan.js';

let root: string;

function place(file: string, contents: string): string {
  const full = path.join(root, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, contents);
  return full;
}

const named = (library: string): string => JSON.stringify({ ICD: { library_path: library, api_version: '1.3.0' } });

describe.skipIf(process.platform === 'win32')('driver manifests (needs POSIX paths)', () => {
  let nvidia: string;
  let mesa: string;
  let own: string;
  let broken: string;

  beforeAll(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'assay-vulkan-'));
    nvidia = place('data/vulkan/icd.d/nvidia_icd.json', named('libGLX_nvidia.so.0'));
    mesa = place('data/vulkan/icd.d/lvp_icd.json', named('libvulkan_lvp.so'));
    place('data/vulkan/icd.d/readme.txt', 'not a manifest');
    own = place('config/vulkan/icd.d/own.json', named('/opt/own.so'));
    broken = place('elsewhere/broken.json', '{');
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const xdg = (): NodeJS.ProcessEnv => ({
    HOME: path.join(root, 'home'),
    XDG_CONFIG_HOME: path.join(root, 'config'),
    XDG_DATA_DIRS: path.join(root, 'data'),
  });
  const within = (env: NodeJS.ProcessEnv): string[] =>
    manifests(env).flatMap(({ file }) => (file.startsWith(root) ? [file] : []));

  it('are found in the XDG directories, in order', () => {
    expect(within(xdg())).toEqual([own, mesa, nvidia]);
  });

  it('of CPU drivers are told apart', () => {
    const found = new Map(manifests(xdg()).map((manifest) => [manifest.file, manifest]));
    expect(found.get(mesa)).toEqual({ file: mesa, library: 'libvulkan_lvp.so', isSoftware: true, isStandard: true });
    expect(found.get(nvidia)).toEqual({
      file: nvidia,
      library: 'libGLX_nvidia.so.0',
      isSoftware: false,
      isStandard: true,
    });
  });

  it('named by the environment hide all others, and the newer name wins', () => {
    expect(manifests({ ...xdg(), VK_ICD_FILENAMES: mesa }).map(({ file }) => file)).toEqual([mesa]);
    expect(manifests({ ...xdg(), VK_ICD_FILENAMES: mesa, VK_DRIVER_FILES: nvidia }).map(({ file }) => file)).toEqual([
      nvidia,
    ]);
    expect(manifests({ ...xdg(), VK_DRIVER_FILES: path.dirname(own) }).map(({ file }) => file)).toEqual([own]);
    expect(manifests({ ...xdg(), VK_DRIVER_FILES: path.join(root, 'absent.json') })).toEqual([]);
  });

  it('added by the environment come before the others', () => {
    expect(within({ ...xdg(), VK_ADD_DRIVER_FILES: broken })).toEqual([broken, own, mesa, nvidia]);
  });

  it('that cannot be read have no library', () => {
    expect(manifests({ VK_DRIVER_FILES: broken })).toEqual([
      { file: broken, library: '', isSoftware: false, isStandard: true },
    ]);
  });
});
