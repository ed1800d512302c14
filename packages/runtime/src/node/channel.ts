import type { Socket } from 'node:net';
import { deserialize, serialize } from 'node:v8';

/** A structured-cloneable value, and long byte strings beside it that are never copied into it. */
export interface Message {
  readonly head: unknown;
  readonly blobs: readonly Uint8Array[];
}

/** The child's end of the channel: the first descriptor after stdin, stdout and stderr. */
export const CHANNEL_FD = 3;

/** Bytes of one write: bounds what the kernel is asked to take at once, and is far from every limit. */
const WRITE_BYTES = 16 * 2 ** 20;

/**
 * Takes a stream of frames apart. A frame is: length of its head (u32 LE), head (V8's structured clone of the value and the
 * blobs' lengths), blobs. Each blob is allocated once, at its length, and filled in place.
 */
export class FrameReader {
  readonly #onMessage: (message: Message) => void;
  #target: Uint8Array<ArrayBuffer> = new Uint8Array(4);
  #filled = 0;
  #part: 'length' | 'head' | 'blob' = 'length';
  #head: unknown;
  #blobs: Uint8Array<ArrayBuffer>[] = [];
  #next = 0;

  constructor(onMessage: (message: Message) => void) {
    this.#onMessage = onMessage;
  }

  /** Where the next bytes of the stream belong; never empty. */
  target(): Uint8Array {
    return this.#target.subarray(this.#filled);
  }

  /** Says that `count` bytes were written to the start of {@link target}. */
  advance(count: number): void {
    this.#filled += count;
    if (this.#filled === this.#target.length) this.#finishPart();
  }

  /** Takes bytes that a stream has read into memory of its own. */
  push(bytes: Uint8Array): void {
    let rest = bytes;
    while (rest.length > 0) {
      const target = this.target();
      const taken = rest.subarray(0, target.length);
      target.set(taken);
      rest = rest.subarray(taken.length);
      this.advance(taken.length);
    }
  }

  #finishPart(): void {
    if (this.#part === 'length') {
      this.#expect('head', new Uint8Array(new DataView(this.#target.buffer).getUint32(0, true)));
      return;
    }
    if (this.#part === 'head') {
      const { head, lengths } = deserialize(this.#target) as { head: unknown; lengths: readonly number[] };
      this.#head = head;
      this.#blobs = lengths.map((length) => new Uint8Array(length));
      this.#next = 0;
    }
    while (this.#next < this.#blobs.length) {
      const blob = this.#blobs[this.#next++]!;
      if (blob.length > 0) {
        this.#expect('blob', blob);
        return;
      }
    }
    const message = { head: this.#head, blobs: this.#blobs };
    this.#head = undefined;
    this.#blobs = [];
    this.#expect('length', new Uint8Array(4));
    this.#onMessage(message);
  }

  #expect(part: 'length' | 'head' | 'blob', target: Uint8Array<ArrayBuffer>): void {
    this.#part = part;
    this.#target = target;
    this.#filled = 0;
  }
}

/** Sends whole frames over a socket, one after the other. */
export class FrameWriter {
  readonly #socket: Socket;
  #tail: Promise<void> = Promise.resolve();

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Settles when the kernel has taken the frame; rejects if the socket closes before. The blobs must not change meanwhile. */
  send(head: unknown, blobs: readonly Uint8Array[] = []): Promise<void> {
    const body = serialize({ head, lengths: blobs.map((blob) => blob.length) });
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, body.length, true);
    const sent = this.#tail.then(async () => {
      for (const part of [length, body, ...blobs]) {
        for (let at = 0; at < part.length; at += WRITE_BYTES) await this.#write(part.subarray(at, at + WRITE_BYTES));
      }
    });
    this.#tail = sent.catch(() => {});
    return sent;
  }

  #write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
  }
}
