// grid: 3 1 2
// write out: 60 tile 4x3x5 2x3x2@z-x
// result out: 0 1 2 3 4 10 11 12 13 14 20 21 22 23 24 100 101 102 103 104 110 111 112 113 114 120 121 122 123 124 200 201 202 203 204 210 211 212 213 214 220 221 222 223 224 300 301 302 303 304 310 311 312 313 314 320 321 322 323 324
// needs: J12: three dimensions by z, none and x
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(2, 3, 2)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x < 5u) { out[id.x + 5u * (id.y + 3u * id.z)] = 100u * id.z + 10u * id.y + id.x; }
}
