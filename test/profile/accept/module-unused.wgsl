// V20: unused declarations
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
const unused = 1;
var<private> idle: vec3<i32>;
struct Idle { a: bool }
fn idle_function(x: Idle) -> bool { return x.a; }

@compute @workgroup_size(1)
fn main() { o[0] = 1u; }
