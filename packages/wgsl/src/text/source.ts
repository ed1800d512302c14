import type { Diagnostics } from '../diagnostic.js';
import type { Span } from './span.js';

/** The longest text, in UTF-16 units (T1). */
export const maxLength: number = 1_048_576;

/** A place as editors show it: both count from 1, columns in UTF-16 units (T2). */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const loneSurrogate = /\p{Surrogate}/u;
const byteOrderMark = '\ufeff';

/** T1. False: the text is too long to be looked at any further. Other faults are reported and leave a text that can be read. */
export function check(source: string, diagnostics: Diagnostics): boolean {
  const fault = (code: string, message: string, span: Span, hint: string): void =>
    diagnostics.add({ rule: 'T1', code, message, span, hint });
  if (source.length > maxLength) {
    const message = `the text has ${source.length} UTF-16 units, at most ${maxLength} are allowed`;
    const hint = 'Move tables into buffers; a shader of this size is mostly data.';
    fault('limit.source-length', message, { start: maxLength, end: source.length }, hint);
    return false;
  }
  if (source.startsWith(byteOrderMark)) {
    const hint = 'Save the file as UTF-8 without a byte order mark.';
    fault('text.byte-order-mark', 'the text begins with a byte order mark', { start: 0, end: 1 }, hint);
  }
  const nul = source.indexOf('\0');
  if (nul >= 0) {
    const hint = 'Remove it; the file may have been read as text though it is none.';
    fault('text.nul', 'the text holds a NUL character', { start: nul, end: nul + 1 }, hint);
  }
  if (!source.isWellFormed()) {
    const start = source.search(loneSurrogate);
    const hint = 'Read the file as strict UTF-8; half of a character is left here.';
    fault('text.surrogate', 'the text holds a lone surrogate', { start, end: start + 1 }, hint);
  }
  return true;
}

/** Line feed, vertical tab, form feed, carriage return, next line, line and paragraph separator (T2). CR LF is one break. */
export function isLineBreak(code: number): boolean {
  return (code >= 0x0a && code <= 0x0d) || code === 0x85 || code === 0x2028 || code === 0x2029;
}

/** Whether a line break stands in the region. */
export function hasLineBreak(source: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (isLineBreak(source.charCodeAt(at))) return true;
  return false;
}

/** Line and column of an offset; one beyond the text counts as its end. Linear in the offset: for messages. */
export function position(source: string, offset: number): Position {
  const place = Math.min(offset, source.length);
  let line = 1;
  let start = 0;
  for (let at = 0; at < place; at++) {
    if (!isLineBreak(source.charCodeAt(at)) || isInsideCrLf(source, at)) continue;
    line++;
    start = at + 1;
  }
  return { line, column: place - start + 1 };
}

/** The line that holds the offset, without its break. */
export function lineAround(source: string, offset: number): Span {
  let start = Math.min(offset, source.length);
  while (start > 0 && (!isLineBreak(source.charCodeAt(start - 1)) || isInsideCrLf(source, start - 1))) start--;
  let end = Math.min(offset, source.length);
  while (end < source.length && !isLineBreak(source.charCodeAt(end))) end++;
  return { start, end };
}

function isInsideCrLf(source: string, at: number): boolean {
  return source.charCodeAt(at) === 0x0d && source.charCodeAt(at + 1) === 0x0a;
}
