import { readFileSync } from 'node:fs';
import { check, gpuTest } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostDiagnostics } from '../diagnostic.js';
import { render } from '../render.js';
import { accepted, refused } from '../testing/snippet.js';
import { complaints } from '../testing/tint.js';
import { nodes } from '../testing/tree.js';
import { maxLength } from '../text/source.js';
import { keywords, symbols } from '../text/token.js';
import { parse } from './parser.js';

const shaders = ['kernels/matmul-product', 'kernels/edges-thin', 'system/blake3'].map((name) =>
  readFileSync(new URL(`../../../../shaders/${name}.wgsl`, import.meta.url), 'utf8'),
);

/** What holds for every text whatever. */
function checkParse(source: string): void {
  const { module, diagnostics } = parse(source);
  expect(diagnostics.length).toBeLessThanOrEqual(mostDiagnostics);
  const spans = [...nodes(module), ...diagnostics, ...diagnostics.flatMap(({ related }) => related ?? [])];
  const outside = spans.filter(({ span: { start, end } }) => !(start >= 0 && start <= end && end <= source.length));
  expect(outside).toEqual([]);
  for (const diagnostic of diagnostics.slice(0, 3)) expect(render(diagnostic, source)).toContain(diagnostic.rule);
}

const lexeme = fc.constantFrom(
  ...symbols,
  ...keywords,
  'a',
  'b',
  'u32',
  'array',
  'null',
  '_',
  '1',
  '0xfu',
  '1.5',
  '\n',
  '/*',
  '*/',
  '"',
  '#',
  'é',
  '\0',
  '\ud800',
  '?',
);
const lexemes = [...symbols, ...keywords, 'a', 'x', '1', '2u', 'vec2<u32>', '<', '>', '(', ')'];

/** Texts with a few tokens dropped, doubled, swapped or replaced. */
function mutated(texts: readonly string[]): fc.Arbitrary<string> {
  const change = fc.tuple(
    fc.nat(),
    fc.constantFrom('drop', 'double', 'swap', 'replace', 'insert'),
    fc.constantFrom(...lexemes),
  );
  return fc
    .tuple(fc.constantFrom(...texts), fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([text, changes]) => {
      const parts = text.match(/\s+|\/\/.*|\w+|[^\w\s]/g) ?? [];
      for (const [place, kind, word] of changes) {
        const at = place % (parts.length + 1);
        const part = parts[at] ?? '';
        if (kind === 'drop') parts.splice(at, 1);
        else if (kind === 'double') parts.splice(at, 0, part);
        else if (kind === 'swap') parts.splice(at, 2, parts[at + 1] ?? '', part);
        else if (kind === 'replace') parts.splice(at, 1, word);
        else parts.splice(at, 0, ` ${word} `);
      }
      return parts.join('');
    });
}

describe('whatever the text', () => {
  it('random tokens', () => {
    const soup = fc.array(lexeme, { maxLength: 300 }).map((parts) => parts.join(' '));
    fc.assert(fc.property(soup, checkParse), check(4_000));
  });

  it('random tokens in a function', () => {
    const soup = fc.array(lexeme, { maxLength: 100 }).map((parts) => `fn f() { ${parts.join(' ')}`);
    fc.assert(fc.property(soup, checkParse), check(4_000));
  });

  it('random characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), checkParse), check(2_000));
    const units = fc.array(fc.nat(0xffff), { maxLength: 100 }).map((codes) => String.fromCharCode(...codes));
    fc.assert(fc.property(units, checkParse), check(2_000));
  });

  it('mutated shaders', () => fc.assert(fc.property(mutated(shaders), checkParse), check(1_000)));
  it('mutated snippets', () => fc.assert(fc.property(mutated([...accepted, ...refused]), checkParse), check(4_000)));

  const deep = 10_000;
  it.each([
    ['(', ')'],
    ['[', ']'],
    ['{', '}'],
    ['f(', ')'],
    ['a[', ']'],
    ['-', ''],
    ['&', ''],
    ['a.', ''],
    ['a<', '>'],
    ['array<', '>'],
    ['if a {', '}'],
    ['if a { } else ', ''],
    ['if (a) ', ''],
    ['loop {', '}'],
    ['loop { continuing {', '} }'],
    ['switch a { default {', '} }'],
    ['for (;;) {', '}'],
    ['case 1: ', ''],
    ['@a(', ')'],
    ['fn f() {', '}'],
    ['struct S {', '}'],
    ['a + ', ''],
    ['a & b == ', ''],
    ['a && ', ''],
    ['a = ', ''],
    ['/*', '*/'],
    [';', ''],
    ['}', ''],
    ['enable ', ''],
    ['@', ''],
  ])('%s … %s, ten thousand deep', (open, close) => {
    const nested = `${open.repeat(deep)}1${close.repeat(deep)}`;
    for (const source of [
      nested,
      open.repeat(deep),
      `fn f() { ${nested} }`,
      `const a = ${nested};`,
      `fn f() { x = ${nested}; }`,
    ]) {
      checkParse(source);
    }
  });
});

