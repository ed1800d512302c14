// V24: sizes in three dimensions
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
const n = 4;

@compute @workgroup_size(n, n + 4, 2 * n)
fn main() { o[0] = 1u; }
