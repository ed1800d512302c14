import { blake3 } from '@noble/hashes/blake3.js';
import { describe, expect, it } from 'vitest';
import { toHex } from './bytes.js';
import * as codec from './codec.js';
import type { CostsId } from './identity.js';
import * as jobs from './job.js';
import * as policies from './policy.js';
import * as signature from './signature.js';
import * as suites from './suite.js';
import * as task from './task.js';
import { draft, edited, outcome } from './testing/fixture.js';

const suite = suites.blake3();
const requester = signature.identityOf(new Uint8Array(32).fill(1));
const nonce = '22'.repeat(32) as task.Nonce;
/** Two inputs: one of a file that fills it, one of 5 bytes padded to 8. */
const job = jobs.define(edited((d) => d.inputs!.push({ name: 'odd', tensor: { element: 'u8', shape: [5] } })));
const photo = Uint8Array.from({ length: 32 }, (_, i) => i);
const odd = Uint8Array.of(1, 2, 3, 4, 5);
const files = new Map([
  ['photo', photo],
  ['odd', odd],
]);
const audited: policies.Policy = {
  challenge: { kind: 'hash', grindingBits: 80 },
  samples: 1,
  adjudication: 'game',
  deadlines: { commit: 1, respond: 1, judge: 1, retain: 2 },
  faultFee: 5n,
};
const make = (change: object = {}) => task.make({ job, files, requester, nonce, suite, ...change });
const { task: valid, inputs } = make();

describe('make', () => {
  it('T1 to T4: names the job, commits to the padded inputs and records the length of a padded file', () => {
    const padded = Uint8Array.of(1, 2, 3, 4, 5, 0, 0, 0);
    expect(valid).toEqual({
      job: jobs.id(job),
      suite: 'blake3',
      inputs: [
        { name: 'photo', root: toHex(blake3(photo)) },
        { name: 'odd', root: toHex(blake3(padded)), fileLengthBytes: 5 },
      ],
      requester,
      nonce,
      domain: 'none',
      policy: policies.unaudited,
    });
    expect(valid.inputs[0]).not.toHaveProperty('fileLengthBytes');
    expect([...inputs]).toEqual([
      ['photo', photo],
      ['odd', padded],
    ]);
  });

  it('J4, T4: an empty file is padded to one word', () => {
    const one = jobs.define(edited((d) => d.inputs!.push({ name: 'odd', sizeBytes: 4 })));
    const made = task.make({
      job: one,
      files: new Map([
        ['photo', photo],
        ['odd', new Uint8Array()],
      ]),
      requester,
      nonce,
      suite,
    });
    expect(made.task.inputs[1]).toEqual({ name: 'odd', root: toHex(blake3(new Uint8Array(4))), fileLengthBytes: 0 });
    expect(outcome(() => task.assertFor(task.decode(task.encode(made.task)), one))).toBe('accepted');
  });

  it.each<[string, Map<string, Uint8Array>, string]>([
    ['a file missing', new Map([['photo', photo]]), 'invalid task.missing-file'],
    ['a file too many', new Map([...files, ['other', odd]]), 'invalid task.wrong-inputs'],
    ['a file for a literal', new Map([...files, ['settings', odd]]), 'invalid task.wrong-inputs'],
    ['a file too short', new Map([...files, ['odd', odd.subarray(1)]]), 'invalid size.mismatch'],
    ['a file too long', new Map([...files, ['odd', new Uint8Array(9)]]), 'invalid size.mismatch'],
  ])('refuses %s', (_, given, expected) => {
    expect(outcome(() => make({ files: given }))).toBe(expected);
  });

  it('names the input', () => {
    expect(() => make({ files: new Map([...files, ['odd', photo]]) })).toThrow(
      'input odd: expected 5 to 8 bytes, got 32',
    );
  });
});

