// override x: 2155905152
// override y: 2164227841
// read a: 0 2155905152 2139062143 4294967295 16909060 2164227841 4278190080 255
// read u: 0 2155905152 2139062143 4294967295 16909060 2164227841 4278190080 255
// write by_constant: 4 linear 4
// write by_override: 3 linear 3
// write by_storage: 64 linear 64
// write by_uniform: 64 linear 64
// result by_constant: 65536 65024 260100 1023
// result by_override: 65408 65536 65408
// result by_storage: 0 0 0 0 0 0 0 0 0 65536 65024 130560 1280 65408 32640 32640 0 65024 64516 129540 1270 64897 32385 32385 0 130560 129540 260100 2550 130305 65025 65025 0 1280 1270 2550 30 1023 255 1020 0 65408 64897 130305 1023 97539 32640 255 0 32640 32385 65025 255 32640 65025 0 0 32640 32385 65025 1020 255 0 65025
// result by_uniform: 0 0 0 0 0 0 0 0 0 65536 65024 130560 1280 65408 32640 32640 0 65024 64516 129540 1270 64897 32385 32385 0 130560 129540 260100 2550 130305 65025 65025 0 1280 1270 2550 30 1023 255 1020 0 65408 64897 130305 1023 97539 32640 255 0 32640 32385 65025 255 32640 65025 0 0 32640 32385 65025 1020 255 0 65025
// needs: V40: dot4U8Packed of four bytes, unsigned, from all edge pairs
@group(0) @binding(0) var<storage, read> a: array<u32, 8>;
@group(0) @binding(1) var<uniform> u: array<vec4<u32>, 2>;
@group(0) @binding(2) var<storage, read_write> by_storage: array<u32>;
@group(0) @binding(3) var<storage, read_write> by_uniform: array<u32>;
@group(0) @binding(4) var<storage, read_write> by_override: array<u32>;
@group(0) @binding(5) var<storage, read_write> by_constant: array<u32>;
override x: u32;
override y: u32;
override both: u32 = dot4U8Packed(x, y);
const folded = array<u32, 4>(
  dot4U8Packed(2155905152u, 2155905152u),
  dot4U8Packed(2155905152u, 2139062143u),
  dot4U8Packed(4294967295u, 4294967295u),
  dot4U8Packed(16909060u, 2164227841u),
);

@compute @workgroup_size(8, 8)
fn main(@builtin(local_invocation_id) id: vec3<u32>) {
  let k = 8u * id.y + id.x;
  by_storage[k] = dot4U8Packed(a[id.y], a[id.x]);
  by_uniform[k] = dot4U8Packed(u[id.y / 4u][id.y % 4u], u[id.x / 4u][id.x % 4u]);
  if (k < 4u) { by_constant[k] = folded[k]; }
  if (k == 0u) {
    by_override[0] = both;
    by_override[1] = dot4U8Packed(x, a[1]);
    by_override[2] = dot4U8Packed(u[0][1], y);
  }
}
