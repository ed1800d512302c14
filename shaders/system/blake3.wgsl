// BLAKE3 of a storage buffer (specification: https://github.com/BLAKE3-team/BLAKE3-specs, chapter 2), default mode.
//
// `chunks` hashes 64 chunks of 1 KiB in each workgroup and merges their chaining values into one; `nodes` merges 128 chaining
// values in each workgroup and is dispatched until one is left. Pairing neighbours level by level, an odd last one carried up
// as it is, gives BLAKE3's tree (each left subtree full), and cutting the row into aligned groups of 2^k keeps the pairs.

struct Stage {
  // Keeps, of the 16 bytes after the last full quad, those that belong to the message.
  tailMask: vec4<u32>,
  // Full quads (16 bytes), blocks (64 bytes, at least one) and bytes of the last block of the message.
  quads: u32,
  blocks: u32,
  lastBlockBytes: u32,
  // What this dispatch takes in: chunks, or chaining values.
  count: u32,
  // First chaining value in `values` to read, and the place of the first result: in `digests` at the root, else in `values`.
  input: u32,
  output: u32,
  isRoot: u32,
}

struct Value {
  low: vec4<u32>,
  high: vec4<u32>,
}

struct State {
  a: vec4<u32>,
  b: vec4<u32>,
  c: vec4<u32>,
  d: vec4<u32>,
}

@group(0) @binding(0) var<uniform> stage: Stage;
// The message twice: as quads for speed, as words because its size may be no multiple of 16.
@group(0) @binding(1) var<storage, read> quads: array<vec4<u32>>;
@group(0) @binding(2) var<storage, read> words: array<u32>;
@group(0) @binding(3) var<storage, read_write> values: array<Value>;
@group(0) @binding(4) var<storage, read_write> digests: array<Value>;

const chunkStart = 1u;
const chunkEnd = 2u;
const parent = 4u;
const root = 8u;

const keyLow = vec4<u32>(0x6a09e667u, 0xbb67ae85u, 0x3c6ef372u, 0xa54ff53au);
const keyHigh = vec4<u32>(0x510e527fu, 0x9b05688cu, 0x1f83d9abu, 0x5be0cd19u);

fn quarterRounds(s: State, x: vec4<u32>, y: vec4<u32>) -> State {
  let a1 = s.a + s.b + x;
  let d1 = rotate(s.d ^ a1, 16u);
  let c1 = s.c + d1;
  let b1 = rotate(s.b ^ c1, 12u);
  let a2 = a1 + b1 + y;
  let d2 = rotate(d1 ^ a2, 8u);
  let c2 = c1 + d2;
  return State(a2, rotate(b1 ^ c2, 7u), c2, d2);
}

fn rotate(x: vec4<u32>, bits: u32) -> vec4<u32> {
  return (x >> vec4<u32>(bits)) | (x << vec4<u32>(32u - bits));
}

// Four columns, then four diagonals. Rows are vectors, so that the diagonals are swizzles, which cost nothing.
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

// Written out seven times: a loop would move the sixteen message words in each round.
fn compress(key: Value, m0: State, counter: u32, bytes: u32, flags: u32) -> Value {
  let m1 = permute(m0);
  let m2 = permute(m1);
  let m3 = permute(m2);
  let m4 = permute(m3);
  let m5 = permute(m4);
  let m6 = permute(m5);
  var s = State(key.low, key.high, keyLow, vec4(counter, 0u, bytes, flags));
  s = fullRound(s, m0);
  s = fullRound(s, m1);
  s = fullRound(s, m2);
  s = fullRound(s, m3);
  s = fullRound(s, m4);
  s = fullRound(s, m5);
  s = fullRound(s, m6);
  return Value(s.a ^ s.c, s.b ^ s.d);
}

// Quad q of the block of chunk c lies at 64 * q + (c ^ 2 * q): so eight neighbouring invocations, which write the blocks of two
// chunks, reach eight different bank groups. Reused for the chaining values of `merge`.
var<workgroup> pool: array<vec4<u32>, 256>;

