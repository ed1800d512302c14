// A WebGPU device that answers requests, one after the other: lines of JSON in, lines of JSON out (README.md, "Protocol").
// Runs as it stands in Node and in Deno and uses nothing but WebGPU, so that both engines are asked in the same way.

/** In a browser these are `GPUBufferUsage`, `GPUMapMode` and `GPUShaderStage`. */
const [MAP_READ, COPY_SRC, COPY_DST, UNIFORM, STORAGE] = [0x1, 0x4, 0x8, 0x40, 0x80];
const [MODE_READ, COMPUTE] = [0x1, 0x4];

/** A step of a request that the device refused; `stage` says which. */
class Refusal extends Error {
  constructor(stage, message) {
    super(message);
    this.stage = stage;
  }
}

/**
 * Answers requests until `chunks` (pieces of text) end or the device is lost.
 *
 * @param send takes one answer and settles when it is on its way.
 */
export async function serve(device, chunks, send) {
  const lost = device.lost.then(({ reason, message }) => ({
    error: { stage: 'lost', message: `${reason}: ${message}` },
  }));
  for await (const line of lines(chunks)) {
    const { id, ...request } = JSON.parse(line);
    const answered = answer(device, request).catch(({ stage = 'run', message }) => ({ error: { stage, message } }));
    const answeredOrLost = await Promise.race([answered, lost]);
    await send({ id, ...answeredOrLost });
    if (answeredOrLost.error?.stage === 'lost') return;
  }
}

/** Compiles; with an entry point makes the pipeline; with a grid dispatches and reads what is written. */
async function answer(device, { code, entryPoint, constants, grid, bindings }) {
  const module = await compile(device, code);
  if (entryPoint === undefined) return {};
  const layout = await checked(device, 'pipeline', () =>
    device.createBindGroupLayout({
      entries: bindings.map(({ binding, type }) => ({ binding, visibility: COMPUTE, buffer: { type } })),
    }),
  );
  const pipeline = await checked(device, 'pipeline', () =>
    device.createComputePipelineAsync({
      layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module, entryPoint, constants },
    }),
  );
  if (grid === undefined) return {};
  return { outputs: await checked(device, 'run', () => dispatch(device, { pipeline, layout, grid, bindings })) };
}

async function compile(device, code) {
  device.pushErrorScope('validation');
  const module = device.createShaderModule({ code });
  const scope = device.popErrorScope();
  const { messages } = await module.getCompilationInfo();
  const refused = await scope;
  const errors = messages
    .filter(({ type }) => type === 'error')
    .map(({ lineNum, linePos, message }) => `${lineNum}:${linePos} ${message.trim()}`);
  if (errors.length === 0 && refused !== null) errors.push(refused.message.trim());
  if (errors.length > 0) throw new Refusal('compile', errors.join('\n'));
  return module;
}

/** What `action` gives; whatever the device holds against it becomes a {@link Refusal}. */
async function checked(device, stage, action) {
  const kinds = ['internal', 'out-of-memory', 'validation'];
  for (const kind of kinds) device.pushErrorScope(kind);
  let result;
  let failure;
  try {
    result = await action();
  } catch (error) {
    failure = error;
  }
  const held = await Promise.all(kinds.map(() => device.popErrorScope()));
  const message = held.find((error) => error !== null)?.message ?? failure?.message;
  if (message !== undefined) throw new Refusal(stage, message.trim());
  return result;
}

/** The words of each written binding, by number, as signed integers. */
async function dispatch(device, { pipeline, layout, grid, bindings }) {
  const buffers = bindings.map(({ type, words }) => {
    const usage = COPY_SRC | COPY_DST | (type === 'uniform' ? UNIFORM : STORAGE);
    const buffer = device.createBuffer({ size: 4 * words.length, usage });
    device.queue.writeBuffer(buffer, 0, Int32Array.from(words));
    return buffer;
  });
  const entries = bindings.map(({ binding }, i) => ({ binding, resource: { buffer: buffers[i] } }));
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout, entries }));
  pass.dispatchWorkgroups(...grid);
  pass.end();
  const readbacks = bindings.flatMap(({ binding, type }, i) => {
    if (type !== 'storage') return [];
    const staging = device.createBuffer({ size: buffers[i].size, usage: MAP_READ | COPY_DST });
    encoder.copyBufferToBuffer(buffers[i], 0, staging, 0, buffers[i].size);
    return [{ binding, staging }];
  });
  device.queue.submit([encoder.finish()]);
  const outputs = {};
  for (const { binding, staging } of readbacks) {
    await staging.mapAsync(MODE_READ);
    outputs[binding] = [...new Int32Array(staging.getMappedRange())];
    staging.unmap();
    staging.destroy();
  }
  for (const buffer of buffers) buffer.destroy();
  return outputs;
}

async function* lines(chunks) {
  let rest = '';
  for await (const chunk of chunks) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop();
    yield* parts.filter((part) => part !== '');
  }
}
