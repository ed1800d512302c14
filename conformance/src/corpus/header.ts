import { AssayError } from '@assay/core';

/** `// read a: 1 2 3` is key `read`, name `a`, value `1 2 3`. */
export interface Entry {
  /** From 1. */
  readonly line: number;
  readonly key: string;
  /** Empty for keys that take none. */
  readonly name: string;
  readonly value: string;
}

/** Keys that are followed by the name of a variable, and those that are not. */
export interface Keys {
  readonly named: readonly string[];
  readonly plain: readonly string[];
}

/**
 * The header of a corpus file: all lines from its beginning that are comments.
 *
 * @param file for messages.
 * @throws AssayError `corpus.header` (malformed): a line of another form, an unknown key, one that stands twice.
 */
export function read(file: string, text: string, { named, plain }: Keys): readonly Entry[] {
  const entries: Entry[] = [];
  for (const [index, comment] of text.split('\n').entries()) {
    if (!comment.startsWith('//')) break;
    const line = index + 1;
    const [, key = '', name = '', value = ''] =
      /^\/\/ ([a-z]+)(?: ([A-Za-z_]\w*))?: (\S(?:.*\S)?)$/.exec(comment) ?? [];
    const isKnown = name === '' ? plain.includes(key) : named.includes(key);
    if (!isKnown) {
      const keys = [...named.map((each) => `${each} NAME`), ...plain].map((each) => `// ${each}: …`).join(', ');
      throw wrong({ file, line, expected: `one of ${keys}, then an empty line or WGSL`, got: comment });
    }
    const before = entries.find((entry) => entry.key === key && entry.name === name);
    if (before !== undefined)
      throw wrong({ file, line, expected: 'each once', got: `${comment}, as in line ${before.line}` });
    entries.push({ line, key, name, value });
  }
  return entries;
}

/** What {@link read} and its callers throw about a line. */
export function wrong(fault: {
  readonly file: string;
  readonly line: number;
  readonly expected: string;
  readonly got: string;
}): AssayError {
  const { file, line, expected, got } = fault;
  return new AssayError({
    kind: 'malformed',
    code: 'corpus.header',
    where: `${file}:${line}`,
    expected,
    got,
    remedy: 'conformance/README.md shows how a case is written.',
  });
}
