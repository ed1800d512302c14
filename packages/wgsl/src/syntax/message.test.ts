import { describe, expect, it } from 'vitest';
import { render } from '../render.js';
import { parse } from './parser.js';

/** The first message with its hint, and what its span marks. */
function first(source: string) {
  const [fault] = parse(source).diagnostics;
  if (fault === undefined) throw new Error(`no fault in ${source}`);
  const { rule, code, message, hint, span } = fault;
  return { rule, code, message, hint, marked: source.slice(span.start, span.end) };
}

const body = (text: string): string => `fn f() {\n${text}\n}`;

describe('messages', () => {
  it.each([
    ['let x = 1', 'expected `;` after the declaration', 'Put a `;` here.'],
    ['f()\ng();', 'expected `;` after the call', 'Put a `;` here.'],
    ['return 1', 'expected `;` after `return`', 'Put a `;` here.'],
    ['if (a = b) { }', 'expected `)` after the expression, found `=`', 'Write `==` to compare.'],
    ['if a = b { }', 'expected `{` after the condition of the `if`, found `=`', 'Write `==` to compare.'],
    ['if a === b { }', 'expected an expression, found `=`', 'Write `==`.'],
    [
      'a = b = c;',
      'expected `;` after the assignment, found `=`',
      'An assignment is a statement of its own: `a = c; b = c;`.',
    ],
    ['a == b;', 'expected `=`, found `==`', 'Write `=` to assign; a comparison alone does nothing.'],
    [
      'int x = 1;',
      '`int x` is no statement: a declaration begins with `var`, `let` or `const`',
      'Write `var x: i32 = …;`.',
    ],
    ['uint x;', '`uint x` is no statement: a declaration begins with `var`, `let` or `const`', 'Write `var x: u32;`.'],
    [
      'vec2<u32> x = y;',
      '`vec2<u32> x` is no statement: a declaration begins with `var`, `let` or `const`',
      'Write `var x: vec2<u32> = …;`.',
    ],
    ['let u32 x = 1;', 'expected a name, then `:` and a type, found `u32`', 'Write `let x: u32 = …;`.'],
    ['let x := 1;', 'expected a type, found `=`', 'Write a type behind the `:`, or leave it out.'],
    ['let x: u32;', 'expected `=` and a value for the `let`, found `;`', 'To set it later, write `var`.'],
    ['if (x) y = 1;', 'expected `{` after the condition of the `if`', 'Write `{ y = 1; }`: braces are never left out.'],
    ['if x { } else return;', 'expected `{` after `else`', 'Write `{ return; }`: braces are never left out.'],
    [
      'while (x) x--;',
      'expected `{` after the condition of the `while`',
      'Write `{ x--; }`: braces are never left out.',
    ],
    [
      'for (int i = 0; i < 3; i++) { }',
      '`int i` is no statement: a declaration begins with `var`, `let` or `const`',
      'Write `var i: i32 = …;`.',
    ],
    [
      'for (;; ++i) { }',
      'expected an assignment or a call, found `++`',
      '`++` stands behind a variable, as a statement of its own: `i++;`. For two signs write `+ +i`.',
    ],
    [
      'x = a--b;',
      '`--` is one token, and no operator of an expression',
      '`--` stands behind a variable, as a statement of its own: `b--;`. For two signs write `- -b`.',
    ],
    ['let meta = 1;', '`meta` is a reserved word of WGSL', 'Take another name: `meta_`.'],
    ['let loop = 1;', '`loop` is a keyword of WGSL', 'Take another name: `loop_`.'],
    [
      'let x = null;',
      '`null` is a reserved word of WGSL',
      'WGSL has no null: every value has a type and every variable a value.',
    ],
    ['do { } while (x);', '`do` is a reserved word of WGSL', 'Write `loop { … if !condition { break; } }`.'],
    [
      'let x = 0.5;',
      '`0.5` is a float, and the exact profile has none',
      'Scale the numbers to integers: 0.5 is 128 if 256 stands for one.',
    ],
    ['x = a ? b : c;', '`?` begins no token', 'Write `select(otherwise, value, condition)`, or `if`.'],
    [
      'let x = g(a<b, c>d);',
      'expected `)` after the arguments, found `d`',
      'What stands between `<` and `>` was read as a template list: put comparisons in parentheses.',
    ],
    [
      'var x: array<u32, 4;',
      'expected `;` after the declaration, found `<`',
      'Nothing closes the template list that begins here: a `>` is missing.',
    ],
    [
      'switch x { case 1: y = 1; break; }',
      'expected `{` for the statements of the clause, found `y`',
      'Put them in braces: `case 1: { … }`. A clause never falls through to the next.',
    ],
    ['x;', 'expected `=`, `++` or `--`, found `;`', 'A value alone does nothing: write `_ = value;` to evaluate it.'],
    ['x + 1 = y;', 'expected `=`, `++` or `--`, found `+`', undefined],
    [
      '(x + 1) = y;',
      'nothing can be assigned to this',
      'On the left stands a variable, an element or member of one, or `*pointer`.',
    ],
    ['p->x = 1;', 'expected `=`, `++` or `--`, found `->`', 'Write `(*pointer).member` or `pointer.member`.'],
    ['g(a b);', 'expected `)` after the arguments, found `b`', 'A `,` or an operator may be missing before this.'],
    [
      '_ += 1;',
      'expected `=` after `_`, found `+=`',
      '`_ = value;` takes a value that nobody needs; there is no other use of `_`.',
    ],
    ['else { }', 'expected a statement, found the keyword `else`', '`else` follows the `}` of an `if`.'],
    ['elif x { }', '`elif x` is no statement: a declaration begins with `var`, `let` or `const`', 'Write `else if`.'],
    [
      '/* open',
      'the comment does not end',
      'Close it with `*/`; comments nest, so that every `/*` inside needs its own.',
    ],
  ])('%s', (text, message, hint) => {
    const found = first(body(text));
    expect([found.message, found.hint]).toEqual([message, hint]);
  });

  it.each([
    ['fn f(): i32 { }', 'expected `->` before the type that the function returns', 'Write `fn name(…) -> type { … }`.'],
    ['fn f() i32 { }', 'expected `->` before the type that the function returns', 'Write `fn name(…) -> type { … }`.'],
    ['fn f(int x) { }', 'expected `:` and a type after the name, found `x`', 'Write `x: i32`.'],
    ['void main() { }', 'expected a declaration, found `void`', 'Write `fn main(…) { … }`.'],
    ['u32 f(u32 x) { }', 'expected a declaration, found `u32`', 'Write `fn f(…) -> u32 { … }`.'],
    ['uvec2 x;', 'expected a declaration, found `uvec2`', 'Write `var<private> x: vec2<u32>;`.'],
    ['const int x = 1;', 'expected a name, then `:` and a type, found `int`', 'Write `const x: i32 = …;`.'],
    [
      'let x = 1;',
      'expected a declaration, found the keyword `let`',
      'At module scope write `const` for a value, `var<private>` for a variable.',
    ],
    ['struct S { a: u32; }', 'expected `,` after the member', 'Members are separated by `,`.'],
    ['struct S { a: u32 b: u32 }', 'expected `,` after the member', 'Members are separated by `,`.'],
    ['shared u32 x;', '`shared` is a reserved word of WGSL', 'Write `var<workgroup> name: type;` at module scope.'],
    ['}', 'this `}` closes nothing', undefined],
    [
      'return;',
      'expected a declaration, found the keyword `return`',
      'Statements stand in functions; a `}` before this may be one too many.',
    ],
    ['@compute() fn f() { }', '`@compute` has empty parentheses', 'Write `@compute`, or give it a value.'],
    ['#include "x"', '`#` begins no token', 'There is no preprocessor: write `const name = value;` for a definition.'],
  ])('%s', (text, message, hint) => {
    const found = first(text);
    expect([found.message, found.hint]).toEqual([message, hint]);
  });

  it('show where the block begins whose end is missing', () => {
    const source = 'fn f() {\n  if x {\n    y = 1;\n}\nfn g() { }\n';
    const { diagnostics } = parse(source);
    expect(diagnostics.map((fault) => render(fault, source))).toEqual([
      'error[Y1] 5:1: expected `}`, found `fn`\n  |\n5 | fn g() { }\n  | ^^\n  = A `}` is missing before this.\nnote 1:8: the block begins here\n  |\n1 | fn f() {\n  |        ^',
    ]);
  });
});

