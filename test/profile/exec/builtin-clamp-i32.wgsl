// override low: -3
// override high: 100
// read a: 0 -1 2147483647 -2147483648
// read u: 0 -1 2147483647 -2147483648
// write by_uniform: 64 linear 64
// write out: 64 linear 64
// write some: 6 linear 6
// result by_uniform: 0 0 0 0 0 -1 0 -1 0 0 0 0 0 -1 0 -2147483648 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -2147483648 0 0 2147483647 0 0 -1 2147483647 -1 2147483647 2147483647 2147483647 2147483647 0 -1 2147483647 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648
// result out: 0 0 0 0 0 -1 0 -1 0 0 0 0 0 -1 0 -2147483648 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -2147483648 0 0 2147483647 0 0 -1 2147483647 -1 2147483647 2147483647 2147483647 2147483647 0 -1 2147483647 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648 -2147483648
// result some: 0 5 3 100 100 0
// needs: E6: clamp is min(max(e, low), high) of i32, also where low > high at run time
@group(0) @binding(0) var<storage, read> a: array<i32, 4>;
@group(0) @binding(1) var<uniform> u: vec4<i32>;
@group(0) @binding(2) var<storage, read_write> out: array<i32>;
@group(0) @binding(3) var<storage, read_write> by_uniform: array<i32>;
@group(0) @binding(4) var<storage, read_write> some: array<i32, 6>;
override low: i32;
override high: i32;
override within = clamp(high, low, high);

@compute @workgroup_size(4, 4, 4)
fn main(@builtin(local_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) k: u32) {
  out[k] = clamp(a[id.x], a[id.y], a[id.z]);
  by_uniform[k] = clamp(u[id.x], u[id.y], u[id.z]);
  if (k == 0u) {
    some = array(clamp(-1i, 0i, 2147483647i), clamp(2147483647i, 0i, 5i),
      clamp(0i, 3i, 3i), within, clamp(a[2], low, high), clamp(a[0], low, high));
  }
}
