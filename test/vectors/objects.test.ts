import { readFileSync } from 'node:fs';
import {
  bytes,
  challenge,
  codec,
  costs,
  file,
  isAssayError,
  job,
  receipt,
  signature,
  suite,
  task,
  trace,
  verdict,
} from '@assay/core';
import { blake3 } from '@noble/hashes/blake3.js';
import { Unpackr } from 'msgpackr';
import { describe, expect, it } from 'vitest';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
interface Pinned {
  readonly value: Json;
  readonly bytes: string;
  readonly id: string;
}
interface PinnedChallenge extends Pinned {
  readonly by: string;
  readonly seed: string;
  readonly secretCommitment?: string;
}
interface Vectors {
  readonly objects: {
    readonly job: Pinned;
    readonly task: Pinned;
    readonly receipt: Pinned & { readonly signingDigest: string };
    readonly verdict: Pinned;
    readonly key: Omit<Pinned, 'id'>;
    readonly costs: Pinned;
    readonly challenge: PinnedChallenge;
  };
  /** By the other sources. */
  readonly challenges: readonly PinnedChallenge[];
  readonly files: Readonly<Record<file.ObjectType, string>>;
  readonly codec: {
    readonly accepted: readonly Omit<Pinned, 'id'>[];
    readonly refused: readonly { readonly rule: string; readonly code: string; readonly bytes: string }[];
  };
}
const vectors: Vectors = JSON.parse(readFileSync(new URL('objects.json', import.meta.url), 'utf8'));
const { objects, challenges, files } = vectors;
const { fromHex, toHex } = bytes;
const types = Object.keys(files) as file.ObjectType[];

function fromJson(json: Json): codec.Value {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map(fromJson);
  const { $bytes, $integer } = json as { $bytes?: string; $integer?: string };
  if ($bytes !== undefined) return Uint8Array.from(Buffer.from($bytes, 'hex'));
  if ($integer !== undefined) return BigInt($integer);
  return Object.fromEntries(Object.entries(json as object).map(([name, item]) => [name, fromJson(item)]));
}
const field = (json: Json, name: string): Json => (json as Readonly<Record<string, Json>>)[name]!;

/** I1, by another implementation. */
const derive = (context: string, hex: string): string =>
  toHex(blake3(Buffer.from(hex, 'hex'), { context: new TextEncoder().encode(context) }));

describe('codec', () => {
  it.each(vectors.codec.accepted)('K1 to K5: $bytes', ({ value, bytes: hex }) => {
    const parsed = fromJson(value);
    expect(toHex(codec.encode(parsed))).toBe(hex);
    expect(toHex(codec.encode(codec.decode(fromHex(hex))))).toBe(hex);
    // mapsAsObjects would rename a key, int64AsType would round.
    const unpackr = new Unpackr({ useRecords: false, int64AsType: 'bigint' });
    const canonical = (read: codec.Value): string => toHex(codec.encode(read));
    expect(canonical(unpackr.unpack(fromHex(hex)))).toBe(hex);
  });

  it.each(vectors.codec.refused)('$rule: refuses $bytes as $code', ({ code, bytes: hex }) => {
    expect(() => codec.decode(fromHex(hex))).toThrow(expect.objectContaining({ kind: 'malformed', code }));
  });
});

