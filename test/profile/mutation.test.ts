import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DawnGpu } from '@assay/runtime/node';
import { cases, gpuTest, seed } from '@assay/testkit';
import { check } from '@assay/wgsl';
import { describe, expect } from 'vitest';
import { shader } from './barriers.js';
import { mutate, random } from './mutation.js';

/** Rules that are WGSL's own, without limits that only the profile has. */
const ownRules: ReadonlySet<string> = new Set('V1 V2 V3 V10 V11 V14 V20 V23 V30 V36 V37'.split(' '));

const here = path.dirname(fileURLToPath(import.meta.url));
const corpus = ['accept', '../../shaders/kernels'].flatMap((folder) =>
  fs.readdirSync(path.join(here, folder)).map((file) => fs.readFileSync(path.join(here, folder, file), 'utf8')),
);

async function firstTintError({ device }: DawnGpu, code: string): Promise<string | undefined> {
  device.pushErrorScope('validation');
  const { messages } = await device.createShaderModule({ code }).getCompilationInfo();
  await device.popErrorScope();
  return messages.find(({ type }) => type === 'error')?.message;
}

describe('random shaders', () => {
  gpuTest(
    'what the profile accepts of changed shaders Tint accepts, what breaks a rule of WGSL it refuses',
    async ({ gpu }) => {
      const numbers = random(seed());
      const pool = [...corpus];
      let accepted = 0;
      for (let left = cases(20_000); left > 0; left -= 1) {
        const source = mutate(numbers, pool[numbers.next(pool.length)] ?? '', corpus);
        const { program, diagnostics } = check(source);
        if (program === undefined) {
          const isOwn = diagnostics.every(({ rule }) => ownRules.has(rule));
          if (isOwn) expect(await firstTintError(gpu, source), source).toBeDefined();
          continue;
        }
        accepted += 1;
        // Changes pile up, so that shaders wander away from the corpus.
        if (numbers.next(4) === 0) pool[Math.min(pool.length, corpus.length + numbers.next(1000))] = source;
        expect(await firstTintError(gpu, source), source).toBeUndefined();
      }
      expect(accepted).toBeGreaterThan(0);
    },
  );

  gpuTest('barriers are refused exactly where Tint refuses them (V38)', async ({ gpu }) => {
    const numbers = random(seed());
    const seen = new Set<boolean>();
    for (let left = cases(4_000); left > 0; left -= 1) {
      const source = shader(numbers);
      const rules = check(source).diagnostics.map(({ rule }) => rule);
      // The only other rule that these shaders break is that of static bounds, which is the profile's own.
      expect(rules.filter((rule) => rule !== 'V38' && rule !== 'P6')).toEqual([]);
      const error = await firstTintError(gpu, source);
      expect(error === undefined ? 'accepted' : 'refused', `${error}\n${source}`).toBe(
        rules.includes('V38') ? 'refused' : 'accepted',
      );
      seen.add(error === undefined);
    }
    expect(seen.size).toBe(2);
  });
});
