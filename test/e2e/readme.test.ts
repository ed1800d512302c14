import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('README.md', () => {
  it('shows examples/first-job/main.mjs as it is', () => {
    const readme = readFileSync(`${root}README.md`, 'utf8');
    const shown = /<!-- example: examples\/first-job\/main\.mjs -->\n```js\n([\s\S]*?)```/.exec(readme)?.[1];
    expect(shown).toBe(readFileSync(`${root}examples/first-job/main.mjs`, 'utf8'));
  });

  it('has an example that runs as shown', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [`${root}examples/first-job/main.mjs`]);
    expect(stdout).toBe('1023 squared: 1046529 - receipt: valid\n');
  });
});

describe('packages/core/README.md', () => {
  it('has an example that runs as shown', async () => {
    const readme = readFileSync(`${root}packages/core/README.md`, 'utf8');
    const example = /```js\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    const evaluated = promisify(execFile)(process.execPath, ['--input-type=module', '-e', example], { cwd: root });
    expect((await evaluated).stdout).toBe('true\n');
  });
});
