/// <reference types="@webgpu/types" />
/** A compute shader on a device, with nothing but WebGPU. */

/** In a browser these are `GPUBufferUsage` and `GPUMapMode`. */
const [MAP_READ, COPY_SRC, COPY_DST, STORAGE, MODE_READ] = [0x1, 0x4, 0x8, 0x80, 0x1];

export interface Dispatch {
  readonly device: GPUDevice;
  /** Entry point `main`; binding 0 is read, binding 1 is written. */
  readonly source: string;
  readonly input: Int32Array<ArrayBuffer>;
  /** Words of binding 1. */
  readonly outputWords: number;
  readonly workgroups: number;
}

/** What the shader leaves in binding 1, which is zeros before. */
export async function dispatch({ device, source, input, outputWords, workgroups }: Dispatch): Promise<Int32Array> {
  const sizeBytes = 4 * outputWords;
  const buffers = [
    device.createBuffer({ size: input.byteLength, usage: STORAGE | COPY_DST }),
    device.createBuffer({ size: sizeBytes, usage: STORAGE | COPY_SRC }),
    device.createBuffer({ size: sizeBytes, usage: MAP_READ | COPY_DST }),
  ] as const;
  const [read, written, staging] = buffers;
  device.queue.writeBuffer(read, 0, input);
  const pipeline = await device.createComputePipelineAsync({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code: source }), entryPoint: 'main' },
  });
  const entries = [read, written].map((buffer, binding) => ({ binding, resource: { buffer } }));
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
  pass.dispatchWorkgroups(workgroups);
  pass.end();
  encoder.copyBufferToBuffer(written, 0, staging, 0, sizeBytes);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(MODE_READ);
  const words = new Int32Array(staging.getMappedRange().slice(0));
  for (const buffer of buffers) buffer.destroy();
  return words;
}