describe('Y1: recovery', () => {
  const marks = (source: string) =>
    parse(source).diagnostics.map(({ span }) => `${source.slice(0, span.start).split('\n').length}`);

  it.each([
    ['statements', body('let = 1;\nlet ok = 1;\nx +;\nf(;\ny = 2;\nlet z = 3 3;'), [2, 4, 5, 7]],
    ['blocks', body('if (a b) {\nlet = 1;\n} else {\nx = ;\n}\ny = ;'), [2, 3, 5, 7]],
    [
      'headers',
      body('for (int i = 0; i < 3; i++) {\nx = ;\n}\nwhile () {\ny = ;\n}\nswitch {\ndefault { z = ; }\n}'),
      [2, 3, 5, 6, 8, 9],
    ],
    [
      'clauses',
      body('switch x {\ncase 1: y = 1; break;\ncase 2 { y = ; }\ncase { }\ndefault: y = 3;\n}\nz = ;'),
      [3, 4, 5, 6, 8],
    ],
    ['lines', body('x = f(1, 2\nlet y = 1;\nlet z = (3\nreturn;'), [3, 5]],
    [
      'declarations',
      'const = 1;\nfn f( {\n}\nstruct S { a }\nvar x\nvar y: u32\nalias = u32;\nfn g() { x = ; }',
      [1, 2, 4, 5, 6, 7, 8],
    ],
    ['functions', 'fn f() {\nif x {\nfn g() {\nx = ;\n}\nfn h() {\ny = ;\n}', [3, 4, 7]],
    ['lexemes', 'const a = 012;\nconst b = $;\nconst c = 0x;\nfn f() { let é = ; }', [1, 2, 3, 4, 4]],
  ])('among %s', (_, source, lines) => expect(marks(source)).toEqual(lines.map(String)));

  it('keeps the declarations without faults', () => {
    const { module } = parse('const a = 1; const = 2; const b = 3; fn f() { x = ; y = 1; }');
    const names = module.declarations.map((one) => (one.kind === 'const-assert' ? '' : one.name.name));
    expect(names).toEqual(expect.arrayContaining(['a', 'b', 'f']));
  });
});
