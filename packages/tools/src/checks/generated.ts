import type { Finding } from '../finding.js';
import { table } from '../generators/table.js';
import type { Generator } from '../output.js';
import * as workspaces from '../workspace.js';

/** Every generated file is what its source makes today. */
export function check(workspace: workspaces.Workspace, generators: readonly Generator[] = table): readonly Finding[] {
  return generators.flatMap(({ source, target, make }) => {
    try {
      return make(workspace, source, target).flatMap((output) => {
        if (workspaces.read(workspace.root, output.path) === output.text) return [];
        const what =
          output.text === undefined ? `is left over: ${source} makes none` : `differs from what ${source} makes`;
        return [{ where: output.path, what, mend: 'Run `npm run fix`.' }];
      });
    } catch (error) {
      return [
        {
          where: source,
          what: error instanceof Error ? error.message : String(error),
          mend: `Then make ${target} with \`npm run fix\`.`,
        },
      ];
    }
  });
}
