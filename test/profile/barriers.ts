/** Random shaders about one question: does every barrier stand in uniform control flow? */
import type { Random } from './mutation.js';

const uniform = ['wid.x', '3u', 'n', 'ro[1]', 'nwg.y', 'workgroupUniformLoad(&w)', 'pure(wid.x)'];
const divergent = ['lix', 'o[0]', 'pv', 'ro[lix]', 'pure(lix)', 't[1]', 'impure()'];

const head = `override n: u32 = 4;
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
@group(0) @binding(1) var<storage, read> ro: array<u32>;
var<private> pv: u32;
var<workgroup> w: u32;
var<workgroup> t: array<u32, 4>;
fn pure(x: u32) -> u32 { if (x == 1u) { return 2u; } return x * 2u; }
fn impure() -> u32 { return pv; }
fn sync() { workgroupBarrier(); }
fn sync_if(x: u32) { if (x == 1u) { workgroupBarrier(); } }
fn put(p: ptr<function, u32>, x: u32) { *p = x; }
fn put_if(p: ptr<function, u32>, x: u32, y: u32) { if (x == 1u) { *p = y; } }
fn put_part(p: ptr<function, vec2<u32>>, x: u32) { (*p).x = x; }
fn copy(p: ptr<function, u32>, q: ptr<function, u32>) { *p = *q; }
fn read_through(p: ptr<function, u32>) -> u32 { return *p; }
fn sync_through(p: ptr<function, u32>) { if (*p == 1u) { storageBarrier(); } }
fn early(x: u32) -> u32 { for (var i = 0u; i < 3u; i++) { if (x == i) { return 1u; } } return 2u; }
`;

/** A shader with nested statements around a few barriers. */
export function shader(random: Random): string {
  const made = statements({ random, depth: 0, loops: 0 });
  return `${head}
@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) lix: u32, @builtin(workgroup_id) wid: vec3<u32>, @builtin(num_workgroups) nwg: vec3<u32>) {
  var a = 0u; var b = wid.y; var c = lix; var v = vec2(1u, 2u);
${made}
}`;
}

interface Place {
  readonly random: Random;
  readonly depth: number;
  readonly loops: number;
}

function pick({ random }: Place, from: readonly string[]): string {
  return from[random.next(from.length)] ?? '';
}

/** Mostly uniform, so that many shaders are accepted. */
function value(place: Place): string {
  const kind = place.random.next(10);
  if (kind < 4) return pick(place, uniform);
  if (kind < 5) return pick(place, divergent);
  if (kind < 6) return `(${value(place)} + ${value(place)})`;
  return pick(place, ['a', 'b', 'c', 'v.x', 'v.y', 'read_through(&a)', 'early(b)', 'early(a)']);
}

function condition(place: Place): string {
  const one = `${value(place)} == ${place.random.next(4)}u`;
  const kind = place.random.next(8);
  if (kind === 0) return `${one} && ${value(place)} > 1u`;
  return kind === 1 ? `${one} || ${value(place)} < 1u` : one;
}

function statements(place: Place): string {
  const count = 1 + place.random.next(place.depth === 0 ? 4 : 2);
  return Array.from({ length: count }, () => statement(place)).join('\n');
}

function statement(place: Place): string {
  const { random, depth, loops } = place;
  const inner: Place = { random, depth: depth + 1, loops };
  const body = (): string => `{ ${statements(inner)} }`;
  const inLoop = (): string => `{ ${statements({ ...inner, loops: loops + 1 })} }`;
  const target = pick(place, ['a', 'b', 'c', 'v.x', 'v.y']);
  const variable = pick(place, ['a', 'b', 'c']);
  const kind = random.next(depth > 2 ? 9 : 16);
  const counter = `i${depth}_${random.next(1000)}`;
  switch (kind) {
    case 0:
    case 1:
      return pick(place, [
        'workgroupBarrier();',
        'sync();',
        'storageBarrier();',
        'sync_through(&a);',
        `sync_if(${value(place)});`,
      ]);
    case 2:
    case 3:
      return `${target} = ${value(place)};`;
    case 4:
      return `${target} += ${value(place)};`;
    case 5:
      return pick(place, [
        `put(&${variable}, ${value(place)});`,
        `put_if(&${variable}, ${value(place)}, ${value(place)});`,
        `put_part(&v, ${value(place)});`,
        'copy(&a, &b);',
        `v = vec2(${value(place)});`,
        '{ let p = &a; copy(p, &c); }',
      ]);
    case 6:
      return loops > 0
        ? pick(place, [`if (${condition(place)}) { break; }`, `if (${condition(place)}) { continue; }`])
        : `a = ${value(place)};`;
    case 7:
      return random.next(3) === 0 ? `if (${condition(place)}) { return; }` : `b = ${value(place)};`;
    case 8:
      return `{ var d = ${value(place)}; let q = &d; *q += ${value(place)}; ${variable} = d; }`;
    case 9:
    case 10:
      return `if (${condition(place)}) ${body()}`;
    case 11:
      return `if (${condition(place)}) ${body()} else ${body()}`;
    case 12:
      return `switch ${value(place)} { case 1u: ${body()} case 2u, 3u: { if (${condition(place)}) { break; } ${statements(inner)} } default: ${body()} }`;
    case 13:
      return `for (var ${counter} = 0u; ${counter} < ${pick(place, ['4u', 'n', 'n * 2u'])}; ${counter}++) ${inLoop()}`;
    case 14:
      return `while (${condition(place)}) ${inLoop()}`;
    default:
      return `loop { ${statements({ ...inner, loops: loops + 1 })} continuing { ${variable} = ${value(place)}; break if ${condition(place)}; } }`;
  }
}
