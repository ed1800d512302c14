// budget: 4
// write out: 6 linear 6
// result out: 1103 102 1101 1401 1201 1
// needs: WGSL 9.4.11: return leaves a function out of switches and loops, and nothing else
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

fn find(k: u32) -> u32 {
  for (var i = 0u; i < 4u; i++) {
    loop {
      switch i + k {
        case 2u: { return 100u + i; }
        case 4u: {
          if (k == 4u) { return 200u; }
          break;
        }
        default: {}
      }
      break;
    }
    if (i == k) { continue; }
    if (i == 3u) { return 300u; }
  }
  return 400u;
}

fn store(k: u32) {
  if (k == 5u) { return; }
  out[k] = find(k);
  {
    if (k == 1u) { return; }
  }
  out[k] += 1000u;
}

@compute @workgroup_size(6)
fn main(@builtin(local_invocation_index) k: u32) {
  store(k);
  out[k] += 1u;
}
