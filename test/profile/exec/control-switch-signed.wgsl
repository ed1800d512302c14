// read a: -2147483648 -1 6 2147483647 0 1
// write out: 6 linear 6
// result out: 1 2 2 3 4 5
// needs: V37: selectors are constant expressions of i32, negative ones included
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@group(0) @binding(1) var<storage, read> a: array<i32, 6>;
const low = -2147483647 - 1;

@compute @workgroup_size(6)
fn main(@builtin(local_invocation_index) k: u32) {
  switch a[k] {
    case low: { out[k] = 1u; }
    case -1, 2 * 3: { out[k] = 2u; }
    case 0x7fffffff: { out[k] = 3u; }
    case i32(): { out[k] = 4u; }
    default: { out[k] = 5u; }
  }
}
