// budget: 6
// write out: 2 linear 2
// result out: 47 58
// needs: V23: a function whose only returns stand in a loop without break
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

fn first(k: u32) -> u32 {
  loop {
    if (k == 0u) { return 7u; }
    return 8u;
  }
}
fn root(x: u32) -> u32 {
  for (var i = 0u; ; i++) {
    if (i * i > x) { return i - 1u; }
  }
}

@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = 10u * root(20u + 5u * k) + first(k);
}
