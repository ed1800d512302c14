import { expect, it } from 'vitest';
import { manifest, within } from '../fixture.js';
import { check } from './closure.js';

const find = (text: string, path = 'packages/core/src/a.ts'): Promise<readonly string[]> =>
  within(
    {
      'packages/core/package.json': manifest({ name: '@assay/core' }),
      'packages/verify/package.json': manifest({ name: '@assay/verify' }),
      'packages/runtime/package.json': manifest({ name: '@assay/runtime' }),
      [path]: text,
    },
    (workspace) => check(workspace).map(({ where, what }) => `${where}: ${what}`),
  );

it.each([
  ['a comment and a string', '// process.env, await Date.now()\nexport const text = "Promise globalThis";'],
  ['property names', 'export const a = (job: { process: number; console: 1 }) => job.process + job.console;'],
  ['keys', 'export const a = { process: 1, fetch() { return 1; }, Date: 2 };'],
  ['members of types', 'export interface A { readonly process: string; crypto(): void }'],
  ['members of classes', 'export class A { process = 1; fetch() { return this.process; } }'],
  ['names of imports', "import { process as step } from './b.js'; export { step as fetch };"],
  ['labels', 'process: for (;;) break process;'],
  ['pure mathematics', 'export const a = Math.imul(1, Math.max(2, 3));'],
  ['synchronous WebAssembly', 'export const a = (b: Uint8Array<ArrayBuffer>) => new WebAssembly.Module(b);'],
  ['generators', 'export function* a() { yield 1; for (const b of a()) yield b; }'],
  [
    'libraries and the closure',
    "import '@noble/curves/ed25519.js'; import '@noble/hashes/blake3.js'; import '@assay/verify';",
  ],
])('accepts %s', async (_, text) => {
  expect(await find(text)).toEqual([]);
});

it('leaves tests and other packages alone', async () => {
  const text = "import 'node:fs'; await Promise.resolve(process.env);";
  expect(await find(text, 'packages/core/src/a.test.ts')).toEqual([]);
  expect(await find(text, 'packages/runtime/src/a.ts')).toEqual([]);
});

it.each([
  ["import { readFileSync } from 'node:fs';", 'the verifier closure imports node:fs'],
  ["import fs from 'fs';", 'the verifier closure imports fs'],
  ["export type S = import('node:fs').Stats;", 'the verifier closure imports node:fs'],
  ["import type { T } from 'left-pad';", 'the verifier closure imports left-pad'],
  ["import '@assay/runtime';", 'the verifier closure imports @assay/runtime'],
  ['export async function a() {}', 'an async function in the verifier closure'],
  ['export const a = async () => {};', 'an async function in the verifier closure'],
  ['export const a = { async b() {} };', 'an async function in the verifier closure'],
  ['export async function* a() {}', 'an async function in the verifier closure'],
  ['await 1;', 'await in the verifier closure'],
  ['for await (const a of []) void a;', 'await in the verifier closure'],
  ['import.meta.url;', 'import.meta in the verifier closure'],
  ['export const a = (b: string) => import(b);', 'a dynamic import in the verifier closure'],
  ['export type A = Promise<number>;', 'Promise (asynchrony) in the verifier closure'],
  ['queueMicrotask(() => {});', 'queueMicrotask (asynchrony) in the verifier closure'],
  ['setTimeout(() => {}, 1);', 'setTimeout (the clock) in the verifier closure'],
  ['export const a = Date.now();', 'Date (the clock) in the verifier closure'],
  ['export const a = new Date(0);', 'Date (the clock) in the verifier closure'],
  ['export const a = performance.now();', 'performance (the clock) in the verifier closure'],
  ['export const a = Math.random();', 'Math.random in the verifier closure'],
  ["export const a = Math['random']();", 'Math used other than as Math.member in the verifier closure'],
  ['export const { random } = Math;', 'Math used other than as Math.member in the verifier closure'],
  ['crypto.getRandomValues(a);', 'crypto (chance) in the verifier closure'],
  ['export const a = process.env;', 'process (the host) in the verifier closure'],
  ['export const a = { process };', 'process (the host) in the verifier closure'],
  ['export const a = typeof window;', 'window (the host) in the verifier closure'],
  ['export const a = navigator;', 'navigator (the host) in the verifier closure'],
  ["export const a = globalThis['Date'];", 'globalThis (the host) in the verifier closure'],
  ['console.log(1);', 'console (input or output) in the verifier closure'],
  ['fetch("x");', 'fetch (input or output) in the verifier closure'],
  ['export const a = (b: Buffer) => b;', 'Buffer (a type of one host) in the verifier closure'],
  ['WebAssembly.compile(a);', 'WebAssembly.compile in the verifier closure'],
  ['WebAssembly.instantiate(a);', 'WebAssembly.instantiate in the verifier closure'],
  ['export const a = new WeakRef({});', 'WeakRef (the garbage collector) in the verifier closure'],
])('finds %s', async (text, what) => {
  expect(await find(text)).toEqual([`packages/core/src/a.ts:1: ${what}`]);
});
