import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { manifest, within } from '../fixture.js';
import { make } from './shaders.js';

const generate = (shaders: Readonly<Record<string, string>>): Promise<string | undefined> => {
  const files = Object.entries(shaders).map(([name, text]) => [`shaders/kernels/${name}`, text]);
  return within({ 'package.json': manifest({ name: 'top' }), ...Object.fromEntries(files) }, (workspace) => {
    return make(workspace, 'shaders/kernels', 'out.ts')[0]?.text;
  });
};

it('keeps every character of the source', async () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is text
  const text = '// `tick` ${hole} \\ back\r\nfn a() {} // é\n\n';
  const module = await generate({ 'matmul-int8.wgsl': text });
  expect(module).toMatch(/^\/\/ Generated from shaders\/kernels by packages\/tools\. Do not edit\.\n/);
  const script = (module ?? '').replace('export const matmulInt8: string =', 'return');
  expect(new Function(script)()).toBe(text);
});

it('writes constants in the order of the file names and leaves other files out', async () => {
  const module = await generate({ 'b.wgsl': '', 'a.wgsl': '', 'README.md': '', 'deep/c.wgsl': '' });
  expect(module?.match(/export const \w+/g)).toEqual(['export const a', 'export const b']);
});

it('makes nothing of nothing', async () => {
  expect(await generate({})).toBeUndefined();
});

it.each(['2d.wgsl', 'Upper.wgsl', 'under_score.wgsl', 'a--b.wgsl'])('refuses the name %s', async (name) => {
  await expect(generate({ [name]: '' })).rejects.toThrow('Rename it');
});

it('refuses two files of one name', async () => {
  await expect(generate({ 'a-1.wgsl': '', 'a1.wgsl': '' })).rejects.toThrow('would both be a1');
});

it('agrees with the modules of this repository', () => {
  const root = path.resolve(import.meta.dirname, '../../../..');
  for (const name of ['kernels', 'runtime']) {
    const first = readFileSync(path.join(root, `packages/${name}/src/generated/shaders.ts`), 'utf8').split('\n')[0];
    expect(first).toMatch(/^\/\/ Generated from shaders\/\w+ by packages\/tools\. Do not edit\.$/);
  }
});
