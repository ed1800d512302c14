// budget: 3
// read n: 4
// write out: 2 linear 2
// result out: 4 1234
// needs: E14 control: break if in the fourth round: three back-edges; the continuing block runs before the budget is asked, budget 3
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<uniform> n: u32;

@compute @workgroup_size(1)
fn main() {
  var i = 0u;
  loop {
    i++;
    continuing {
      out[1] = out[1] * 10u + i;
      break if i == n;
    }
  }
  out[0] = i;
}
