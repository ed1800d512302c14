import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, writeFile as write } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssayError, file, key } from '@assay/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stage, writeFile } from './staging.js';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'assay-staging-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const at = (...names: string[]): string => join(parent, ...names);
const bytes = Uint8Array.of(1, 2, 3);

/** The number of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

describe('stage', () => {
  it('shows the directory only when it is complete', async () => {
    await stage(at('out'), async (temporary) => {
      expect(temporary).toBe(at(`.out.partial-${process.pid}`));
      await mkdir(join(temporary, 'sub'));
      await writeFile(join(temporary, 'sub', 'a.bin'), bytes);
      expect(readdirSync(parent)).toEqual([`.out.partial-${process.pid}`]);
    });
    expect(readdirSync(parent)).toEqual(['out']);
    expect([...readFileSync(at('out', 'sub', 'a.bin'))]).toEqual([...bytes]);
  });

  it('makes missing parents, and takes an empty directory or a link to one', async () => {
    mkdirSync(at('empty'));
    symlinkSync('empty', at('link'));
    for (const path of [at('x', 'y', 'out'), at('link')]) {
      await stage(path, (temporary) => write(join(temporary, 'a'), 'a'));
      expect(readdirSync(path)).toEqual(['a']);
    }
    expect(readdirSync(at('empty'))).toEqual(['a']);
  });

  it('refuses a directory that has something in it, a file, and the working directory', async () => {
    mkdirSync(at('full'));
    writeFileSync(at('full', 'old'), 'old');
    for (const [path, code] of [
      [at('full'), 'output.exists'],
      [at('full', 'old'), 'output.exists'],
      [process.cwd(), 'output.is-working-directory'],
    ] as const) {
      const attempt = stage(path, () => Promise.reject(new Error('work was started')));
      await expect(attempt).rejects.toMatchObject({ kind: 'invalid', code, where: path });
    }
    const below = stage(at('full', 'old', 'out'), () => Promise.reject(new Error('work was started')));
    await expect(below).rejects.toMatchObject({ code: 'output.exists', where: at('full', 'old') });
    expect(readdirSync(parent)).toEqual(['full']);
    expect(readdirSync(at('full'))).toEqual(['old']);
  });

  it('gives way to somebody who was faster', async () => {
    const attempt = stage(at('out'), async (temporary) => {
      await write(join(temporary, 'mine'), '');
      await mkdir(at('out'));
      await write(at('out', 'theirs'), '');
    });
    await expect(attempt).rejects.toMatchObject({ code: 'output.exists' });
    expect(readdirSync(parent)).toEqual(['out']);
    expect(readdirSync(at('out'))).toEqual(['theirs']);
  });

  it('leaves nothing when the work fails, and tells the final path', async () => {
    const failure = new AssayError({ kind: 'trap', code: 'a.b', expected: 'a', got: 'b', remedy: 'C.' });
    const bug = new TypeError('bug');
    for (const [thrown, expected] of [
      [failure, failure],
      [bug, bug],
    ]) {
      const attempt = stage(at('out'), async (temporary) => {
        await write(join(temporary, 'a'), 'a');
        throw thrown;
      });
      await expect(attempt).rejects.toBe(expected);
      expect(readdirSync(parent)).toEqual([]);
    }
    const missing = stage(at('out'), (temporary) => writeFile(join(temporary, 'no', 'a'), bytes));
    await expect(missing).rejects.toMatchObject({ code: 'file.not-found', where: at('out', 'no', 'a') });
  });

  it('leaves nothing when it is aborted, even if the work goes on', async () => {
    const controller = new AbortController();
    let finish = (): void => {};
    const late = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let afterwards: Promise<void> = Promise.resolve();
    const attempt = stage(
      at('out'),
      async (temporary) => {
        await write(join(temporary, 'a'), 'a');
        controller.abort();
        afterwards = late.then(() => write(join(temporary, 'b'), 'b'));
        await afterwards;
      },
      { signal: controller.signal },
    );
    await expect(attempt).rejects.toMatchObject({ kind: 'exhausted', code: 'output.interrupted' });
    expect(readdirSync(parent)).toEqual([]);
    finish();
    await expect(afterwards).rejects.toHaveProperty('code', 'ENOENT');
    expect(readdirSync(parent)).toEqual([]);
  });

  it("does not start once aborted, and gives the signal's own reason", async () => {
    const reason = new AssayError({ kind: 'exhausted', code: 'a.b', expected: 'a', got: 'b', remedy: 'C.' });
    const attempt = stage(at('out'), () => Promise.reject(new Error('work was started')), {
      signal: AbortSignal.abort(reason),
    });
    await expect(attempt).rejects.toBe(reason);
    expect(readdirSync(parent)).toEqual([]);
  });

  it('removes what dead processes left of this directory, and nothing else', async () => {
    const alive = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    try {
      const dead = `.out.partial-${deadPid()}`;
      // In a container, processes of two runs often have the same number.
      const namesake = `.out.partial-${process.pid}`;
      const kept = [`.out.partial-${alive.pid}`, '.out.partial-x', '.other.partial-1', `out.partial-${deadPid()}`];
      for (const name of [dead, namesake, ...kept]) {
        mkdirSync(at(name));
        writeFileSync(at(name, 'a'), 'a');
      }
      await stage(at('out'), (temporary) => write(join(temporary, 'b'), 'b'));
      expect(readdirSync(parent).sort()).toEqual([...kept, 'out'].sort());
      expect(readdirSync(at('out'))).toEqual(['b']);
    } finally {
      alive.kill('SIGKILL');
    }
  });

  it('refuses two writers of one directory in one process', async () => {
    await stage(at('out'), async () => {
      await expect(stage(at('out'), async () => {})).rejects.toMatchObject({ kind: 'bug', code: 'output.busy' });
    });
    expect(readdirSync(parent)).toEqual(['out']);
  });
});

describe('writeFile', () => {
  it('writes with the given mode and leaves nothing else', async () => {
    await writeFile(at('a'), bytes, { mode: 0o600 });
    expect([...readFileSync(at('a'))]).toEqual([...bytes]);
    if (process.platform !== 'win32') expect(statSync(at('a')).mode & 0o777).toBe(0o600);
    expect(readdirSync(parent)).toEqual(['a']);
  });

  it('replaces a file only when told to', async () => {
    writeFileSync(at('a'), 'old');
    await expect(writeFile(at('a'), bytes)).rejects.toMatchObject({
      kind: 'invalid',
      code: 'output.exists',
      where: at('a'),
    });
    expect(readFileSync(at('a'), 'utf8')).toBe('old');
    await writeFile(at('a'), bytes, { overwrite: true });
    expect([...readFileSync(at('a'))]).toEqual([...bytes]);
    expect(readdirSync(parent)).toEqual(['a']);
  });

  it('refuses a dangling link as it refuses a file', async () => {
    symlinkSync('nowhere', at('a'));
    await expect(writeFile(at('a'), bytes)).rejects.toMatchObject({ code: 'output.exists' });
    expect(existsSync(at('nowhere'))).toBe(false);
  });

  it('never overwrites a key, whatever its mode, nor a private file', async () => {
    writeFileSync(at('key'), file.encode('key', key.fromSecret(new Uint8Array(32).fill(7))), { mode: 0o644 });
    writeFileSync(at('private'), 'secret', { mode: 0o600 });
    chmodSync(at('key'), 0o644);
    for (const name of process.platform === 'win32' ? ['key'] : ['key', 'private']) {
      const before = readFileSync(at(name));
      const attempt = writeFile(at(name), bytes, { overwrite: true });
      await expect(attempt).rejects.toMatchObject({ kind: 'invalid', code: 'output.is-private', where: at(name) });
      expect(readFileSync(at(name))).toEqual(before);
    }
    expect(readdirSync(parent).sort()).toEqual(['key', 'private']);
  });

  it('never replaces a file that appears while it writes', async () => {
    const attempts = Array.from({ length: 8 }, (_, i) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', writer(at('a'), 1000 + i)], {
        stdio: 'pipe',
      });
      return new Promise<string>((resolve) => {
        let text = '';
        child.stdout.on('data', (data) => {
          text += data;
        });
        child.on('close', () => resolve(text));
      });
    });
    const results = await Promise.all(attempts);
    expect(results.filter((result) => result === 'written')).toHaveLength(1);
    expect(results.filter((result) => result.startsWith('output.exists'))).toHaveLength(7);
    expect(statSync(at('a')).size).toBe(1000 + results.indexOf('written'));
    expect(readdirSync(parent)).toEqual(['a']);
  });

  it('tells of a missing parent and of one that may not be written to', async () => {
    const missing = writeFile(at('no', 'a'), bytes);
    await expect(missing).rejects.toMatchObject({ kind: 'invalid', code: 'file.not-found', where: at('no', 'a') });
    if (process.getuid === undefined) return;
    chmodSync(parent, 0o555);
    const isRoot = process.getuid() === 0;
    if (isRoot) process.seteuid!(65534);
    try {
      await expect(writeFile(at('a'), bytes)).rejects.toMatchObject({ kind: 'invalid', code: 'file.no-permission' });
    } finally {
      if (isRoot) process.seteuid!(0);
      chmodSync(parent, 0o755);
    }
  });
});

/** A program that writes one file and prints `written`, or the error's code and message. */
function writer(path: string, lengthBytes: number, isStaged = false): string {
  const module = fileURLToPath(new URL('../../dist/files/staging.js', import.meta.url));
  const call = isStaged
    ? `stage(${JSON.stringify(path)}, (temporary) => writeFile(temporary + '/a.bin', data))`
    : `writeFile(${JSON.stringify(path)}, data)`;
  return `import { stage, writeFile } from ${JSON.stringify(module)};
    const data = new Uint8Array(${lengthBytes}).fill(1);
    await ${call}.then(() => process.stdout.write('written'), (e) => process.stdout.write(e.code + ' ' + e.kind + ' ' + e.message));`;
}

