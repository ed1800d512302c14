import { type OnReadOpts, Socket, type SocketConstructorOpts } from 'node:net';
import type { Failure, job as jobs } from '@assay/core';
import type { AdapterChoice, AdapterReport } from '../adapter.js';
import { fastestEngine } from '../engine.js';
import { type ExecuteOptions, type Execution, execute, type Progress } from '../executor.js';
import { CHANNEL_FD, FrameReader, FrameWriter, type Message } from './channel.js';
import { acquire, type DawnGpu } from './dawn.js';
import { toFailure } from './failure.js';
import { watch } from './watchdog.js';

// The other end of GpuProcess: one device, and jobs from file descriptor CHANNEL_FD until that closes.

/** From the parent. Its blobs: the literals' bytes in the job's order, then the inputs'. */
export interface Request {
  readonly job: jobs.Job;
  readonly inputs: readonly string[];
  readonly commit: ExecuteOptions['commit'];
  /** Written versions that are no outputs. */
  readonly keep: readonly string[];
}

/** To the parent. The blobs of `done`: the bytes of the outputs, then of what was to be kept. `isFatal`: the device is lost. */
export type Reply =
  | { readonly is: 'ready'; readonly report: AdapterReport }
  | { readonly is: 'progress'; readonly progress: Progress }
  | { readonly is: 'done'; readonly execution: Omit<Execution, 'job' | 'outputs' | 'kept'> }
  | { readonly is: 'failed'; readonly failure: Failure; readonly isFatal: boolean };

const PROGRESS_PERIOD_MS = 50;

const engine = fastestEngine();

async function main(adapter: AdapterChoice, parent: number): Promise<void> {
  // Ctrl-C in a terminal reaches the whole process group; the parent decides what it means.
  process.on('SIGINT', () => {});
  watch(parent);

  let gpu: DawnGpu | undefined;
  const reader = new FrameReader((message) => {
    if (gpu !== undefined) void serve(gpu, message, writer);
  });
  // Reads land in the blobs themselves: 1.5 GB/s, where the stream's own buffers give 0.95.
  const onread: OnReadOpts = {
    buffer: () => reader.target(),
    callback(count) {
      reader.advance(count);
      return true;
    },
  };
  // Node's types know `onread` only where a socket connects.
  const options: SocketConstructorOpts & { onread: OnReadOpts } = {
    fd: CHANNEL_FD,
    readable: true,
    writable: true,
    onread,
  };
  const socket = new Socket(options);
  const writer = new FrameWriter(socket);
  // Not process.exit(): that runs the driver's destructors, which wait for a shader that does not end.
  const die = (): boolean => process.kill(process.pid, 'SIGKILL');
  socket.on('end', die).on('close', die).on('error', die);

  try {
    gpu = await acquire({ adapter });
    await reply(writer, { is: 'ready', report: gpu.report });
  } catch (error) {
    await reply(writer, { is: 'failed', failure: toFailure(error), isFatal: true });
  }
}

async function serve(gpu: DawnGpu, message: Message, writer: FrameWriter): Promise<void> {
  const request = message.head as Request;
  const literals = request.job.literals.map((literal, i) => ({ ...literal, bytes: message.blobs[i]! }));
  const inputs = new Map(request.inputs.map((name, i) => [name, message.blobs[literals.length + i]!]));
  let isLost = false;
  void gpu.device.lost.then(() => {
    isLost = true;
  });
  try {
    const options = {
      engine,
      keep: request.keep,
      ...(request.commit === undefined ? {} : { commit: request.commit }),
      onProgress: throttled(writer),
    };
    const execution = await execute(gpu, { ...request.job, literals }, inputs, options);
    const { job: _, outputs, kept, ...rest } = execution;
    await reply(writer, { is: 'done', execution: rest }, [...outputs.values(), ...kept.values()]);
  } catch (error) {
    await reply(writer, { is: 'failed', failure: toFailure(error), isFatal: isLost });
  }
}

/** Passes on the first report of each phase, its last, and what lies between at a bounded rate. */
function throttled(writer: FrameWriter): (progress: Progress) => void {
  let phase = '';
  let sentAtMs = 0;
  return (progress) => {
    const nowMs = performance.now();
    if (progress.phase === phase && progress.done < progress.total && nowMs - sentAtMs < PROGRESS_PERIOD_MS) return;
    phase = progress.phase;
    sentAtMs = nowMs;
    void reply(writer, { is: 'progress', progress });
  };
}

/** A closed channel is no failure of its own: it ends this process. */
function reply(writer: FrameWriter, message: Reply, blobs: readonly Uint8Array[] = []): Promise<void> {
  return writer.send(message, blobs).catch(() => {});
}

await main(process.argv[2] as AdapterChoice, Number(process.argv[3]));
