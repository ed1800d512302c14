import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { FrameReader, FrameWriter, type Message } from './channel.js';

const open: { destroy(): void }[] = [];
afterEach(() => {
  for (const end of open.splice(0)) end.destroy();
});

async function pair(): Promise<{ near: Socket; far: Socket }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const near = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [far] = (await once(server, 'connection')) as [Socket];
  server.close();
  open.push(near, far);
  return { near, far };
}

async function bytesOf(messages: readonly Message[]): Promise<Uint8Array> {
  const { near, far } = await pair();
  const writer = new FrameWriter(near);
  const chunks: Buffer[] = [];
  far.on('data', (chunk: Buffer) => chunks.push(chunk));
  // Not awaited one by one: frames must not interleave.
  await Promise.all(messages.map(({ head, blobs }) => writer.send(head, blobs)));
  near.end();
  await once(far, 'end');
  return Buffer.concat(chunks);
}

const message: fc.Arbitrary<Message> = fc.record({
  head: fc.oneof(fc.string(), fc.constant(undefined), fc.record({ job: fc.array(fc.integer()) })),
  blobs: fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 4 }),
});

describe('frames', () => {
  it('arrive whole and in order however the stream is cut, by either way of reading', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 4 }), fc.integer({ min: 1, max: 400 }), async (messages, cut) => {
        const bytes = await bytesOf(messages);
        const pushed: Message[] = [];
        const filled: Message[] = [];
        const pushReader = new FrameReader((found) => pushed.push(found));
        const fillReader = new FrameReader((found) => filled.push(found));
        for (let at = 0; at < bytes.length; ) {
          const chunk = bytes.subarray(at, at + cut);
          pushReader.push(chunk);
          for (let used = 0; used < chunk.length; ) {
            const target = fillReader.target();
            expect(target.length).toBeGreaterThan(0);
            const part = chunk.subarray(used, used + target.length);
            target.set(part);
            fillReader.advance(part.length);
            used += part.length;
          }
          at += chunk.length;
        }
        expect(pushed).toEqual(messages);
        expect(filled).toEqual(messages);
      }),
      { numRuns: Number(process.env.ASSAY_CASES ?? 50) },
    );
  });

  it('carry a blob of more than one write', async () => {
    const blob = new Uint8Array(40 * 2 ** 20 + 1).map((_, i) => i % 251);
    const { near, far } = await pair();
    const received = new Promise<Message>((resolve) => {
      const reader = new FrameReader(resolve);
      far.on('data', (chunk: Buffer) => reader.push(chunk));
    });
    await new FrameWriter(near).send('head', [blob]);
    expect(Buffer.compare((await received).blobs[0]!, blob)).toBe(0);
  });

  it('are refused by a closed socket', async () => {
    const { near } = await pair();
    near.destroy();
    await expect(new FrameWriter(near).send('late')).rejects.toThrow();
  });
});