describe.skipIf(process.platform === 'win32')('a disk without room (needs POSIX)', () => {
  it('a limit on file sizes (ulimit -f) ends in disk.file-limit and leaves nothing', () => {
    const script = 'ulimit -f 64 && exec "$0" --input-type=module -e "$1"';
    const run = (lengthBytes: number): string =>
      spawnSync('sh', ['-c', script, process.execPath, writer(at('out'), lengthBytes, true)], { encoding: 'utf8' })
        .stdout;
    const text = run(200_000);
    expect(text).toMatch(/^disk\.file-limit exhausted /);
    expect(text).toContain('room for 200000 bytes');
    expect(text).toContain(at('out', 'a.bin'));
    expect(readdirSync(parent)).toEqual([]);
    expect(run(1000)).toBe('written');
  });

  it.skipIf(process.getuid?.() !== 0)(
    'a full file system (tmpfs of 64 KiB, needs root) ends in disk.full',
    async (context) => {
      const disk = at('disk');
      mkdirSync(disk);
      const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
      if (mounted.status !== 0) return context.skip('skipped: may not mount');
      try {
        const big = new Uint8Array(100_000).fill(1);
        const attempt = stage(join(disk, 'out'), async (temporary) => {
          await writeFile(join(temporary, 'small.bin'), bytes);
          await writeFile(join(temporary, 'big.bin'), big);
        });
        await expect(attempt).rejects.toMatchObject({
          kind: 'exhausted',
          code: 'disk.full',
          where: join(disk, 'out', 'big.bin'),
          expected: 'room for 100000 bytes',
        });
        expect(readdirSync(disk)).toEqual([]);
        await stage(join(disk, 'out'), (temporary) => writeFile(join(temporary, 'a'), new Uint8Array(40_000)));

        expect(spawnSync('mount', ['-o', 'remount,ro', disk]).status).toBe(0);
        await expect(writeFile(join(disk, 'b'), bytes)).rejects.toMatchObject({
          kind: 'invalid',
          code: 'disk.read-only',
        });
        await expect(stage(join(disk, 'c'), async () => {})).rejects.toMatchObject({ code: 'disk.read-only' });
      } finally {
        spawnSync('umount', [disk]);
      }
    },
  );
});
