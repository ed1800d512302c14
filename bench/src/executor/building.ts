/** From a kernel to machine code, and the first cell. */
import { executor } from '@assay/wgsl';
import type { Setting } from '../benchmark.js';
import type { Row } from '../report.js';
import { summarize } from '../statistics.js';
import { type Case, prepare } from './case.js';
import type { Work } from './cases.js';
import { assignmentOf, compile, spaceOf, unseen } from './cell.js';
import { lanesOf, measured, NAME, single } from './rows.js';
import { timeOf } from './timing.js';

const COMPILE_AIM = { atMost: 10 } as const;

export function measureBuilding({ isQuick, note }: Setting, one: Case): Row[] {
  const count = isQuick ? 3 : 25;
  note(`${NAME}: ${one.name}, compiled ${count} times`);
  return ([4, 1] as const).flatMap((lanes) => {
    const what = `${one.name}, ${lanesOf(lanes)}`;
    const [ours, engine, first, second]: number[][] = [[], [], [], []];
    let compiled = compile(one, { lanes });
    const space = spaceOf(one, compiled, one.contents, 1);
    for (let i = 0; i < count; i++) {
      ours!.push(timeOf(() => void (compiled = compile(one, { lanes })), 1));
      const marked = unseen(compiled);
      let executable: executor.Executable | undefined;
      engine!.push(timeOf(() => void (executable = executor.load(marked)), 1));
      let machine: executor.Machine | undefined;
      const run = (): void => {
        machine ??= new executor.Machine(assignmentOf(one, executable!, space));
        machine.run(0);
      };
      first!.push(timeOf(run, 1));
      second!.push(timeOf(run, 1));
    }
    return [
      measured(`${what}: compile`, 'ms', summarize(ours!), COMPILE_AIM),
      measured(`${what}: WebAssembly.Module`, 'ms', summarize(engine!)),
      measured(`${what}: instance and first run`, 'ms', summarize(first!)),
      measured(`${what}: second run`, 'ms', summarize(second!)),
      single(`${what}: module`, 'bytes', compiled.bytes.length),
    ];
  });
}

/** The compiler's first time in this process: it is JavaScript that nobody has optimised yet. */
export function measureFirst({ job, name }: Work): Row {
  const [step] = job.steps.slice(-1);
  const prepared = prepare(job, step!);
  const ms = timeOf(() => void compile(prepared, { lanes: 4 }), 1);
  return single(`${name}, ${step!.kernel}: compile, first time of the process`, 'ms', ms);
}
