/**
 * Small kernels, about one construct each: without races, all indices in range, so that a device may run them unguarded.
 * 64 invocations; each owns four words of `o`, from `4 * i` on, and reads the 64 words of `x`.
 */

/** Declarations at module scope, and the body of `main`. */
export interface Sample {
  readonly name: string;
  readonly declarations: string;
  readonly body: string;
  /** The types of `x` and `o`, where they are not `array<i32>`; then `a`, `b` and `at` do not exist. */
  readonly types?: { readonly x: string; readonly o: string };
}

/** The whole text. Binding 0 is `x`, read; binding 1 is `o`, written. */
export function sourceOf({ declarations, body, types }: Sample): string {
  const words = `  let a = x[i];
  let b = x[(i + 11u) % 64u];
  let at = 4u * i;
`;
  return `
@group(0) @binding(0) var<storage, read> x: ${types?.x ?? 'array<i32>'};
@group(0) @binding(1) var<storage, read_write> o: ${types?.o ?? 'array<i32>'};
${declarations}
@compute @workgroup_size(8, 4, 2)
fn main(@builtin(local_invocation_index) i: u32, @builtin(local_invocation_id) id: vec3<u32>, @builtin(workgroup_id) wg: vec3<u32>) {
${types === undefined ? words : ''}${body}
}
`;
}

function sample(name: string, body: string, declarations = ''): Sample {
  return { name, body, declarations };
}

