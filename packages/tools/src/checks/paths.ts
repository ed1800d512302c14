import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../finding.js';
import type * as workspaces from '../workspace.js';

// In pieces, so that this file passes its own check.
const HOMES = ['home', 'root', 'Users', 'work'].join('|');
const ABSOLUTE = new RegExp(`(?:(?<![\\w.~/\\-])|(?<=file://))/(?:${HOMES})/[\\w.\\-]|\\b[A-Za-z]:\\\\+Users\\\\`);

/** No file names a folder of the machine on which it was made. */
export function check({ root, files }: workspaces.Workspace): readonly Finding[] {
  return files.flatMap((file) => {
    const bytes = readFileSync(path.join(root, file));
    if (bytes.includes(0)) return [];
    return find(bytes.toString('utf8')).map(({ line, text }) => ({
      where: `${file}:${line}`,
      what: `names a folder of one machine: ${text}`,
      mend: 'Write it relative to the repository, or take it from an option.',
    }));
  });
}

/** The lines (from 1) in which an absolute path to somebody's folder begins, cut to 80 characters from there. */
export function find(text: string): readonly { readonly line: number; readonly text: string }[] {
  return text.split('\n').flatMap((line, at) => {
    const match = ABSOLUTE.exec(line);
    return match === null ? [] : [{ line: at + 1, text: line.slice(match.index, match.index + 80).trim() }];
  });
}
