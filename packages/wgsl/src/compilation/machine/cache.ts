/** Keeps executables: compiling a kernel takes longer than running most cells. */
import { blake3, bytes } from '@assay/core';
import type { Guards } from '../../analysis/guards.js';
import type { Instruction, Kernel, Phase } from '../../execution/ir.js';
import { type CompileOptions, compilerVersion } from '../compiled.js';
import type { Executable } from './machine.js';

/** What a cache holds at most. */
export interface CacheLimits {
  readonly executables?: number;
  /** Bytes of their modules together. Their machine code is several times as long. */
  readonly lengthBytes?: number;
}

/** A bounded number of executables; those that were not used for the longest time go first. */
export class Cache {
  /** The one that was used last is the last one. */
  readonly #executables = new Map<string, Executable>();
  readonly #most: Required<CacheLimits>;
  #lengthBytes = 0;

  constructor({ executables = 64, lengthBytes = 2 ** 25 }: CacheLimits = {}) {
    this.#most = { executables, lengthBytes };
  }

  /** How many it holds. */
  get size(): number {
    return this.#executables.size;
  }

  /** Bytes of the modules that it holds. */
  get lengthBytes(): number {
    return this.#lengthBytes;
  }

  /**
   * The executable of a key; where there is none, it is made. What `make` throws is thrown, and nothing is kept.
   *
   * @param key of {@link keyOf}.
   */
  take(key: string, make: () => Executable): Executable {
    const executable = this.#executables.get(key) ?? make();
    this.#remove(key);
    this.#executables.set(key, executable);
    this.#lengthBytes += executable.compiled.bytes.length;
    for (const oldest of this.#executables.keys()) {
      if (this.size <= this.#most.executables && this.#lengthBytes <= this.#most.lengthBytes) break;
      this.#remove(oldest);
    }
    return executable;
  }

  #remove(key: string): void {
    this.#lengthBytes -= this.#executables.get(key)?.compiled.bytes.length ?? 0;
    this.#executables.delete(key);
  }
}

/** A digest of all that the compiler sees: two kernels, or one with two sets of guards, have two keys. 64 hexadecimal digits. */
export function keyOf(kernel: Kernel, guards: Guards, { lanes, isTracked, isShared }: CompileOptions): string {
  const { body, spans, entryPoint, ...rest } = kernel;
  const { hasInvocationBudget, hasWorkgroupBudget } = guards;
  const head = [compilerVersion, lanes, isTracked, isShared, hasInvocationBudget, hasWorkgroupBudget, rest];
  const text = `${JSON.stringify(head)}${textOf(body, guards)}`;
  return bytes.toHex(blake3.hash(new TextEncoder().encode(text)));
}

/** Nodes in order: each one's own fields as JSON, its guards, and its lists in brackets. Not recursive, for nodes may be deep. */
function textOf(body: readonly Phase[], { outside, foreign, clamps }: Guards): string {
  const parts: string[] = [];
  const pending: (Phase | Instruction | '[' | ']')[] = [];
  const push = (lists: readonly (readonly (Phase | Instruction)[])[]): void => {
    for (const list of lists.toReversed()) {
      pending.push(']');
      for (let i = list.length - 1; i >= 0; i--) pending.push(list[i]!);
      pending.push('[');
    }
  };
  push([body]);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (typeof node === 'string') {
      parts.push(node);
      continue;
    }
    const { own, lists } = taken(node);
    const one = node as Instruction;
    const left = Number(outside.has(one)) + 2 * Number(foreign.has(one)) + 4 * Number(clamps.has(one));
    parts.push(JSON.stringify(own), String(left));
    push(lists);
  }
  return parts.join('');
}

/** A node's own fields, and the lists of nodes in it. */
function taken(node: Phase | Instruction): {
  readonly own: object;
  readonly lists: readonly (readonly (Phase | Instruction)[])[];
} {
  switch (node.kind) {
    case 'region': {
      const { code, ...own } = node;
      return { own, lists: [code] };
    }
    case 'block':
    case 'loop': {
      const { body, ...own } = node;
      return { own, lists: [body] };
    }
    case 'if': {
      const { then, otherwise, ...own } = node;
      return { own, lists: [then, otherwise] };
    }
    default:
      return { own: node, lists: [] };
  }
}