describe('time', () => {
  // Linear work takes some tens of milliseconds; work that is quadratic in texts of this size would take minutes.
  const secondsAtMost = 2;

  function measure(source: string): void {
    const start = performance.now();
    parse(source);
    expect((performance.now() - start) / 1000).toBeLessThan(secondsAtMost);
  }

  const lexical = [
    ' ',
    'a',
    '0',
    '9',
    '1.',
    '/*',
    '//\n',
    'é',
    '"',
    '"a',
    '$',
    '\ud800',
    '\0',
    '\n',
    '1_',
    '0x',
    '#\n',
  ];
  it.each(lexical)('a megabyte of %j', (part) => measure(part.repeat(Math.floor(maxLength / part.length))));

  const syntactic = (
    '( { } [ ; a< a.b< &a x= if{ fn⏎ fn⏎f(⏎ fn⏎f(){ while⏎ case⏎ case⏎a: if⏎a⏎b⏎ if⏎a⏎ if⏎a{}else⏎ for⏎ for(;⏎ struct⏎ ' +
    'struct⏎a{⏎ a⏎b⏎ var⏎a⏎b⏎ let⏎a=b<c,d>e⏎ @a⏎ loop{ loop{continuing{ else⏎ a&b==c|d&& enable⏎ a,'
  ).split(' ');
  const around = ['', 'fn f() { ', 'fn f() { switch a { '];
  it.each(syntactic)('many times %s', (shown) => {
    const part = shown.replaceAll('⏎', '\n');
    for (const before of around) measure(`${before}${part.repeat(40_000 / shown.length)}`);
  });
});

/** How Tint begins what its reader of text says; its checker speaks otherwise. */
const aboutSyntax = new RegExp(
  `^(${[
    'expected (?!builtin value name|attribute)(?!.*value of type)',
    'unexpected token',
    'parsed as template',
    'mixing ',
    'maximum parser',
    'unable to parse',
    'invalid character',
    'invalid type for',
    'missing (?!return)',
    "'.*' is a reserved",
    'statement nesting',
    'reached max',
    'integer literal cannot',
    'value cannot be represented as',
    'unterminated',
    'directives must',
    'identifiers must not',
    'statement found outside',
    'continuing blocks must',
    'break statement must',
    'continue statement must',
  ].join('|')})`,
);

/** Attributes by their number of arguments. */
const attributes: Readonly<Record<string, RegExp>> = {
  align: /1/,
  binding: /1/,
  builtin: /1/,
  compute: /0/,
  group: /1/,
  id: /1/,
  must_use: /0/,
  size: /1/,
  workgroup_size: /[123]/,
};

/** Whether a text holds what Tint refuses when it reads, and here the checker: other attributes, a `var<a, b, c>`. */
function isForChecker(tree: unknown): boolean {
  return [...nodes(tree)].some((node) => {
    if ('template' in node && 'initializer' in node) return (node.template as unknown[]).length > 2;
    if ('kind' in node || !('arguments' in node) || !('name' in node)) return false;
    const { name } = node.name as { readonly name: string };
    return !attributes[name]?.test(`${(node.arguments as unknown[]).length}`);
  });
}

describe('differential', () => {
  // The profile's own rules, and what WGSL's grammar refuses though Tint lets it pass.
  const ownRules = new Set(['P1', 'T4', 'T8', 'Y2', 'Y4', 'Y5', 'Y6']);

  gpuTest('mutants: Tint refuses no syntax that we accept, and accepts none that we refuse', async ({ gpu }) => {
    const property = fc.asyncProperty(mutated([...accepted, ...shaders]), async (source) => {
      const { module, diagnostics } = parse(source);
      const found = await complaints(gpu, source);
      if (diagnostics.length === 0) {
        if (!isForChecker(module)) expect(found.filter(({ message }) => aboutSyntax.test(message))).toEqual([]);
      } else if (found.length === 0) {
        expect(diagnostics.map(({ rule }) => rule).filter((rule) => !ownRules.has(rule))).toEqual([]);
      }
    });
    await fc.assert(property, check(8_000));
  });
});
