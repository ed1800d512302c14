import type { Workspace } from './workspace.js';

/** A file as it should be; `text` is undefined for one that should not be there. */
export interface Output {
  /** From the root. */
  readonly path: string;
  readonly text: string | undefined;
}

/** A row of the table of generators. `source` and `target` are what its `make` reads and writes; `*` is any one folder. */
export interface Generator {
  readonly source: string;
  readonly target: string;
  /** Pure but for reading the tree. Throws an Error, with a way out, when the source cannot be turned into the target. */
  readonly make: (workspace: Workspace, source: string, target: string) => readonly Output[];
}
