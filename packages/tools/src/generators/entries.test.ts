import { expect, it } from 'vitest';
import { manifest, within } from '../fixture.js';
import { make } from './entries.js';

const generate = (fields: object): Promise<string | undefined> =>
  within(
    {
      'packages/core/package.json': manifest({ name: '@assay/core', ...fields }),
      'packages/core/src/index.ts': '',
      'packages/core/src/node.ts': '',
    },
    (workspace) => make(workspace)[0]?.text,
  );

it('exports the index alone unless told otherwise', async () => {
  expect(JSON.parse((await generate({})) ?? '').exports).toEqual({
    '.': { types: './dist/index.d.ts', default: './dist/index.js' },
    './package.json': './package.json',
  });
});

it('exports the named entries, in place of what was there, and keeps all else in order', async () => {
  const text = await generate({ assay: { entries: ['index', 'node'] }, exports: { './old': 'x' }, license: 'MIT' });
  expect(text).toBe(
    manifest({
      name: '@assay/core',
      assay: { entries: ['index', 'node'] },
      exports: {
        '.': { types: './dist/index.d.ts', default: './dist/index.js' },
        './node': { types: './dist/node.d.ts', default: './dist/node.js' },
        './package.json': './package.json',
      },
      license: 'MIT',
    }),
  );
});

it('refuses an entry without a module', async () => {
  await expect(generate({ assay: { entries: ['browser'] } })).rejects.toThrow('has no packages/core/src/browser.ts');
});
