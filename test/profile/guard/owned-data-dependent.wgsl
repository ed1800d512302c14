// grid: 2 1 1
// budget: 6
// read to: 3 0 2 1 3 0
// write out: 4 linear 2
// result out: 15 3 2 4
// guards: not-owned
// needs: E12: scattered stores by data; what is foreign is dropped
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@group(0) @binding(1) var<storage, read> to: array<u32>;

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) w: vec3<u32>) {
  for (var i = 0u; i < arrayLength(&to); i++) { out[to[i]] = 10u * out[to[i]] + i; }
}
