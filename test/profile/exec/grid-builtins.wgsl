// grid: 2 3 2
// write out: 48 linear 4
// result out: 25000000 25010011 25120042 25130053 25020100 25030111 25140142 25150153 25040200 25050211 25160242 25170253 25060300 25070311 25180342 25190353 25080400 25090411 25200442 25210453 25100500 25110511 25220542 25230553 25240600 25250611 25360642 25370653 25260700 25270711 25380742 25390753 25280800 25290811 25400842 25410853 25300900 25310911 25420942 25430953 25321000 25331011 25441042 25451053 25341100 25351111 25461142 25471153
// needs: WGSL 13.3: all builtin values in a grid of 2 x 3 x 2 workgroups of 2 x 1 x 2
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(2, 1, 2)
fn main(
  @builtin(local_invocation_id) lid: vec3<u32>,
  @builtin(local_invocation_index) lix: u32,
  @builtin(workgroup_id) wid: vec3<u32>,
  @builtin(num_workgroups) nwg: vec3<u32>,
  @builtin(global_invocation_id) gid: vec3<u32>,
) {
  let linear = wid.x + nwg.x * (wid.y + nwg.y * wid.z);
  out[4u * linear + lix] = lix + 10u * dot(lid, vec3(1u, 2u, 4u)) + 100u * dot(wid, vec3(1u, 2u, 6u)) +
    10000u * dot(gid, vec3(1u, 4u, 12u)) + 1000000u * dot(nwg, vec3(1u, 3u, 7u));
}
