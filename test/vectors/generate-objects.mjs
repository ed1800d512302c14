// Writes objects.json: `node test/vectors/generate-objects.mjs`, after a build. It pins what packages/core writes today; what
// stands behind it is the specification, MessagePack readers and another BLAKE3, which objects.test.ts compares it with.
import { writeFileSync } from 'node:fs';
import {
  challenge,
  codec,
  costs,
  file,
  job,
  key,
  owner,
  receipt,
  suite,
  task,
  verdict,
} from '../../packages/core/dist/index.js';

const hex = (bytes) => Buffer.from(bytes).toString('hex');

/** A value as JSON: { "$bytes": hexadecimal digits }, { "$integer": decimal digits } for what JSON would round. */
function toJson(value) {
  if (value instanceof Uint8Array) return { $bytes: hex(value) };
  if (typeof value === 'bigint') return { $integer: String(value) };
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, toJson(value[name])]),
  );
}

const blake3 = suite.blake3();
const words = (...values) => new Uint8Array(Uint32Array.from(values).buffer);

// The secrets of RFC 8032, section 7.1, TEST 1 and TEST 2: everybody has them.
const worker = key.fromSecret(Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex'));
const requester = key.fromSecret(
  Buffer.from('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb', 'hex'),
);

const aJob = job.define({
  name: 'add-table',
  kernels: {
    add: {
      source: '@compute @workgroup_size(1) fn main() { /* grün */ }\n',
      bindings: {
        picture: { binding: 0, access: 'read' },
        table: { binding: 1, access: 'uniform' },
        sum: { binding: 2, access: 'write' },
        marks: { binding: 3, access: 'write' },
      },
    },
  },
  inputs: [{ name: 'picture', tensor: { element: 'u8', shape: [7] } }],
  literals: [{ name: 'table', bytes: words(1, 2) }],
  steps: [
    {
      kernel: 'add',
      grid: [2, 1, 1],
      overrides: { bias: -7, size: 4294967295 },
      reads: { picture: 'picture', table: 'table' },
      writes: {
        sum: { name: 'sum', sizeBytes: 8, owner: owner.linear(1), tensor: { element: 'i32', shape: [2] } },
        marks: {
          name: 'marks',
          sizeBytes: 8,
          from: 'picture',
          owner: { kind: 'tile', dimensions: [{ extent: 2, tile: 1, axis: 'x', origin: 1 }] },
        },
      },
      loopBudget: 16,
      meaning: { operation: 'add.i32', parameters: { n: 2 } },
    },
    {
      kernel: 'add',
      grid: [1, 2, 1],
      reads: { picture: 'sum', table: 'table' },
      writes: {
        sum: { name: 'total', sizeBytes: 8, owner: owner.linear(1) },
        marks: { name: 'flags', sizeBytes: 8, owner: owner.linear(1) },
      },
      loopBudget: 16,
    },
  ],
  outputs: ['sum', 'marks'],
});

// Metered costs and their unit: the first step has a weight for each cell, the second one for all.
const theCosts = costs.of(
  aJob,
  [
    [250, 100_000],
    [30, 30],
  ],
  100,
);

const { task: aTask, inputs } = task.make({
  job: aJob,
  files: new Map([['picture', Uint8Array.of(1, 2, 3, 4, 5, 6, 7)]]),
  requester: key.toIdentity(requester),
  nonce: '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
  suite: blake3,
  domain: 'ledger:vectors',
  policy: {
    challenge: { kind: 'hash', grindingBits: 80 },
    samples: 64,
    adjudication: 'proof',
    deadlines: { commit: 1000, respond: 2000, judge: 3000, retain: 2 ** 48 },
    faultFee: 10n ** 18n,
    weights: costs.id(theCosts),
  },
});

// In each step marks, then sum: by variable.
const written = [words(0x04030201, 9), words(3, 4), words(5, 6), words(7, 8)];
const versions = [inputs.get('picture'), words(1, 2), ...written];
const aReceipt = receipt.issue({
  task: task.id(aTask),
  trace: versions.map(blake3.root),
  suite: blake3,
  secret: worker.secret,
  salt: '202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f',
  notes: { adapter: 'vector', nothing: null, numbers: [0, -1, 2 ** 53 - 1, 2n ** 64n - 1n] },
});
const aVerdict = verdict.of('replay.version-differs', receipt.id(aReceipt), { version: 3, name: 'sum', step: 0 });

const count = (first) => hex(Uint8Array.from({ length: 32 }, (_, i) => first + i));
const byBeacon = { kind: 'beacon', round: 2 ** 32, value: count(0x40) };
const sources = {
  'a beacon and a secret': { ...byBeacon, secret: count(0x60) },
  'a beacon': byBeacon,
  'the seal': { kind: 'hash' },
  'a seed': { kind: 'seed', seed: count(0x80) },
};
const [aChallenge, ...challenges] = Object.entries(sources).map(([by, source]) => {
  const one = { claim: receipt.id(aReceipt), source, samples: 64, held: [0, 1] };
  const value = toJson(challenge.shape.toValue(one));
  const seed = hex(challenge.seed(aReceipt.claim, source));
  const secretCommitment =
    source.secret === undefined ? {} : { secretCommitment: challenge.commitSecret(Buffer.from(source.secret, 'hex')) };
  return { by, value, bytes: hex(challenge.encode(one)), id: challenge.id(one), seed, ...secretCommitment };
});

const objects = {
  job: { value: toJson(job.toValue(aJob)), bytes: hex(job.encode(aJob)), id: job.id(aJob) },
  task: { value: toJson(task.shape.toValue(aTask)), bytes: hex(task.encode(aTask)), id: task.id(aTask) },
  receipt: {
    value: toJson(receipt.shape.toValue(aReceipt)),
    bytes: hex(receipt.encode(aReceipt)),
    id: receipt.id(aReceipt),
    signingDigest: hex(receipt.signingDigest(aReceipt.claim)),
  },
  verdict: {
    value: toJson(verdict.shape.toValue(aVerdict)),
    bytes: hex(verdict.encode(aVerdict)),
    id: verdict.id(aVerdict),
  },
  key: { value: toJson(key.shape.toValue(worker)), bytes: hex(codec.encode(key.shape.toValue(worker))) },
  costs: { value: toJson(costs.shape.toValue(theCosts)), bytes: hex(costs.encode(theCosts)), id: costs.id(theCosts) },
  challenge: aChallenge,
};
const given = {
  job: aJob,
  task: aTask,
  receipt: aReceipt,
  verdict: aVerdict,
  key: worker,
  costs: theCosts,
  challenge: challenge.decode(Buffer.from(aChallenge.bytes, 'hex')),
};
const files = Object.fromEntries(Object.entries(given).map(([type, object]) => [type, hex(file.encode(type, object))]));

const values = [
  ...[
    null,
    false,
    true,
    0,
    127,
    128,
    255,
    256,
    65535,
    65536,
    4294967295,
    4294967296,
    2 ** 53 - 1,
    2n ** 53n,
    2n ** 64n - 1n,
  ],
  ...[-1, -32, -33, -128, -129, -32768, -32769, -2147483648, -2147483649, -(2 ** 53) + 1, -(2n ** 53n), -(2n ** 63n)],
  ...[
    '',
    'a'.repeat(31),
    'a'.repeat(32),
    'a'.repeat(255),
    'a'.repeat(256),
    'grün',
    'e\u0301',
    '\ufeff',
    '\u{1f600}',
    '\0',
  ],
  ...[0, 1, 255, 256].map((length) => new Uint8Array(length).fill(0xab)),
  ...[0, 1, 15, 16].map((length) => new Array(length).fill(0)),
  ...[{}, { b: 1, a: 2 }, { '\u{1f600}': 1, '\uff5e': 2 }, { ab: 1, b: 2, a: 3, '': 4, 10: 5, 9: 6 }],
  Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`k${i}`, i])),
  [[[{ deep: [new Uint8Array(2), [null]] }]]],
];
const accepted = values.map((value) => ({ value: toJson(value), bytes: hex(codec.encode(value)) }));

