// override e: 4294967295
// override b: 305419896
// write by_constant: 5 linear 5
// write by_override: 5 linear 5
// result by_constant: 305419896 305419897 2452903544 306048888 2309737967
// result by_override: 4294967295 4294967294 2147483647 4294342911 305419896
// needs: P3: insertBits of u32, by constants and overrides
@group(0) @binding(0) var<storage, read_write> by_constant: array<u32, 5>;
@group(0) @binding(1) var<storage, read_write> by_override: array<u32, 5>;
override e: u32;
override b: u32;
override o0 = insertBits(e, b, 0u, 0u);
override o1 = insertBits(e, b, 0u, 1u);
override o2 = insertBits(e, b, 31u, 1u);
override o3 = insertBits(e, b, 8u, 12u);
override o4 = insertBits(e, b, 0u, 32u);
const folded = array(insertBits(305419896u, 2309737967u, 0u, 0u), insertBits(305419896u, 2309737967u, 0u, 1u),
  insertBits(305419896u, 2309737967u, 31u, 1u), insertBits(305419896u, 2309737967u, 8u, 12u),
  insertBits(305419896u, 2309737967u, 0u, 32u));

@compute @workgroup_size(1)
fn main() {
  by_constant = folded;
  by_override = array(o0, o1, o2, o3, o4);
}
