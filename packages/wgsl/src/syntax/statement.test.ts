import { describe, expect, it } from 'vitest';
import { faults, printed, statementsOf } from '../testing/tree.js';

function only<K extends string>(text: string, kind: K) {
  const [one, ...more] = statementsOf(text);
  expect(more).toEqual([]);
  if (one?.kind !== kind) throw new Error(`${text} is ${one?.kind}`);
  return one as Extract<typeof one, { kind: K }>;
}

describe('statements', () => {
  it('of assignment keep their operator', () => {
    const signs = ['=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>='];
    const found = signs.map((sign) => only(`a ${sign} b;`, 'assignment').operator);
    expect(found).toEqual(['=', '+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>']);
    expect(only('_ = f();', 'assignment').left).toBeUndefined();
    expect(only('a[i].x--;', 'increment').operator).toBe('--');
    expect(only('f(1);', 'call-statement').call.callee.name).toBe('f');
  });

  it('of declaration keep template, type and value', () => {
    const { binding, template, name, type, initializer } = only('var<function> x: vec2<u32> = y;', 'local');
    expect([
      binding,
      template.map(printed),
      name.name,
      type && printed(type),
      initializer && printed(initializer),
    ]).toEqual(['var', ['function'], 'x', 'vec2<u32>', 'y']);
    expect(only('let x = 1;', 'local')).toMatchObject({ binding: 'let', type: undefined });
    expect(only('var x;', 'local')).toMatchObject({ binding: 'var', type: undefined, initializer: undefined });
  });

  it('of choice nest `else if` and name `default`', () => {
    const choice = only('if a { } else if b { } else { x = 1; }', 'if');
    expect(choice.otherwise).toMatchObject({ kind: 'if', otherwise: { kind: 'block', statements: [{}] } });
    const { clauses } = only('switch x { case 1, default, 2u: { } case 3 { break; } }', 'switch');
    const selectors = clauses.map((clause) =>
      clause.selectors.map((one) => (one === undefined ? 'default' : printed(one))),
    );
    expect(selectors).toEqual([['1', 'default', '2u'], ['3']]);
  });

  it('of repetition keep their parts apart', () => {
    const loop = only('loop { a = 1; continuing { b = 1; break if c; } }', 'loop');
    expect(loop.body.statements.map(({ kind }) => kind)).toEqual(['assignment']);
    expect(loop.continuing?.statements.map(({ kind }) => kind)).toEqual(['assignment', 'break-if']);
    expect(only('for (;;) { break; }', 'for')).toMatchObject({
      initializer: undefined,
      condition: undefined,
      update: undefined,
    });
    const counted = only('for (var i = 0; i < 3; i++) { continue; }', 'for');
    expect([counted.initializer?.kind, counted.condition?.kind, counted.update?.kind]).toEqual([
      'local',
      'binary',
      'increment',
    ]);
    expect(only('while a { }', 'while').condition.kind).toBe('name');
  });

  it('leave nothing for an empty statement', () => expect(statementsOf(';; ;')).toEqual([]));
});

describe('Y6: break if, continuing', () => {
  const inLoop = (text: string) => faults(`fn f() { loop { ${text} } }`);
  it.each([
    ['continuing { break if x; }', []],
    ['continuing { a = 1; break if x; }', []],
    ['continuing { break if x; a = 1; }', ['Y6 syntax.break-if']],
    ['continuing { break if x; ; }', ['Y6 syntax.break-if']],
    ['continuing { { break if x; } }', ['Y6 syntax.break-if']],
    ['continuing { if a { break if x; } }', ['Y6 syntax.break-if']],
    ['continuing { loop { break if x; } }', ['Y6 syntax.break-if']],
    ['continuing { loop { continuing { break if x; } } break if y; }', []],
    ['break if x;', ['Y6 syntax.break-if']],
    ['continuing { }', []],
    ['continuing { } a = 1;', ['Y6 syntax.continuing']],
    ['continuing { } ;', ['Y6 syntax.continuing']],
    ['continuing { } continuing { }', ['Y6 syntax.continuing']],
    ['{ continuing { } }', ['Y6 syntax.continuing']],
    ['continuing { return; }', ['Y6 syntax.return']],
    ['continuing { loop { return; } }', ['Y6 syntax.return']],
    ['continuing { break; }', ['Y6 syntax.break']],
    ['continuing { if a { break; } }', ['Y6 syntax.break']],
    ['continuing { loop { break; } }', []],
    ['continuing { while a { break; } for (;;) { break; } }', []],
    ['continuing { switch a { default { break; } } }', []],
    ['continuing { continue; }', ['Y6 syntax.continue']],
    ['continuing { switch a { default { continue; } } }', ['Y6 syntax.continue']],
    ['continuing { loop { continue; } }', []],
    ['switch a { default { continue; } }', []],
    ['break; continue; return;', []],
  ])('%s', (text, expected) => expect(inLoop(text)).toEqual(expected));

  it.each([
    ['break;', ['Y6 syntax.break']],
    ['continue;', ['Y6 syntax.continue']],
    ['if a { break; }', ['Y6 syntax.break']],
    ['switch a { default { break; } }', []],
    ['switch a { default { continue; } }', ['Y6 syntax.continue']],
    ['continuing { }', ['Y6 syntax.continuing']],
    ['break if a;', ['Y6 syntax.break-if']],
    ['return;', []],
  ])('outside of a loop: %s', (text, expected) => expect(faults(`fn f() { ${text} }`)).toEqual(expected));
});
