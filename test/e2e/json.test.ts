import { describe, expect } from 'vitest';
import { commandTest, type Ended, errorOf, runTest } from './command.js';
import * as picture from './picture.js';
import * as shaders from './shaders.js';

/** What came with `--json`: exactly one value on standard output. */
function resultOf({ stdout }: Ended): Record<string, unknown> {
  expect(stdout.endsWith('}\n')).toBe(true);
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe('--json', () => {
  commandTest('keygen', async ({ place }) => {
    const ended = await place.assay('keygen', '--out', 'me.key', '--json');
    const publicKey = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(resultOf(ended)).toEqual({ ok: true, file: 'me.key', scheme: 'ed25519', publicKey });
    expect(ended).toMatchObject({ status: 0, stderr: '' });
  });

  commandTest('job edges, job matmul', async ({ place }) => {
    place.write('photo.png', picture.encode(picture.disc(9, 8)));
    const id = expect.stringMatching(/^[0-9a-f]{64}$/);
    const edges = await place.assay('job', 'edges', '--like', 'photo.png', '--out', 'edges.job', '--json');
    expect(resultOf(edges)).toEqual({ ok: true, file: 'edges.job', job: id, name: 'edges' });
    const product = await place.assay(...'job matmul -m 1 -n 2 -k 4 --json --out product.job'.split(' '));
    expect(resultOf(product)).toEqual({ ok: true, file: 'product.job', job: id, name: 'matmul' });
  });

  commandTest('before the command, too', async ({ place }) => {
    expect(resultOf(await place.assay('--json', 'keygen', '--out', 'me.key'))).toMatchObject({ ok: true });
  });

  runTest('run, replay: the result only, and only when all is written', async ({ place }) => {
    place.write('copy.job', shaders.encode());
    place.write('zeros', new Uint8Array(256));
    await place.assay('keygen', '--out', 'me.key');
    const options = '--input a=zeros --key me.key --adapter software --json --out'.split(' ');
    const ran = await place.assay('run', 'copy.job', ...options, 'out');
    const hash = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(resultOf(ran)).toEqual({
      ok: true,
      job: hash,
      task: hash,
      receipt: hash,
      worker: { scheme: 'ed25519', publicKey: hash },
      traceRoot: hash,
      outputs: [{ name: 'b', root: hash, files: ['out/outputs/b.bin', 'out/outputs/b.npy'] }],
      kept: [],
      notes: expect.objectContaining({ adapter: expect.objectContaining({ isSoftware: true }) }) as unknown,
      milliseconds: expect.any(Number) as unknown,
      directory: 'out',
    });
    expect(ran.stderr).toMatch(/^No GPU in use.*\n$/);
    const replayed = await place.assay('replay', 'out/receipt.assay', '--adapter', 'software', '--json');
    const { receipt, task, job, worker, outputs } = resultOf(ran) as Record<string, unknown> & {
      outputs: { root: string }[];
    };
    expect(resultOf(replayed)).toEqual({
      ok: true,
      verdict: { code: 'valid', claim: receipt, evidence: {} },
      receipt,
      task,
      job,
      worker,
      requester: worker,
      domain: 'none',
      ran: {
        on: 'device',
        adapter: expect.stringContaining('SwiftShader'),
        milliseconds: expect.any(Number),
      } as unknown,
      outputs: [{ name: 'b', root: outputs[0]!.root, file: 'out/outputs/b.bin', isCommitted: true }],
    });

    const refused = await place.assay('run', 'copy.job', ...options, 'out');
    expect(errorOf(refused)).toMatchObject({ kind: 'invalid', code: 'output.exists', where: 'out' });
  });

  runTest('doctor', async ({ place }) => {
    const ended = await place.assay('doctor', '--json');
    expect(ended.status).toBe(0);
    const machine = { platform: expect.any(String) as unknown, nodeVersion: process.version };
    expect(resultOf(ended)).toMatchObject({ ok: true, ...machine, software: { failure: null } });
  });

  commandTest.for([
    ['usage.no-command', []],
    ['usage.unknown-command', ['frobnicate']],
    ['usage.unknown-option', ['inspect', 'x', '--frobnicate']],
    ['usage.missing-option', ['keygen']],
    ['usage.missing-value', ['keygen', '--out']],
    ['usage.missing-argument', ['inspect']],
    ['usage.too-many-arguments', ['inspect', 'a', 'b']],
    ['usage.wrong-value', ['job', 'edges', '--width', '-3', '--out', 'x']],
    ['usage.wrong-value', ['replay', 'x', '--adapter', 'abacus']],
    ['usage.wrong-value', ['replay', 'x', '--deadline', '0']],
    ['usage.wrong-value', ['replay', 'x', '--threads', '0']],
    ['usage.conflicting-options', ['replay', 'x', '--cpu', '--adapter', 'software']],
    ['usage.conflicting-options', ['job', 'edges', '--like', 'x.png', '--width', '3', '--out', 'x']],
  ] as const)('a wrong command line: %s (%j)', async ([code, args], { place }) => {
    const [ended, text] = await Promise.all([place.assay(...args, '--json'), place.assay(...args)]);
    expect(ended.status).toBe(2);
    expect(errorOf(ended)).toMatchObject({ kind: 'usage', code });
    expect(text.status).toBe(2);
    expect(text.stdout).toBe('');
    expect(text.stderr).toContain(`(${code})`);
    expect(text.stderr).toContain('--help');
  });

  commandTest('an error: its fields are those of the sentence', async ({ place }) => {
    const json = await place.assay('inspect', 'nowhere', '--json');
    expect(json).toMatchObject({ status: 4, stderr: '' });
    const { code, where, expected, got, remedy } = errorOf(json);
    const { stderr } = await place.assay('inspect', 'nowhere');
    expect(stderr).toBe(`error: ${where}: expected ${expected}, got ${got}.\n  ${remedy} (${code})\n`);
  });
});
