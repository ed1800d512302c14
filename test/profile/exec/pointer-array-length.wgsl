// read a: 1 2 3 4 5 60
// write out: 3 linear 3
// result out: 3 63 0
// needs: V40: arrayLength through pointer parameters
@group(0) @binding(0) var<storage, read> a: array<vec2<u32>>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

fn length(p: ptr<storage, array<u32>, read_write>) -> u32 { return arrayLength(p); }
fn pairs(p: ptr<storage, array<vec2<u32>>>) -> u32 { return arrayLength(p) + (*p)[arrayLength(p) - 1u].y; }

@compute @workgroup_size(1)
fn main() {
  out[0] = length(&out);
  out[1] = pairs(&a);
}
