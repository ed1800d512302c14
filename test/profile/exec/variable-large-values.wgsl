// budget: 20
// write out: 6 linear 6
// result out: 1 2 2 3 4 5
// needs: E18: arrays in structs in arrays are passed, returned and changed by value in loops
@group(0) @binding(0) var<storage, read_write> out: array<u32>;

struct Node { key: u32, kids: array<u32, 2> }
struct Tree { nodes: array<Node, 5>, count: u32 }
fn insert(tree: Tree, key: u32) -> Tree {
  var t = tree;
  t.nodes[t.count] = Node(key, array(0u, 0u));
  if (t.count > 0u) {
    var at = 0u;
    loop {
      let side = u32(key >= t.nodes[at].key);
      let next = t.nodes[at].kids[side];
      if (next == 0u) {
        t.nodes[at].kids[side] = t.count;
        break;
      }
      at = next;
    }
  }
  t.count++;
  return t;
}
fn depth(tree: Tree, key: u32) -> u32 {
  var at = 0u;
  for (var d = 1u; d < 6u; d++) {
    let node = tree.nodes[at];
    if (node.key == key) { return d; }
    at = node.kids[u32(key >= node.key)];
  }
  return 0u;
}

@compute @workgroup_size(1)
fn main() {
  const keys = array(50u, 20u, 70u, 30u, 25u);
  var tree: Tree;
  for (var i = 0; i < 5; i++) { tree = insert(tree, keys[i]); }
  for (var i = 0; i < 5; i++) { out[i] = depth(tree, keys[i]); }
  out[5] = tree.count;
}
