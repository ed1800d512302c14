// write out: 8 linear 8
// race: out
// needs: E15: 3y + x of rows that are four wide
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4, 2)
fn main(@builtin(local_invocation_id) id: vec3<u32>) { out[3u * id.y + id.x] = id.x; }
