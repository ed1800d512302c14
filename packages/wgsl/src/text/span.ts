/** A region of the source: UTF-16 offsets, `end` excluded. Every token, syntax node and diagnostic has one. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The smallest region that holds both. */
export function join(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}
