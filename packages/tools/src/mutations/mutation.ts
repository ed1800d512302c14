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

/** The text of a file with the change in it. @throws Error where the text does not stand there exactly once. */
export function mutate({ file, text, replacement, removes }: Omit<Mutation, 'tests'>, source: string): string {
  const parts = source.split(text);
  if (parts.length === 2) return parts.join(replacement);
  throw new Error(
    `${file}: the text of the mutation "${removes}" stands there ${parts.length - 1} times, not once. Make it match the source again:\n${text}`,
  );
}
