// V20: overrides of each type
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
@id(1) override a: u32 = 4;
override b: i32 = -1;
override c: bool = true;
@id(65535) override d = 7u;
override e = a + d;

@compute @workgroup_size(a)
fn main() {
  if (c) { o[0] = e + u32(b); }
}