fn load(index: u32) -> vec4<u32> {
  if (index < stage.quads) {
    return quads[index];
  }
  if (index > stage.quads) {
    return vec4<u32>();
  }
  let at = 4u * index;
  let last = arrayLength(&words) - 1u;
  return stage.tailMask
    & vec4(words[min(at, last)], words[min(at + 1u, last)], words[min(at + 2u, last)], words[min(at + 3u, last)]);
}

// Block `block` of the 64 chunks from `firstChunk` on. Four neighbouring invocations read one block, 64 bytes in a row.
fn stageBlock(firstChunk: u32, block: u32, lane: u32) {
  let quad = lane & 3u;
  let chunk = lane >> 2u;
  let source = 64u * (firstChunk + chunk) + 4u * block + quad;
  let place = 64u * quad + (chunk ^ (2u * quad));
  pool[place] = load(source);
  pool[place + 16u] = load(source + 16u * 64u);
  pool[place + 32u] = load(source + 32u * 64u);
  pool[place + 48u] = load(source + 48u * 64u);
}

// Merges `pool`'s first `count` chaining values (at 2 * i) into the first.
fn merge(count: u32, isRoot: bool, lane: u32) {
  var left = count;
  while (left > 1u) {
    workgroupBarrier();
    let at = 4u * lane;
    var value = Value(pool[at], pool[at + 1u]);
    if (2u * lane + 1u < left) {
      let flags = select(parent, parent | root, isRoot && left == 2u);
      let message = State(value.low, value.high, pool[at + 2u], pool[at + 3u]);
      value = compress(Value(keyLow, keyHigh), message, 0u, 64u, flags);
    }
    workgroupBarrier();
    pool[2u * lane] = value.low;
    pool[2u * lane + 1u] = value.high;
    left = (left + 1u) / 2u;
  }
}

fn put(group: u32) {
  let value = Value(pool[0], pool[1]);
  if (stage.isRoot == 1u) {
    digests[stage.output] = value;
  } else {
    values[stage.output + group] = value;
  }
}

@compute @workgroup_size(64)
fn chunks(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = id.y * grid.x + id.x;
  let firstChunk = 64u * group;
  if (firstChunk >= stage.count) {
    return;
  }
  let chunk = firstChunk + lane;
  // No chunk has more blocks than the first of its group.
  let blocks = min(16u, stage.blocks - 16u * firstChunk);
  let ownBlocks = select(0u, min(16u, stage.blocks - 16u * chunk), chunk < stage.count);
  var value = Value(keyLow, keyHigh);
  for (var block = 0u; block < blocks; block++) {
    workgroupBarrier();
    stageBlock(firstChunk, block, lane);
    workgroupBarrier();
    if (block < ownBlocks) {
      let message = State(pool[lane], pool[64u + (lane ^ 2u)], pool[128u + (lane ^ 4u)], pool[192u + (lane ^ 6u)]);
      let isLast = block + 1u == ownBlocks;
      let bytes = select(64u, stage.lastBlockBytes, 16u * chunk + block + 1u == stage.blocks);
      let start = select(0u, chunkStart, block == 0u);
      let end = select(0u, select(chunkEnd, chunkEnd | root, stage.count == 1u), isLast);
      value = compress(value, message, chunk, bytes, start | end);
    }
  }
  workgroupBarrier();
  pool[2u * lane] = value.low;
  pool[2u * lane + 1u] = value.high;
  merge(min(64u, stage.count - firstChunk), stage.isRoot == 1u, lane);
  if (lane == 0u) {
    put(group);
  }
}

@compute @workgroup_size(64)
fn nodes(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = id.y * grid.x + id.x;
  let first = 128u * group;
  if (first >= stage.count) {
    return;
  }
  let count = min(128u, stage.count - first);
  for (var i = lane; i < count; i += 64u) {
    let value = values[stage.input + first + i];
    pool[2u * i] = value.low;
    pool[2u * i + 1u] = value.high;
  }
  merge(count, stage.isRoot == 1u, lane);
  if (lane == 0u) {
    put(group);
  }
}
