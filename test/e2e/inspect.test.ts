import {
  challenge as challenges,
  costs,
  file,
  identity,
  job as jobs,
  receipt as receipts,
  suite as suites,
  task as tasks,
  verdict,
} from '@assay/core';
import { matmul } from '@assay/kernels';
import { newKey, newNonce, newSalt } from '@assay/runtime';
import { describe, expect } from 'vitest';
import { commandTest, type Place } from './command.js';
import * as shaders from './shaders.js';

const suite = suites.blake3();
const key = newKey();
const { publicKey, secret } = key;
const secretText = Buffer.from(secret).toString('hex');
const job = matmul.job({ m: 5, n: 7, k: 8 });
const files = new Map([
  ['a', new Uint8Array(40)],
  ['b', new Uint8Array(56)],
]);
const { task } = tasks.make({ job, files, requester: { scheme: 'ed25519', publicKey }, nonce: newNonce(), suite });
const trace = jobs.versions(job).map(({ sizeBytes }) => suite.root(new Uint8Array(sizeBytes)));

function receiptWith(notes: receipts.Receipt['notes']): receipts.Receipt {
  return receipts.issue({ task: tasks.id(task), trace, suite, secret, salt: newSalt(), notes });
}

async function inspect(place: Place, content: Uint8Array): Promise<{ text: string; json: Record<string, unknown> }> {
  place.write('it', content);
  const [text, json] = await Promise.all([place.assay('inspect', 'it'), place.assay('inspect', 'it', '--json')]);
  expect([text.status, text.stderr, json.status, json.stderr]).toEqual([0, '', 0, '']);
  return { text: text.stdout, json: JSON.parse(json.stdout) as Record<string, unknown> };
}

