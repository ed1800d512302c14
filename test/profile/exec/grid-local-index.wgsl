// write out: 24 linear 24
// result out: 0 6 12 18 3 9 15 21 1 7 13 19 4 10 16 22 2 8 14 20 5 11 17 23
// needs: WGSL 13.3: local_invocation_index runs along x, then y, then z
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(3, 2, 4)
fn main(@builtin(local_invocation_id) l: vec3<u32>, @builtin(local_invocation_index) k: u32) {
  out[l.z + 4u * (l.y + 2u * l.x)] = k;
}
