/** A change of the sources that takes away something that keeps them right. A test fails for it, or nothing tells that it is needed. */
export interface Mutation {
  /** What is taken away. */
  readonly removes: string;
  /** From the root. */
  readonly file: string;
  /** As it stands in the file, once. */
  readonly text: string;
  readonly replacement: string;
  /** Test files, from the root: the smallest set that has a test that fails. */
  readonly tests: readonly string[];
}

/** What is taken away, the text that stands there, what stands there then, and the test file, if it is not that of all. */
export type Row = readonly [removes: string, text: string, replacement: string, test?: string];

/** Changes of a file. @param test in the same folder: of all rows that name no other. */
export function mutationsOf(folder: string, file: string, test: string, rows: readonly Row[]): readonly Mutation[] {
  return rows.map(([removes, text, replacement, other = test]) => ({
    removes,
    file: `${folder}/${file}`,
    text,
    replacement,
    tests: [`${folder}/${other}`],
  }));
}

/** The text of a file with the change in it. @throws Error where the text does not stand there exactly once. */
export function mutate({ file, text, replacement, removes }: Omit<Mutation, 'tests'>, source: string): string {
  const parts = source.split(text);
  if (parts.length === 2) return parts.join(replacement);
  throw new Error(
    `${file}: the text of the mutation "${removes}" stands there ${parts.length - 1} times, not once. Make it match the source again:\n${text}`,
  );
}
