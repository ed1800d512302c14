import { AssayError, blake3, bytes as octets, type opening, suite, verdict } from '@assay/core';
import {
  below,
  chunksOf,
  fold,
  heightOf,
  lastByte,
  mostAnswers,
  type Node,
  nameOf,
  type Row,
  valueFrom,
} from './node.js';

const { chunkBytes, valueBytes } = blake3;

export type Player = 'worker' | 'watcher';

export type Move =
  /** The opening of the version's last byte (SPEC.md L2). */
  | { readonly kind: 'opening'; readonly bytes: Uint8Array }
  /** What is below this node? (L3) */
  | { readonly kind: 'question'; readonly node: Node }
  /** The values below it, or the chunk (L4). */
  | { readonly kind: 'answer'; readonly bytes: Uint8Array };

/** The kind of the move that is awaited. */
export type Due = Move['kind'];

/** Each move: whose it is, and what is due after it. A descent begins with the opening move; it ends when a layer says so. */
const turns: Readonly<Record<Due, { readonly by: Player; readonly next: Due }>> = {
  opening: { by: 'worker', next: 'question' },
  question: { by: 'watcher', next: 'answer' },
  answer: { by: 'worker', next: 'question' },
};

/** What has been shown and asked. Never changed; holds views of the bytes of the moves. */
export interface State {
  /** From the trace. */
  readonly root: suite.Root;
  /** From the job. */
  readonly lengthBytes: number;
  readonly due: Due;
  /** The values that have been shown: those of the opening move one by one, then a row for each answer. */
  readonly rows: readonly Row[];
  /** The chunks that have been shown: the last one, and answers. */
  readonly chunks: readonly opening.Shown[];
  /** The nodes that have been asked about, in order. */
  readonly questions: readonly Node[];
}

/** The move was right. */
export interface Advanced {
  readonly ok: true;
  readonly state: State;
}

/** It was not; it changes nothing. */
export interface Refused {
  readonly ok: false;
  /** `descent.wrong-answer` (withheld) or `descent.bad-question` (bad-challenge). The layer knows of which claim. */
  readonly verdict: verdict.Verdict;
}

/** A descent as a layer keeps it: the version, and the moves in order. */
export interface Transcript {
  readonly root: suite.Root;
  readonly lengthBytes: number;
  readonly moves: readonly Move[];
}

/** How a descent stands: who has to move (who does not in time has lost: the layer has the clock), or what ended it. */
export type Standing = { readonly ok: true; readonly by: Player; readonly due: Due; readonly state: State } | Refused;

/** A descent in which nothing has been shown. @param lengthBytes 1 or more. */
export function start(root: suite.Root, lengthBytes: number): State {
  return { root, lengthBytes, due: 'opening', rows: [], chunks: [], questions: [] };
}

/**
 * How a descent stands. The first wrong move ends it; what comes after it is not looked at. A layer that leaves a player his
 * time after a wrong move tries each move with {@link advance} and keeps those that are right.
 *
 * @throws AssayError as {@link advance}.
 */
export function check({ root, lengthBytes, moves }: Transcript, engine: blake3.Engine = blake3.typescript): Standing {
  let state = start(root, lengthBytes);
  for (const move of moves) {
    const next = advance(state, move, engine);
    if (!next.ok) return next;
    state = next.state;
  }
  return { ok: true, by: turns[state.due].by, due: state.due, state };
}

/**
 * The state after a move.
 *
 * @param move whoever's turn it is made it; what is in it is not trusted.
 * @throws AssayError `descent.out-of-turn` (bug): a layer takes no such move.
 */
export function advance(state: State, move: Move, engine: blake3.Engine = blake3.typescript): Advanced | Refused {
  if (move.kind !== state.due) {
    throw new AssayError({
      kind: 'bug',
      code: 'descent.out-of-turn',
      expected: `the ${turns[state.due].by}'s ${state.due}`,
      got: `the ${turns[move.kind].by}'s ${move.kind}`,
      remedy: 'Take moves only from the player whose turn it is, and only of the kind that is due.',
    });
  }
  switch (move.kind) {
    case 'opening':
      return takeOpening(state, move.bytes, engine);
    case 'question': {
      const found = checkQuestion(state, move.node);
      return found === undefined ? ask(state, move.node) : { ok: false, verdict: found };
    }
    case 'answer':
      return takeAnswer(state, move.bytes, engine);
  }
}

/**
 * L3, L6: whether the watcher may ask about a node.
 *
 * @returns `descent.bad-question` if not.
 */
export function checkQuestion(state: State, node: Node): verdict.Verdict | undefined {
  const { questions, lengthBytes } = state;
  const refuse = (expected: string, got: string): verdict.Verdict =>
    verdict.of('descent.bad-question', undefined, { expected, got });
  if (valueShown(state, node) === undefined) return refuse('a node whose value has been shown', nameOf(node));
  if (questions.some(({ first, height }) => first === node.first && height === node.height)) {
    return refuse('a node that was not asked about before', nameOf(node));
  }
  const most = mostAnswers(lengthBytes);
  if (questions.length >= most) return refuse(`at most ${most} questions`, `${questions.length + 1}`);
  return undefined;
}

/** The state after a question that {@link checkQuestion} allows. */
export function ask(state: State, node: Node): Advanced {
  return after(state, { questions: [...state.questions, node] });
}

/** The node that an answer is due on. */
export function asked({ due, questions }: State): Node | undefined {
  return due === 'answer' ? questions.at(-1) : undefined;
}

function takeOpening(state: State, bytes: Uint8Array, engine: blake3.Engine): Advanced | Refused {
  const { root, lengthBytes } = state;
  const found = suite.blake3(engine).verify(root, lengthBytes, [lastByte(lengthBytes)], bytes);
  if (!found.ok) return wrongAnswer(found.failure.expected, found.failure.got);
  const rows = found.siblings.map((sibling) => ({
    first: sibling.offsetBytes / chunkBytes,
    height: heightOf(chunksOf(sibling.lengthBytes)),
    values: octets.fromHex(sibling.value),
  }));
  return after(state, { rows, chunks: found.shown });
}

function takeAnswer(state: State, bytes: Uint8Array, engine: blake3.Engine): Advanced | Refused {
  octets.assertBytes(bytes, 'move.bytes');
  const node = asked(state)!;
  const isChunk = node.height === 0;
  const nodes = isChunk ? [] : below(node);
  const size = isChunk ? chunkBytes : nodes.length * valueBytes;
  if (bytes.length !== size) return wrongAnswer(`${size} bytes`, `${bytes.length} bytes`);

  const expected = valueShown(state, node)!;
  const got = isChunk ? blake3.subtree(bytes, node.first, engine) : fold(bytes);
  if (!octets.isEqual(got, expected)) {
    return wrongAnswer(`${nameOf(node)} with the value ${octets.toHex(expected)}`, `the value ${octets.toHex(got)}`);
  }
  if (isChunk) return after(state, { chunks: [...state.chunks, { offsetBytes: node.first * chunkBytes, bytes }] });
  return after(state, { rows: [...state.rows, { ...nodes[0]!, values: bytes }] });
}

/** The value of a node, if it was itself among those shown. */
function valueShown({ rows }: State, node: Node): Uint8Array | undefined {
  return valueFrom(
    rows.filter(({ height }) => height === node.height),
    node,
  );
}

function after(state: State, change: Partial<State>): Advanced {
  return { ok: true, state: { ...state, ...change, due: turns[state.due].next } };
}

function wrongAnswer(expected: string, got: string): Refused {
  return { ok: false, verdict: verdict.of('descent.wrong-answer', undefined, { expected, got }) };
}
