// read u: 7 10 -1 -1 1 2 3 4
// write out: 8 linear 8
// result out: 141 130 119 108 41 30 19 8
// needs: V23: pointers to uniform and workgroup memory
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

struct U { base: u32, step: u32, v: vec4<u32> }
@group(0) @binding(1) var<uniform> u: U;
var<workgroup> tile: array<array<u32, 4>, 2>;

fn value(p: ptr<uniform, U>, i: u32) -> u32 { return (*p).base + i * p.step + p.v[i]; }
fn fill(p: ptr<workgroup, array<u32, 4>>, i: u32, x: u32) { (*p)[i] = x; }
fn fetch(p: ptr<workgroup, u32>) -> u32 { return *p; }

@compute @workgroup_size(4, 2)
fn main(@builtin(local_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) k: u32) {
  fill(&tile[id.y], id.x, 100u * id.y + value(&u, id.x));
  workgroupBarrier();
  out[k] = fetch(&tile[1u - id.y][3u - id.x]);
}
