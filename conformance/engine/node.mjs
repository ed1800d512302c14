// Dawn in Node: the device that `assay run` would take, opened by the same function with the same settings.
// Arguments: auto, gpu or software.
import { acquire } from '@assay/runtime/node';
import { serve } from './serve.mjs';

/** A line of its own, whatever a driver has left unfinished on the stream. */
const send = (answer) => new Promise((resolve) => process.stdout.write(`\n${JSON.stringify(answer)}\n`, resolve));

try {
  const gpu = await acquire({ adapter: process.argv[2] });
  await send({ ready: gpu.report });
  await serve(gpu.device, process.stdin.setEncoding('utf8'), send);
} catch (error) {
  await send({ absent: error.message });
}
// Not process.exit(): that runs the driver's destructors, which wait for a shader that does not end.
process.kill(process.pid, 'SIGKILL');
