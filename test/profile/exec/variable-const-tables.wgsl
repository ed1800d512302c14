// write out: 15 linear 15
// result out: 5 1 12 8 301 7 4 23 7 202 11 11 12 6 103
// needs: V31: constant arrays of arrays, vectors and structs are indexed at run time
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

struct S { k: u32, v: vec2<u32> }
const primes = array(2u, 3u, 5u, 7u, 11u);
const grid = array(array(1u, 2u), array(3u, 4u), array(primes[4], 6u));
const pairs = array(S(10u, vec2(1, 2)), S(20u, vec2(3, 4)));
const v = vec4(9u, 8u, 7u, 6u);

fn at(i: u32) -> u32 {
  const local = array(100u, 200u, 300u);
  return local[i];
}

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  let i = i32(k);
  out[5u * k] = primes[k + 2u];
  out[5u * k + 1u] = grid[k][i & 1];
  out[5u * k + 2u] = pairs[k & 1u].v[1u - (k & 1u)] + pairs[i & 1].k;
  out[5u * k + 3u] = v[i + 1];
  out[5u * k + 4u] = at(2u - k) + array(1u, 2u, 3u)[k];
}
