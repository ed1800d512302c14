/** Random kernels of assignments: values of many widths, calls with effects in the middle of expressions, aliases of registers. */
import fc from 'fast-check';
import type { Sample } from './kernels.js';

interface Texts {
  readonly scalar: string;
  readonly vector: string;
  readonly condition: string;
}

const scalars = fc.constantFrom('s', 'r', 'p', 'a', 'b', 'c');
const vectors = fc.constantFrom('v', 'w', 'q', 'd');
const swizzles = fc.constantFrom('xyz', 'zyx', 'yzx', 'xxy', 'zxy');
const components = fc.constantFrom('x', 'y', 'z');

function join(template: string, ...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((texts) => template.replace(/\$(\d)/g, (_, k: string) => texts[Number(k)] ?? ''));
}

const { scalar, vector, condition } = fc.letrec<Texts>((tie: fc.LetrecTypedTie<Texts>) => {
  const [n, v, c] = [tie('scalar'), tie('vector'), tie('condition')];
  return {
    scalar: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      scalars,
      fc.integer({ min: -9, max: 99 }).map((value) => `(${value}i)`),
      join('($0 $1 $2)', n, fc.constantFrom('+', '-', '*', '/', '%', '&', '^'), n),
      join('$0.$1', v, components),
      join('$0[u32($1) % 3u]', v, n),
      join('t[u32($0) % 4u]', n),
      join('table[u32($0) % 4u]', n),
      join('select($0, $1, $2)', n, n, c),
      join('change(&$0, $1)', fc.constantFrom('s', 'r'), n),
      join('touch($0)', n),
      join('max($0, abs($1))', n, n),
      join('dot($0, $1)', v, v),
    ),
    vector: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      vectors,
      join('vec3($0, $1, $2)', n, n, n),
      join('vec3($0)', n),
      join('$0.$1', v, swizzles),
      join('($0 $1 $2)', v, fc.constantFrom('+', '*', '^'), v),
      join('($0 - $1)', v, n),
      join('select($0, $1, $2)', v, v, c),
      join('turn(&$0, $1)', fc.constantFrom('v', 'w'), v),
    ),
    condition: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      join('($0 < $1)', n, n),
      join('($0 && $1)', c, c),
      join('($0 || $1)', c, c),
      join('all($0 == $1)', v, v),
    ),
  };
});

const operators = fc.constantFrom('=', '=', '=', '+=', '-=', '*=', '^=');
const variable = fc.constantFrom('s', 'r', 'p');
const statement = fc.oneof(
  join('$0 $1 $2;', variable, operators, scalar),
  join('$0 $1 $2;', fc.constantFrom('v', 'w', 'q'), operators, vector),
  join('$0.$1 $2 $3;', fc.constantFrom('v', 'w', 'q'), components, operators, scalar),
  join('$0[u32($1) % 3u] $2 $3;', fc.constantFrom('v', 'w', 'q'), scalar, operators, scalar),
  join('t[u32($0) % 4u] $1 $2;', scalar, operators, scalar),
  join('if $0 { $1 $2 $3; }', condition, variable, operators, scalar),
  join(
    '{ let c = $0; let d = $1; $2 = c; $3 ^= d; s += c; }',
    scalar,
    vector,
    variable,
    fc.constantFrom('v', 'w', 'q'),
  ),
);

/** Kernels; the checker refuses some of them for their constants. */
export const straights: fc.Arbitrary<Sample> = fc
  .array(statement, { minLength: 1, maxLength: 8 })
  .map((statements) => ({
    name: 'straight',
    declarations: `var<private> p: i32 = 3;
var<private> q = vec3(4, 5, 6);
const table = array(5, -7, 11, 0);
fn change(n: ptr<function, i32>, m: i32) -> i32 { *n ^= m; p += 1; return *n + m; }
fn touch(n: i32) -> i32 { if (n < 0) { return p; } p -= n; q.y += 2; return n * 2; }
fn turn(n: ptr<function, vec3<i32>>, m: vec3<i32>) -> vec3<i32> { let k = *n; *n = m.zxy; (*n).y += 1; return k + m; }`,
    body: `var s = a; var r = b; let c = a ^ 21; let d = vec3(b, a, 2); var v = vec3(a, b, 1); var w = vec3(7, 8, 9);
var t = array(1, 2, 3, 4);
${statements.join('\n')}
o[at] = s ^ t[0] ^ (t[1] * 3); o[at + 1u] = r + p + t[2] + t[3] * 5; o[at + 2u] = dot(v, vec3(1, 10, 100)); o[at + 3u] = dot(w, vec3(1, 10, 100)) + dot(q, vec3(3, 5, 7));`,
  }));