export const samples: readonly Sample[] = [
  // Values and operators (E1, E4, E5).
  sample('arithmetic of i32', 'o[at] = a + b; o[at + 1u] = a - b; o[at + 2u] = a * b; o[at + 3u] = -a;'),
  sample('division and remainder of i32', 'o[at] = a / b; o[at + 1u] = a % b; o[at + 2u] = b / a; o[at + 3u] = b % a;'),
  sample(
    'division and remainder of u32',
    'let c = u32(a); let d = u32(b); o[at] = i32(c / d); o[at + 1u] = i32(c % d); o[at + 2u] = i32(d / (c | 1u));',
  ),
  sample('bit operators', 'o[at] = a & b; o[at + 1u] = a | b; o[at + 2u] = a ^ b; o[at + 3u] = ~a;'),
  sample(
    'shifts',
    `let n = u32(b);
     o[at] = a << (n & 31u); o[at + 1u] = a >> (n & 31u); o[at + 2u] = i32(u32(a) >> (n & 31u)); o[at + 3u] = (a << 3u) ^ (a >> 31u);`,
  ),
  sample(
    'comparisons',
    `let c = u32(a); let d = u32(b);
     o[at] = i32(a < b) | (i32(a <= b) << 1u) | (i32(a > b) << 2u) | (i32(a >= b) << 3u) | (i32(a == b) << 4u) | (i32(a != b) << 5u);
     o[at + 1u] = i32(c < d) | (i32(c <= d) << 1u) | (i32(c > d) << 2u) | (i32(c >= d) << 3u);`,
  ),
  sample(
    'logic on bool',
    'let p = a < 0; let q = b < 0; o[at] = i32(p & q); o[at + 1u] = i32(p | q); o[at + 2u] = i32(!p); o[at + 3u] = i32(p != q);',
  ),
  sample(
    'conversions',
    'o[at] = i32(u32(a)); o[at + 1u] = i32(bool(b)); o[at + 2u] = i32(bitcast<u32>(a) / 3u); o[at + 3u] = i32(vec2<bool>(vec2(a, b)).y);',
  ),
  sample(
    'vectors with vectors and scalars',
    `let v = vec4(a, b, a ^ b, 7); let w = v * 3 + vec4(b) - (v & vec4(255));
     o[at] = w.x; o[at + 1u] = w.y; o[at + 2u] = w.z; o[at + 3u] = w.w;`,
  ),
  sample(
    'comparisons of vectors, all, any, select',
    `let v = vec3(a, b, 0) < vec3(b, a, 1); let w = select(vec3(1, 2, 3), vec3(a, b, 9), v);
     o[at] = i32(all(v)); o[at + 1u] = i32(any(v)); o[at + 2u] = w.x + w.y * 3 + w.z * 5; o[at + 3u] = select(a, b, v.x);`,
  ),
  sample(
    'swizzles',
    'let v = vec4(a, b, 3, 4); let w = v.wzyx.yxx; o[at] = w.x; o[at + 1u] = w.y; o[at + 2u] = v.zw.y + w.z; o[at + 3u] = vec2(v.xy).yx.x;',
  ),
  sample(
    'vectors from parts',
    'let v = vec4(vec2(a, b), vec2(b)); let w = vec3(a, v.zw); o[at] = v.z; o[at + 1u] = w.z - w.x; o[at + 2u] = vec3(v.y).z;',
  ),
  // Evaluation (E2).
  sample(
    'operands are evaluated from left to right',
    'var n = 1; let r = n * 100 + next(&n) * 10 + n; o[at] = r; o[at + 1u] = n + next(&n) + n;',
    'fn next(p: ptr<function, i32>) -> i32 { *p = *p + 3; return *p; }',
  ),
  sample(
    'arguments are evaluated from left to right',
    'o[at] = three(step(), state, step()); o[at + 1u] = state; o[at + 2u] = state + step();',
    `var<private> state: i32 = 5;
     fn step() -> i32 { state = state * 2 + 1; return state; }
     fn three(p: i32, q: i32, r: i32) -> i32 { return p * 10000 + q * 100 + r; }`,
  ),
  sample(
    'short-circuit',
    `var n = 0; let p = a > 0 && bump(&n); let q = a > 0 || bump(&n); let r = (a != b && bump(&n)) || b > 0;
     o[at] = n; o[at + 1u] = i32(p); o[at + 2u] = i32(q); o[at + 3u] = i32(r);`,
    'fn bump(p: ptr<function, i32>) -> bool { *p += 1; return (*p & 1) == 1; }',
  ),
  sample(
    'a place is found before the right side',
    'var t = array(1, 2, 3, 4); var k = 1u; t[k] = move_on(&k); t[k] += move_on(&k); o[at] = t[0] + t[1] * 10; o[at + 1u] = t[2]; o[at + 2u] = t[3]; o[at + 3u] = i32(k);',
    'fn move_on(k: ptr<function, u32>) -> i32 { *k += 1u; return i32(*k) * 7; }',
  ),
  sample(
    'the contents of a compound assignment are read before the right side',
    'total = 1; total += grow(); o[at] = total; var v = vec2(1, 2); v.x += change(&v) + v.y; o[at + 1u] = v.x; o[at + 2u] = v.y;',
    `var<private> total: i32;
     var<private> spare: i32;
     fn grow() -> i32 { spare += 4; return spare; }
     fn change(p: ptr<function, vec2<i32>>) -> i32 { (*p).x = 40; return (*p).y * 3; }`,
  ),
  // Variables (E3).
  // With initializers: back ends forget to clear variables that have none (found in Tint's SPIR-V, and in naga).
  sample(
    'variables begin anew in each round',
    'var sum = 0; for (var k = 0; k < 5; k++) { var n = 0; var t = array<i32, 3>(); n += k; t[k % 3] += k; sum += n * 10 + t[0] + t[1] + t[2]; } o[at] = sum;',
  ),
  sample(
    'variables of a function begin anew in each call',
    'o[at] = count(2u) + count(1u); o[at + 1u] = count(0u);',
    'fn count(k: u32) -> i32 { var t: array<i32, 4>; t[k] += 5; t[3] += 1; return t[0] + t[1] * 10 + t[2] * 100 + t[3] * 1000; }',
  ),
  sample(
    'private variables',
    'add(a); add(b); o[at] = p; o[at + 1u] = t[1]; o[at + 2u] = v.y; t[i & 1u] = 9; o[at + 3u] = t[0] * 10 + t[1];',
    `var<private> p: i32 = 3; var<private> t = array(1, 2); var<private> v: vec2<i32>;
     fn add(n: i32) { p += n; t[1] ^= n; v.y -= n; }`,
  ),
  sample(
    'shadowed names',
    'let c = a; { let c = c + 1; var d = c; { let c = d * 2; o[at] = c; } o[at + 1u] = c; } o[at + 2u] = c;',
  ),
  sample(
    'vectors swap through themselves',
    'var v = vec4(a, b, 3, 4); v = v.yxwz; v = vec4(v.y + 1, v.x, v.w, v.z * 2); o[at] = v.x; o[at + 1u] = v.y; o[at + 2u] = v.z; o[at + 3u] = v.w;',
  ),
  sample(
    'exchange of two variables',
    'var p = a; var q = b; let t = p; p = q; q = t; o[at] = p; o[at + 1u] = q; p = q + p; o[at + 2u] = p;',
  ),
  // Composites.
  sample(
    'structs',
    'var s = S(a, vec2(b, 1), true); s.v.y = a; s.n += 2; let t = s; s.v = vec2(7); o[at] = t.v.x + t.v.y; o[at + 1u] = t.n; o[at + 2u] = i32(t.f); o[at + 3u] = s.v.x;',
    'struct S { n: i32, v: vec2<i32>, f: bool }',
  ),
  sample(
    'structs with arrays in them',
    'var s: S; s.t[1].y = a; s.t[i % 3u].x = b; s.k = 4; let u = s; s.t[1].y = 0; let w = u.t[1]; o[at] = w.x; o[at + 1u] = w.y; o[at + 2u] = u.t[i % 3u].x + u.k; o[at + 3u] = sum(u.t);',
    `struct S { k: i32, t: array<vec2<i32>, 3> }
     fn sum(t: array<vec2<i32>, 3>) -> i32 { var n = 0; for (var k = 0; k < 3; k++) { n += t[k].x + t[k].y; } return n; }`,
  ),
  sample(
    'nested arrays',
    'var t: array<array<i32, 3>, 4>; for (var k = 0u; k < 12u; k++) { t[k / 3u][k % 3u] = i32(k) * a; } let r = t[i % 4u]; o[at] = r[2]; o[at + 1u] = t[i % 4u][i % 3u]; t[1] = t[2]; o[at + 2u] = t[1][0] + t[3][1];',
  ),
  sample(
    'arrays as values',
    'let t = array(a, b, a + b); let k = i % 3u; o[at] = t[k]; o[at + 1u] = array(5, 6, 7)[k]; o[at + 2u] = t[2]; o[at + 3u] = array(vec2(a, 1), vec2(b, 2))[i & 1u].x;',
  ),
  sample(
    'constant tables',
    'o[at] = table[i & 7u]; o[at + 1u] = pairs[i & 1u].n; o[at + 2u] = pairs[1].v[i % 3u] + rows[i % 2u][i % 3u]; o[at + 3u] = total();',
    `struct P { n: i32, v: vec3<i32> }
     const table = array<i32, 8>(3, 1, 4, 1, 5, 9, 2, 6);
     const rows = array(array(1, 2, 3), array(4, 5, 6));
     const pairs = array(P(1, vec3(7, 8, 9)), P(2, vec3(-7, -8, -9)));
     fn total() -> i32 { var n = 0; for (var k = 0; k < 8; k++) { n = n * 3 + table[k]; } return n; }`,
  ),
  sample(
    'indices of vectors',
    'var v = vec4(1, 2, 3, 4); let k = i & 3u; v[k] = a; v[(k + 1u) & 3u] += b; o[at] = v[k]; o[at + 1u] = v[(k + 1u) & 3u]; o[at + 2u] = v.x + v.y * 3 + v.z * 5 + v.w * 7; o[at + 3u] = vec3(a, b, 1)[i % 3u];',
  ),
  sample(
    'zero values and composites that are equal',
    'var t = array<vec3<i32>, 2>(); t[i & 1u] = vec3(a); let z = vec4<i32>(); o[at] = t[0].x; o[at + 1u] = t[1].z; o[at + 2u] = z.w;',
  ),
  // Calls and pointers.
  sample(
    'functions with several returns',
    'o[at] = sign_of(a); o[at + 1u] = sign_of(sign_of(b) * 2 - 1); o[at + 2u] = find(a); o[at + 3u] = early(b);',
    `fn sign_of(n: i32) -> i32 { if (n < 0) { return -1; } if (n == 0) { return 0; } return 1; }
     fn find(n: i32) -> i32 { for (var k = 0; k < 32; k++) { if (((n >> (u32(k) & 31u)) & 1) == 1) { return k; } } return -1; }
     fn early(n: i32) -> i32 { switch (n & 3) { case 0: { return 10; } case 1, 2: { if (n > 0) { return 20; } break; } default: { return 30; } } return 40; }`,
  ),
  sample(
    'calls in arguments of the same function',
    'o[at] = f(f(a, b), f(b, f(a, 1)));',
    'fn f(p: i32, q: i32) -> i32 { var t = p; t = t * 3 - q; return t; }',
  ),
  sample(
    'functions that return composites',
    'let p = both(a, b); o[at] = p.t[i & 1u]; o[at + 1u] = both(b, a).t[0]; o[at + 2u] = both(1, 2).v.y;',
    'struct B { t: array<i32, 2>, v: vec2<i32> } fn both(p: i32, q: i32) -> B { var r: B; r.t[0] = p; r.t[1] = q; r.v = vec2(q, p); return r; }',
  ),
  sample(
    'pointers to functions and their parts',
    'var t = array(vec2(a, b), vec2(1, 2)); let p = &t[i & 1u]; swap(p); var n = a; let q = &n; *q += 1; (*q)++; o[at] = t[0].x; o[at + 1u] = t[1].y; o[at + 2u] = n; o[at + 3u] = (*p).y + p.x;',
    'fn swap(p: ptr<function, vec2<i32>>) { let t = (*p).x; (*p).x = (*p).y; p.y = t; }',
  ),
  sample(
    'a pointer keeps its index',
    'var t = array(1, 2, 3, 4); var k = i & 3u; let p = &t[k]; k = 0u; *p = a; o[at] = t[k]; o[at + 1u] = t[i & 3u]; o[at + 2u] = i32(k);',
  ),
  sample(
    'pointers to parts of structs',
    'var s: S; assign(&s.v, a); let p = &s; let q = &(*p).t; (*q)[1] = b; fill(q); o[at] = s.v.x; o[at + 1u] = s.t[1]; o[at + 2u] = (*p).t[2]; o[at + 3u] = p.t[0];',
    `struct S { v: vec2<i32>, t: array<i32, 3> }
     fn assign(p: ptr<function, vec2<i32>>, n: i32) { (*p).x = n; }
     fn fill(p: ptr<function, array<i32, 3>>) { for (var k = 0u; k < 3u; k += 2u) { (*p)[k] = i32(k) + 5; } }`,
  ),
  sample(
    'pointers to storage',
    'write_(&o, at, element(&x, i)); let p = &o; (*p)[at + 1u] = 3; p[at + 2u] = i32(arrayLength(p)); o[at + 3u] = i32(arrayLength(&x));',
    `fn write_(p: ptr<storage, array<i32>, read_write>, k: u32, n: i32) { (*p)[k] = n; }
     fn element(p: ptr<storage, array<i32>>, k: u32) -> i32 { return (*p)[k]; }`,
  ),
  // Control flow.
  sample(
    'if and else',
    'var n = 0; if (a < 0) { n = 1; } else if (a == 0) { n = 2; } else if (b > a) { n = 3; } else { n = 4; } o[at] = n; if (n > 2) { o[at + 1u] = 5; }',
  ),
  sample(
    'switch',
    'var n = 7; switch (a & 7) { case 0, 3: { n = 1; } case 1: { if (b < 0) { break; } n = 2; } default: { n = 9; } case 4, 5, 6: { } } o[at] = n; switch (i) { default: { o[at + 1u] = 1; } } switch (u32(b) & 3u) { case 1u, default { n = 3; } case 2u { n = 4; } } o[at + 2u] = n;',
  ),
  sample(
    'for',
    'var s = 0; for (var k = 0; k < 10; k += 3) { s = s * 2 + k; } o[at] = s; var j = 0u; for (; j < (i & 7u);) { j++; } o[at + 1u] = i32(j);',
  ),
  sample(
    'while, break and continue',
    'var n = a & 63; var s = 0; while (n > 0) { n--; if ((n & 3) == 1) { continue; } if (n == 40) { break; } s += n; } o[at] = s; o[at + 1u] = n;',
  ),
  sample(
    'loop with continuing',
    'var k = 0; var s = 0; loop { if (k == (b & 15)) { break; } let d = k * 2; if ((k & 1) == 0) { continue; } s += d; continuing { k++; s ^= 1; } } o[at] = s;',
  ),
  sample(
    'break if',
    'var k = 0; loop { let d = k + 1; o[at] += d; continuing { k = d; break if k >= (a & 7); } } o[at + 1u] = k;',
  ),
  sample(
    'loops in loops',
    'var s = 0; for (var p = 0; p < 6; p++) { for (var q = 0; q < 6; q++) { if (q == p) { continue; } if (p * q > (a & 15)) { break; } switch (q) { case 2: { continue; } case 4: { break; } default: { s += 1; } } s += p * 10; } if (s > 200) { break; } } o[at] = s;',
  ),
  sample(
    'a loop of one round',
    'var n = a; loop { if (n < 0) { n = 1; break; } n = 2; break; } o[at] = n; for (var k = 0; k < 5; k++) { o[at + 1u] = k + 7; break; } while (b > 0) { o[at + 2u] = 1; break; }',
  ),
  sample(
    'return from loops',
    'for (var k = 0; ; k++) { loop { if (k > (a & 3)) { o[at] = k; return; } break; } o[at + 1u] = k; }',
  ),
  sample(
    'code that is not reached',
    'o[at] = f(a); if (a < 0) { return; o[at + 1u] = 1; } o[at + 2u] = 2;',
    'fn f(n: i32) -> i32 { { return n + 1; } return 4; }',
  ),
  sample(
    'increments',
    'var k = a; k++; var u = u32(b); u--; var v = vec2(a, b); v.y++; var t = array(1, 2); t[i & 1u]--; o[at] = k; o[at + 1u] = i32(u); o[at + 2u] = v.y; o[at + 3u] = t[0] * 10 + t[1]; o[at + 3u]++;',
  ),
  sample(
    'compound assignments',
    'var n = a; n += b; n *= 3; n ^= 85; n <<= 2u; n >>= 1u; n %= 1000; n |= 3; n -= 7; n &= 1023; n /= 3; o[at] = n; o[at + 1u] = a; o[at + 1u] ^= b; var v = vec2(a, b); v *= 3; v -= vec2(1, 2); v <<= vec2(1u, 2u); o[at + 2u] = v.x; o[at + 3u] = v.y;',
  ),
  // Builtins (V40, E6).
  sample(
    'abs, sign, min, max, clamp',
    'o[at] = abs(a) ^ i32(abs(u32(a))); o[at + 1u] = sign(a) + 10 * min(a, b); o[at + 2u] = max(a, b) ^ i32(max(u32(a), u32(b))); o[at + 3u] = clamp(a, -5, 100) + i32(clamp(u32(b), 3u, 70u)) + i32(min(u32(a), 9u));',
  ),
  sample(
    'counting bits',
    'o[at] = countOneBits(a) + 100 * countLeadingZeros(a); o[at + 1u] = countTrailingZeros(a); o[at + 2u] = reverseBits(a); o[at + 3u] = firstTrailingBit(a);',
  ),
  sample(
    'first leading bits',
    'o[at] = firstLeadingBit(a); o[at + 1u] = i32(firstLeadingBit(u32(a))); let v = firstLeadingBit(vec2(b, ~b)); o[at + 2u] = v.x; o[at + 3u] = v.y;',
  ),
  sample(
    'bit fields',
    'o[at] = extractBits(a, 3u, 7u); o[at + 1u] = i32(extractBits(u32(a), 28u, 4u)); o[at + 2u] = insertBits(a, b, 5u, 9u); o[at + 3u] = extractBits(a, 4u, 0u) + insertBits(a, b, 0u, 32u) + extractBits(vec2(a, b), 31u, 1u).y;',
  ),
  sample(
    'dot',
    'o[at] = dot(vec4(a, b, 3, -4), vec4(b, 2, a, 5)); o[at + 1u] = i32(dot(vec2(u32(a), 1u), vec2(7u, u32(b))));',
  ),
  sample(
    'dot of packed bytes',
    'o[at] = dot4I8Packed(u32(a), u32(b)); o[at + 1u] = i32(dot4U8Packed(u32(a), u32(b)));',
  ),
  sample(
    'packing bytes',
    'o[at] = i32(pack4xI8(vec4(a, b, -1, 200))); o[at + 1u] = i32(pack4xU8(vec4(u32(a), u32(b), 255u, 256u))); o[at + 2u] = i32(pack4xI8Clamp(vec4(a, b, -500, 500))); o[at + 3u] = i32(pack4xU8Clamp(vec4(u32(a), u32(b), 255u, 256u)));',
  ),
  sample(
    'unpacking bytes',
    'let v = unpack4xI8(u32(a)); let w = unpack4xU8(u32(b)); o[at] = v.x * 1000 + v.y; o[at + 1u] = v.z * 1000 + v.w; o[at + 2u] = i32(w.x * 1000u + w.y); o[at + 3u] = i32(w.z * 1000u + w.w);',
  ),
  // Workgroup memory, barriers, atomics (E7 to E9, P4).
  sample(
    'a reduction',
    't[i] = a; workgroupBarrier(); for (var s = 32u; s > 0u; s >>= 1u) { if (i < s) { t[i] += t[i + s]; } workgroupBarrier(); } o[at] = t[0];',
    'var<workgroup> t: array<i32, 64>;',
  ),
  sample(
    'values that live across barriers',
    'var n = a * 3; var v = vec2(b, a); var l: array<i32, 3>; l[i % 3u] = b; t[i] = n; workgroupBarrier(); n += t[63u - i]; v.x += n; workgroupBarrier(); t[i] = v.x; workgroupBarrier(); o[at] = t[(i + 1u) & 63u]; o[at + 1u] = l[i % 3u] + v.y;',
    'var<workgroup> t: array<i32, 64>;',
  ),
  sample(
    'atomics',
    'atomicAdd(&n[0], a); atomicMax(&n[1], b); atomicMin(&n[2], a); atomicXor(&n[3], a); atomicOr(&m, u32(b)); atomicSub(&n[4 + (i & 1u)], 3); workgroupBarrier(); o[at] = atomicLoad(&n[i & 3u]); o[at + 1u] = atomicLoad(&n[4]) * 1000 + atomicLoad(&n[5]); o[at + 2u] = i32(atomicLoad(&m)); workgroupBarrier(); if (i == 0u) { atomicStore(&n[0], 5); } workgroupBarrier(); atomicAnd(&n[0], 4); atomicMax(&w, u32(a)); workgroupBarrier(); o[at + 3u] = atomicLoad(&n[0]) + i32(atomicLoad(&w));',
    'var<workgroup> n: array<atomic<i32>, 6>; var<workgroup> m: atomic<u32>; var<workgroup> w: atomic<u32>;',
  ),
  sample(
    'workgroupUniformLoad',
    'if (i == 5u) { s = S(a, vec2(b, 3)); } let u = workgroupUniformLoad(&s); if (u.v.y == 3) { workgroupBarrier(); o[at] = u.n + u.v.x; } o[at + 1u] = workgroupUniformLoad(&t[2]) + u.n;',
    'struct S { n: i32, v: vec2<i32> } var<workgroup> s: S; var<workgroup> t: array<i32, 4>;',
  ),
  sample(
    'functions with barriers',
    'o[at] = rotate(i, a); o[at + 1u] = rotate(i, o[at]) + rotate(63u - i, b);',
    'var<workgroup> t: array<i32, 64>; fn rotate(k: u32, n: i32) -> i32 { workgroupBarrier(); t[k] = n; workgroupBarrier(); return t[(k + 1u) & 63u]; }',
  ),
  sample(
    'invocations part behind the last barrier',
    't[i] = a; workgroupBarrier(); if (i > 40u) { o[at] = 1; return; } for (var k = 0u; k < 9u; k++) { if (k > i) { return; } o[at + 1u] = t[63u - k]; } o[at + 2u] = 2;',
    'var<workgroup> t: array<i32, 64>;',
  ),
  sample(
    'invocations part in uniform branches',
    'if (wg.x == 0u) { t[i] = a; workgroupBarrier(); if (i > 40u) { o[at] = 1; return; } o[at + 1u] = t[63u - i]; } else { o[at] = 7; } o[at + 2u] = 2; if (i == 3u) { return; } o[at + 3u] = 3;',
    'var<workgroup> t: array<i32, 64>;',
  ),
  sample(
    'invocations part in a function with barriers',
    'o[at] = f(i, a, wg.x); workgroupBarrier(); t[i] = o[at]; workgroupBarrier(); o[at + 1u] = f(63u - i, t[i ^ 1u], wg.y); o[at + 2u] = t[0];',
    `var<workgroup> t: array<i32, 64>;
     fn f(k: u32, n: i32, u: u32) -> i32 {
       switch (u) {
         case 0u: { workgroupBarrier(); t[k] = n; workgroupBarrier(); if (k > 20u) { return t[63u - k]; } if (k == 7u) { break; } if (k < 3u) { return 5; } }
         default: { if (n > 4) { return 3; } }
       }
       if (k == 9u) { return 4; }
       return 6;
     }`,
  ),
  sample(
    'barriers in uniform loops and switches',
    'var s = 0; for (var r = 0u; r < 3u; r++) { t[i] = a + i32(r); workgroupBarrier(); switch (r) { case 1u: { s += t[63u - i]; workgroupBarrier(); continue; } case 2u: { workgroupBarrier(); break; } default: { s -= t[i ^ 1u]; } } workgroupBarrier(); if (r == 2u) { break; } for (var k = 0u; k < i; k++) { if (k == 5u) { break; } s += 1; } } o[at] = s;',
    'var<workgroup> t: array<i32, 64>;',
  ),
  sample(
    'jumps over barriers that come later',
    'for (var r = 0u; r < 3u; r++) { workgroupBarrier(); t[i] = a; if (wg.x == 0u) { break; } } if (wg.y < 1u) { workgroupBarrier(); o[at] = t[63u - i]; if (wg.x < 3u) { return; } o[at + 1u] = 1; } o[at + 2u] = 2; workgroupBarrier(); o[at + 3u] = 3;',
    'var<workgroup> t: array<i32, 64>;',
  ),
  sample(
    'a barrier in a loop of one round',
    't[i] = b; for (var r = 0u; r < 1u; r++) { workgroupBarrier(); if (i > 9u) { o[at] = 1; } else { o[at] = t[i + 1u]; } break; } o[at + 1u] = 2; if (a < 0) { return; } o[at + 2u] = 3;',
    'var<workgroup> t: array<i32, 64>;',
  ),
  sample(
    'a barrier in the head of a branch',
    'if (i == 0u) { u = 9u; } if (workgroupUniformLoad(&u) + 20u < i) { o[at] = 1; return; } switch (i & 3u) { case 1u: { o[at + 1u] = 1; return; } default: { } } o[at + 2u] = 2;',
    'var<workgroup> u: u32;',
  ),
  // Layout of buffers (WGSL §14.4).
  typedSample(
    'structs in buffers',
    'struct P { n: i32, v: vec3<i32>, u: vec2<u32> } struct S { k: i32, p: P, t: array<vec3<i32>, 3>, r: array<P> }',
    { x: 'S', o: 'array<i32>' },
    `let n = arrayLength(&x.r); let p = x.p; let q = x.r[i % n];
     o[4u * i] = x.k + p.v.y * 3 + i32(p.u.y); o[4u * i + 1u] = x.t[i % 3u].z + x.t[1][i % 3u]; o[4u * i + 2u] = q.v.z + q.n + i32(q.u.x) + i32(n); let t = x.t; o[4u * i + 3u] = t[(i + 1u) % 3u].x;`,
  ),
  typedSample(
    'stores to structs and vectors in buffers',
    'struct O { h: vec4<i32>, t: array<array<vec2<i32>, 2>, 15>, r: array<vec4<i32>> }',
    { x: 'array<vec4<i32>>', o: 'O' },
    `let n = arrayLength(&o.r); let v = x[i % arrayLength(&x)];
     if (i < 15u) { o.t[i][1] = v.xy; o.t[i][0].y = i32(n); o.t[i][0][0] = v[i & 3u]; }
     if (i < n) { o.r[i] = v.wzyx; o.r[i][i & 3u] += 5; o.r[i].x ^= 3; }
     if (i == 20u) { o.h = v + 1; o.h.z = 4; }`,
  ),
  typedSample(
    'whole arrays are copied between memories',
    'struct S { t: array<vec2<i32>, 3>, m: array<array<i32, 2>, 2> } var<private> s: S; var<workgroup> w: array<S, 2>;',
    { x: 'array<S, 4>', o: 'array<S>' },
    `s = x[i & 3u]; var l = s; l.t[i % 3u].y = 7; l.m[i & 1u] = x[1].m[0];
     if (i < 2u) { w[i] = l; } workgroupBarrier(); let u = w[1u - (i & 1u)]; var z = u; z.t = l.t;
     if (i < arrayLength(&o)) { o[i] = z; o[i].m[1] = s.m[i & 1u]; }`,
  ),
];

function typedSample(name: string, declarations: string, types: NonNullable<Sample['types']>, body: string): Sample {
  return { name, body, declarations, types };
}
