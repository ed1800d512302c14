// rule: V24
// code: entry.stage
// at: @fragment
// tint: accepts
@fragment
fn main() {}