describe('assay inspect', () => {
  commandTest('a job: its id, kernels, versions, steps and meaning', async ({ place }) => {
    const { text, json } = await inspect(place, file.encode('job', job));
    for (const word of [jobs.id(job), 'product', 'i32[5,7]', 'output', '1×1×1', 'matmul.i8.i32']) {
      expect(text).toContain(word);
    }
    expect(json).toMatchObject({ ok: true, type: 'job', id: jobs.id(job), job: { name: 'matmul' } });
  });

  commandTest('a job with binary parts: JSON has them in hexadecimal', async ({ place }) => {
    const base = shaders.define();
    const table = { name: 'table', bytes: new Uint8Array([1, 2, 254, 255]) };
    const { json } = await inspect(place, file.encode('job', jobs.define({ ...base, literals: [table] })));
    expect(json).toMatchObject({ job: { literals: [{ name: 'table', bytes: '0102feff' }] } });
  });

  commandTest('a task: its terms', async ({ place }) => {
    const { text, json } = await inspect(place, file.encode('task', task));
    for (const word of [tasks.id(task), task.job, publicKey, task.nonce, ...task.inputs.map(({ root }) => root)]) {
      expect(text).toContain(word);
    }
    expect(json).toMatchObject({ ok: true, type: 'task', id: tasks.id(task), task: { policy: { faultFee: '0' } } });
  });

  commandTest('a receipt: its claim, trace and notes, and that nothing was checked', async ({ place }) => {
    const receipt = receiptWith({ adapter: { vendor: 'somebody', limits: [1, 2] }, seen: true });
    const { text, json } = await inspect(place, file.encode('receipt', receipt));
    for (const word of [receipts.id(receipt), receipt.claim.traceRoot, publicKey, ...trace, 'assay replay']) {
      expect(text).toContain(word);
    }
    expect(text).toMatch(/adapter\.vendor: somebody\n/);
    expect(text).toMatch(/adapter\.limits: \[1, 2\]\n/);
    expect(json).toMatchObject({ ok: true, type: 'receipt', id: receipts.id(receipt), receipt: { trace } });
  });

  commandTest('a receipt of somebody who draws on terminals: no escape sequence gets through', async ({ place }) => {
    const notes = { adapter: '\u001b[2J\u001b]0;owned\u0007\u009b31m', '\rname': 'x\u0000' };
    const { text, json } = await inspect(place, file.encode('receipt', receiptWith(notes)));
    expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
    expect(text).toContain('\\x1b[2J');
    expect(json).toMatchObject({ receipt: { notes } });
  });

  commandTest('a receipt whose notes look like lines of ours: each stays on its own line', async ({ place }) => {
    const notes = { adapter: 'x\n  signed by  somebody', 'a\u202eb': 'c\u2028d' };
    const { text } = await inspect(place, file.encode('receipt', receiptWith(notes)));
    expect(text).toContain('adapter: x\\u{a}  signed by  somebody');
    expect(text).toContain('a\\u{202e}b: c\\u{2028}d');
  });

  commandTest('a verdict: its code, sentence and evidence', async ({ place }) => {
    const claim = receipts.id(receiptWith({}));
    const found = verdict.of('replay.version-differs', claim, { version: 2, name: 'bt' });
    const { text, json } = await inspect(place, file.encode('verdict', found));
    for (const word of [verdict.id(found), claim, 'replay.version-differs', 'name: bt']) expect(text).toContain(word);
    expect(json).toMatchObject({ ok: true, type: 'verdict', verdict: { code: 'replay.version-differs' } });
    const { text: valid } = await inspect(place, file.encode('verdict', verdict.of('valid', claim)));
    expect(valid).toContain('valid');
  });

  commandTest('a key: its public half, never the secret', async ({ place }) => {
    const { text, json } = await inspect(place, file.encode('key', key));
    expect(text).toContain(publicKey);
    expect(json).toMatchObject({ ok: true, type: 'key', key: { publicKey } });
    expect(text + JSON.stringify(json)).not.toContain(secretText);
    expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(0, 40));
  });

  commandTest('a cost table: its job, and what the cells of each step weigh', async ({ place }) => {
    const weights = new Uint8Array(Uint32Array.of(70, 3, 500).buffer);
    const table: costs.Costs = {
      job: jobs.id(job),
      steps: [
        { kind: 'equal', weight: 41 },
        { kind: 'each', weights },
      ],
    };
    const { text, json } = await inspect(place, file.encode('costs', table));
    for (const word of [costs.id(table), table.job, '0  each cell 41', '1  3 cells of 3 to 500, 573 together']) {
      expect(text).toContain(word);
    }
    const steps = [table.steps[0], { kind: 'each', weights: Buffer.from(weights).toString('hex') }];
    expect(json).toMatchObject({ ok: true, type: 'costs', id: costs.id(table), costs: { job: table.job, steps } });
  });

  commandTest('a challenge: its receipt, source, samples and what is held', async ({ place }) => {
    const [value, secret] = ['aa'.repeat(32), 'bb'.repeat(32)];
    const claim = receipts.id(receiptWith({}));
    const cases: [challenges.Source, string[]][] = [
      [{ kind: 'beacon', round: 1234, value, secret }, ['beacon, round 1234', value, `secret   ${secret}`]],
      [{ kind: 'beacon', round: 0, value }, ['beacon, round 0', value]],
      [{ kind: 'hash' }, ['hash: the sealed commitment alone']],
      [{ kind: 'seed', seed: secret }, ['binds nobody', `seed     ${secret}`]],
    ];
    for (const [source, shown] of cases) {
      const challenge: challenges.Challenge = { claim, source, samples: 64, held: [1, 3] };
      const { text, json } = await inspect(place, file.encode('challenge', challenge));
      for (const word of [challenges.id(challenge), claim, ...shown, 'samples  64', 'versions 1, 3']) {
        expect(text).toContain(word);
      }
      expect(text.includes('secret')).toBe('secret' in source);
      expect(json).toEqual({ ok: true, type: 'challenge', id: challenges.id(challenge), challenge });
    }
    const none: challenges.Challenge = { claim, source: { kind: 'hash' }, samples: 1, held: [] };
    expect((await inspect(place, file.encode('challenge', none))).text).toContain('no version');
  });

  commandTest('the ids are the hashes of SPEC.md, chapter Identity', async ({ place }) => {
    const { json } = await inspect(place, file.encode('task', task));
    expect(json.id).toBe(identity.digestHex('task', tasks.encode(task)));
  });
});
