// budget: 4
// read a: count 8
// write out: 4 linear 4
// race: workgroup
// needs: E15: a tiled product without the barrier behind the products
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<storage, read> a: array<u32>;
var<workgroup> left: array<array<u32, 2>, 2>;

@compute @workgroup_size(2, 2)
fn main(@builtin(local_invocation_id) l: vec3<u32>, @builtin(local_invocation_index) k: u32) {
  var total = 0u;
  for (var t = 0u; t < 4u; t += 2u) {
    left[l.y][l.x] = a[4u * l.y + t + l.x];
    workgroupBarrier();
    for (var i = 0u; i < 2u; i++) { total += left[l.y][i]; }
  }
  out[k] = total;
}
