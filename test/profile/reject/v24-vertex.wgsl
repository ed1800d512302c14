// rule: V24
// code: entry.stage
// at: @vertex
// tint: refuses
@vertex
fn main() {}
