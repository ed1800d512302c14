// grid: 1 2 1
// write out: 6 linear 3
// result out: 20 1021 2022 120 1121 2122
// needs: V24: builtin values in structs, beside others
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

struct In {
  @builtin(workgroup_id) w: vec3<u32>,
  @builtin(local_invocation_index) k: u32,
}
struct More { @builtin(num_workgroups) n: vec3<u32> }

fn index(in: In) -> u32 { return 3u * in.w.y + in.k; }

@compute @workgroup_size(3)
fn main(in: In, @builtin(local_invocation_id) l: vec3<u32>, more: More) {
  var copy = in;
  copy.k += 10u * more.n.y;
  out[index(in)] = copy.k + 100u * in.w.y + 1000u * l.x;
}
