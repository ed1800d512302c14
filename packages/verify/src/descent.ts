/**
 * Descent (SPEC.md, chapter Descent): a watcher whose own run gave another version makes the worker show one chunk of the
 * committed bytes in which the two differ. The worker opens the last byte; the watcher asks for a node, the worker shows the
 * values below it, until a chunk is shown.
 */
export { mostAnswerBytes, mostAnswers, type Node } from './descent/node.js';
export {
  type Advanced,
  advance,
  check,
  checkQuestion,
  type Due,
  type Move,
  type Player,
  type Refused,
  type Standing,
  type State,
  start,
  type Transcript,
} from './descent/referee.js';
export {
  answered,
  type Difference,
  difference,
  opened,
  opening,
  question,
  type Watched,
  type Watcher,
  watch,
} from './descent/watcher.js';
export { type Answer, answer, begin } from './descent/worker.js';
