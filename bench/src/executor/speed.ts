/** One cell on every executor that has the whole profile: compiled, on the device, interpreted. */
import { grid as grids } from '@assay/core';
import { cell } from '@assay/wgsl';
import type { Setting } from '../benchmark.js';
import { assertEqual } from '../content.js';
import { type Aim, convert, type Row } from '../report.js';
import { interleave, type Summary, summarize } from '../statistics.js';
import { AdapterStep, emptyRoundTrip } from './adapter.js';
import type { Case } from './case.js';
import { ceiling, ceilingMacs, ceilingModule } from './ceiling.js';
import { CompiledCell } from './cell.js';
import { measureMachineCode } from './machine-code.js';
import { lanesOf, measured, NAME, single, times } from './rows.js';
import { patienceOf, readings, timeOf, warm } from './timing.js';

/** What there is to say of a case, by lanes. */
export interface Wanted {
  /** What a cell does, for its speed. */
  readonly amount?: { readonly perCell: number; readonly unit: 'GMAC/s' | 'GB/s' };
  readonly speed?: Readonly<Record<1 | 4, Aim>>;
  /** How many times as long the device takes for one workgroup. */
  readonly device: Readonly<Partial<Record<1 | 4, Aim>>>;
}

export async function measureSpeed({ gpu, isQuick, note }: Setting, one: Case, wanted: Wanted): Promise<Row[]> {
  const { name } = one;
  const { grid } = one.step;
  const pairs = isQuick ? 3 : 15;
  note(`${NAME}: ${name}, ${pairs} pairs with the device`);
  const step = await AdapterStep.create(gpu.device, one);
  try {
    const { output, time: interpreting } = interpret(one);
    await step.assertWrites([1, 1, 1], output);
    await step.assertWrites(grid, outputOfAll(one));
    const rows = [
      measured(`${name}: interpreter, one cell`, 'ms', interpreting),
      single(`${name}: device, from WGSL to a pipeline`, 'ms', step.buildingMs),
      measured(`${name}: device, one workgroup to the host`, 'ms', await readings(pairs, () => step.toHost())),
    ];
    for (const lanes of [4, 1] as const) {
      const compiled = new CompiledCell(one, { lanes });
      const read = await warm(() => void compiled.run(), patienceOf(isQuick));
      assertEqual(`${name}, ${lanesOf(lanes)}`, compiled.output(), output);
      const toHost = await interleave(pairs, () => step.toHost(), read);
      const toDone = await interleave(pairs, () => step.toDone([1, 1, 1]), read);
      const cells = grids.count(grid);
      const ofMany = await interleave(pairs, async () => (await step.toDone(grid)) / cells, read);
      const ours = summarize([...toHost.b, ...toDone.b, ...ofMany.b]);
      const what = `${name}, ${lanesOf(lanes)}`;
      rows.push(measured(`${what}: one cell`, 'ms', ours), ...speedRows(what, ours, lanes, wanted));
      rows.push(times(`${what}: device, one workgroup to the host / one cell`, toHost, wanted.device[lanes]));
      rows.push(times(`${what}: device, one workgroup until done / one cell`, toDone));
      rows.push(times(`${what}: device, each of ${cells} workgroups at once / one cell`, ofMany));
      rows.push(single(`${what}: interpreter / one cell`, 'ratio', interpreting.median / ours.median));
    }
    return rows;
  } finally {
    step.destroy();
  }
}

/** What belongs to no kernel: beside it, a speed and a time say how much of them is not the kernel's work. */
export async function measureLimits(setting: Setting): Promise<Row[]> {
  const { gpu, isQuick, note } = setting;
  const patience = patienceOf(isQuick);
  const name = 'int8 products at the least that they cost';
  note(`${NAME}: limits`);
  const products = await readings(patience.readings, await warm(ceiling(), patience));
  const trips = await readings(patience.readings, () => emptyRoundTrip(gpu.device));
  return [
    measured(
      name,
      'GMAC/s',
      convert(products, (ms) => ceilingMacs / 1e6 / ms),
    ),
    ...measureMachineCode(setting, name, ceilingModule()),
    measured('device, an empty submission until done', 'ms', trips),
  ];
}

function speedRows(what: string, ours: Summary, lanes: 1 | 4, { amount, speed }: Wanted): Row[] {
  if (amount === undefined) return [];
  const perSecond = convert(ours, (ms) => amount.perCell / 1e6 / ms);
  return [measured(`${what}: speed`, amount.unit, perSecond, speed?.[lanes])];
}

/** The words that the reference interpreter stores in the first cell, where they lie; and how long it takes. */
function interpret({ kernel, step, contents, dispatch, written }: Case): {
  readonly output: Uint8Array;
  readonly time: Summary;
} {
  const reads = new Map(kernel.bindings.map(({ name, binding }) => [name, contents.get(binding)!]));
  const run = (): ReturnType<typeof cell.runJobCell> => cell.runJobCell({ kernel, step, reads, workgroup: 0 });
  const { writes, race } = run();
  if (race !== undefined) throw new Error(`${kernel.entryPoint} races; nothing was measured`);
  const words = new Int32Array(dispatch.lengthWords.get(written)!);
  const stored = writes.get(written)!;
  for (const [i, word] of stored.words.entries()) words[word] = stored.values[i]!;
  // As many as fit in a second, so that short ones are warm.
  const times: number[] = [];
  const endMs = performance.now() + 1000;
  do times.push(timeOf(() => void run(), 1));
  while (times.length < 50 && performance.now() < endMs);
  return { output: new Uint8Array(words.buffer), time: summarize(times) };
}

/** What all cells write, compiled. */
function outputOfAll(one: Case): Uint8Array {
  const all = new CompiledCell(one, { lanes: 1 });
  all.runAll(grids.count(one.step.grid));
  return all.output();
}
