import type { Diagnostic } from './diagnostic.js';
import { lineAround, position } from './text/source.js';
import type { Span } from './text/span.js';

/** The widest piece of a line that is shown; the rest of a longer one is left out. */
const widest = 120;

/**
 * A diagnostic as compilers print it:
 *
 * ```
 * error[P2] 12:14: the amount of a shift may be 32 or more
 *    |
 * 12 |   let y = x << n;
 *    |                ^
 *    = Write `x << (n & 31u)`.
 * ```
 *
 * Ends without a line break. Characters that a terminal would obey are shown as `�`.
 */
export function render(diagnostic: Diagnostic, source: string): string {
  const { rule, message, span, hint, related } = diagnostic;
  const lines = [`error[${rule}] ${place(source, span)}: ${printable(message)}`, ...excerpt(source, span)];
  const margin = gutter(source, span);
  if (hint !== undefined) lines.push(`${margin} = ${printable(hint)}`);
  if (related !== undefined) {
    lines.push(`note ${place(source, related.span)}: ${printable(related.message)}`, ...excerpt(source, related.span));
  }
  return lines.join('\n');
}

function place(source: string, span: Span): string {
  const { line, column } = position(source, span.start);
  return `${line}:${column}`;
}

/** As wide as the line's number. */
function gutter(source: string, span: Span): string {
  return ' '.repeat(String(position(source, span.start).line).length);
}

/** The line where the span begins, with carets under what of the span lies in it. */
function excerpt(source: string, span: Span): readonly string[] {
  const line = lineAround(source, span.start);
  const { start, end } = visible(line, span);
  const from = Math.min(span.start, end);
  const to = Math.max(from + 1, Math.min(span.end, end));
  const before = source.slice(start, from);
  const margin = gutter(source, span);
  const number = position(source, span.start).line;
  const text = `${start > line.start ? '…' : ''}${printable(source.slice(start, end))}${end < line.end ? '…' : ''}`;
  const indent = `${start > line.start ? ' ' : ''}${before.replace(/[^\t]/g, ' ')}`;
  return [`${margin} |`, `${number} | ${text}`, `${margin} | ${indent}${'^'.repeat(to - from)}`];
}

/** At most {@link widest} units of the line, the start of the span among them. */
function visible(line: Span, span: Span): Span {
  if (line.end - line.start <= widest) return line;
  const start = Math.max(line.start, Math.min(span.start - widest / 3, line.end - widest));
  return { start: Math.floor(start), end: Math.min(line.end, Math.floor(start) + widest) };
}

/** Control and direction characters could rewrite a terminal's lines, and a lone surrogate prints as anything. */
function printable(text: string): string {
  return text.replace(/(?!\t)[\p{Control}\p{Format}\p{Surrogate}\u2028\u2029]/gu, '\ufffd');
}
