import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gpuTest } from '@assay/testkit';
import { describe, expect } from 'vitest';
import * as guards from '../analysis/guards.js';
import type { Kernel } from '../execution/ir.js';
import { lower } from '../execution/lower.js';
import { dispatchOf } from '../testing/device.js';
import { complaints } from '../testing/tint.js';
import { check } from '../validation/check.js';
import { print } from './print.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** All entry points of a file, with values for overrides that need some. */
function kernels(file: string): readonly Kernel[] {
  const { program } = check(fs.readFileSync(file, 'utf8'));
  return program!.entryPoints.map(({ name: entryPoint, overrides }) => {
    const missing = overrides.filter(({ initializer }) => initializer === undefined);
    const given = Object.fromEntries(missing.map(({ id, name }) => [id ?? name, 4]));
    return lower(program!, { entryPoint, overrides: given });
  });
}

describe('Tint takes the device code of', () => {
  for (const folder of ['test/profile/accept', 'shaders/kernels']) {
    for (const name of fs.readdirSync(path.join(root, folder)).filter((one) => one.endsWith('.wgsl'))) {
      gpuTest(`${folder}/${name}`, async ({ gpu }) => {
        for (const kernel of kernels(path.join(root, folder, name))) {
          const dispatch = dispatchOf(
            kernel,
            new Map(kernel.bindings.map(({ binding }) => [binding, new Int32Array(4)])),
          );
          const kept = guards.all(kernel);
          const unbounded = { ...kept, hasInvocationBudget: false, hasWorkgroupBudget: false };
          const none = { ...unbounded, outside: new Set<never>(), foreign: new Set<never>(), clamps: new Set<never>() };
          for (const some of [kept, unbounded, none]) {
            expect(await complaints(gpu, print(kernel, dispatch, some))).toEqual([]);
          }
        }
      });
    }
  }
});
