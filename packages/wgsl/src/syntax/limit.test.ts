import { gpuTest } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { complaints } from '../testing/tint.js';
import { faults } from '../testing/tree.js';
import * as limit from './limit.js';

const inFunction = (text: string): string => `fn f(p: bool) { var v = vec4<i32>(1); ${text} }`;
const list = (count: number, element: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => element(index)).join(', ');

const repeated = (before: string, middle: string, after: string) => (depth: number) =>
  inFunction(`${before.repeat(depth)}${middle}${after.repeat(depth)}`);
const within = (before: string, after: string) => (depth: number) =>
  inFunction(`let x = ${before.repeat(depth)}1${after.repeat(depth)};`);

/** What grows, how far it may, and what is said then. Each text is a whole shader, so that Tint can read it too. */
const limits: readonly [name: string, most: number, code: string, text: (size: number) => string][] = [
  ['blocks', limit.mostOpenBraces, 'Y4 limit.nesting', repeated('{', ' ', '}')],
  ['ifs', limit.mostOpenBraces, 'Y4 limit.nesting', repeated('if p {', ' ', '}')],
  ['elses', limit.mostOpenBraces, 'Y4 limit.nesting', repeated('if p { } else {', ' ', '}')],
  ['loops', limit.mostOpenBraces, 'Y4 limit.nesting', repeated('while p {', ' ', '}')],
  ['continuing', limit.mostOpenBraces / 2, 'Y4 limit.nesting', repeated('loop { continuing {', ' ', 'break if p; } }')],
  ['switches', limit.mostOpenBraces / 2, 'Y4 limit.nesting', repeated('switch 1 { default {', ' ', '} }')],
  [
    'else ifs',
    limit.mostElseIfs,
    'Y4 limit.else-if',
    (size) => inFunction(`if p { } ${'else if p { } '.repeat(size)}`),
  ],
  ['parentheses', limit.mostOpenExpressions, 'Y4 limit.nesting', within('(', ')')],
  ['calls', limit.mostOpenExpressions, 'Y4 limit.nesting', within('abs(', ')')],
  ['indices', limit.mostOpenExpressions, 'Y4 limit.nesting', within('v[', ']')],
  ['unary operators', limit.mostOpenExpressions, 'Y4 limit.nesting', within('- ', '')],
  ['right operands', limit.mostOpenExpressions, 'Y4 limit.nesting', within('1 + (', ')')],
  [
    'template lists',
    limit.mostOpenTemplates,
    'Y4 limit.type-nesting',
    (size) => `var<private> x: ${'array<'.repeat(size)}u32${', 1>'.repeat(size)};`,
  ],
  ['chains', limit.highestExpression, 'Y4 limit.operators', within('1 + ', '')],
  [
    'chains of &&',
    limit.highestExpression,
    'Y4 limit.operators',
    (size) => inFunction(`_ = p${' && p'.repeat(size)};`),
  ],
  ['members', limit.highestExpression, 'Y4 limit.operators', (size) => inFunction(`_ = v${'.xyzw'.repeat(size)};`)],
  [
    'chains in calls',
    limit.highestExpression - 32,
    'Y4 limit.operators',
    (size) => inFunction(`_ = ${'abs('.repeat(32)}${'1 + '.repeat(size)}1${')'.repeat(32)};`),
  ],
  [
    'parameters',
    limit.mostParameters,
    'Y5 limit.parameters',
    (size) => `fn f(${list(size, (index) => `a${index}: u32`)}) { }`,
  ],
  [
    'struct members',
    limit.mostMembers,
    'Y5 limit.members',
    (size) => `struct S { ${list(size, (index) => `a${index}: u32`)} }`,
  ],
  [
    'selectors',
    limit.mostSelectors - 1,
    'Y5 limit.selectors',
    (size) => inFunction(`switch 1 { default { } case ${list(size, String)} { } }`),
  ],
  ['elements', limit.mostArguments, 'Y5 limit.arguments', (size) => `const a = array(${list(size, String)});`],
  [
    'declarations',
    limit.mostDeclarations,
    'Y5 limit.declarations',
    (size) => `${list(size, (index) => `const a${index} = 1`).replaceAll(',', ';')};`,
  ],
];

describe('Y4, Y5: limits', () => {
  it.each(limits)('%s: at most %i', (_, most, code, text) => {
    expect(faults(text(most))).toEqual([]);
    expect(faults(text(most + 1))).toEqual([code]);
    expect(faults(text(10 * most))).toEqual([code]);
  });

  it('count selectors of all clauses of a switch, and of no other', () => {
    const clauses = (count: number) =>
      `switch 1 { ${Array.from({ length: count }, (_, index) => `case ${index} { }`).join(' ')} }`;
    expect(faults(inFunction(clauses(limit.mostSelectors)))).toEqual([]);
    expect(faults(inFunction(clauses(limit.mostSelectors + 1)))).toEqual(['Y5 limit.selectors']);
    expect(faults(inFunction(clauses(600).repeat(2)))).toEqual([]);
  });

  it('count along a path only', () => {
    const wide = `${'if p { } else if p { } '.repeat(200)} _ = ${'(1) + '.repeat(300)}1; ${'{ } '.repeat(200)}`;
    expect(faults(inFunction(wide))).toEqual([]);
    expect(faults(inFunction(`_ = array(${list(500, () => '(1 + 2) * -abs(3)')});`))).toEqual([]);
  });
});

describe('Y4 against Tint', () => {
  gpuTest.for(limits)('%s', async ([, most, , text], { gpu }) => expect(await complaints(gpu, text(most))).toEqual([]));

  const deepest = (open: string, close: string, braces: number) => (middle: string) =>
    inFunction(`${open.repeat(braces)}${middle}${close.repeat(braces)}`);
  const hosts = [
    deepest('if p {', '}', limit.mostOpenBraces),
    deepest('for (var i = 0; p; ) {', '}', limit.mostOpenBraces),
    deepest('switch 1 { default {', '} }', limit.mostOpenBraces / 2),
    deepest('loop { if p { break; } continuing {', 'break if p; } }', limit.mostOpenBraces / 2 - 1),
    deepest('if p { } else {', '}', limit.mostOpenBraces),
    deepest('if p { } else if p {', '}', limit.mostOpenBraces),
    (middle: string) =>
      inFunction(
        `${'if p {'.repeat(31)}if p { } ${'else if p { } '.repeat(59)} else if p { ${middle} }${'}'.repeat(31)}`,
      ),
  ];
  const guests = [
    `let x = ${'('.repeat(64)}1${')'.repeat(64)};`,
    `let x = ${'v[abs('.repeat(32)}1${')]'.repeat(32)};`,
    `let x = ${'abs('.repeat(64)}1${'+ 1'.repeat(320)}${')'.repeat(64)};`,
    `var x: ${'array<'.repeat(15)}u32${', 1>'.repeat(15)};`,
  ];

  it('has texts that are at the limits', () => {
    const found = hosts.flatMap((host) => guests.map((guest) => [host(guest), faults(host(guest))] as const));
    expect(found.filter(([, list]) => list.length > 0)).toEqual([]);
  });

  gpuTest('together too', async ({ gpu }) => {
    for (const host of hosts) for (const guest of guests) expect(await complaints(gpu, host(guest))).toEqual([]);
  });
});
