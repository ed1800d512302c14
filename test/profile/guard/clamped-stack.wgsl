// budget: 10
// read at: 1 2 3 4 5 0 0 0 0 0
// write out: 10 linear 10
// result out: 0 0 0 0 0 5 5 3 2 1
// guards: clamped
// needs: E13, E10: a stack in function memory that overflows, its top written out
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<storage, read> at: array<u32>;

@compute @workgroup_size(1)
fn main() {
  var stack: array<u32, 4>;
  var top = 0u;
  for (var i = 0u; i < arrayLength(&at); i++) {
    if (at[i] == 0u) {
      top--;
      out[i] = stack[top];
    } else {
      stack[top] = at[i];
      top++;
    }
  }
}
