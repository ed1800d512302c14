import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cases, gpuTest, seed } from '@assay/testkit';
import { check, reflection } from '@assay/wgsl';
import { expect } from 'vitest';
import { random } from './mutation.js';

const here = path.dirname(fileURLToPath(import.meta.url));
const files = ['accept', '../../shaders/kernels'].flatMap((folder) =>
  fs.readdirSync(path.join(here, folder)).map((file) => path.join(here, folder, file)),
);

gpuTest('Dawn makes a pipeline of every entry point that reflection accepts', async ({ gpu }) => {
  const numbers = random(seed());
  let made = 0;
  // Compiling all takes seconds: a plain run takes a fifth of them, a soak each one four times on average.
  for (let left = cases(4 * files.length); left > 0; left -= 1) {
    const file = files[numbers.next(files.length)] ?? '';
    const code = fs.readFileSync(file, 'utf8');
    const { program } = check(code);
    if (program === undefined) throw new Error(`${file} is refused`);
    const module = gpu.device.createShaderModule({ code });
    for (const { name } of program.entryPoints) {
      const required = program.overrides.filter(({ initializer }) => initializer === undefined);
      const constants = Object.fromEntries(required.map(({ id, name: word }) => [`${id ?? word}`, 8]));
      expect(reflection.reflect(program, name, constants).diagnostics, file).toEqual([]);
      await gpu.device.createComputePipelineAsync({ layout: 'auto', compute: { module, entryPoint: name, constants } });
      made += 1;
    }
  }
  expect(made).toBeGreaterThan(0);
});
