// write out: 8 linear 8
// result out: 1 127 -1 -128 1 127 255 128
// needs: V40: unpack4xI8, unpack4xU8 of constants
struct Bytes { signed: vec4<i32>, unsigned: vec4<u32> }
@group(0) @binding(0) var<storage, read_write> out: Bytes;
const folded = Bytes(unpack4xI8(0x80ff7f01u), unpack4xU8(0x80ff7f01u));

@compute @workgroup_size(1)
fn main() { out = folded; }
