// V21: entry points may use one number twice
@group(0) @binding(0) var<storage, read_write> a: array<u32>;
@group(0) @binding(0) var<storage, read_write> b: array<i32>;

@compute @workgroup_size(1)
fn first() { a[0] = 1u; }

@compute @workgroup_size(1)
fn second() { b[0] = 1; }