describe('objects', () => {
  it.each(types)('%s: the value has these bytes', (type) => {
    expect(toHex(codec.encode(fromJson(objects[type].value)))).toBe(objects[type].bytes);
  });

  it('job', () => {
    const { bytes: hex, id } = objects.job;
    const decoded = job.decode(fromHex(hex));
    expect(toHex(job.encode(decoded))).toBe(hex);
    expect(job.id(decoded)).toBe(id);
    expect(derive('Assay 2026-11-20 job id v1', hex)).toBe(id);
    expect(job.versions(decoded).map(({ name }) => name)).toEqual([
      'picture',
      'table',
      'marks',
      'sum',
      'flags',
      'total',
    ]);
  });

  it('task', () => {
    const { bytes: hex, id } = objects.task;
    const decoded = task.decode(fromHex(hex));
    expect(toHex(task.encode(decoded))).toBe(hex);
    expect(task.id(decoded)).toBe(id);
    expect(derive('Assay 2026-11-20 task id v1', hex)).toBe(id);
    task.assertFor(decoded, job.decode(fromHex(objects.job.bytes)));
    expect(decoded.inputs).toEqual([
      { name: 'picture', root: toHex(blake3(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 0))), fileLengthBytes: 7 },
    ]);
  });

  it('receipt', () => {
    const { bytes: hex, id, signingDigest } = objects.receipt;
    const decoded = receipt.decode(fromHex(hex));
    expect(toHex(receipt.encode(decoded))).toBe(hex);
    expect(receipt.id(decoded)).toBe(id);
    expect(toHex(receipt.signingDigest(decoded.claim))).toBe(signingDigest);
    const { claim } = codec.decode(fromHex(hex)) as { claim: codec.Value };
    expect(derive('Assay 2026-11-20 claim id and signing digest v1', toHex(codec.encode(claim)))).toBe(id);
    expect(signingDigest).toBe(id);
    expect(signature.isValid(decoded.signature, fromHex(signingDigest), decoded.claim.worker)).toBe(true);
    expect(trace.root(decoded.trace, suite.blake3())).toBe(decoded.claim.traceRoot);
    expect(toHex(blake3(Buffer.from(decoded.trace.join(''), 'hex')))).toBe(decoded.claim.traceRoot);
    const { worker, task: taskId, traceRoot, salt, seal } = decoded.claim;
    expect(receipt.seal(worker, taskId, traceRoot, salt)).toBe(seal);
    expect(taskId).toBe(objects.task.id);
    // The key of RFC 8032, section 7.1, TEST 1.
    expect(worker.publicKey).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
  });

  it('verdict', () => {
    const { bytes: hex, id } = objects.verdict;
    const decoded = verdict.decode(fromHex(hex));
    expect(toHex(verdict.encode(decoded))).toBe(hex);
    expect(verdict.id(decoded)).toBe(id);
    expect(derive('Assay 2026-11-20 verdict id v1', hex)).toBe(id);
    expect(decoded.claim).toBe(objects.receipt.id);
  });

  it('costs', () => {
    const { bytes: hex, id } = objects.costs;
    const decoded = costs.decode(fromHex(hex));
    expect(toHex(costs.encode(decoded))).toBe(hex);
    expect(costs.id(decoded)).toBe(id);
    expect(derive('Assay 2026-11-20 cost table id v1', hex)).toBe(id);
    costs.assertFor(decoded, job.decode(fromHex(objects.job.bytes)));
    // 250 and 100,000 in units of 100, rounded up, as 4 bytes each; 30 for all cells is one unit.
    expect(decoded.steps).toEqual([
      { kind: 'each', weights: Uint8Array.of(3, 0, 0, 0, 0xe8, 3, 0, 0) },
      { kind: 'equal', weight: 1 },
    ]);
    expect(task.decode(fromHex(objects.task.bytes)).policy.weights).toBe(id);
  });

  it.each([objects.challenge, ...challenges])(
    'challenge by $by',
    ({ value, bytes: hex, id, seed, secretCommitment }) => {
      expect(toHex(codec.encode(fromJson(value)))).toBe(hex);
      const decoded = challenge.decode(fromHex(hex));
      expect(toHex(challenge.encode(decoded))).toBe(hex);
      expect(challenge.id(decoded)).toBe(id);
      expect(derive('Assay 2026-11-20 challenge id v1', hex)).toBe(id);
      const { claim } = receipt.decode(fromHex(objects.receipt.bytes));
      expect(decoded.claim).toBe(objects.receipt.id);
      expect(toHex(challenge.seed(claim, decoded.source))).toBe(seed);
      // The list of task, worker, seal and source: what the receipt and the challenge have at these names.
      const of = (pinned: Json, name: string): string => toHex(codec.encode(fromJson(field(pinned, name))));
      const claimed = field(objects.receipt.value, 'claim');
      const parts = [of(claimed, 'task'), of(claimed, 'worker'), of(claimed, 'seal'), of(value, 'source')];
      expect(derive('Assay 2026-11-20 challenge seed v1', `94${parts.join('')}`)).toBe(seed);
      const secret = decoded.source.kind === 'beacon' ? decoded.source.secret : undefined;
      expect(secret && challenge.commitSecret(fromHex(secret))).toBe(secretCommitment);
      expect(secret && derive('Assay 2026-11-20 challenge secret commitment v1', secret)).toBe(secretCommitment);
    },
  );

  it('challenges of each source, no two with one seed', () => {
    const all = [objects.challenge, ...challenges];
    const kinds = all.map(({ value }) => field(field(value, 'source'), 'kind'));
    expect(kinds).toEqual(['beacon', 'beacon', 'hash', 'seed']);
    expect(objects.challenge.secretCommitment).toBeDefined();
    expect(new Set(all.map(({ seed }) => seed)).size).toBe(all.length);
  });
});

describe('files', () => {
  it.each(types)('F1: %s', (type) => {
    const hex = files[type];
    const decoded = file.decodeAs(type, fromHex(hex));
    expect(toHex(file.encode(type, decoded))).toBe(hex);
    expect(hex.startsWith('84a5617373617901')).toBe(true);
    // { assay, checksum, object, type } in the order of their names: each part is where the specification puts it.
    const key = (name: string): string => toHex(codec.encode(name));
    const checksum = derive('Assay 2026-11-20 file checksum v1', objects[type].bytes);
    const parts = [key('checksum'), 'c420', checksum, key('object'), objects[type].bytes, key('type'), key(type)];
    expect(hex).toBe(`84a5617373617901${parts.join('')}`);
  });

  it('none is read as it is not', () => {
    const wrong = types.map((type) => {
      try {
        return file.decode(fromHex(`${files[type].slice(0, -2)}ff`)).type;
      } catch (error) {
        return isAssayError(error) ? error.code : error;
      }
    });
    expect(wrong).toEqual(types.map(() => 'file.damaged'));
  });
});
