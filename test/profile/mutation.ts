/** Small random changes of shaders: most break a rule, and those that do not must mean something to Tint too. */

/** A source of numbers: mulberry32. */
export interface Random {
  /** A whole number from 0 to `below` - 1. */
  next(below: number): number;
}

export function random(seed: number): Random {
  let state = seed | 0;
  return {
    next(below) {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
    },
  };
}

const token = /\s+|[A-Za-z_]\w*|\d\w*|->|<<=|>>=|<<|>>|&&|\|\||[-+*/%&|^=!<>]=|\+\+|--|./g;

const words: readonly string[] = [
  ...'u32 i32 bool vec2 vec3 vec4 vec2<u32> vec3u vec3<i32> array<u32, 4> atomic<u32> ptr<function, u32>'.split(
    / (?!\d)/,
  ),
  ...'0 1 2u 3i 4 31u 32u -1 0xffffffffu true lid lix wid o lix==0u'.split(' '),
  ...'+ - * / % & | ^ << >> && || == != < <= > >= = += -= *= <<= ! ~ * & ( ) [ ] { } ; , . : @ ->'.split(' '),
  ...'if else for while loop switch case default break continue return let var const override fn struct'.split(' '),
  ...'continuing read read_write storage uniform private workgroup function x y xy rgba'.split(' '),
  ...'workgroupBarrier(); storageBarrier(); return; break; continue; atomicAdd(&n, 1u); o[0] = 1u; x++;'.split(
    /(?<=;) /,
  ),
  ...'if (lix == 0u) { | if (wid.x == 0u) { | for (var q = 0u; q < 4u; q++) { | } | loop { | break if true;'.split(
    ' | ',
  ),
  ...'max min abs dot select clamp extractBits insertBits countOneBits arrayLength atomicLoad bitcast<u32>'.split(' '),
];

/** The shader after 1 to 3 changes; `others` lend lines. */
export function mutate({ next }: Random, source: string, others: readonly string[]): string {
  let text = source;
  for (let left = 1 + next(3); left > 0; left -= 1)
    text = next(3) === 0 ? changeLine(next, text, others) : changeToken(next, text);
  return text;
}

function changeToken(next: Random['next'], text: string): string {
  const tokens = text.match(token) ?? [];
  const at = next(tokens.length);
  const other = tokens[next(tokens.length)] ?? '';
  const changed = [
    () => tokens.splice(at, 1),
    () => tokens.splice(at, 1, other),
    () => tokens.splice(at, 0, other),
    () => tokens.splice(at, 1, words[next(words.length)] ?? ''),
    () => tokens.splice(at, 0, ` ${words[next(words.length)]} `),
    () => swap(tokens, at, next(tokens.length)),
    () => replaceLike(next, tokens, at),
    () => replaceLike(next, tokens, at),
  ];
  changed[next(changed.length)]?.();
  return tokens.join('');
}

function swap(tokens: string[], a: number, b: number): void {
  [tokens[a], tokens[b]] = [tokens[b] ?? '', tokens[a] ?? ''];
}

/** Puts another token of the same sort in place: the likeliest way to a shader that is still one. */
function replaceLike(next: Random['next'], tokens: string[], at: number): void {
  const sorts = [/^[A-Za-z_]/, /^\d/, /^\W+$/];
  const sort = sorts.find((one) => one.test(tokens[at] ?? ''));
  const like = tokens.filter((one) => sort?.test(one) && one.trim() !== '');
  const chosen = like[next(Math.max(1, like.length))];
  if (chosen !== undefined) tokens[at] = chosen;
}

function changeLine(next: Random['next'], text: string, others: readonly string[]): string {
  const lines = text.split('\n');
  const at = next(lines.length);
  const lender = (others[next(Math.max(1, others.length))] ?? text).split('\n');
  const changed = [
    () => lines.splice(at, 1),
    () => lines.splice(at, 0, lines[next(lines.length)] ?? ''),
    () => swap(lines, at, next(lines.length)),
    () => lines.splice(at, 0, lender[next(lender.length)] ?? ''),
    () => lines.splice(at, 0, words[next(words.length)] ?? ''),
  ];
  changed[next(changed.length)]?.();
  return lines.join('\n');
}
