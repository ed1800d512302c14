// write out: 4 linear 4
// write marks: 2 linear 2
// race: marks
// needs: E15: the racing word lies in the second of two buffers
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<storage, read_write> marks: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) k: u32) {
  out[k] = k;
  marks[k & 1u] = k;
}
