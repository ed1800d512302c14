/** The one other interpreter of WGSL in JavaScript: `WgslExec` of wgsl_reflect. It has no types of integers and no barriers. */
import { WgslExec, WgslParser } from 'wgsl_reflect/wgsl_reflect.module.js';
import type { Setting } from '../benchmark.js';
import { assertEqual } from '../content.js';
import type { Row } from '../report.js';
import { summarize } from '../statistics.js';
import type { Case } from './case.js';
import { CompiledCell } from './cell.js';
import { lanesOf, measured, NAME, single } from './rows.js';
import { patienceOf, timeOf, warm } from './timing.js';

const AIM = { atLeast: 1000 } as const;

/** Only for cases in which its result is right: a wrong one ends the run. */
export async function measureReflected({ isQuick, note }: Setting, one: Case): Promise<Row[]> {
  const patience = patienceOf(isQuick);
  note(`${NAME}: ${one.name}, wgsl_reflect`);
  const source = threeSizes(one.source);
  const run = (): Uint8Array => {
    const exec = new WgslExec(new WgslParser().parse(source));
    const words = new Map(
      [...one.contents].map(([binding, bytes]) => [binding, new Uint32Array(bytes.slice().buffer)]),
    );
    exec.dispatchWorkgroups(
      one.entryPoint,
      [1, 1, 1],
      { 0: Object.fromEntries(words) },
      { constants: one.step.overrides },
    );
    return new Uint8Array(words.get(one.written)!.buffer);
  };
  const output = run();
  const theirs = Array.from({ length: isQuick ? 1 : 3 }, () => timeOf(() => void run(), 1));
  const rows = [measured(`${one.name}: wgsl_reflect, one cell`, 'ms', summarize(theirs))];
  for (const lanes of [4, 1] as const) {
    const compiled = new CompiledCell(one, { lanes });
    const ms = await (await warm(() => void compiled.run(), patience))();
    assertEqual(`${one.name}, wgsl_reflect`, output, compiled.output());
    rows.push(
      single(`${one.name}, ${lanesOf(lanes)}: wgsl_reflect / one cell`, 'ratio', summarize(theirs).median / ms, AIM),
    );
  }
  return rows;
}

/** Takes `@workgroup_size(64)` for 6 by 4, so all three sizes are written out. */
function threeSizes(source: string): string {
  return source.replace(/@workgroup_size\(([^)]*)\)/, (_text, sizes: string) => {
    const [x, y = '1', z = '1'] = sizes.split(',').map((size) => size.trim());
    return `@workgroup_size(${x}, ${y}, ${z})`;
  });
}
