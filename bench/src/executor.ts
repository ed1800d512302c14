import type { Benchmark } from './benchmark.js';
import { measureBuilding, measureFirst } from './executor/building.js';
import type { Case } from './executor/case.js';
import { barriers, cellBytes, cellMacs, hash, picture, product, stepsOf } from './executor/cases.js';
import { compile } from './executor/cell.js';
import { measureChoices } from './executor/choices.js';
import { measureMachineCode } from './executor/machine-code.js';
import { measureReflected } from './executor/reflected.js';
import { NAME } from './executor/rows.js';
import { measureLimits, measureSpeed, type Wanted } from './executor/speed.js';
import { measureWhole } from './executor/whole.js';
import type { Row } from './report.js';

/** One cell, and whole jobs, by the compiled executor; beside the device, the interpreter and wgsl_reflect. */
export const executor: Benchmark = {
  name: NAME,
  async run(setting) {
    const { gpu, isQuick } = setting;
    const rows: Row[] = [measureFirst(product(64, 1024)), ...(await measureLimits(setting))];

    const { isSoftware } = gpu.report;
    const image: Wanted = { device: isSoftware ? { 1: { atLeast: 10 } } : {} };
    const bytes: Wanted = { ...image, amount: { perCell: cellBytes, unit: 'GB/s' } };
    const macs = (k: number): Wanted => ({
      amount: { perCell: cellMacs(k), unit: 'GMAC/s' },
      speed: { 1: { atLeast: 2 }, 4: { atLeast: 5 } },
      device: isSoftware ? { 1: { atLeast: 10 }, 4: { atLeast: 50 } } : {},
    });
    const code = (one: Case): void => {
      rows.push(...measureMachineCode(setting, `${one.name}, 4 lanes`, compile(one, { lanes: 4 }).bytes));
    };
    const everything = async (one: Case, wanted: Wanted): Promise<void> => {
      rows.push(...(await measureSpeed(setting, one, wanted)));
      rows.push(...measureBuilding(setting, one));
      rows.push(...(await measureChoices(setting, one)));
    };
    const [pack, multiply] = stepsOf(product(256, 1024));
    code(multiply!);
    await everything(multiply!, macs(1024));
    // Rows of a power of two meet in one set of the cache, others do not.
    for (const k of [8192, 8256]) rows.push(...(await measureSpeed(setting, stepsOf(product(128, k))[1]!, macs(k))));
    const [staged] = stepsOf(barriers(256, 512));
    code(staged!);
    await everything(staged!, macs(512));
    for (const one of stepsOf(hash(isQuick ? 256 : 4096))) await everything(one, bytes);
    for (const one of [pack!, ...stepsOf(picture(512, 512))]) await everything(one, image);

    // Of the product, the blur and the hash its result is wrong, and it has no barriers.
    const [smallPack] = stepsOf(product(64, isQuick ? 16 : 256));
    for (const one of [smallPack!, ...stepsOf(picture(64, 64)).slice(1)]) {
      rows.push(...(await measureReflected(setting, one)));
    }

    const extent = isQuick ? 256 : 1024;
    const works = [product(extent, extent), barriers(extent / 2, extent / 2), picture(1920, 1080), hash(16 * extent)];
    rows.push(...(await measureWhole(setting, works)));
    return rows;
  },
};
