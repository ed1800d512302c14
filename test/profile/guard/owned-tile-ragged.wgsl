// grid: 2 3 1
// write out: 35 tile 5x7 2x4@yx
// result out: 0 1 2 3 1004 1005 1006 7 8 9 10 1011 1012 1013 2014 2015 2016 2017 3018 3019 3020 2021 2022 2023 2024 3025 3026 3027 4028 4029 4030 4031 5032 5033 5034
// guards: not-owned outside
// needs: E12: without a check of x the ragged tile runs into the next row, which another cell owns
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4, 2)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(workgroup_id) w: vec3<u32>) {
  let word = 7u * id.y + id.x;
  out[word] = word + 1000u * (w.x + 2u * w.y);
}
