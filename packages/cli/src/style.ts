import type { Writable } from 'node:stream';
import { styleText } from 'node:util';

/** Colours and weights, by the names of `util.styleText`. */
export type Format = Parameters<typeof styleText>[0];

/** The text in a colour where the stream is a terminal that wants colours (`NO_COLOR`, `TERM=dumb`), else as it is. */
export function paint(format: Format, text: string, stream: Writable): string {
  const terminal = stream as Writable & { hasColors?: () => boolean };
  return terminal.hasColors?.() === true ? styleText(format, text) : text;
}
