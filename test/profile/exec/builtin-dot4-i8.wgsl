// override x: 2155905152
// override y: 2164227841
// read a: 0 2155905152 2139062143 4294967295 16909060 2164227841 4278190080 255
// read u: 0 2155905152 2139062143 4294967295 16909060 2164227841 4278190080 255
// write by_constant: 4 linear 4
// write by_override: 3 linear 3
// write by_storage: 64 linear 64
// write by_uniform: 64 linear 64
// result by_constant: 65536 -65024 4 255
// result by_override: 128 65536 128
// result by_storage: 0 0 0 0 0 0 0 0 0 65536 -65024 512 -1280 128 128 128 0 -65024 64516 -508 1270 -127 -127 -127 0 512 -508 4 -10 1 1 1 0 -1280 1270 -10 30 255 -1 -4 0 128 -127 1 255 32515 128 -1 0 128 -127 1 -1 128 1 0 0 128 -127 1 -4 -1 0 1
// result by_uniform: 0 0 0 0 0 0 0 0 0 65536 -65024 512 -1280 128 128 128 0 -65024 64516 -508 1270 -127 -127 -127 0 512 -508 4 -10 1 1 1 0 -1280 1270 -10 30 255 -1 -4 0 128 -127 1 255 32515 128 -1 0 128 -127 1 -1 128 1 0 0 128 -127 1 -4 -1 0 1
// needs: V40: dot4I8Packed of four bytes, signed, from all edge pairs
@group(0) @binding(0) var<storage, read> a: array<u32, 8>;
@group(0) @binding(1) var<uniform> u: array<vec4<u32>, 2>;
@group(0) @binding(2) var<storage, read_write> by_storage: array<i32>;
@group(0) @binding(3) var<storage, read_write> by_uniform: array<i32>;
@group(0) @binding(4) var<storage, read_write> by_override: array<i32>;
@group(0) @binding(5) var<storage, read_write> by_constant: array<i32>;
override x: u32;
override y: u32;
override both: i32 = dot4I8Packed(x, y);
const folded = array<i32, 4>(
  dot4I8Packed(2155905152u, 2155905152u),
  dot4I8Packed(2155905152u, 2139062143u),
  dot4I8Packed(4294967295u, 4294967295u),
  dot4I8Packed(16909060u, 2164227841u),
);

@compute @workgroup_size(8, 8)
fn main(@builtin(local_invocation_id) id: vec3<u32>) {
  let k = 8u * id.y + id.x;
  by_storage[k] = dot4I8Packed(a[id.y], a[id.x]);
  by_uniform[k] = dot4I8Packed(u[id.y / 4u][id.y % 4u], u[id.x / 4u][id.x % 4u]);
  if (k < 4u) { by_constant[k] = folded[k]; }
  if (k == 0u) {
    by_override[0] = both;
    by_override[1] = dot4I8Packed(x, a[1]);
    by_override[2] = dot4I8Packed(u[0][1], y);
  }
}
