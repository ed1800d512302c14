// read a: 1 2 3 -999 4 5 6 -999
// read b: 7 8 -999 -999 -999 -999 9 10 -999 -999 -999 -999
// write out: 8 linear 8
// result out: 1 3 7 8 4 6 9 10
// needs: V13: @size of the last member and a vec3 alone round a struct up
struct A { v: vec3<i32> }
struct B { x: i32, @size(20) y: i32 }
@group(0) @binding(0) var<storage, read> a: array<A, 2>;
@group(0) @binding(1) var<storage, read> b: array<B, 2>;
@group(0) @binding(2) var<storage, read_write> out: array<i32>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  out[4u * k] = a[k].v.x;
  out[4u * k + 1u] = a[k].v.z;
  out[4u * k + 2u] = b[k].x;
  out[4u * k + 3u] = b[k].y;
}
