// read v: 0 1 -1 127 128 -128 -129 255 256 511 -256 2147483647 -2147483648 305419896 -1985229329 77
// read u: 0 1 -1 127 128 -128 -129 255 256 511 -256 2147483647 -2147483648 305419896 -1985229329 77
// write by_uniform: 16 linear 16
// write out: 16 linear 16
// result by_uniform: 2147418368 2147418368 2147418368 2147418368 4286546048 4286546048 2139127935 4294967168 4278255360 4278255360 2139127679 4294967295 1307539456 1307539456 1300266880 1308622847
// result out: 2147418368 2147418368 2147418368 2147418368 4286546048 4286546048 2139127935 4294967168 4278255360 4278255360 2139127679 4294967295 1307539456 1307539456 1300266880 1308622847
// needs: V40: pack4xI8, pack4xU8 take the low bytes; the clamping forms clamp first
@group(0) @binding(0) var<storage, read> v: array<vec4<i32>, 4>;
@group(0) @binding(1) var<uniform> u: array<vec4<i32>, 4>;
@group(0) @binding(2) var<storage, read_write> out: array<vec4<u32>>;
@group(0) @binding(3) var<storage, read_write> by_uniform: array<vec4<u32>>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  let a = v[k];
  let b = bitcast<vec4<u32>>(a);
  out[k] = vec4(pack4xI8(a), pack4xU8(b), pack4xI8Clamp(a), pack4xU8Clamp(b));
  let c = u[k];
  let d = bitcast<vec4<u32>>(c);
  by_uniform[k] = vec4(pack4xI8(c), pack4xU8(d), pack4xI8Clamp(c), pack4xU8Clamp(d));
}
