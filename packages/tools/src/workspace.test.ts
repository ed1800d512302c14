import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifest, within } from './fixture.js';
import * as workspaces from './workspace.js';

describe('list', () => {
  it('gives what git tracks or would track and what is there', async () => {
    const files = { '.gitignore': 'out/\n', 'out/a.txt': '', 'b é.txt': '', 'c.txt': '', 'd.txt': '' };
    const listed = await within(files, ({ root }) => {
      execFileSync('git', ['init', '--quiet'], { cwd: root });
      execFileSync('git', ['add', 'c.txt', 'd.txt'], { cwd: root });
      rmSync(path.join(root, 'd.txt'));
      return workspaces.list(root);
    });
    expect(listed).toEqual(['.gitignore', 'b é.txt', 'c.txt']);
  });
});

describe('load', () => {
  const files = {
    'package.json': manifest({ name: 'top' }),
    'packages/core/package.json': manifest({ name: '@assay/core' }),
    'packages/core/src/index.ts': "export * from './a.js';\n",
    'packages/core/src/a.contract.ts': '',
    'packages/core/src/testing/b.ts': '',
    'packages/core/src/generated/c.ts': '',
    'packages/core/src/d.d.ts': '',
    'examples/demo/package.json': manifest({ name: '@assay/demo' }),
    'examples/demo/src/main.ts': "import '@assay/core/node'; import 'node:fs'; import '@noble/hashes/sha2.js';\n",
    'bench/package.json': manifest({ name: '@assay/bench' }),
    'bench/src/main.ts': '',
    'conformance/package.json': manifest({ name: '@assay/conformance' }),
    'conformance/src/generator/index.ts': '',
    'conformance/src/main.test.ts': '',
    'conformance/engine/f.ts': '',
    'test/vectors/e.ts': '',
    'vitest.config.ts': '',
  };

  it('gives each module to the nearest package.json and tells tests from what ships', async () => {
    const { modules } = await within(files, (workspace) => workspace);
    const rows = [...modules.values()].map((each) => [each.path, each.unit.folder, each.isTest, each.isGenerated]);
    expect(rows).toEqual([
      ['bench/src/main.ts', 'bench', false, false],
      ['conformance/src/generator/index.ts', 'conformance', false, false],
      ['conformance/src/main.test.ts', 'conformance', true, false],
      ['examples/demo/src/main.ts', 'examples/demo', false, false],
      ['packages/core/src/a.contract.ts', 'packages/core', true, false],
      ['packages/core/src/generated/c.ts', 'packages/core', false, true],
      ['packages/core/src/index.ts', 'packages/core', false, false],
      ['packages/core/src/testing/b.ts', 'packages/core', true, false],
      ['test/vectors/e.ts', '', true, false],
      ['vitest.config.ts', '', false, false],
    ]);
  });

  it('tells packages of the stack from leaves', async () => {
    const { units } = await within(files, (workspace) => workspace);
    expect(units.map(({ folder, isPackage }) => [folder, isPackage])).toEqual([
      ['bench', false],
      ['conformance', false],
      ['examples/demo', false],
      ['', false],
      ['packages/core', true],
    ]);
  });

  it('tells a file that is no TypeScript by its line', async () => {
    const broken = { ...files, 'packages/core/src/index.ts': 'export const a = 1;\n\nexport const = 2;\n' };
    await expect(within(broken, (workspace) => workspace)).rejects.toThrow('packages/core/src/index.ts:3: ');
  });

  it('resolves imports to what they lead to', async () => {
    const workspace = await within(files, (each) => each);
    const from = workspace.modules.get('examples/demo/src/main.ts');
    if (from === undefined) throw new Error('the fixture lacks its main module');
    const targets = [...from.imports.map(({ specifier }) => specifier), '../../x.js', '@assay/core'].map(
      (specifier) => {
        const target = workspaces.resolve(workspace, from, specifier);
        return 'path' in target ? `${target.kind} ${target.path}` : 'name' in target ? target.name : target.kind;
      },
    );
    expect(targets).toEqual([
      'package packages/core/src/node.ts',
      'builtin',
      '@noble/hashes',
      'module examples/x.ts',
      'package packages/core/src/index.ts',
    ]);
  });
});
