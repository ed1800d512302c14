// override x: -1985229329
// write by_constant: 12 linear 12
// write by_override: 12 linear 12
// result by_constant: 0 0 305419896 0 103 4660 0 0 -2147483648 -1 0 -32768
// result by_override: 0 -1 -1985229329 -1 -34 -30293 0 -1 -1985229329 -1 -34 -30293
// needs: P3: extractBits of i32 extends the sign of the field, by constants and overrides
@group(0) @binding(0) var<storage, read_write> by_override: array<i32>;
@group(0) @binding(1) var<storage, read_write> by_constant: array<i32, 12>;
override x: i32;
override o0: i32 = extractBits(x, 0u, 0u);
override o1: i32 = extractBits(x, 0u, 1u);
override o2: i32 = extractBits(x, 0u, 32u);
override o3: i32 = extractBits(x, 31u, 1u);
override o4: i32 = extractBits(x, 4u, 8u);
override o5: i32 = extractBits(x, 16u, 16u);
const folded = array<i32, 12>(
  extractBits(305419896i, 0u, 0u),
  extractBits(305419896i, 0u, 1u),
  extractBits(305419896i, 0u, 32u),
  extractBits(305419896i, 31u, 1u),
  extractBits(305419896i, 4u, 8u),
  extractBits(305419896i, 16u, 16u),
  extractBits(i32(-2147483648), 0u, 0u),
  extractBits(i32(-2147483648), 0u, 1u),
  extractBits(i32(-2147483648), 0u, 32u),
  extractBits(i32(-2147483648), 31u, 1u),
  extractBits(i32(-2147483648), 4u, 8u),
  extractBits(i32(-2147483648), 16u, 16u),
);

@compute @workgroup_size(1)
fn main() {
  by_override[0] = o0;
  by_override[1] = o1;
  by_override[2] = o2;
  by_override[3] = o3;
  by_override[4] = o4;
  by_override[5] = o5;
  by_override[6] = extractBits(x, 0u, 0u);
  by_override[7] = extractBits(x, 0u, 1u);
  by_override[8] = extractBits(x, 0u, 32u);
  by_override[9] = extractBits(x, 31u, 1u);
  by_override[10] = extractBits(x, 4u, 8u);
  by_override[11] = extractBits(x, 16u, 16u);
  by_constant = folded;
}
