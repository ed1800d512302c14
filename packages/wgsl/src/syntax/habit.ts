/** What authors write who think in another language, and how WGSL says it. Messages only: nothing here decides what parses. */
import type { Token, TokenKind } from '../text/token.js';

/** A place among tokens; a cursor is one. */
interface Place {
  readonly source: string;
  readonly tokens: readonly Token[];
  readonly at: number;
}

const types: ReadonlyMap<string, string> = new Map([
  ['int', 'i32'],
  ['uint', 'u32'],
  ['unsigned', 'u32'],
  ['uint32_t', 'u32'],
  ['int32_t', 'i32'],
  ['u32', 'u32'],
  ['i32', 'i32'],
  ['bool', 'bool'],
  ['uvec2', 'vec2<u32>'],
  ['uvec3', 'vec3<u32>'],
  ['uvec4', 'vec4<u32>'],
  ['ivec2', 'vec2<i32>'],
  ['ivec3', 'vec3<i32>'],
  ['ivec4', 'vec4<i32>'],
]);

const words: ReadonlyMap<string, string> = new Map([
  ['null', 'WGSL has no null: every value has a type and every variable a value.'],
  ['do', 'Write `loop { … if !condition { break; } }`.'],
  ['goto', 'WGSL has no jumps: use `loop`, `break` and functions.'],
  ['static', 'Write `var<private> name: type;` at module scope.'],
  ['extern', 'A shader reads and writes buffers: `@group(0) @binding(0) var<storage, read> name: array<u32>;`.'],
  ['typedef', 'Write `alias name = type;`.'],
  ['enum', 'Write one `const` for each value.'],
  ['class', 'Write `struct`.'],
  ['inline', 'Leave it out.'],
  ['shared', 'Write `var<workgroup> name: type;` at module scope.'],
  ['groupshared', 'Write `var<workgroup> name: type;` at module scope.'],
  ['mut', 'Write `var` for what changes, `let` for what does not.'],
  ['auto', 'Write `let name = value;`.'],
  ['pub', 'Leave it out.'],
  ['export', 'Leave it out.'],
  ['import', 'A shader is one text.'],
  ['match', 'Write `switch`.'],
  ['elif', 'Write `else if`.'],
  ['elseif', 'Write `else if`.'],
  ['elsif', 'Write `else if`.'],
]);

const functionWords: ReadonlySet<string> = new Set(['function', 'func', 'def', 'fun', 'void', 'kernel', '__global__']);

/** A rewrite for the current token where a token of the wanted kind should stand; undefined where there is nothing to say. */
export function hintAt(place: Place, wanted: TokenKind): string | undefined {
  const [found, after] = [token(place, 0), token(place, 1)];
  switch (found.kind) {
    case '=':
      if (wanted === ';') return 'An assignment is a statement of its own: `a = c; b = c;`.';
      return token(place, -1).kind === '==' ? 'Write `==`.' : 'Write `==` to compare.';
    case '++':
    case '--':
      return incrementHint(place, found.kind);
    case 'template-start':
      return templateHint;
    case '<':
      return 'Nothing closes the template list that begins here: a `>` is missing.';
    case '->':
      return 'Write `(*pointer).member` or `pointer.member`.';
    case ':':
      return after.kind === ':' ? 'WGSL has no namespaces.' : undefined;
    case 'reserved':
      return words.get(text(place, found));
    case '_':
      return '`_` takes a value that nobody needs: `_ = value;`. Give a name to what is used.';
    default:
      if (!operandStarts.has(found.kind)) return undefined;
      if (token(place, -1).kind === 'template-end') return templateHint;
      return wanted === ')' || wanted === ']' || wanted === '}'
        ? 'A `,` or an operator may be missing before this.'
        : undefined;
  }
}

const templateHint = 'What stands between `<` and `>` was read as a template list: put comparisons in parentheses.';
const operandStarts: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'identifier',
  'integer',
  'true',
  'false',
  '-',
  '!',
  '~',
]);

function incrementHint(place: Place, sign: '++' | '--'): string {
  const after = token(place, 1);
  if (after.kind === 'identifier') {
    const name = text(place, after);
    const operator = sign.charAt(0);
    return `\`${sign}\` stands behind a variable, as a statement of its own: \`${name}${sign};\`. For two signs write \`${operator} ${operator}${name}\`.`;
  }
  return `\`${sign}\` is a statement of its own: \`name${sign};\`.`;
}

/** For two names in a row, `int x`: how to declare it. The word is what stands before the declared name in WGSL. */
export function declarationHint(
  place: Place,
  word: 'var' | 'let' | 'const' | 'override' | 'var<private>',
): string | undefined {
  const type = token(place, 0);
  const end = afterTemplate(place);
  const name = token(place, end);
  if (type.kind !== 'identifier' || name.kind !== 'identifier') return undefined;
  const known = words.get(text(place, type));
  if (known !== undefined) return known;
  if (text(place, type) === 'unsigned' && text(place, name) === 'int') return `Write \`${word} name: u32\`.`;
  const value = token(place, end + 1).kind === '=' ? ' = …;' : ';';
  return `Write \`${word} ${text(place, name)}: ${wgslType(place, end)}${value}\`.`;
}

/** For a parameter or member written `int x`. */
export function parameterHint(place: Place): string | undefined {
  const end = afterTemplate(place);
  const name = token(place, end);
  if (token(place, 0).kind !== 'identifier' || name.kind !== 'identifier') return undefined;
  return `Write \`${text(place, name)}: ${wgslType(place, end)}\`.`;
}

/** For what begins no declaration at module scope. */
export function moduleHint(place: Place): string | undefined {
  const [first, second, third] = [token(place, 0), token(place, 1), token(place, 2)];
  if (first.kind === 'reserved') return words.get(text(place, first));
  if (first.kind !== 'identifier') return undefined;
  if (third.kind === '(' && second.kind === 'identifier') {
    const name = text(place, second);
    const isVoid = functionWords.has(text(place, first));
    return isVoid ? `Write \`fn ${name}(…) { … }\`.` : `Write \`fn ${name}(…) -> ${wgslType(place, 1)} { … }\`.`;
  }
  return declarationHint(place, 'var<private>');
}

function wgslType(place: Place, end: number): string {
  const written = place.source.slice(token(place, 0).start, token(place, end - 1).end);
  return types.get(written) ?? written.slice(0, 64);
}

/** How many tokens a name takes with its template list. */
function afterTemplate(place: Place): number {
  if (token(place, 1).kind !== 'template-start') return 1;
  let open = 0;
  for (let ahead = 1; ahead < 64; ahead++) {
    const { kind } = token(place, ahead);
    if (kind === 'template-start') open++;
    else if (kind === 'template-end') open--;
    if (open === 0) return ahead + 1;
  }
  return 1;
}

function token({ tokens, at }: Place, ahead: number): Token {
  return tokens[Math.min(Math.max(at + ahead, 0), tokens.length - 1)]!;
}

function text({ source }: Place, { start, end }: Token): string {
  return source.slice(start, end);
}
