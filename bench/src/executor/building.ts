/** From a kernel to machine code, and the first cells. */
import { executor } from '@assay/wgsl';
import type { Setting } from '../benchmark.js';
import type { Row } from '../report.js';
import { summarize } from '../statistics.js';
import { type Case, prepare } from './case.js';
import type { Work } from './cases.js';
import { assignmentOf, compile, spaceOf, unseen } from './cell.js';
import { lanesOf, measured, NAME, single } from './rows.js';

const COMPILE_AIM = { atMost: 10 } as const;

export function measureBuilding({ isQuick, note }: Setting, one: Case): Row[] {
  const count = isQuick ? 3 : 25;
  note(`${NAME}: ${one.name}, compiled ${count} times`);
  const preparing = Array.from({ length: count }, () => timed(() => prepare(one.job, one.step)).ms);
  const building = ([4, 1] as const).flatMap((lanes) => {
    const what = `${one.name}, ${lanesOf(lanes)}`;
    const space = spaceOf(one, compile(one, { lanes }), one.contents, 1);
    const builds = Array.from({ length: count }, () => build(one, lanes, space));
    const times = (which: 'compileMs' | 'moduleMs' | 'firstMs' | 'secondMs'): ReturnType<typeof summarize> =>
      summarize(builds.map((each) => each[which]));
    return [
      measured(`${what}: compile`, 'ms', times('compileMs'), COMPILE_AIM),
      measured(`${what}: WebAssembly.Module`, 'ms', times('moduleMs')),
      measured(`${what}: instance and first run`, 'ms', times('firstMs')),
      measured(`${what}: second run`, 'ms', times('secondMs')),
      single(`${what}: module`, 'bytes', builds[0]!.lengthBytes),
    ];
  });
  return [measured(`${one.name}: check, lower and analyze`, 'ms', summarize(preparing)), ...building];
}

/** The compiler's first time in this process: it is JavaScript that nobody has optimised yet. */
export function measureFirst({ job, name }: Work): Row {
  const [step] = job.steps.slice(-1);
  const prepared = prepare(job, step!);
  const { ms } = timed(() => compile(prepared, { lanes: 4 }));
  return single(`${name}, ${step!.kernel}, 4 lanes: compile, first time of the process`, 'ms', ms);
}

/** The engine makes machine code of a function when it is called first, and better code later. */
function build(
  one: Case,
  lanes: 1 | 4,
  space: executor.Space,
): Readonly<Record<'compileMs' | 'moduleMs' | 'firstMs' | 'secondMs' | 'lengthBytes', number>> {
  const { value: compiled, ms: compileMs } = timed(() => compile(one, { lanes }));
  const marked = unseen(compiled);
  const { value: executable, ms: moduleMs } = timed(() => executor.load(marked));
  const { value: machine, ms: firstMs } = timed(() => {
    const made = new executor.Machine(assignmentOf(one, executable, space));
    made.run(0);
    return made;
  });
  const { ms: secondMs } = timed(() => machine.run(0));
  return { compileMs, moduleMs, firstMs, secondMs, lengthBytes: compiled.bytes.length };
}

function timed<T>(action: () => T): { readonly value: T; readonly ms: number } {
  const startMs = performance.now();
  const value = action();
  return { value, ms: performance.now() - startMs };
}
