/** Random kernels of branches, loops, switches, jumps and barriers, without races, to try what control flow is made of. */
import fc from 'fast-check';
import type { Sample } from './kernels.js';

/** A statement, before it is known where it stands. */
type Tree =
  | { readonly kind: 'add'; readonly value: number }
  | { readonly kind: 'exchange' }
  | { readonly kind: 'jump'; readonly to: 'break' | 'continue' | 'return'; readonly value: number }
  | {
      readonly kind: 'if';
      readonly condition: number;
      readonly yes: readonly Tree[];
      readonly no: readonly Tree[];
    }
  | { readonly kind: 'switch'; readonly condition: number; readonly clauses: readonly (readonly Tree[])[] }
  | { readonly kind: 'for'; readonly rounds: number; readonly body: readonly Tree[] }
  | { readonly kind: 'block'; readonly body: readonly Tree[] }
  | { readonly kind: 'call' };

/** Where a statement stands. */
interface Context {
  /** All invocations come here, as far as the statements around it go. */
  readonly isUniform: boolean;
  readonly inLoop: boolean;
  readonly inSwitch: boolean;
  readonly inFunction: boolean;
  readonly depth: number;
}

const { tree } = fc.letrec<{ tree: Tree; list: readonly Tree[] }>((tie) => ({
  list: fc.array(tie('tree'), { maxLength: 4 }),
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { arbitrary: fc.record({ kind: fc.constant('add'), value: fc.integer({ min: 1, max: 99 }) }), weight: 3 },
    { arbitrary: fc.record({ kind: fc.constant('exchange') }), weight: 3 },
    {
      arbitrary: fc.record({
        kind: fc.constant('jump'),
        to: fc.constantFrom('break', 'continue', 'return', 'return'),
        value: fc.integer({ min: 1, max: 99 }),
      }),
      weight: 2,
    },
    { arbitrary: fc.record({ kind: fc.constant('call') }), weight: 1 },
    {
      arbitrary: fc.record({
        kind: fc.constant('if'),
        condition: fc.nat(5),
        yes: tie('list'),
        no: tie('list'),
      }),
      weight: 5,
    },
    {
      arbitrary: fc.record({
        kind: fc.constant('switch'),
        condition: fc.nat(5),
        clauses: fc.array(tie('list'), { minLength: 1, maxLength: 3 }),
      }),
      weight: 2,
    },
    {
      arbitrary: fc.record({ kind: fc.constant('for'), rounds: fc.integer({ min: 1, max: 3 }), body: tie('list') }),
      weight: 2,
    },
    { arbitrary: fc.record({ kind: fc.constant('block'), body: tie('list') }), weight: 1 },
  ) as fc.Arbitrary<Tree>,
}));

/** Kernels; the checker refuses some of them, mostly by V38. */
export const flows: fc.Arbitrary<Sample> = fc
  .record({
    main: fc.array(tree, { minLength: 2, maxLength: 6 }),
    inner: fc.array(tree, { minLength: 1, maxLength: 5 }),
  })
  .map(({ main, inner }) => {
    const whole = { isUniform: true, inLoop: false, inSwitch: false, depth: 0 };
    return {
      name: 'flow',
      declarations: `var<workgroup> t: array<i32, 64>;
fn exchange(i: u32, n: i32) -> i32 { workgroupBarrier(); t[i] = n; workgroupBarrier(); return t[63u - i]; }
fn f(i: u32, a: i32, u: u32) -> i32 {
  var s = a;
  ${list(inner, { ...whole, inFunction: true })}
  return s;
}`,
      body: `let u = wg.x; var s = a & 255;\n${list(main, { ...whole, inFunction: false })}\no[at] = s;`,
    };
  });

/** The first three are uniform. */
const conditions = ['u == 0u', 'u + 1u < 1u', 'u < 3u', 'i > 30u', '(s & 1) == 0', 'i == 7u'];
const selectors = ['u', 'u + 1u', 'u + 2u', 'i & 3u', 'u32(s) & 1u', 'i / 16u'];

/** Nothing behind a jump, which Tint would warn of. */
function list(trees: readonly Tree[], context: Context): string {
  const end = trees.findIndex(({ kind }) => kind === 'jump');
  const live = end < 0 ? trees : trees.slice(0, end + 1);
  return live.map((one) => statement(one, context)).join('\n');
}

function statement(one: Tree, context: Context): string {
  const { isUniform, depth } = context;
  const inside = { ...context, depth: depth + 1 };
  switch (one.kind) {
    case 'add':
      return `s = s * 3 + ${one.value}; o[4u * i + 2u] ^= s;`;
    case 'exchange':
      return isUniform ? 's ^= exchange(i, s); o[4u * i + 3u] += s;' : 's++;';
    case 'call':
      return context.inFunction ? 's--;' : 's += f(i, s & 255, u);';
    case 'jump':
      return jump(one, context);
    case 'if': {
      const sides = { ...inside, isUniform: isUniform && one.condition < 3 };
      return `if (${conditions[one.condition]}) {\n${list(one.yes, sides)}\n} else {\n${list(one.no, sides)}\n}`;
    }
    case 'switch': {
      const sides = { ...inside, inSwitch: true, isUniform: isUniform && one.condition < 3 };
      const clauses = one.clauses.map((body, k) => {
        const name = k === one.clauses.length - 1 ? 'default' : `case ${k}u`;
        return `${name}: {\n${list(body, sides)}\n}`;
      });
      return `switch (${selectors[one.condition]}) {\n${clauses.join('\n')}\n}`;
    }
    case 'for': {
      const name = `r${depth}`;
      const body = list(one.body, { ...inside, inLoop: true, inSwitch: false });
      return `for (var ${name} = 0u; ${name} < ${one.rounds}u; ${name}++) {\n${body}\n}`;
    }
    case 'block':
      return `{\n${list(one.body, inside)}\n}`;
  }
}

function jump(one: Tree & { readonly kind: 'jump' }, { inLoop, inSwitch, inFunction }: Context): string {
  if (one.to === 'continue' && inLoop) return 'continue;';
  if (one.to === 'break' && (inLoop || inSwitch)) return 'break;';
  return inFunction ? `return s + ${one.value};` : `o[at + 1u] = s + ${one.value}; return;`;
}
