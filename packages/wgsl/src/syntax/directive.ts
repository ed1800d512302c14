/** Directives (Y2). */
import type * as ast from './ast.js';
import { accept, type Cursor, kind, next, report, semicolon, spanFrom } from './cursor.js';
import { callArguments } from './expression.js';
import { identifier } from './name.js';

/** Allowed, and without effect: the profile has them anyway. */
const features: ReadonlySet<string> = new Set([
  'packed_4x8_integer_dot_product',
  'pointer_composite_access',
  'unrestricted_pointer_parameters',
]);

export function startsDirective(cursor: Cursor): boolean {
  const found = kind(cursor);
  return found === 'enable' || found === 'requires' || found === 'diagnostic';
}

/** A directive with its `;`. `isFirst`: no declaration stands before it. */
export function directive(cursor: Cursor, isFirst: boolean): ast.Directive {
  const first = next(cursor);
  const word = first.kind as ast.Directive['kind'];
  if (!isFirst) {
    const message = `\`${word}\` stands after a declaration`;
    const hint = 'Move it to the beginning of the text.';
    report(cursor, { rule: 'Y2', code: 'syntax.directive-order', message, hint }, first);
  }
  const list = word === 'diagnostic' ? diagnosticControl(cursor) : names(cursor, word);
  semicolon(cursor, 'the directive');
  const span = spanFrom(cursor, first);
  check(cursor, word, list, span);
  return { kind: word, names: list, span };
}

function names(cursor: Cursor, word: string): readonly ast.Identifier[] {
  const list: ast.Identifier[] = [];
  do {
    if (list.length > 0 && kind(cursor) === ';') break;
    list.push(identifier(cursor, `a name after \`${word}\``));
  } while (accept(cursor, ',') !== undefined);
  return list;
}

/** What stands in the parentheses does not matter: the directive is refused. */
function diagnosticControl(cursor: Cursor): readonly ast.Identifier[] {
  return callArguments(cursor)
    .filter((argument) => argument.kind === 'name')
    .map(({ name, span }) => ({ name, span }));
}

function check(
  cursor: Cursor,
  word: ast.Directive['kind'],
  list: readonly ast.Identifier[],
  span: ast.Directive['span'],
): void {
  if (word === 'enable') {
    const message = '`enable` is not part of the exact profile';
    const hint = 'Leave it out: the profile has integers, and nothing that must be enabled.';
    report(cursor, { rule: 'P1', code: 'profile.enable', message, hint }, span);
  } else if (word === 'diagnostic') {
    const message = '`diagnostic` directives have no effect in the exact profile';
    report(cursor, { rule: 'Y2', code: 'profile.diagnostic', message, hint: 'Leave it out.' }, span);
  } else {
    for (const { name, span: place } of list) {
      if (features.has(name)) continue;
      const message = `the exact profile does not know the language feature \`${name}\``;
      const hint = `It knows ${[...features].map((known) => `\`${known}\``).join(', ')}.`;
      report(cursor, { rule: 'Y2', code: 'profile.requires', message, hint }, place);
    }
  }
}
