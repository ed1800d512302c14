import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { bytes, file, job as jobs, key as keys, receipt as receipts, task as tasks } from '@assay/core';
import { afterAll, describe, expect, it } from 'vitest';
import { attest } from '../attest.js';
import { signOnce } from '../journal.js';
import { thrownBy } from '../testing/device.js';
import { job, suite, task, worker } from '../testing/task.js';
import { fileJournal } from './journal.js';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'assay-journal-'));
  folders.push(folder);
  return folder;
}

const identity = keys.toIdentity(worker);
const report = {
  vendor: '',
  architecture: '',
  device: '',
  description: '',
  backend: '',
  isSoftware: true,
  features: [],
  limits: {},
};
const starts = [
  ...task.inputs.map(({ root }) => root),
  ...job.literals.map(({ bytes: literal }) => suite.root(literal)),
];
/** A trace of the job: what is written is whatever `word` says. */
const rootsOf = (word: number): ReturnType<typeof suite.root>[] => [
  ...starts,
  ...[1, 2].map((at) => suite.root(Uint8Array.of(at, word, 0, 0))),
];
const optionsOf = (word: number, of = task): Parameters<typeof signOnce>[1] => ({
  job,
  task: of,
  execution: { job, roots: rootsOf(word), outputs: new Map(), kept: new Map(), committedOn: 'host', deviceBytes: 0 },
  report,
  key: worker,
  check: 'none',
});
const taskNumber = (number: number): tasks.Task => ({
  ...task,
  nonce: number.toString(16).padStart(64, '0') as tasks.Nonce,
});

/**
 * Another process of the same worker. It reads lines, each the JSON of a task's number and a word, signs, and prints the receipt or
 * the error's code. `crashes`: it dies between the journal's entry and the receipt's release.
 */
function startWorker(folder: string, { crashes = false } = {}): ChildProcess {
  const built = (place: string): string => JSON.stringify(new URL(`../../../${place}`, import.meta.url).href);
  const hex = (object: Uint8Array): string => JSON.stringify(bytes.toHex(object));
  const source = `
    import { createInterface } from 'node:readline';
    import { bytes, job as jobs, key as keys, receipt as receipts, suite as suites, task as tasks } from ${built('core/dist/index.js')};
    import { signOnce } from ${built('runtime/dist/index.js')};
    import { fileJournal } from ${built('runtime/dist/node.js')};
    const suite = suites.blake3();
    const job = jobs.decode(bytes.fromHex(${hex(jobs.encode(job))}));
    const task = tasks.decode(bytes.fromHex(${hex(tasks.encode(task))}));
    const key = keys.fromSecret(bytes.fromHex(${hex(worker.secret)}));
    const starts = ${JSON.stringify(starts)};
    const journal = fileJournal(${JSON.stringify(folder)});
    const write = (...entry) => {
      const isNew = journal.write(...entry);
      if (${crashes}) process.kill(process.pid, 'SIGKILL');
      return isNew;
    };
    for await (const line of createInterface({ input: process.stdin })) {
      const { number, word } = JSON.parse(line);
      const roots = [...starts, ...[1, 2].map((at) => suite.root(Uint8Array.of(at, word, 0, 0)))];
      const execution = { job, roots, outputs: new Map(), kept: new Map(), committedOn: 'host', deviceBytes: 0 };
      const asked = { ...task, nonce: number.toString(16).padStart(64, '0') };
      try {
        const options = { job, task: asked, execution, report: ${JSON.stringify(report)}, key, check: 'none' };
        console.log(bytes.toHex(receipts.encode(signOnce({ read: journal.read, write }, options))));
      } catch (error) {
        console.log(error.code);
      }
    }`;
  return spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['pipe', 'pipe', 'inherit'] });
}

