// read words: 9 9 9 9 9
// read threes: zeros 12
// read tail: 0 0 0 0 0
// read nested: zeros 12
// write out: 6 linear 6
// result out: 5 3 2 2 6 20
// needs: V40: arrayLength counts whole elements of arrays of words, vectors, structs and members
struct Pair { a: u32, b: u32 }
struct Tail { count: u32, items: array<Pair> }
@group(0) @binding(0) var<storage, read> words: array<u32>;
@group(0) @binding(1) var<storage, read> threes: array<vec3<u32>>;
@group(0) @binding(2) var<storage, read> tail: Tail;
@group(0) @binding(3) var<storage, read> nested: array<array<Pair, 3>>;
@group(0) @binding(4) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
  let t = &tail;
  out[0] = arrayLength(&words);
  out[1] = arrayLength(&threes);
  out[2] = arrayLength(&tail.items);
  out[3] = arrayLength(&nested);
  out[4] = arrayLength(&out);
  out[5] = arrayLength(&(*t).items) * 10u;
}
