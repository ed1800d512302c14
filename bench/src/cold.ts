// A program that has done nothing yet: startup.ts spawns it and reads the milliseconds from its standard output.
import { matmul } from '@assay/kernels';
import { type Execution, execute, wasmEngine } from '@assay/runtime';
import { type AdapterChoice, acquire } from '@assay/runtime/node';
import { assertEqual } from './content.js';
import { expected, inputs, SIZE } from './tiny.js';

// performance.now() counts from the start of the process.
const loaded = performance.now();
const gpu = await acquire({ adapter: process.argv[2] as AdapterChoice });
const acquired = performance.now();
const engine = wasmEngine();
const runOnce = (): Promise<Execution> => execute(gpu, matmul.job(SIZE), inputs, { engine });
const first = await runOnce();
const ran = performance.now();
const second = await runOnce();
const ranAgain = performance.now();

for (const { outputs } of [first, second]) assertEqual('a result', outputs.get('c')!, expected());
const stages = {
  'start Node and load modules': loaded,
  'open the device': acquired - loaded,
  'first run': ran - acquired,
  'from nothing to the first result': ran,
  'second run': ranAgain - ran,
};
process.stdout.write(JSON.stringify(stages));
gpu.destroy();