describe('encode, decode and id', () => {
  it('decode ∘ encode is the identity', () => {
    for (const one of [
      valid,
      make({ policy: audited, domain: 'eip155:1:0xabababababababababababababababababababab' }).task,
    ]) {
      expect(task.decode(task.encode(one))).toEqual(one);
      expect(task.encode(task.decode(task.encode(one)))).toEqual(task.encode(one));
    }
  });

  it('I1: the id is BLAKE3 of the bytes in derive-key mode', () => {
    const context = new TextEncoder().encode('Assay 2026-11-20 task id v1');
    expect(task.id(valid)).toBe(toHex(blake3(task.encode(valid), { context })));
  });

  it('T1, T2: every part of a task is under its id', () => {
    const others = [
      make({ nonce: `${'22'.repeat(31)}23` }),
      make({ domain: 'ledger:test' }),
      make({ policy: audited }),
      make({ requester: signature.identityOf(new Uint8Array(32).fill(2)) }),
      make({ files: new Map([...files, ['odd', Uint8Array.of(1, 2, 3, 4, 6)]]) }),
      make({ files: new Map([...files, ['odd', Uint8Array.of(1, 2, 3, 4, 5, 0)]]) }), // the same words, another length
    ];
    const ids = others.map(({ task: other }) => task.id(other));
    const otherJob = { ...valid, job: jobs.id(jobs.define(draft())) };
    expect(new Set([...ids, task.id(otherJob), task.id(valid)]).size).toBe(8);
  });

  it.each<[string, object, string]>([
    ['control', {}, 'accepted'],
    ['an unknown version', { version: 2 }, 'malformed shape.unknown-version'],
    ['another type', { type: 'job' }, 'malformed shape.wrong-type'],
    ['an unknown field', { tip: 1 }, 'malformed shape.unknown-field'],
    ['an unknown suite', { suite: 'poseidon' }, 'malformed shape.wrong-value'],
    ['a job id as text', { job: jobs.id(job) }, 'malformed shape.wrong-value'],
    ['a nonce of 31 bytes', { nonce: new Uint8Array(31) }, 'malformed shape.wrong-value'],
    ['T2: domain ledger:a', { domain: 'ledger:a' }, 'accepted'],
    ['T2: a contract', { domain: `eip155:10:0x${'0a'.repeat(20)}` }, 'accepted'],
    ['T2: a contract in capitals', { domain: `eip155:10:0x${'0A'.repeat(20)}` }, 'malformed shape.wrong-value'],
    ['T2: a chain with a leading zero', { domain: `eip155:01:0x${'0a'.repeat(20)}` }, 'malformed shape.wrong-value'],
    ['T2: an unknown namespace', { domain: 'solana:a' }, 'malformed shape.wrong-value'],
    ['T2: no domain', { domain: '' }, 'malformed shape.wrong-value'],
    ['T2: an empty part', { domain: 'ledger:' }, 'malformed shape.wrong-value'],
    ['T2: a line end', { domain: 'none\n' }, 'malformed shape.wrong-value'],
    [
      'T4: a length beyond every version',
      { inputs: [{ name: 'a', root: new Uint8Array(32), fileLengthBytes: 2 ** 35 }] },
      'malformed shape.wrong-value',
    ],
    ['T3: a root of 33 bytes', { inputs: [{ name: 'a', root: new Uint8Array(33) }] }, 'malformed shape.wrong-value'],
    [
      'K10: nil for no length',
      { inputs: [{ name: 'a', root: new Uint8Array(32), fileLengthBytes: null }] },
      'malformed shape.wrong-value',
    ],
  ])('decode: %s', (_, fields, expected) => {
    const value = { ...(task.shape.toValue(valid) as object), ...fields } as codec.Value;
    expect(outcome(() => task.decode(codec.encode(value)))).toBe(expected);
  });
});

