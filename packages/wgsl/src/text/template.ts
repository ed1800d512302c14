/**
 * Template list discovery (T7, WGSL §3.9): which `<` and `>` enclose template lists, decided from the tokens alone.
 *
 * The lexer tells what it passes; a `<` is a candidate until its `>` comes or something that no expression holds.
 *
 * WGSL's text also drops the candidates at a `<=` that follows no identifier, as if its `=` were an assignment. Tint does not,
 * and neither do we: no text has a meaning under both readings, and the printed shader has no such text.
 */
export interface Templates {
  readonly pending: Candidate[];
  /** Open parentheses and brackets. */
  depth: number;
}

interface Candidate {
  /** Index of the `<` among the tokens. */
  readonly token: number;
  readonly depth: number;
}

export function start(): Templates {
  return { pending: [], depth: 0 };
}

/** A `<` behind a word, no `<` or `=` behind it. */
export function open(templates: Templates, token: number): void {
  templates.pending.push({ token, depth: templates.depth });
}

/** A `>`: the index of the `<` that it closes, or undefined where it is an operator. */
export function close(templates: Templates): number | undefined {
  const candidate = templates.pending.at(-1);
  if (candidate?.depth !== templates.depth) return undefined;
  templates.pending.pop();
  return candidate.token;
}

/** Any other symbol. */
export function pass(templates: Templates, symbol: string): void {
  switch (symbol) {
    case '(':
    case '[':
      templates.depth++;
      return;
    case ')':
    case ']':
      dropLevel(templates);
      templates.depth = Math.max(0, templates.depth - 1);
      return;
    case '&&':
    case '||':
      dropLevel(templates);
      return;
    case ';':
    case '{':
    case ':':
    case '=':
    case '+=':
    case '-=':
    case '*=':
    case '/=':
    case '%=':
    case '&=':
    case '|=':
    case '^=':
    case '<<=':
      templates.pending.length = 0;
      templates.depth = 0;
      return;
  }
}

function dropLevel({ pending, depth }: Templates): void {
  while (pending.length > 0 && pending[pending.length - 1]!.depth >= depth) pending.pop();
}
