// read a: 5 6
// write out: 1 linear 1
// result out: 1
// guards: outside
// needs: E10: a load whose value is dropped is a load
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main(@builtin(num_workgroups) n: vec3<u32>) {
  _ = a[n.x + 1u];
  out[0] = 1u;
}
