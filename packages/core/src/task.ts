import { assertBytes } from './bytes.js';
import * as codec from './codec.js';
import { AssayError, enumerate, within } from './errors.js';
import { digestHex, type JobId, type TaskId } from './identity.js';
import * as jobs from './job.js';
import * as policies from './policy.js';
import { describe, hex, integer, list, object, oneOf, optional, record, type Shape, text } from './shape.js';
import { type Identity, identityShape } from './signature.js';
import * as sizes from './size.js';
import type { HashSuite, Root } from './suite.js';

declare const brand: unique symbol;

/** 32 bytes of the requester's choice, as 64 hexadecimal digits: two tasks with the same terms differ by it. */
export type Nonce = string & { readonly [brand]: 'Nonce' };

/** The commitment to one input of the job. */
export interface TaskInput {
  readonly name: string;
  readonly root: Root;
  /** The length of the file that was padded with zeros to whole words; absent where nothing was padded. */
  readonly fileLengthBytes?: number;
}

/** A job with its input commitments, requester, nonce and policy: what a worker's receipt answers (SPEC.md, chapter Task). */
export interface Task {
  readonly job: JobId;
  /** The hash suite of all commitments. */
  readonly suite: 'blake3';
  /** In the order of the job's inputs. */
  readonly inputs: readonly TaskInput[];
  readonly requester: Identity;
  readonly nonce: Nonce;
  /** The settlement layer that may act on it: `none`, `ledger:<name>`, `eip155:<chain>:<contract>`. */
  readonly domain: string;
  readonly policy: policies.Policy;
}

/** The encoded form (SPEC.md, chapter Task). */
export const shape: Shape<Task> = object(
  'task',
  1,
  record<Task>({
    job: hex<JobId>(32),
    suite: oneOf('blake3'),
    inputs: list(
      record<TaskInput>({
        name: text('the name of an input', /^[A-Za-z][A-Za-z0-9._-]{0,63}$/),
        root: hex<Root>(32),
        fileLengthBytes: optional(integer(0, 2 ** 34)),
      }),
      jobs.limits.inputs,
    ),
    requester: identityShape,
    nonce: hex<Nonce>(32),
    domain: text(
      'a settlement domain: none, ledger:<name>, eip155:<chain>:0x<40 lower-case hexadecimal digits>',
      /^(none|ledger:[a-z0-9][a-z0-9._-]{0,63}|eip155:[1-9][0-9]{0,15}:0x[0-9a-f]{40})$/,
    ),
    policy: policies.shape,
  }),
);

/**
 * Makes the task of a job on files: each is padded with zeros to whole words, committed to, and its length recorded.
 *
 * @param options.files bytes of each input by name; 1 to 3 bytes shorter than the version where they are padded.
 * @returns the task, and the padded bytes of each input as the job runs on them.
 * @throws AssayError `task.missing-file`, `task.wrong-inputs`, `size.mismatch` (invalid).
 */
export function make(options: {
  readonly job: jobs.Job;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly requester: Identity;
  readonly nonce: Nonce;
  readonly suite: HashSuite;
  readonly domain?: string;
  readonly policy?: policies.Policy;
}): { readonly task: Task; readonly inputs: ReadonlyMap<string, Uint8Array> } {
  const { job, files, requester, nonce, suite, domain = 'none', policy = policies.unaudited } = options;
  if (!(files instanceof Map)) throw misuse('options.files', 'a Map from the name of an input to its bytes', files);
  if (typeof suite?.root !== 'function') throw misuse('options.suite', 'a hash suite, such as suite.blake3()', suite);
  const stray = [...files.keys()].find((name) => !job.inputs.some((input) => input.name === name));
  if (stray !== undefined) {
    throw invalid(
      'task.wrong-inputs',
      `input ${stray}`,
      enumerate(job.inputs.map(({ name }) => name)),
      stray,
      'Pass only inputs that the job has.',
    );
  }
  const inputs = new Map<string, Uint8Array>();
  const committed = job.inputs.map(({ name, sizeBytes }): TaskInput => {
    const file = files.get(name);
    if (file === undefined)
      throw invalid(
        'task.missing-file',
        `input ${name}`,
        `a file of ${sizeBytes} bytes`,
        'none',
        'Pass a file for every input of the job.',
      );
    const padded = within(`input ${name}`, () => {
      assertBytes(file, 'bytes');
      return sizes.pad(file, sizeBytes);
    });
    inputs.set(name, padded);
    return { name, root: suite.root(padded), ...(file.length === sizeBytes ? {} : { fileLengthBytes: file.length }) };
  });
  if (suite.name !== 'blake3') throw misuse('options.suite', 'the suite blake3', suite.name);
  const task: Task = { job: jobs.id(job), suite: 'blake3', inputs: committed, requester, nonce, domain, policy };
  assertFor(task, job);
  return { task: shape.fromValue(shape.toValue(task), 'task'), inputs };
}

