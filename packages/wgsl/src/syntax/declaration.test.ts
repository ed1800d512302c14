import { describe, expect, it } from 'vitest';
import { faults, printed } from '../testing/tree.js';
import { parse } from './parser.js';

function declared(source: string) {
  const { module, diagnostics } = parse(source);
  expect(diagnostics).toEqual([]);
  return module.declarations;
}

describe('declarations', () => {
  it('of each kind', () => {
    const source = `const a = 1; override b: u32; alias C = u32; struct D { d: u32 } var<private> e: u32; fn f() { }
      const_assert true; ; ;`;
    const kinds = ['const', 'override', 'alias', 'struct', 'variable', 'function', 'const-assert'];
    expect(declared(source).map(({ kind }) => kind)).toEqual(kinds);
  });

  it('keep their attributes', () => {
    const [variable, main] = declared(
      '@group(0) @binding(2 + 1,) var<storage> x: array<u32>; @compute @workgroup_size(8, y) fn main(@builtin(workgroup_id) z: vec3u) -> @must_use u32 { }',
    );
    if (variable?.kind !== 'variable' || main?.kind !== 'function') throw new Error('other kinds');
    const spelled = (list: typeof variable.attributes) =>
      list.map((one) => `${one.name.name} ${one.arguments.map(printed)}`);
    expect(spelled(variable.attributes)).toEqual(['group 0', 'binding (2+1)']);
    expect(spelled(main.attributes)).toEqual(['compute ', 'workgroup_size 8,y']);
    expect(spelled(main.parameters[0]?.attributes ?? [])).toEqual(['builtin workgroup_id']);
    expect(spelled(main.returnAttributes)).toEqual(['must_use ']);
    expect([variable.template.map(printed), variable.type && printed(variable.type)]).toEqual([
      ['storage'],
      'array<u32>',
    ]);
  });

  it('span from the first attribute to the last token', () => {
    const source = ' @id(1) override a = 1 ; fn f ( ) { }';
    const texts = declared(source).map(({ span }) => source.slice(span.start, span.end));
    expect(texts).toEqual(['@id(1) override a = 1 ;', 'fn f ( ) { }']);
  });

  it.each(['const a = 1;', 'alias A = u32;', 'struct S { a: u32 }', 'const_assert true;'])(
    '%s takes no attributes',
    (text) => {
      expect(faults(text)).toEqual([]);
      expect(faults(`@id(1) ${text}`)).toEqual(['Y1 syntax.attribute']);
    },
  );
});

describe('Y2: directives', () => {
  it('stand before all declarations', () => {
    const requires = 'requires pointer_composite_access;';
    expect(faults(`${requires} ${requires} const a = 1;`)).toEqual([]);
    expect(faults(`const a = 1; ${requires}`)).toEqual(['Y2 syntax.directive-order']);
    expect(faults(`; ${requires}`)).toEqual(['Y2 syntax.directive-order']);
  });

  it('name what the profile has', () => {
    const known = 'packed_4x8_integer_dot_product, unrestricted_pointer_parameters, pointer_composite_access';
    const { module, diagnostics } = parse(`requires ${known},;`);
    expect(diagnostics).toEqual([]);
    expect(module.directives[0]?.names.map(({ name }) => name).join(', ')).toBe(known);
    expect(faults('requires readonly_and_readwrite_storage_textures;')).toEqual(['Y2 profile.requires']);
    expect(faults('requires other, more;')).toEqual(['Y2 profile.requires', 'Y2 profile.requires']);
  });

  it('enable nothing (P1)', () => expect(faults('enable f16, subgroups;')).toEqual(['P1 profile.enable']));

  it('change no severity', () => {
    expect(faults('diagnostic(off, derivative_uniformity);')).toEqual(['Y2 profile.diagnostic']);
    expect(faults('diagnostic(off, a.b,);')).toEqual(['Y2 profile.diagnostic']);
    expect(faults('@diagnostic(off, a) fn f() { }')).toEqual(['Y2 profile.diagnostic']);
    expect(faults('fn f() @diagnostic(off, a) { @diagnostic(off, b) if x @diagnostic(off, c) { } }')).toEqual(
      Array(3).fill('Y2 profile.diagnostic'),
    );
  });
});
