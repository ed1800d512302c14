// Chaining values of BLAKE3's chunks of 1 KiB, default mode, of a message of more than one chunk (specification:
// https://github.com/BLAKE3-team/BLAKE3-specs, chapter 2). Each invocation makes the sixteen blocks of one chunk.
//
// Bindings   0 message  read   whole chunks of 256 words
//            1 values   write  8 words a chunk
// Overrides  chunks            at least 2; chunks * 256 < 2^32
// Owner map  linear, 64 * 8 words a workgroup
// Loops      one, over the blocks of a chunk: 16 back-edges an invocation

override chunks: u32;

@group(0) @binding(0) var<storage, read> message: array<u32>;
@group(0) @binding(1) var<storage, read_write> values: array<u32>;

struct State {
  a: vec4<u32>,
  b: vec4<u32>,
  c: vec4<u32>,
  d: vec4<u32>,
}

const blocks = 16u;
const chunkStart = 1u;
const chunkEnd = 2u;

const keyLow = vec4<u32>(0x6a09e667u, 0xbb67ae85u, 0x3c6ef372u, 0xa54ff53au);
const keyHigh = vec4<u32>(0x510e527fu, 0x9b05688cu, 0x1f83d9abu, 0x5be0cd19u);

fn quarterRounds(s: State, x: vec4<u32>, y: vec4<u32>) -> State {
  let a1 = s.a + s.b + x;
  let d1 = ((s.d ^ a1) >> vec4<u32>(16u)) | ((s.d ^ a1) << vec4<u32>(16u));
  let c1 = s.c + d1;
  let b1 = ((s.b ^ c1) >> vec4<u32>(12u)) | ((s.b ^ c1) << vec4<u32>(20u));
  let a2 = a1 + b1 + y;
  let d2 = ((d1 ^ a2) >> vec4<u32>(8u)) | ((d1 ^ a2) << vec4<u32>(24u));
  let c2 = c1 + d2;
  let b2 = ((b1 ^ c2) >> vec4<u32>(7u)) | ((b1 ^ c2) << vec4<u32>(25u));
  return State(a2, b2, c2, d2);
}

// Four columns, then four diagonals.
fn fullRound(s: State, m: State) -> State {
  let c = quarterRounds(s, vec4(m.a.xz, m.b.xz), vec4(m.a.yw, m.b.yw));
  let d = quarterRounds(State(c.a, c.b.yzwx, c.c.zwxy, c.d.wxyz), vec4(m.c.xz, m.d.xz), vec4(m.c.yw, m.d.yw));
  return State(d.a, d.b.wxyz, d.c.zwxy, d.d.yzwx);
}

fn permute(m: State) -> State {
  return State(
    vec4(m.a.z, m.b.z, m.a.w, m.c.z),
    vec4(m.b.w, m.a.x, m.b.x, m.d.y),
    vec4(m.a.y, m.c.w, m.d.x, m.b.y),
    vec4(m.c.y, m.d.z, m.d.w, m.c.x),
  );
}

fn quad(at: u32) -> vec4<u32> {
  return vec4<u32>(message[at], message[at + 1u], message[at + 2u], message[at + 3u]);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let chunk = id.x;
  if (chunk < chunks) {
    var low = keyLow;
    var high = keyHigh;
    for (var block = 0u; block < blocks; block++) {
      let at = chunk * 256u + block * 16u;
      let m0 = State(quad(at), quad(at + 4u), quad(at + 8u), quad(at + 12u));
      let m1 = permute(m0);
      let m2 = permute(m1);
      let m3 = permute(m2);
      let m4 = permute(m3);
      let m5 = permute(m4);
      let m6 = permute(m5);
      let flags = select(0u, chunkStart, block == 0u) | select(0u, chunkEnd, block == blocks - 1u);
      var s = State(low, high, keyLow, vec4<u32>(chunk, 0u, 64u, flags));
      s = fullRound(s, m0);
      s = fullRound(s, m1);
      s = fullRound(s, m2);
      s = fullRound(s, m3);
      s = fullRound(s, m4);
      s = fullRound(s, m5);
      s = fullRound(s, m6);
      low = s.a ^ s.c;
      high = s.b ^ s.d;
    }
    let to = chunk * 8u;
    values[to] = low.x;
    values[to + 1u] = low.y;
    values[to + 2u] = low.z;
    values[to + 3u] = low.w;
    values[to + 4u] = high.x;
    values[to + 5u] = high.y;
    values[to + 6u] = high.z;
    values[to + 7u] = high.w;
  }
}
