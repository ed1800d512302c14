import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { matmul } from '@assay/kernels';
import { GpuProcess } from '@assay/runtime/node';
import type { Benchmark } from './benchmark.js';
import { assertEqual } from './content.js';
import { type Row, row } from './report.js';
import { summarize } from './statistics.js';
import { expected, inputs, SIZE } from './tiny.js';

const NAME = 'startup';

/** Milliseconds of each stage, by the name of its row. */
type Stages = Readonly<Record<string, number>>;

/** From nothing to a first result, and how soon the next one comes. */
export const startup: Benchmark = {
  name: NAME,
  async run({ gpu, isQuick, note }) {
    const adapter = gpu.report.isSoftware ? 'software' : 'gpu';
    const rounds = isQuick ? 3 : 15;
    note(`${NAME}: ${rounds} rounds of a device process and of a program of its own`);
    await inDeviceProcess(adapter); // fills the disk's cache
    const [there, alone]: [Stages[], Stages[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      there.push(await inDeviceProcess(adapter));
      alone.push(await inOwnProgram(adapter));
    }
    return [...toRows('device process', there), ...toRows('own program', alone)];
  },
};

type Adapter = 'gpu' | 'software';

async function inDeviceProcess(adapter: Adapter): Promise<Stages> {
  const job = matmul.job(SIZE);
  const start = performance.now();
  const gpuProcess = await GpuProcess.start({ adapter });
  try {
    const started = performance.now();
    const first = await gpuProcess.run(job, inputs);
    const ran = performance.now();
    const second = await gpuProcess.run(job, inputs);
    const ranAgain = performance.now();
    for (const { outputs } of [first, second])
      assertEqual('a result of the device process', outputs.get('c')!, expected());
    return {
      'spawn and open the device': started - start,
      'first run': ran - started,
      'from nothing to the first result': ran - start,
      'second run': ranAgain - ran,
    };
  } finally {
    await gpuProcess.close();
  }
}

/** Runs cold.ts, which checks its own results. */
function inOwnProgram(adapter: Adapter): Promise<Stages> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [fileURLToPath(new URL('./cold.js', import.meta.url)), adapter], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(text) as Stages);
      else reject(new Error(`cold.js ended with exit code ${code}; it says why above`));
    });
  });
}

function toRows(where: string, readings: readonly Stages[]): Row[] {
  return Object.keys(readings[0] ?? {}).map((stage) =>
    row(NAME, `${where}: ${stage}`, 'ms', summarize(readings.map((reading) => reading[stage]!))),
  );
}