describe('assertFor: each rule fails alone', () => {
  const [first, second] = valid.inputs as [task.TaskInput, task.TaskInput];
  const length = (fileLengthBytes: number): Partial<task.Task> => ({ inputs: [first, { ...second, fileLengthBytes }] });
  const policy = (change: Partial<policies.Policy>): Partial<task.Task> => ({ policy: { ...audited, ...change } });
  const none = { kind: 'none' } as const;

  it.each<[string, Partial<task.Task>, string, string?]>([
    ['control', {}, 'accepted'],
    ['T1: another job', { job: '00'.repeat(32) as task.Task['job'] }, 'invalid task.other-job', 'task.job'],
    ['T3: an input missing', { inputs: [first] }, 'invalid task.wrong-inputs', 'task.inputs'],
    ['T3: an input too many', { inputs: [first, second, second] }, 'invalid task.wrong-inputs', 'task.inputs'],
    ['T3: another order', { inputs: [second, first] }, 'invalid task.wrong-inputs', 'task.inputs'],
    ['T3: another name', { inputs: [first, { ...second, name: 'even' }] }, 'invalid task.wrong-inputs', 'task.inputs'],
    ['T4: 7 of 8 bytes', length(7), 'accepted'],
    ['T4: 5 of 8 bytes', length(5), 'accepted'],
    ['T4: 4 of 8 bytes', length(4), 'invalid task.wrong-padding', 'task.inputs[1].fileLengthBytes'],
    ['T4: 8 of 8 bytes, which absence says', length(8), 'invalid task.wrong-padding', 'task.inputs[1].fileLengthBytes'],
    ['T4: 9 of 8 bytes', length(9), 'invalid task.wrong-padding', 'task.inputs[1].fileLengthBytes'],
    ['T4: 0 of 8 bytes', length(0), 'invalid task.wrong-padding', 'task.inputs[1].fileLengthBytes'],
    ['T4: no length', { inputs: [first, { name: second.name, root: second.root }] }, 'accepted'],
    ['T6: challenge and samples', policy({}), 'accepted'],
    ['T6: a challenge without samples', policy({ samples: 0 }), 'invalid task.wrong-policy', 'task.policy.samples'],
    [
      'T6: samples without a challenge',
      policy({ challenge: none, adjudication: 'none' }),
      'invalid task.wrong-policy',
      'task.policy.samples',
    ],
    [
      'T6: no time to answer',
      policy({ deadlines: { commit: 1, respond: 0, judge: 1, retain: 2 } }),
      'invalid task.wrong-policy',
      'task.policy.deadlines.respond',
    ],
    [
      'T6: kept for a shorter time than may be asked for',
      policy({ deadlines: { commit: 1, respond: 1, judge: 1, retain: 1 } }),
      'invalid task.wrong-policy',
      'task.policy.deadlines.retain',
    ],
    [
      'T6: weights without a challenge',
      policy({ challenge: none, samples: 0, adjudication: 'none', weights: 'aa'.repeat(32) as CostsId }),
      'invalid task.wrong-policy',
      'task.policy.weights',
    ],
    ['T6: a proof without a challenge', policy({ challenge: none, samples: 0, adjudication: 'proof' }), 'accepted'],
    [
      'T6: a game without a challenge',
      policy({ challenge: none, samples: 0 }),
      'invalid task.wrong-policy',
      'task.policy.adjudication',
    ],
  ])('%s', (_, change, expected, where) => {
    const changed = { ...valid, ...change };
    expect(outcome(() => task.assertFor(changed, job))).toBe(expected);
    if (where !== undefined) expect(() => task.assertFor(changed, job)).toThrow(`${where}: expected `);
  });

  it('make refuses a policy that does not fit', () => {
    expect(outcome(() => make({ policy: { ...audited, samples: 0 } }))).toBe('invalid task.wrong-policy');
    const ground = { ...audited, challenge: { kind: 'hash', grindingBits: 79 } };
    expect(outcome(() => make({ policy: ground }))).toBe('malformed shape.wrong-value');
  });
});
