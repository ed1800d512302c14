import { AssayError, bytes, type codec, isAssayError } from '@assay/core';
import { paint } from './style.js';
import { UsageError } from './usage.js';

/** Where a command's results go: sentences for people, or one JSON value for programs. Progress and warnings go to stderr. */
export interface Output {
  readonly isJson: boolean;
  /** A line for people; nothing with `--json`. */
  line(text?: string): void;
  /** A line on stderr that is shown either way. */
  warn(text: string): void;
  /** The result; printed with `--json` only. */
  result(value: unknown): void;
}

export function create(isJson: boolean): Output {
  return {
    isJson,
    line: (text = '') => {
      if (!isJson) process.stdout.write(`${toPrintable(text)}\n`);
    },
    warn: (text) => {
      process.stderr.write(`${paint('yellow', text, process.stderr)}\n`);
    },
    result: (value) => {
      if (isJson) process.stdout.write(`${JSON.stringify(value, toJson, 2)}\n`);
    },
  };
}

/** What a failure is to the outside; `usage` is a command line that is not understood. */
interface Shown {
  readonly kind: AssayError['kind'] | 'usage';
  readonly code: string;
  readonly where: string | undefined;
  readonly expected: string;
  readonly got: string;
  readonly remedy: string;
}

/** Prints a failure: to stderr as sentences, or with `--json` to stdout as an object. */
export function failure(error: unknown, isJson: boolean): void {
  const { kind, code, where, expected, got, remedy } = toShown(error);
  if (isJson) {
    process.stdout.write(
      `${JSON.stringify({ ok: false, error: { kind, code, where, expected, got, remedy } }, null, 2)}\n`,
    );
    return;
  }
  const [first = '', ...rest] = got.trimEnd().replace(/\.$/, '').split('\n');
  const found = kind === 'usage' ? first : `expected ${expected}, got ${first}`;
  const sentence = `${where === undefined ? '' : `${where}: `}${found}${rest.length === 0 ? '.' : `\n${rest.join('\n')}`}`;
  const label = paint(['red', 'bold'], 'error:', process.stderr);
  process.stderr.write(`${label} ${toPrintable(`${sentence}\n  ${remedy} (${code})`)}\n`);
}

/** `1.2 MiB`, three significant digits. */
export function toSizeText(lengthBytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  let size = lengthBytes;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${unit === 0 ? size : Number(size.toPrecision(3))} ${units[unit]}`;
}

/** `1.2 s`, `340 ms`. */
export function toTimeText(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** `1 step`, `2 steps`. */
export function toCountText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `670 million instructions`, three significant digits. */
export function toCostText(cost: number): string {
  const scales = [
    [1e12, 'trillion'],
    [1e9, 'billion'],
    [1e6, 'million'],
  ] as const;
  const [unit, word] = scales.find(([one]) => cost >= one) ?? [1, ''];
  const amount = unit === 1 ? cost : Number((cost / unit).toPrecision(3));
  return `${amount} ${word === '' ? '' : `${word} `}${cost === 1 ? 'instruction' : 'instructions'}`;
}

/** A path as a POSIX shell takes it, for commands that people copy. */
export function toShellText(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

/** A text of others as part of a line of ours: it must not begin lines of its own, nor turn the direction of writing. */
export function toOneLine(text: string): string {
  return text.replace(/[\t\n\u2028\u2029]|\p{Cf}/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** Much of what is shown comes from files of others (a job's shader, a receipt's notes): no escape sequence may get to the terminal. */
function toPrintable(text: string): string {
  // Control characters, C1 included, but for tab and line feed.
  return text.replace(
    /(?![\t\n])\p{Cc}/gu,
    (character) => `\\x${character.codePointAt(0)!.toString(16).padStart(2, '0')}`,
  );
}

function toShown(error: unknown): Shown {
  if (error instanceof UsageError) {
    const { code, command, message } = error;
    const help = `\`${command} --help\``;
    return {
      kind: 'usage',
      code,
      where: command,
      expected: `a command line as ${help} shows`,
      got: message,
      remedy: `${help} shows how.`,
    };
  }
  return isAssayError(error) ? error : bug(error);
}

/** Bytes as hexadecimal text, bigints as decimal text, maps as objects. */
function toJson(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return bytes.toHex(value);
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Map) return Object.fromEntries(value as Map<string, codec.Value>);
  return value;
}

function bug(error: unknown): AssayError {
  return new AssayError({
    kind: 'bug',
    code: 'assay.bug',
    expected: 'no failure of this kind',
    got: error instanceof Error ? (error.stack ?? error.message) : String(error),
    remedy: 'This is a bug in Assay: please report it with the command line and the output of `assay doctor`.',
    cause: error,
  });
}
