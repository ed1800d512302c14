// override e: -1
// override b: 305419896
// write by_constant: 5 linear 5
// write by_override: 5 linear 5
// result by_constant: 305419896 305419897 -1842063752 306048888 -1985229329
// result by_override: -1 -2 2147483647 -624385 305419896
// needs: P3: insertBits of i32, by constants and overrides
@group(0) @binding(0) var<storage, read_write> by_constant: array<i32, 5>;
@group(0) @binding(1) var<storage, read_write> by_override: array<i32, 5>;
override e: i32;
override b: i32;
override o0 = insertBits(e, b, 0u, 0u);
override o1 = insertBits(e, b, 0u, 1u);
override o2 = insertBits(e, b, 31u, 1u);
override o3 = insertBits(e, b, 8u, 12u);
override o4 = insertBits(e, b, 0u, 32u);
const folded = array(insertBits(305419896i, -1985229329i, 0u, 0u), insertBits(305419896i, -1985229329i, 0u, 1u),
  insertBits(305419896i, -1985229329i, 31u, 1u), insertBits(305419896i, -1985229329i, 8u, 12u),
  insertBits(305419896i, -1985229329i, 0u, 32u));

@compute @workgroup_size(1)
fn main() {
  by_constant = folded;
  by_override = array(o0, o1, o2, o3, o4);
}
