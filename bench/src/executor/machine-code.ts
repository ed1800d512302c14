/** What the engine's optimising compiler makes of a module, on x86-64: Node prints it. */
import { spawnSync } from 'node:child_process';
import type { Setting } from '../benchmark.js';
import type { Row } from '../report.js';
import { NAME, single } from './rows.js';

/** A loop in which products of bytes are made. */
interface Loop {
  readonly instructions: number;
  /** `pmaddwd` in any of its forms: eight products of halves of words, added in pairs. */
  readonly products: number;
}

interface Instruction {
  readonly offset: number;
  readonly text: string;
}

const FLAGS = ['--no-liftoff', '--no-wasm-lazy-compilation', '--print-wasm-code'] as const;
const PROGRAM = "new WebAssembly.Module(require('node:fs').readFileSync(0))";

/** Multiplications with an addition of a `pmaddwd`, if nothing of it is wasted: so it is in four lanes. */
const MACS = 8;

/** The instructions for each MAC in the innermost loop of a product; nothing where Node cannot print this machine's code. */
export function measureMachineCode({ note }: Setting, name: string, module: Uint8Array): Row[] {
  const loop = process.arch === 'x64' ? productLoop(module) : undefined;
  note(`${NAME}: ${name}, ${loop === undefined ? 'no machine code of it can be had here' : 'its machine code'}`);
  if (loop === undefined) return [];
  const { instructions, products } = loop;
  return [
    single(`${name}: machine instructions of a round of the innermost loop`, 'instructions', instructions),
    single(`${name}: machine instructions for each MAC`, 'instructions', instructions / (MACS * products)),
  ];
}

/** The shortest of the loops with the most products in them. */
function productLoop(module: Uint8Array): Loop | undefined {
  const printed = spawnSync(process.execPath, [...FLAGS, '-e', PROGRAM], { input: module, maxBuffer: 2 ** 28 });
  const loops = functionsOf(printed.stdout.toString()).flatMap(loopsOf);
  const most = Math.max(0, ...loops.map(({ products }) => products));
  if (most === 0) return undefined;
  return loops.filter(({ products }) => products === most).sort((a, b) => a.instructions - b.instructions)[0];
}

/** Lines are address, offset in the function, bytes, text: `0x34aaf0e2c6cb     b  488b4e3f             REX.W movq rcx,[rsi+0x3f]`. */
function functionsOf(text: string): readonly (readonly Instruction[])[] {
  return text.split('--- WebAssembly code ---').map((part) =>
    [...part.matchAll(/^0x[0-9a-f]+ +([0-9a-f]+) +[0-9a-f]+ +(.+)$/gm)].map(([, offset, instruction]) => ({
      offset: Number.parseInt(offset!, 16),
      text: instruction!,
    })),
  );
}

/** From where a jump leads back to, to the jump. */
function loopsOf(code: readonly Instruction[]): readonly Loop[] {
  const places = new Map(code.map(({ offset }, place) => [offset, place]));
  return code.flatMap(({ text }, place) => {
    const target = /^j\w+ .*<\+0x([0-9a-f]+)>/.exec(text)?.[1];
    const start = target === undefined ? undefined : places.get(Number.parseInt(target, 16));
    if (start === undefined || start > place) return [];
    const body = code.slice(start, place + 1);
    return [{ instructions: body.length, products: body.filter((one) => one.text.includes('pmaddwd')).length }];
  });
}
