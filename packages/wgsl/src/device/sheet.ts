/** The text that is being printed: lines, how deep they are nested, and the limits of both (SPEC.md D8). */
import { AssayError } from '@assay/core';

/** The most that device code may be. */
export const limits = {
  /** UTF-16 units. */
  length: 8_388_608,
  /**
   * Statements inside each other, as Tint counts them: a branch or a loop is two, a `switch` with one clause three, an
   * `else if` or a `continuing` block one. Tint takes 125 of them.
   */
  depth: 120,
} as const;

/** Use the functions of this module. */
export interface Sheet {
  /** Without line breaks; undefined where a line was reserved and not needed. */
  readonly lines: (string | undefined)[];
  /** UTF-16 units of all lines. */
  length: number;
  depth: number;
  /** Levels of indentation; the stack of what {@link close} takes back. */
  readonly opened: number[];
}

export function create(): Sheet {
  return { lines: [], length: 0, depth: 0, opened: [0] };
}

/** @throws AssayError `device.too-large` (exhausted). */
export function line(sheet: Sheet, text: string): void {
  sheet.lines.push(indented(sheet, text, sheet.opened.length));
}

/** A line after which everything is nested by this many levels more (see {@link limits}), until {@link close}. */
export function open(sheet: Sheet, text: string, depth: number): void {
  line(sheet, text);
  sheet.opened.push(depth);
  sheet.depth += depth;
  if (sheet.depth > limits.depth) throw tooLarge(`at most ${limits.depth} statements inside each other`);
}

export function close(sheet: Sheet, text: string): void {
  sheet.depth -= sheet.opened.pop()!;
  line(sheet, text);
}

/** A line between two parts of what is open, like `} else {`. */
export function turn(sheet: Sheet, text: string): void {
  const depth = sheet.opened.at(-1)!;
  close(sheet, text);
  sheet.opened.push(depth);
  sheet.depth += depth;
}

/** A line that is written later, or never. */
export interface Reserved {
  readonly at: number;
  readonly indentation: number;
}

export function reserve({ lines, opened }: Sheet): Reserved {
  return { at: lines.push(undefined) - 1, indentation: opened.length };
}

/** @throws AssayError `device.too-large` (exhausted). */
export function fill(sheet: Sheet, { at, indentation }: Reserved, text: string): void {
  sheet.lines[at] = indented(sheet, text, indentation);
}

function indented(sheet: Sheet, text: string, indentation: number): string {
  const whole = '  '.repeat(indentation) + text;
  sheet.length += whole.length + 1;
  assertLength(sheet.length);
  return whole;
}

/** Throws `device.too-large` (exhausted). */
export function assertLength(length: number): void {
  if (length > limits.length) throw tooLarge(`a text of at most ${limits.length} UTF-16 units`);
}

export function tooLarge(expected: string): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'device.too-large',
    expected: `${expected} once all calls are expanded and guarded`,
    got: 'more',
    remedy:
      'Call less, nest less, or split the kernel in two steps; or let bounds be proven, so that no guards are needed.',
  });
}
