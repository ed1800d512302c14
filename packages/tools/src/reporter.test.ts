import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { within } from './fixture.js';

const root = path.resolve(import.meta.dirname, '../../..');

const TESTS = `import { describe, it } from 'vitest';
describe('suite', () => {
  it('passes', () => {});
  it('fails', () => { throw new Error('no'); });
  it('is skipped', (context) => context.skip('skipped: no adapter'));
});
describe.skipIf(true)('absent', () => it('too', () => {}));
`;

it('says what passed, what failed, what was skipped and why, and what could not be run', async () => {
  const files = {
    'a.test.mjs': TESTS,
    'b.test.mjs': "throw new Error('does not load');\n",
    'c.test.mjs': 'process.kill(process.pid, 9);\n',
  };
  const report = await within(files, ({ root: folder }) => {
    mkdirSync(path.join(folder, 'node_modules'));
    symlinkSync(path.join(root, 'node_modules/vitest'), path.join(folder, 'node_modules/vitest'));
    const outputFile = path.join(folder, 'report.json');
    const reporter = path.join(root, 'packages/tools/dist/reporter.js');
    const config = { test: { include: ['*.test.mjs'], reporters: [[reporter, { outputFile }]] } };
    writeFileSync(path.join(folder, 'vitest.config.mjs'), `export default ${JSON.stringify(config)};\n`);
    const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
    const { status } = spawnSync(process.execPath, [vitest, 'run'], { cwd: folder, encoding: 'utf8' });
    return { status, ...JSON.parse(readFileSync(outputFile, 'utf8')) };
  });
  expect(report).toEqual({
    status: 1,
    passed: 1,
    failed: ['a.test.mjs > suite > fails'],
    skipped: [
      { name: 'a.test.mjs > suite > is skipped', reason: 'skipped: no adapter' },
      { name: 'a.test.mjs > absent > too', reason: '' },
    ],
    errors: [
      '[vitest-pool]: Worker forks emitted error.',
      'b.test.mjs: does not load',
      'c.test.mjs: did not come to its end',
    ],
  });
});