/** The canonical bytes: what the id is made of. */
export function encode(task: Task): Uint8Array<ArrayBuffer> {
  return codec.encode(shape.toValue(task));
}

/** @throws AssayError of kind `malformed` or `exhausted`. */
export function decode(bytes: Uint8Array): Task {
  return shape.fromValue(codec.decode(bytes), 'task');
}

/** The task's id: BLAKE3 of its canonical bytes in derive-key mode. It binds job, inputs, policy, nonce and domain. */
export function id(task: Task): TaskId {
  return digestHex('task', encode(task));
}

/**
 * Throws unless the task is one of this job: the id, and name for name its inputs.
 *
 * @throws AssayError `task.other-job`, `task.wrong-inputs`, `task.wrong-padding`, `task.wrong-policy` (invalid).
 */
export function assertFor(task: Task, job: jobs.Job): void {
  const jobId = jobs.id(job);
  if (task.job !== jobId)
    throw invalid('task.other-job', 'task.job', jobId, task.job, 'Pass the job that the task was made for.');
  const expected = job.inputs.map(({ name }) => name);
  const got = task.inputs.map(({ name }) => name);
  if (expected.length !== got.length || expected.some((name, index) => name !== got[index])) {
    const remedy = "List the job's inputs in the job's order.";
    throw invalid('task.wrong-inputs', 'task.inputs', enumerate(expected), enumerate(got), remedy);
  }
  for (const [index, { fileLengthBytes }] of task.inputs.entries()) {
    const { sizeBytes } = job.inputs[index]!;
    if (fileLengthBytes === undefined) continue;
    // A length equal to the size is said by absence: one encoding for one meaning.
    if (fileLengthBytes >= sizeBytes || sizeBytes - fileLengthBytes >= (fileLengthBytes === 0 ? 5 : 4)) {
      throw invalid(
        'task.wrong-padding',
        `task.inputs[${index}].fileLengthBytes`,
        `less than ${sizeBytes} by 1 to 3`,
        String(fileLengthBytes),
        'Record the length of the file before it was padded.',
      );
    }
  }
  assertPolicy(task.policy);
}

/** SPEC.md T6. */
function assertPolicy({ challenge, samples, adjudication, deadlines, weights }: policies.Policy): void {
  const wrong = (field: string, expected: string, got: string, remedy: string): AssayError =>
    invalid('task.wrong-policy', `task.policy.${field}`, expected, got, remedy);
  if (challenge.kind === 'none') {
    const remedy = 'Give the policy a challenge source and samples, or neither.';
    if (samples !== 0) throw wrong('samples', '0, since no challenge is drawn', String(samples), remedy);
    if (adjudication === 'game') throw wrong('adjudication', 'none or proof without a challenge', adjudication, remedy);
    if (weights !== undefined) throw wrong('weights', 'no weights without samples', weights, remedy);
    return;
  }
  if (samples === 0) throw wrong('samples', 'at least 1', '0', 'Say how many cells are drawn.');
  const { commit, respond, judge, retain } = deadlines;
  for (const [name, span] of Object.entries({ commit, respond, judge })) {
    if (span < 1) throw wrong(`deadlines.${name}`, 'at least 1', String(span), 'Leave the worker time to answer.');
  }
  if (retain < respond + judge) {
    const remedy = 'The worker keeps what an answer needs until nobody can ask any more.';
    throw wrong('deadlines.retain', `at least ${respond + judge} (respond + judge)`, String(retain), remedy);
  }
}

function invalid(code: string, where: string, expected: string, got: string, remedy: string): AssayError {
  return new AssayError({ kind: 'invalid', code, where, expected, got, remedy });
}

function misuse(where: string, expected: string, got: unknown): AssayError {
  return new AssayError({ kind: 'bug', code: 'task.misuse', where, expected, got: describe(got), remedy: 'Pass it.' });
}
