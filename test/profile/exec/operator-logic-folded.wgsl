// write out: 6 linear 6
// result out: 0 1 0 1 0 0
// needs: E4: && || & | == != ! of constants
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
const folded = array<bool, 6>(true && false, true || false, true & false, true | false, true == false, !true != false);

@compute @workgroup_size(6)
fn main(@builtin(local_invocation_index) k: u32) { out[k] = u32(folded[k]); }
