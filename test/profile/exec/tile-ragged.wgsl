// grid: 3 4 1
// write out: 70 tile 7x10 2x4@yx
// result out: 0 1 2 3 10004 10005 10006 10007 20008 20009 100 101 102 103 10104 10105 10106 10107 20108 20109 30200 30201 30202 30203 40204 40205 40206 40207 50208 50209 30300 30301 30302 30303 40304 40305 40306 40307 50308 50309 60400 60401 60402 60403 70404 70405 70406 70407 80408 80409 60500 60501 60502 60503 70504 70505 70506 70507 80508 80509 90600 90601 90602 90603 100604 100605 100606 100607 110608 110609
// needs: J12: ragged tiles at both edges; the invocations beyond the edge store nothing
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4, 2)
fn main(
  @builtin(global_invocation_id) id: vec3<u32>,
  @builtin(workgroup_id) w: vec3<u32>,
  @builtin(num_workgroups) n: vec3<u32>,
) {
  if (id.x < 10u && id.y < 7u) { out[10u * id.y + id.x] = 100u * id.y + id.x + 10000u * (w.x + n.x * w.y); }
}
