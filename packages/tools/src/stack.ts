/** A row of the table under `## The stack` in ARCHITECTURE.md. */
export interface Layer {
  /** `core` for `@assay/core`. */
  readonly name: string;
  readonly dependsOn: readonly string[];
  /** Marked `(dev)`: only tests and other dev packages use it. */
  readonly isDev: boolean;
  /** In ARCHITECTURE.md, from 1. */
  readonly line: number;
}

const ROW = /^\| *`@assay\/([a-z0-9-]+)`( *\(dev\))? *\|([^|]*)\|/;

/** The layers in the order of the table; none where the heading or the table is missing. */
export function parse(markdown: string): readonly Layer[] {
  const lines = markdown.split('\n');
  const heading = lines.findIndex((line) => /^## The stack\s*$/.test(line));
  if (heading === -1) return [];
  const next = lines.findIndex((line, at) => at > heading && line.startsWith('## '));
  return lines.slice(0, next === -1 ? lines.length : next).flatMap((text, at) => {
    const row = at > heading ? ROW.exec(text) : null;
    if (row === null) return [];
    const names = (row[3] ?? '').split(',').map((name) => name.trim());
    const dependsOn = names.filter((name) => name !== '' && name !== '–' && name !== '-');
    return [{ name: row[1] ?? '', dependsOn, isDev: row[2] !== undefined, line: at + 1 }];
  });
}
