// override yes: 1
// override no: 0
// override low: -2147483648
// override most: 4294967295
// write out: 7 linear 7
// result out: 1 2147483648 2147483647 4294967295 2147483647 2147483649 4294967295
// needs: J15: values of bool, i32 and u32 overrides at the ends of their ranges; defaults where none is given
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

override yes: bool;
override no: bool = true;
override low: i32;
override high: i32 = 2147483647;
override most: u32;
override half = 2147483648u;
override derived: i32 = low + 1;
override chosen = select(most, half, no);

@compute @workgroup_size(1)
fn main() {
  out[0] = u32(yes) + 2u * u32(no);
  out[1] = bitcast<u32>(low);
  out[2] = bitcast<u32>(high);
  out[3] = most;
  out[4] = half + most;
  out[5] = bitcast<u32>(derived);
  out[6] = chosen;
}
