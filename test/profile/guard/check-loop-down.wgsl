// budget: 4
// read a: 11 22 33 44
// read at: 3 1
// write out: 2 linear 2
// result out: 125 115
// guards: outside
// needs: E10: a counter that runs down through 0
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  let x = at[k];
  for (var i = 3u; i < 4u || i == 0xffffffffu; i--) {
    out[k] += a[i] + x;
    if (i == 0xffffffffu) { break; }
  }
}