describe('a journal of files', () => {
  it('has what was written, under the names of task and worker, and nothing else', () => {
    const folder = path.join(newFolder(), 'deep', 'er');
    const journal = fileJournal(folder);
    expect(journal.read(tasks.id(task), identity)).toBeUndefined();
    const receipt = signOnce(journal, optionsOf(1));
    expect(readdirSync(folder)).toEqual([`${tasks.id(task)}.${identity.publicKey}.assay`]);
    expect(file.decodeAs('receipt', readFileSync(path.join(folder, readdirSync(folder)[0]!)))).toEqual(receipt);
    // A journal opened later, as by the next run of a program.
    const later = fileJournal(folder);
    expect(later.read(tasks.id(task), identity)).toEqual(receipts.encode(receipt));
    expect(later.read(tasks.id(taskNumber(1)), identity)).toBeUndefined();
    expect(signOnce(later, optionsOf(1))).toEqual(receipt);
    expect(thrownBy(() => signOnce(later, optionsOf(2))).code).toBe('attest.already-signed');
  });

  it('does not touch an entry that is there', () => {
    const folder = newFolder();
    const journal = fileJournal(folder);
    const [first, second] = [1, 2].map((word) => receipts.encode(attest(optionsOf(word)))) as [Uint8Array, Uint8Array];
    expect(journal.write(tasks.id(task), identity, first)).toBe(true);
    expect(journal.write(tasks.id(task), identity, second)).toBe(false);
    expect(journal.read(tasks.id(task), identity)).toEqual(first);
    expect(readdirSync(folder).length).toBe(1);
  });

  it('does not mind what a process left that died before its entry had a name', () => {
    const folder = newFolder();
    const name = `${tasks.id(task)}.${identity.publicKey}.assay`;
    writeFileSync(path.join(folder, `${name}.0011223344556677.partial`), 'half a rec');
    const journal = fileJournal(folder);
    expect(journal.read(tasks.id(task), identity)).toBeUndefined();
    expect(signOnce(journal, optionsOf(1)).trace).toEqual(rootsOf(1));
  });

  it.each([
    ['empty', () => new Uint8Array()],
    ['cut short', (whole: Uint8Array) => whole.subarray(0, whole.length - 1)],
    // In the unsigned notes: no signature would tell.
    ['changed in one bit of its notes', (whole: Uint8Array) => flippedIn(whole, 'committedOn')],
    ['the file of something else', () => file.encode('task', task)],
  ])('takes a file that is %s for damage, and never signs again', (_, damage) => {
    const folder = newFolder();
    const journal = fileJournal(folder);
    signOnce(journal, optionsOf(1));
    const place = path.join(folder, readdirSync(folder)[0]!);
    const damaged = damage(readFileSync(place));
    writeFileSync(place, damaged);
    const error = thrownBy(() => signOnce(journal, optionsOf(1)));
    expect(error).toMatchObject({ kind: 'malformed', code: 'journal.damaged', where: place });
    expect(error.remedy).toContain('must not be removed');
    expect(readFileSync(place)).toEqual(Buffer.from(damaged));
  });

  it('says so where the system refuses', () => {
    const notAFolder = path.join(newFolder(), 'file');
    writeFileSync(notAFolder, '');
    const journal = fileJournal(notAFolder);
    const error = { kind: 'exhausted', code: 'journal.unusable' };
    expect(thrownBy(() => signOnce(journal, optionsOf(1)))).toMatchObject(error);
    expect(
      thrownBy(() => journal.write(tasks.id(task), identity, receipts.encode(attest(optionsOf(1))))),
    ).toMatchObject(error);
  });

  it('releases the same bytes after a crash between entry and release', async () => {
    const folder = newFolder();
    const child = startWorker(folder, { crashes: true });
    let printed = '';
    child.stdout!.on('data', (text: Buffer) => {
      printed += text;
    });
    child.stdin!.write(`${JSON.stringify({ number: 5, word: 1 })}\n`);
    const [, signal] = (await once(child, 'close')) as [number | null, string | null];
    expect([signal, printed]).toEqual(['SIGKILL', '']);

    const journal = fileJournal(folder);
    const entry = journal.read(tasks.id(taskNumber(5)), identity);
    expect(entry).toBeDefined();
    expect(receipts.encode(signOnce(journal, optionsOf(1, taskNumber(5))))).toEqual(entry);
    expect(thrownBy(() => signOnce(journal, optionsOf(2, taskNumber(5)))).code).toBe('attest.already-signed');
  });

  it('lets one of several processes sign, at the same moment, with different traces', async () => {
    const folder = newFolder();
    const words = [1, 1, 2, 2];
    const children = words.map(() => startWorker(folder));
    const lines = children.map((child) => createInterface({ input: child.stdout! })[Symbol.asyncIterator]());
    try {
      for (let number = 0; number < 24; number++) {
        for (const [i, child] of children.entries())
          child.stdin!.write(`${JSON.stringify({ number, word: words[i] })}\n`);
        const answers = await Promise.all(lines.map(async (line) => String((await line.next()).value)));
        const entry = fileJournal(folder).read(tasks.id(taskNumber(number)), identity)!;
        const winner = receipts.decode(entry).trace.join() === rootsOf(1).join() ? 1 : 2;
        expect(answers).toEqual(words.map((word) => (word === winner ? bytes.toHex(entry) : 'attest.already-signed')));
      }
    } finally {
      for (const child of children) child.stdin!.end();
      await Promise.all(children.map((child) => once(child, 'close')));
    }
    expect(readdirSync(folder).length).toBe(24);
  });
});

function flippedIn(whole: Uint8Array, text: string): Uint8Array {
  const at = Buffer.from(whole).indexOf(text);
  return whole.with(at, whole[at]! ^ 1);
}
