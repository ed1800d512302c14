// budget: 3
// write out: 9 linear 9
// result out: 234 9 1503 345 12 1704 123 6 1305
// needs: E18: registers, arrays and pointers of an invocation live across barriers and rounds
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

var<workgroup> t: array<array<u32, 2>, 3>;
struct S { n: u32, list: array<u32, 3> }

@compute @workgroup_size(3)
fn main(@builtin(local_invocation_index) k: u32) {
  var s: S;
  let row = &t[k];
  let mine = &s.list[k];
  var kept = vec2(k, 10u);
  for (var i = 0u; i < 3u; i++) {
    (*row)[i & 1u] = kept.x + 1u;
    workgroupBarrier();
    let seen = t[(k + 1u) % 3u][i & 1u];
    *mine += seen;
    s.n = s.n * 10u + seen;
    if (i == 1u) { kept.y += s.list[k]; }
    workgroupBarrier();
    kept.x += 1u;
  }
  out[3u * k] = s.n;
  out[3u * k + 1u] = s.list[k] + 100u * s.list[(k + 1u) % 3u];
  out[3u * k + 2u] = kept.x + 100u * kept.y;
}
