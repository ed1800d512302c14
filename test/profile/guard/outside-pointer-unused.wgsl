// read a: 1 2
// read at: 1 9
// write out: 1 linear 1
// result out: 4
// needs: E10 control: a pointer to an invalid element that nobody loads or stores through fires nothing
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> at: array<u32>;

fn nothing(p: ptr<storage, u32>, use_it: bool) -> u32 {
  if (use_it) { return *p; }
  return 4u;
}

@compute @workgroup_size(1)
fn main() {
  let p = &a[at[1]];
  _ = &out[at[1]];
  out[0] = nothing(p, at[0] == 7u);
}
