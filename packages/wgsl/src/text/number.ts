/** What a run of text that begins like a number is, and where it ends. */
export interface ScannedNumber {
  readonly kind: 'integer' | 'float' | 'malformed';
  readonly end: number;
}

// Each is tried at one place only and has no nested repetition, so that a long run costs linear time.
const integerPattern = /(?:0[xX][0-9a-fA-F]+|0|[1-9][0-9]*)[iu]?/y;
const floatPatterns = [
  /0[xX](?:[0-9a-fA-F]*\.[0-9a-fA-F]+|[0-9a-fA-F]+\.[0-9a-fA-F]*)(?:[pP][+-]?[0-9]+[fh]?)?/y,
  /0[xX][0-9a-fA-F]+[pP][+-]?[0-9]+[fh]?/y,
  /(?:[0-9]*\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][+-]?[0-9]+)?[fh]?/y,
  /[0-9]+[eE][+-]?[0-9]+[fh]?/y,
  /(?:0|[1-9][0-9]*)[fh]/y,
];
const runPattern = /[0-9A-Za-z_.]*/y;

/** The number at an offset where a digit, or a point and a digit, stand. Nothing that could continue it may follow it. */
export function scan(source: string, at: number): ScannedNumber {
  const integerEnd = matchEnd(integerPattern, source, at);
  if (integerEnd !== undefined && !continuesNumber(source, integerEnd)) return { kind: 'integer', end: integerEnd };
  for (const pattern of floatPatterns) {
    const end = matchEnd(pattern, source, at);
    if (end !== undefined && !continuesNumber(source, end)) return { kind: 'float', end };
  }
  return { kind: 'malformed', end: matchEnd(runPattern, source, at)! };
}

function matchEnd(pattern: RegExp, source: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex : undefined;
}

function continuesNumber(source: string, at: number): boolean {
  const character = source.charAt(at);
  return /[0-9A-Za-z_.]/.test(character);
}

/** Why a malformed number is none, and how to write it. */
export function explain(text: string): { readonly message: string; readonly hint?: string } {
  const named = `\`${shorten(text)}\` is no number`;
  if (/^0[bB][01_]*[a-z]*$/.test(text))
    return { message: named, hint: 'Write it in hexadecimal: there are no binary literals.' };
  if (/^0[oO]/.test(text)) return { message: named, hint: 'Write it in hexadecimal: there are no octal literals.' };
  if (/^0[xX]_*[iu]?$/.test(text)) return { message: named, hint: 'Hexadecimal digits follow `0x`.' };
  if (/^[0-9a-fA-FxX]*(_[0-9a-fA-F]*)+[iu]?$/.test(text)) {
    return { message: named, hint: `Leave the \`_\` out: \`${shorten(text.replaceAll('_', ''))}\`.` };
  }
  const suffixed = /^((?:0[xX][0-9a-fA-F]+|[0-9]+))(?:[uU](?:l|ll|L|LL|32|64)?|[iI](?:32|64)?|l|ll|L|LL)$/.exec(text);
  if (suffixed?.[1] !== undefined && !/^0[0-9]/.test(text)) {
    const suffix = /[uU]/.test(text) ? 'u' : 'i';
    return { message: named, hint: `The suffixes are \`u\` and \`i\`: write \`${shorten(suffixed[1])}${suffix}\`.` };
  }
  const zeros = /^0+([0-9]+[iu]?)$/.exec(text);
  if (zeros?.[1] !== undefined) {
    return {
      message: `\`${shorten(text)}\` has leading zeros`,
      hint: `Write \`${shorten(zeros[1])}\`, or \`0x\` for hexadecimal.`,
    };
  }
  if (/^[0-9]+[A-Za-z_]/.test(text)) {
    return {
      message: named,
      hint: 'A name does not begin with a digit, and a blank stands between a number and a word.',
    };
  }
  return { message: named };
}

function shorten(text: string): string {
  return text.length > 24 ? `${text.slice(0, 24)}…` : text;
}

/** Type and value of an integer literal (T6); `largest` is what the type holds, `fits` whether the value does. */
export interface Integer {
  readonly type: 'abstract-int' | 'i32' | 'u32';
  readonly value: bigint;
  readonly fits: boolean;
  readonly largest: bigint;
}

const largestOf = {
  i32: 0x7fff_ffffn,
  u32: 0xffff_ffffn,
  'abstract-int': 0x7fff_ffff_ffff_ffffn,
} as const;

/** What an integer token stands for. The value of one that does not fit is 0. */
export function integer(text: string): Integer {
  const isHexadecimal = /^0[xX]/.test(text);
  const suffix = text.charAt(text.length - 1);
  const type = suffix === 'i' ? 'i32' : suffix === 'u' ? 'u32' : 'abstract-int';
  const largest = largestOf[type];
  const digits = (isHexadecimal ? text.slice(2) : text).replace(/[iu]$/, '').replace(/^0+(?=.)/, '');
  // 64 bits have at most 19 decimal or 16 hexadecimal digits: nobody pays for converting a megabyte of them.
  const isShort = digits.length <= (isHexadecimal ? 16 : 19);
  const value = isShort ? BigInt(isHexadecimal ? `0x${digits}` : digits) : largest + 1n;
  return value <= largest ? { type, value, fits: true, largest } : { type, value: 0n, fits: false, largest };
}
