import { openSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { commandTest, type Ended, type Place } from './command.js';
import * as shaders from './shaders.js';

const under = (script: string): readonly string[] => ['bash', '-c', script, 'bash'];

describe('the exit status', () => {
  commandTest('0 for help and version, which go to standard output', async ({ place }) => {
    for (const args of [['--help'], ['--version'], ['help', 'run'], ['job', 'edges', '--help']]) {
      const { status, stdout, stderr } = await place.assay(...args);
      expect({ args, status, stderr }).toEqual({ args, status: 0, stderr: '' });
      expect(stdout).not.toBe('');
    }
  });

  commandTest('is explained by --help, every one of them', async ({ place }) => {
    const { stdout } = await place.assay('--help');
    for (const status of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 130])
      expect(stdout).toMatch(new RegExp(`^ +${status} +\\S`, 'm'));
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  commandTest('2 without a command, with the help on stderr', async ({ place }) => {
    const { status, stdout, stderr } = await place.assay();
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('Usage: assay');
    expect(stderr).toContain('(usage.no-command)');
  });

  commandTest('2 for a word that is nearly right, with the right one', async ({ place }) => {
    expect(await place.assay('inspekt')).toMatchObject({ status: 2, stderr: expect.stringContaining('inspect') });
    const { stderr } = await place.assay('keygen', '--oot', 'x', '--out', 'y');
    expect(stderr).toContain('--out');
  });

  commandTest('3 for what cannot be decoded', async ({ place }) => {
    place.write('text', 'hello\n');
    expect(await place.assay('inspect', 'text')).toMatchObject({ status: 3, stdout: '' });
  });

  commandTest('4 for what is not there', async ({ place }) => {
    expect(await place.assay('inspect', 'nowhere')).toMatchObject({ status: 4, stdout: '' });
  });
});

describe.skipIf(process.platform === 'win32')('standard streams (needs a POSIX shell)', () => {
  const inspect = async (place: Place, script: string): Promise<Ended> => {
    place.write('copy.job', shaders.encode());
    return place.start(['inspect', 'copy.job'], { under: under(script) }).ended;
  };

  commandTest('a reader that has seen enough: no complaint', async ({ place }) => {
    const ended = await inspect(place, 'set -o pipefail; "$@" | head -n 1');
    expect(ended).toMatchObject({ status: 0, stderr: '', stdout: 'job shader\n' });
  });

  commandTest('a reader that is gone before the first word: no complaint', async ({ place }) => {
    const ended = await inspect(place, 'set -o pipefail; "$@" | true');
    expect(ended).toMatchObject({ status: 0, stderr: '', stdout: '' });
  });

  commandTest('closed ones: it works or fails as ever', async ({ place }) => {
    expect(await inspect(place, '"$@" <&-')).toMatchObject({ status: 0, stderr: '' });
    expect(await inspect(place, '"$@" <&- >&- 2>&-')).toMatchObject({ status: 0 });
    expect(await place.start(['inspect', 'nowhere'], { under: under('"$@" 2>&-') }).ended).toMatchObject({ status: 4 });
  });

  commandTest.skipIf(!canOpen('/dev/full'))(
    'a full disk under standard output: said, and status 6 (needs /dev/full)',
    async ({ place }) => {
      const ended = await inspect(place, '"$@" > /dev/full');
      expect(ended).toMatchObject({ status: 6, stderr: expect.stringMatching(/ENOSPC.*\(output\.unwritten\)/s) });
      expect(ended.stderr).not.toContain('    at ');
      expect(await inspect(place, '"$@" 2> /dev/full')).toMatchObject({ status: 0 });
    },
  );

  commandTest('much of it, into a slow reader: all arrives', async ({ place }) => {
    const body = Array.from({ length: 20_000 }, (_, i) => `b[id.x] = ${i}u;`).join('\n');
    place.write('long.job', shaders.encode({ body }));
    const script = 'set -o pipefail; "$@" | { sleep 0.5; cat; }';
    const { status, stdout } = await place.start(['inspect', 'long.job', '--json'], { under: under(script) }).ended;
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
    expect(stdout.length).toBeGreaterThan(300_000);
  });
});

function canOpen(path: string): boolean {
  try {
    openSync(path, 'w');
    return true;
  } catch {
    return false;
  }
}
