import type { Benchmark } from './benchmark.js';
import { measureBuilding, measureFirst } from './executor/building.js';
import type { Case } from './executor/case.js';
import { barriers, cellBytes, cellMacs, hash, picture, product, stepsOf } from './executor/cases.js';
import { measureChoices } from './executor/choices.js';
import { measureReflected } from './executor/reflected.js';
import { NAME } from './executor/rows.js';
import { measureSpeed, type Wanted } from './executor/speed.js';
import { measureWhole } from './executor/whole.js';
import type { Row } from './report.js';

/** One cell, and whole jobs, by the compiled executor; beside the device, the interpreter and wgsl_reflect. */
export const executor: Benchmark = {
  name: NAME,
  async run(setting) {
    const { gpu, isQuick } = setting;
    const rows: Row[] = [measureFirst(product(64, 64))];

    const { isSoftware } = gpu.report;
    const image: Wanted = { device: isSoftware ? { 1: { atLeast: 10 } } : {} };
    const bytes: Wanted = { ...image, amount: { perCell: cellBytes, unit: 'GB/s' } };
    const macs = (k: number): Wanted => ({
      amount: { perCell: cellMacs(k), unit: 'GMAC/s' },
      speed: { 1: { atLeast: 2 }, 4: { atLeast: 5 } },
      device: isSoftware ? { 1: { atLeast: 10 }, 4: { atLeast: 50 } } : {},
    });
    const whole = async (one: Case, wanted: Wanted): Promise<void> => {
      rows.push(...(await measureSpeed(setting, one, wanted)));
      rows.push(...measureBuilding(setting, one));
      rows.push(...(await measureChoices(setting, one)));
    };
    const [pack, multiply] = stepsOf(product(256, 1024));
    await whole(multiply!, macs(1024));
    rows.push(...(await measureSpeed(setting, stepsOf(product(128, 8192))[1]!, macs(8192))));
    for (const one of stepsOf(barriers(256, 512))) await whole(one, macs(512));
    for (const one of stepsOf(hash(isQuick ? 256 : 4096))) await whole(one, bytes);
    for (const one of [pack!, ...stepsOf(picture(512, 512))]) await whole(one, image);

    // Of the product, the blur and the hash its result is wrong, and it has no barriers.
    const [smallPack] = stepsOf(product(64, isQuick ? 16 : 256));
    for (const one of [smallPack!, ...stepsOf(picture(64, 64)).slice(1)]) {
      rows.push(...(await measureReflected(setting, one)));
    }

    const extent = isQuick ? 256 : 1024;
    const works = [product(extent, extent), barriers(extent, extent), picture(1920, 1080), hash(16 * extent)];
    rows.push(...(await measureWhole(setting, works)));
    return rows;
  },
};
