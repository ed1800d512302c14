/**
 * Text as HTML. What stands in a template's holes is escaped, unless it is markup that another template made. Nothing else in this
 * folder writes `<` into what it returns, so no text of others can become an element or an attribute.
 */

const key: unique symbol = Symbol('markup');

/** HTML or SVG that a template made. The key is a symbol, so that nothing that was decoded from a file can pass for it. */
export interface Markup {
  readonly [key]: string;
}

/** What may stand in a hole. A list is put together without anything between; `undefined` leaves nothing. */
export type Hole = string | number | Markup | readonly Hole[] | undefined;

/** Of tags: markup. */
export function html(strings: TemplateStringsArray, ...holes: readonly Hole[]): Markup {
  return verbatim(strings.reduce((text, part, i) => `${text}${toText(holes[i - 1])}${part}`));
}

/** Text of our own that is put in as it stands: a style sheet, a script. Never text of others. */
export function verbatim(text: string): Markup {
  return { [key]: text };
}

/** The text of markup. */
export function toText(hole: Hole): string {
  if (hole === undefined) return '';
  if (typeof hole === 'number') return String(hole);
  if (typeof hole === 'string') return escaped(hole);
  return key in hole ? hole[key] : hole.map(toText).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters that cannot be seen are named: they could turn the direction of writing, or hide what stands there. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`)
    .replace(/[&<>"']/g, (character) => entities[character]!);
}
