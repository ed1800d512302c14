/** Whole jobs: all cells on all cores, beside the device. */
import { availableParallelism } from 'node:os';
import type { Setting } from '../benchmark.js';
import { assertEqual } from '../content.js';
import type { Row } from '../report.js';
import { run, type Sample, unseenJob } from '../sample.js';
import { interleave, ratio, summarize } from '../statistics.js';
import type { Work } from './cases.js';
import { Replayer } from './replay.js';
import { measured, NAME } from './rows.js';

export async function measureWhole({ gpu, isQuick, note }: Setting, works: readonly Work[]): Promise<Row[]> {
  const pairs = isQuick ? 2 : 11;
  const threads = availableParallelism();
  const replayer = new Replayer(threads);
  const rows: Row[] = [];
  try {
    for (const { name, job, inputs } of works) {
      note(`${NAME}: ${name}, whole, ${pairs} pairs on ${threads} threads`);
      let expected: ReadonlyMap<string, Uint8Array> | undefined;
      const onDevice = async (): Promise<Sample> => {
        const { sample, execution } = await run(gpu, unseenJob(job), inputs, { commit: 'none' });
        expected = execution.outputs;
        return sample;
      };
      const compiled = async (): Promise<Sample> => {
        const { sample, outputs } = await replayer.run(job, inputs);
        for (const [version, bytes] of outputs) assertEqual(`${name}, ${version}`, bytes, expected!.get(version)!);
        return sample;
      };
      await onDevice();
      await compiled();
      const samples = await interleave(pairs, onDevice, compiled);
      rows.push(
        measured(
          `${name}, whole job: device / ${threads} threads`,
          'ratio',
          ratio(samples, ({ wholeMs }) => wholeMs),
        ),
        measured(
          `${name}, whole job: the same after compiling`,
          'ratio',
          ratio(samples, ({ compiledMs }) => compiledMs),
        ),
        measured(`${name}, whole job: device`, 'ms', summarize(samples.a.map(({ wholeMs }) => wholeMs))),
        measured(`${name}, whole job: ${threads} threads`, 'ms', summarize(samples.b.map(({ wholeMs }) => wholeMs))),
      );
    }
    return rows;
  } finally {
    await replayer.close();
  }
}
