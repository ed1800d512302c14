// grid: 3 4 5
// write out: 60 linear 1
// result out: 0 1 2 256 257 258 512 513 514 768 769 770 65536 65537 65538 65792 65793 65794 66048 66049 66050 66304 66305 66306 131072 131073 131074 131328 131329 131330 131584 131585 131586 131840 131841 131842 196608 196609 196610 196864 196865 196866 197120 197121 197122 197376 197377 197378 262144 262145 262146 262400 262401 262402 262656 262657 262658 262912 262913 262914
// needs: J9: workgroups in linear order x, y, z with one word each
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) w: vec3<u32>, @builtin(num_workgroups) n: vec3<u32>) {
  out[w.x + n.x * (w.y + n.y * w.z)] = w.x | (w.y << 8u) | (w.z << 16u);
}
