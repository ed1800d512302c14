// override x: 2309737967
// write by_constant: 12 linear 12
// write by_override: 12 linear 12
// result by_constant: 0 0 305419896 0 103 0 0 1 4294967295 1 255 0
// result by_override: 0 1 2309737967 1 222 0 0 1 2309737967 1 222 0
// needs: P3: extractBits of u32, counts 0 to 32, by constants and overrides
@group(0) @binding(0) var<storage, read_write> by_override: array<u32>;
@group(0) @binding(1) var<storage, read_write> by_constant: array<u32, 12>;
override x: u32;
override o0: u32 = extractBits(x, 0u, 0u);
override o1: u32 = extractBits(x, 0u, 1u);
override o2: u32 = extractBits(x, 0u, 32u);
override o3: u32 = extractBits(x, 31u, 1u);
override o4: u32 = extractBits(x, 4u, 8u);
override o5: u32 = extractBits(x, 32u, 0u);
const folded = array<u32, 12>(
  extractBits(305419896u, 0u, 0u),
  extractBits(305419896u, 0u, 1u),
  extractBits(305419896u, 0u, 32u),
  extractBits(305419896u, 31u, 1u),
  extractBits(305419896u, 4u, 8u),
  extractBits(305419896u, 32u, 0u),
  extractBits(4294967295u, 0u, 0u),
  extractBits(4294967295u, 0u, 1u),
  extractBits(4294967295u, 0u, 32u),
  extractBits(4294967295u, 31u, 1u),
  extractBits(4294967295u, 4u, 8u),
  extractBits(4294967295u, 32u, 0u),
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
  by_override[11] = extractBits(x, 32u, 0u);
  by_constant = folded;
}
