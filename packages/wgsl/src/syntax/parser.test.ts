import { readdirSync, readFileSync } from 'node:fs';
import { gpuTest } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { accepted, outsideProfile, refused } from '../testing/snippet.js';
import { complaints } from '../testing/tint.js';
import { parse } from './parser.js';

function isAccepted(source: string): boolean {
  return parse(source).diagnostics.length === 0;
}

describe('Y1: the grammar', () => {
  it('has enough snippets to mean something', () => {
    expect(accepted.length).toBeGreaterThan(150);
    expect(refused.length).toBeGreaterThan(200);
  });

  it('accepts what is WGSL', () => {
    const wrong = accepted
      .map((source) => [source, parse(source).diagnostics])
      .filter(([, found]) => found?.length !== 0);
    expect(wrong).toEqual([]);
  });

  it('refuses what is not', () => expect(refused.filter(isAccepted)).toEqual([]));
  it('refuses what is outside the profile', () => expect(outsideProfile.filter(isAccepted)).toEqual([]));

  gpuTest('agrees with Tint on every snippet', async ({ gpu }) => {
    const tintAccepts = async (source: string) => (await complaints(gpu, source)).length === 0;
    const wrong: string[] = [];
    for (const source of [...accepted, ...outsideProfile]) {
      if (!(await tintAccepts(source)))
        wrong.push(`Tint refuses ${source}: ${(await complaints(gpu, source))[0]?.message}`);
    }
    for (const source of refused) if (await tintAccepts(source)) wrong.push(`Tint accepts ${source}`);
    expect(wrong).toEqual([]);
  });
});

describe('the shaders of the project', () => {
  const folders = ['kernels', 'system'].map((name) => new URL(`../../../../shaders/${name}/`, import.meta.url));
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => new URL(name, folder)));

  it('are there', () => expect(files.length).toBeGreaterThan(5));

  it.each(files.map((file) => [file.pathname.split('/').slice(-2).join('/'), file] as const))(
    'parse: %s',
    (_, file) => {
      const { module, diagnostics } = parse(readFileSync(file, 'utf8'));
      expect(diagnostics).toEqual([]);
      expect(module.declarations.length).toBeGreaterThan(4);
    },
  );
});
