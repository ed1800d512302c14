// wgpu and naga in Deno: a second WebGPU with a WGSL compiler that shares nothing with Dawn's.
// Arguments: auto, gpu or software. Which drivers there are is decided by the environment.
import { serve } from './serve.mjs';

const [choice] = Deno.args;
const writer = Deno.stdout.writable.getWriter();
const encoder = new TextEncoder();

/** A line of its own, whatever a driver has left unfinished on the stream. */
const send = (answer) => writer.write(encoder.encode(`\n${JSON.stringify(answer)}\n`));

async function open() {
  const hardware =
    choice === 'software' ? null : await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (hardware !== null && (choice === 'auto' || !hardware.info.isFallbackAdapter)) return hardware;
  return choice === 'gpu' ? null : navigator.gpu.requestAdapter({ forceFallbackAdapter: true });
}

const adapter = await open();
if (adapter === null) {
  await send({ absent: `no WebGPU adapter of kind "${choice}"` });
} else {
  const { vendor, architecture, device: name, description, isFallbackAdapter } = adapter.info;
  const requiredLimits = {};
  for (const limit in adapter.limits) requiredLimits[limit] = adapter.limits[limit];
  const device = await adapter.requestDevice({ requiredLimits });
  const report = { vendor, architecture, device: name, description, isSoftware: isFallbackAdapter };
  await send({ ready: { ...report, version: Deno.version.deno } });
  await serve(device, Deno.stdin.readable.pipeThrough(new TextDecoderStream()), send);
}
Deno.exit();
