import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { versions } from './versions.js';

describe('versions', () => {
  it('are those of Node, of this package and of the Dawn that it depends on', () => {
    const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
      dependencies: Record<string, string>;
    };
    expect(versions()).toEqual({
      node: process.version,
      runtime: manifest.version,
      webgpu: manifest.dependencies.webgpu,
    });
  });
});
