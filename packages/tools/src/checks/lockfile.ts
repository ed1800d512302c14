import type { Finding } from '../finding.js';
import * as workspaces from '../workspace.js';

const FILE = /(?:^|\/)(?:pnpm-lock\.yaml|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|\.npmrc|\.yarnrc\.yml)$/;
const PINNED = /\b(?:tarball|resolved|registry|npmRegistryServer)["']?\s*[:=]/;

/** Lock files and package manager settings name packages by version and hash, never by the host that served them. */
export function check({ root, files }: workspaces.Workspace): readonly Finding[] {
  return files
    .filter((file) => FILE.test(file))
    .flatMap((file) =>
      (workspaces.read(root, file) ?? '').split('\n').flatMap((line, at) => {
        if (!PINNED.test(line)) return [];
        const what = `names where a package came from: ${line.trim().slice(0, 80)}`;
        return [
          { where: `${file}:${at + 1}`, what, mend: 'Install again with `pnpm install` and the default registry.' },
        ];
      }),
    );
}
