// P9: several entry points
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
fn shared_part(x: u32) { o[x] = x; }

@compute @workgroup_size(1)
fn first() { shared_part(0u); }

@compute @workgroup_size(2)
fn second() { shared_part(1u); }
