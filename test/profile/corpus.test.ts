import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DawnGpu } from '@assay/runtime/node';
import { gpuTest } from '@assay/testkit';
import { check } from '@assay/wgsl';
import { describe, expect, test } from 'vitest';

const here = path.dirname(fileURLToPath(import.meta.url));

interface Case {
  readonly name: string;
  readonly source: string;
  /** `// key: value` lines at the beginning. */
  readonly header: Readonly<Record<string, string>>;
}

function read(folder: string): readonly Case[] {
  return fs
    .readdirSync(path.join(here, folder))
    .filter((file) => file.endsWith('.wgsl'))
    .sort()
    .map((file) => {
      const text = fs.readFileSync(path.join(here, folder, file), 'utf8');
      const lines = [...text.matchAll(/^\/\/ (rule|code|at|tint): (.*)\n/gm)];
      const header = Object.fromEntries(lines.map(([, key = '', value = '']) => [key, value]));
      const source = text.replace(/^(\/\/ (rule|code|at|tint): .*\n)+/, '');
      return { name: path.basename(file, '.wgsl'), source, header };
    });
}

const accepted = read('accept');
const refused = read('reject');
const kernels = read('../../shaders/kernels');

async function tintErrors({ device }: DawnGpu, code: string): Promise<readonly string[]> {
  device.pushErrorScope('validation');
  const { messages } = await device.createShaderModule({ code }).getCompilationInfo();
  await device.popErrorScope();
  return messages.filter(({ type }) => type === 'error').map(({ message }) => message.split('\n', 1)[0] ?? '');
}

describe('the profile accepts', () => {
  test.each(accepted)('$name', ({ source }) => {
    expect(check(source).diagnostics).toEqual([]);
  });

  test.each(kernels)('kernel $name', ({ source }) => {
    expect(check(source).diagnostics).toEqual([]);
  });
});

describe('the profile refuses, by one rule only', () => {
  test.each(refused)('$name', ({ source, header }) => {
    const found = check(source).diagnostics.map(({ rule, code, span }) => {
      const [line = ''] = source.slice(span.start, span.end).split('\n');
      return { rule, code, at: line.slice(0, 80).trim() };
    });
    expect(found).toEqual([{ rule: header.rule, code: header.code, at: header.at }]);
  });
});

describe('what only the profile refuses says how to rewrite it', () => {
  test.each(refused.filter(({ header }) => header.rule?.startsWith('P')))('$name', ({ source }) => {
    for (const { hint } of check(source).diagnostics) expect(hint).toMatch(/\w/);
  });
});

describe('Tint', () => {
  gpuTest('accepts whatever the profile accepts', async ({ gpu }) => {
    const wrong: Record<string, readonly string[]> = {};
    for (const { name, source } of [...accepted, ...kernels]) {
      const errors = await tintErrors(gpu, source);
      if (errors.length > 0) wrong[name] = errors;
    }
    expect(wrong).toEqual({});
  });

  gpuTest('accepts what only the profile refuses, and refuses the rest', async ({ gpu }) => {
    const found: Record<string, string> = {};
    for (const { name, source } of refused) {
      found[name] = (await tintErrors(gpu, source)).length > 0 ? 'refuses' : 'accepts';
    }
    expect(found).toEqual(Object.fromEntries(refused.map(({ name, header }) => [name, header.tint])));
  });
});
