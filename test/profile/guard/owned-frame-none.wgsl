// grid: 4 1 1
// write out: 12 linear 2 3
// from out: 1 1 1 1 1 1 1 1 1 1 1 1
// result out: 1 1 1 10 11 12 13 14 15 16 17 1
// needs: E12 control: with an offset, each cell keeps to its own words
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(2)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  out[id.x + 3u] = 10u * out[id.x + 3u] + id.x;
}
