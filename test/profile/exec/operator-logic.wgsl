// override yes: 1
// override no: 0
// read a: 0 5
// write by_override: 3 linear 3
// write out: 4 linear 4
// result by_override: 42 106 3
// result out: 80 106 42 31
// needs: E4: && || & | == != ! of booleans from storage and overrides
@group(0) @binding(0) var<storage, read> a: array<u32, 2>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read_write> by_override: array<u32>;
override yes: bool;
override no: bool;
override both: bool = yes && !no;
override either = no || yes;

fn logic(a: bool, b: bool) -> u32 {
  return u32(a && b) + 2u * u32(a || b) + 4u * u32(a & b) + 8u * u32(a | b) + 16u * u32(a == b) + 32u * u32(a != b) +
    64u * u32(!a);
}

@compute @workgroup_size(2, 2)
fn main(@builtin(local_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) k: u32) {
  out[k] = logic(a[id.y] != 0u, a[id.x] != 0u);
  if (k == 0u) {
    by_override[0] = logic(yes, no);
    by_override[1] = logic(no, yes);
    by_override[2] = u32(both) + 2u * u32(either);
  }
}