// Bytes that MessagePack readers take and this codec refuses, with the rule of packages/core/SPEC.md.
const refused = [
  [
    'K1',
    'codec.forbidden-type',
    'ca3f800000 cb3ff0000000000000 c1 d40000 d5010000 d6ff00000000 c7010100 c8010001 c900010000',
  ],
  ['K1', 'codec.bad-key', '8101c0 81c0c0 81c3c0 81c40161c0 8190c0'],
  [
    'K2',
    'codec.not-shortest',
    'cc7f cd00ff ce0000ffff cf00000000ffffffff d0e0 d1ff80 d2ffff8000 d3ffffffff80000000 d001 d10100',
  ],
  [
    'K3',
    'codec.not-shortest',
    'd90161 da000161 db0000000161 c5000100 c60000000100 dc000100 dd0000000100 de0001a0c0 df00000001a0c0',
  ],
  ['K4', 'codec.bad-utf8', 'a180 a2c080 a3e080af a3eda080 a6eda0bdedb880 a4f4908080 a1c3 81a180c0'],
  ['K5', 'codec.unsorted-keys', '82a16101a16102 82a16201a16102 82a2616101a16102 82a4f09f988001a3efbd9e02'],
  ['K6', 'codec.trailing-bytes', 'c0c0 900000 a16162'],
  ['K8', 'codec.truncated', 'ddffffffff dfffffffff dbffffffff c6ffffffff 93c0c0 82a0c0 c40200 cd01 a2 91'],
].flatMap(([rule, code, cases]) => cases.split(' ').map((bytes) => ({ rule, code, bytes })));

const format = 'bytes are hexadecimal; in values { "$bytes": hexadecimal }, { "$integer": decimal }';
const vectors = { format, objects, challenges, files, codec: { accepted, refused } };
writeFileSync(new URL('objects.json', import.meta.url), `${JSON.stringify(vectors, null, 1)}\n`);
