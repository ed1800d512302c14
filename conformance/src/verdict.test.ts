import { describe, expect, it } from 'vitest';
import { parse } from './corpus/file.js';
import type { Engine, Reply } from './engine.js';
import { ofCase, type Trial } from './trial.js';
import { judge, ofInterpreter } from './verdict.js';

const shader = `
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
var<workgroup> w: u32;
@compute @workgroup_size(4) fn main(@builtin(local_invocation_index) i: u32) { let own = a[i]; BODY }`;

function caseOf(
  header: string,
  body: string,
  corpus: 'exec' | 'guard' | 'race' = 'exec',
): Parameters<typeof ofCase>[0] {
  const lines = ['read a: 1 2 3 4', 'write out: 4 linear 4', ...header.split('; ').filter((line) => line !== '')];
  const text = lines.map((line) => `// ${line}\n`).join('') + shader.replace('BODY', body);
  return { name: `${corpus}/some`, read: () => parse(corpus, 'some.wgsl', text) };
}

const doubled = 'out[i] = 2 * a[i];';

/** Answers each question as told; by default with what is expected. */
function answering(trial: Trial, change: (reply: Reply, question: number) => Reply = (reply) => reply): Engine {
  let asked = 0;
  const ask = async (): Promise<Reply> => {
    const question = asked++;
    const expected = [...(trial.questions[question]?.expected ?? [])];
    const outputs = new Map(expected.map(([binding, bytes]) => [binding, new Int32Array(bytes.slice().buffer)]));
    return change({ kind: 'done', outputs }, question);
  };
  return { ask } as unknown as Engine;
}

describe('a trial', () => {
  it('asks for the text with all guards and for the shipped one, and for the source where no guard fires', () => {
    const forms = (trial: Trial) => trial.questions.flatMap((question) => question.forms).sort();
    expect(forms(ofCase(caseOf('', doubled)))).toEqual(['guarded', 'shipped', 'source']);
    expect(forms(ofCase(caseOf('guards: outside', 'out[i] = a[i + 1u];', 'guard')))).toEqual(['guarded', 'shipped']);
  });

  it('expects what the interpreter computes', () => {
    const { faults, questions } = ofCase(caseOf('result out: 2 4 6 8', doubled));
    expect(faults).toEqual([]);
    for (const { expected, request } of questions) {
      expect([...new Int32Array(expected!.get(1)!.slice().buffer)]).toEqual([2, 4, 6, 8]);
      expect(request.bindings).toEqual([
        { binding: 0, type: 'read-only-storage', words: [1, 2, 3, 4] },
        { binding: 1, type: 'storage', words: [0, 0, 0, 0] },
      ]);
    }
  });

  it.each<[string, string, string, 'exec' | 'guard' | 'race', string]>([
    ['a word', 'result out: 2 4 7 8', doubled, 'exec', 'out word 2: expected 7, got 6 (1 of 4 words differ)'],
    ['a guard that does not fire', 'guards: outside', doubled, 'guard', 'guards that fire: expected outside, got none'],
    ['a guard that fires', '', 'out[i] = a[i + 1u];', 'exec', 'guards that fire: expected none, got outside'],
    ['a race that is none', 'race: out', doubled, 'race', 'race: expected out, got none'],
    ['a race', 'race: none', 'out[i / 2u] = i;', 'race', 'race: expected none, got out'],
    ['a race in other memory', 'race: out', 'w = i; out[i] = i;', 'race', 'race: expected out, got workgroup'],
  ])('says where the interpreter does not do what is expected: %s', (_, header, body, corpus, fault) => {
    const trial = ofCase(caseOf(header, body, corpus));
    expect(trial.faults).toEqual([fault]);
    expect(ofInterpreter(trial).outcome).toBe('differs');
  });

  it('of what cannot be read is a fault, and asks no engine', () => {
    const trial = ofCase(caseOf('loops: 3', doubled));
    expect(trial).toMatchObject({ name: 'exec/some', questions: [] });
    expect(trial.faults).toEqual([expect.stringMatching(/^exec\/some\.wgsl:3: expected one of .*got \/\/ loops: 3/)]);
  });

  it('that races asks no engine', async () => {
    const trial = ofCase(caseOf('race: workgroup', 'w = i; out[i] = i;', 'race'));
    expect(trial).toMatchObject({ faults: [], unasked: 'it races (workgroup)', questions: [] });
    expect(await judge(answering(trial), trial)).toMatchObject({ outcome: 'not-run', findings: [] });
  });
});

describe('a verdict', () => {
  const trial = ofCase(caseOf('', doubled));
  const last = trial.questions.length - 1;

  it('agrees if all words of all answers do', async () => {
    expect(await judge(answering(trial), trial)).toEqual({ name: 'exec/some', outcome: 'agrees', findings: [] });
  });

  it('differs by one word of one answer', async () => {
    const engine = answering(trial, (reply, question) => {
      if (question === last && reply.kind === 'done') reply.outputs.get(1)![3]! ^= 1;
      return reply;
    });
    const { outcome, findings } = await judge(engine, trial);
    expect(outcome).toBe('differs');
    const detail = expect.stringMatching(/source: binding 1 word 3: expected 8, got 9 \(1 of 4 words differ\)$/);
    expect(findings).toEqual([expect.objectContaining({ outcome: 'differs', detail })]);
  });

  it('differs by an answer without a binding, or with a shorter one', async () => {
    for (const outputs of [new Map(), new Map([[1, Int32Array.of(2, 4, 6)]])]) {
      expect(
        (
          await judge(
            answering(trial, () => ({ kind: 'done', outputs })),
            trial,
          )
        ).outcome,
      ).toBe('differs');
    }
  });

  it.each<[Reply, string]>([
    [{ kind: 'refused', stage: 'compile', message: 'no' }, 'refused'],
    [{ kind: 'crashed', message: 'gone' }, 'crashed'],
    [{ kind: 'timed-out', message: 'late' }, 'timed-out'],
    [{ kind: 'absent', message: 'no adapter' }, 'not-run'],
  ])('is that of the worst answer: %o', async (worst, outcome) => {
    const engine = answering(trial, (reply, question) => (question === last ? worst : reply));
    expect(await judge(engine, trial)).toMatchObject({ outcome, findings: [{ outcome }] });
  });
});
