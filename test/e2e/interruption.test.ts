import { existsSync, readdirSync } from 'node:fs';
import { file } from '@assay/core';
import { newKey } from '@assay/runtime';
import { describe, expect } from 'vitest';
import { childrenOf, commandTest, errorOf, isAlive, type Place, type Running, runTest, until } from './command.js';
import * as shaders from './shaders.js';

const isLinux = process.platform === 'linux';
const RUN = 'run it.job --input a=zeros --key me.key --out out --adapter software'.split(' ');

function prepare(place: Place, change: shaders.Change = {}): void {
  place.write('it.job', shaders.encode(change));
  place.write('zeros', new Uint8Array(4 * (change.words ?? 64)));
  place.write('me.key', file.encode('key', newKey()));
}

/** A run that never ends by itself, in the middle of its shader; with the number of its GPU process. */
async function inTheMiddle(place: Place, args: readonly string[] = RUN): Promise<{ command: Running; gpu: number }> {
  prepare(place, shaders.RUNAWAY);
  const command = place.start(args);
  await command.said('No GPU');
  const [gpu, ...more] = childrenOf(command.pid);
  expect(more).toEqual([]);
  // The shader is compiled and running once the GPU process has been busy for a while.
  await new Promise((resolve) => setTimeout(resolve, 300));
  return { command, gpu: gpu! };
}

function expectNothingLeft(place: Place): void {
  expect(place.names()).toEqual(['it.job', 'me.key', 'zeros']);
}

describe.skipIf(!isLinux)('a signal to the process group (needs /proc)', () => {
  runTest.for([
    ['SIGINT', 130, 'Ctrl-C'],
    ['SIGTERM', 143, 'SIGTERM'],
    ['SIGHUP', 129, 'SIGHUP'],
  ] as const)('%s in the middle: status %i, nothing left, nobody left', async ([signal, status, word], { place }) => {
    const { command, gpu } = await inTheMiddle(place);
    command.interrupt(signal);
    const ended = await command.ended;
    expect(ended).toMatchObject({ status, signal: null, stdout: '' });
    expect(ended.stderr).toContain(word);
    expect(ended.stderr).toContain('(assay.interrupted)');
    expect(isAlive(gpu)).toBe(false);
    expectNothingLeft(place);
  });

  runTest('with --json: one value says so', async ({ place }) => {
    const { command } = await inTheMiddle(place, [...RUN, '--json']);
    command.interrupt('SIGINT');
    const ended = await command.ended;
    expect(ended.status).toBe(130);
    expect(errorOf(ended)).toMatchObject({ kind: 'exhausted', code: 'assay.interrupted' });
  });

  runTest('to the command alone: the GPU process ends as well', async ({ place }) => {
    const { command, gpu } = await inTheMiddle(place);
    process.kill(command.pid, 'SIGTERM');
    expect((await command.ended).status).toBe(143);
    expect(isAlive(gpu)).toBe(false);
    expectNothingLeft(place);
  });

  runTest('twice at once: it ends, nothing looks finished, and the next run tidies up', async ({ place }) => {
    const { command, gpu } = await inTheMiddle(place);
    command.interrupt('SIGINT');
    command.interrupt('SIGTERM');
    const { status, stdout } = await command.ended;
    expect([130, 143]).toContain(status);
    expect(stdout).toBe('');
    await until(() => !isAlive(gpu), 'the end of the GPU process', 5000);
    expect(place.names()).not.toContain('out');
    place.write('it.job', shaders.encode());
    expect((await place.assay(...RUN)).status).toBe(0);
    expect(readdirSync(place.directory).sort()).toEqual(['it.job', 'me.key', 'me.key.journal', 'out', 'zeros']);
  });

  runTest('while the device starts', async ({ place }) => {
    prepare(place);
    const command = place.start(RUN);
    await until(() => childrenOf(command.pid).length > 0, 'the GPU process');
    const [gpu] = childrenOf(command.pid);
    command.interrupt('SIGINT');
    expect(await command.ended).toMatchObject({ status: 130, stdout: '' });
    expect(isAlive(gpu!)).toBe(false);
    expectNothingLeft(place);
  });

  runTest('while the results are written', async ({ place }) => {
    prepare(place, { words: 2 ** 24 - 256, workgroup: 256 });
    const command = place.start(RUN);
    await until(() => existsSync(place.at(`.out.partial-${command.pid}`, 'inputs')), 'the directory of the inputs');
    command.interrupt('SIGINT');
    expect(await command.ended).toMatchObject({ status: 130, stdout: '' });
    expectNothingLeft(place);
  });

  runTest('a replay', async ({ place }) => {
    prepare(place, { body: 'while (a[id.x] != 0u) { b[id.x] = b[id.x] + 1u; }' });
    expect((await place.assay(...RUN)).status).toBe(0);
    place.write('ones', new Uint8Array(256).fill(1));
    const command = place.start('replay out/receipt.assay --input a=ones --adapter software'.split(' '));
    await command.said('No GPU');
    const [gpu] = childrenOf(command.pid);
    command.interrupt('SIGINT');
    expect(await command.ended).toMatchObject({ status: 130, stdout: '' });
    expect(isAlive(gpu!)).toBe(false);
  });

  commandTest('a look at the machine', async ({ place }) => {
    const command = place.start(['doctor']);
    await until(() => childrenOf(command.pid).length > 0, 'a GPU process');
    command.interrupt('SIGINT');
    const ended = await command.ended;
    expect(ended).toMatchObject({ status: 130, stdout: '', stderr: expect.stringContaining('(assay.interrupted)') });
  });
});

describe.skipIf(!isLinux)('a process killed from outside (needs /proc)', () => {
  runTest('the GPU process: a trap, status 5', async ({ place }) => {
    const { command, gpu } = await inTheMiddle(place);
    process.kill(gpu, 'SIGKILL');
    const ended = await command.ended;
    expect(ended).toMatchObject({ status: 5, stdout: '' });
    expect(ended.stderr).toMatch(/SIGKILL.*assay doctor.*\(run\.device-process-died\)/s);
    expectNothingLeft(place);
  });

  runTest('the command: the GPU process ends by itself, and the next run tidies up', async ({ place }) => {
    const { command, gpu } = await inTheMiddle(place);
    process.kill(command.pid, 'SIGKILL');
    expect((await command.ended).signal).toBe('SIGKILL');
    await until(() => !isAlive(gpu), 'the end of the GPU process', 5000);
    expect(place.names()).not.toContain('out');
    place.write('it.job', shaders.encode());
    expect((await place.assay(...RUN)).status).toBe(0);
    expect(readdirSync(place.directory).sort()).toEqual(['it.job', 'me.key', 'me.key.journal', 'out', 'zeros']);
  });
});
