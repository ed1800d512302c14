// grid: 2 1 1
// read a: 100 101 102 103 104 105 106 107 108 109 110 111 112 113 114 115 116 117 118 119 120 121 122 123 124 125 126 127 128 129 130 131
// write out: 32 tile 4x8 4x4@-x
// result out: 100 104 108 112 116 120 124 128 101 105 109 113 117 121 125 129 102 106 110 114 118 122 126 130 103 107 111 115 119 123 127 131
// needs: E9: a tile is transposed through workgroup memory, two workgroups with tiled outputs
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<storage, read> a: array<u32>;

var<workgroup> tile: array<array<u32, 4>, 4>;

@compute @workgroup_size(4, 4)
fn main(@builtin(local_invocation_id) id: vec3<u32>, @builtin(workgroup_id) w: vec3<u32>) {
  tile[id.y][id.x] = a[16u * w.x + 4u * id.y + id.x];
  workgroupBarrier();
  out[8u * id.y + 4u * w.x + id.x] = tile[id.x][id.y];
}
