/**
 * Which registers hold something, between the straight stretches of a program, that is read before it is overwritten.
 *
 * A register that no straight stretch reads without having written it is in none of the sets: mostly these are few.
 */
import { AssayError } from '@assay/core';
import { tooLarge } from '../limits.js';
import { type Label, type Node, operandsOf, type Phase, type Program, partsOf, targetOf } from './program.js';
import { Numbering, RegisterSet, type Registers, wordsOf } from './registers.js';

/** Nodes and phases that others are in. */
export type Compound = Extract<Node | Phase, { kind: 'if' | 'block' | 'loop' | 'region' }>;
type Choice = Extract<Compound, { kind: 'if' }>;
type Loop = Extract<Compound, { kind: 'loop' }>;
type Region = Extract<Compound, { kind: 'region' }>;

/** The sets, for the very objects of the program that they were made of. */
export interface Liveness {
  /** Registers that may be in a set, numbered densely. */
  readonly crossing: Numbering;
  /** Where a `leave` of it goes, too. */
  behind(node: Compound): Registers;
  /** At the beginning of the body, in the first round and all others. */
  header(loop: Loop): Registers;
  /** At the beginning of `then`. */
  yes(choice: Choice): Registers;
  /** At the beginning of `otherwise`. */
  no(choice: Choice): Registers;
  before(region: Region): Registers;
  /** At the beginning of the program: what is read before it is written. */
  readonly start: Registers;
}

/** Words of sets that are kept (128 MiB), and words and nodes that are looked at on the way (about a second). */
const MOST_WORDS = 2 ** 25;
const MOST_WORK = 2 ** 29;

/** Where jumps to a label go. */
interface Target {
  readonly behind: RegisterSet;
  /** Undefined for a block, and for a loop while it is being looked for. */
  readonly header: RegisterSet | undefined;
}

/** The state of the walk, which goes backwards. */
interface Walk {
  readonly crossing: Numbering;
  readonly targets: Map<Label, Target>;
  readonly behind: Map<Compound, RegisterSet>;
  /** At the beginnings of `then`s, loops and regions. */
  readonly inside: Map<Compound, RegisterSet>;
  readonly otherwise: Map<Compound, RegisterSet>;
  /** How many loops are being looked at for their header only: then nothing is kept. */
  trials: number;
  words: number;
  work: number;
}

/** @throws AssayError `compiler.too-large` (exhausted). */
export function livenessOf(program: Program): Liveness {
  const crossing = crossingOf(program);
  const [behind, inside, otherwise] = [new Map(), new Map(), new Map()];
  const walk: Walk = { crossing, targets: new Map(), behind, inside, otherwise, trials: 0, words: 0, work: 0 };
  const start = before(walk, program.body, new RegisterSet(crossing));
  const get = (sets: Map<Compound, RegisterSet>) => (node: Compound) => sets.get(node) ?? unknown(node);
  return {
    crossing,
    behind: get(behind),
    header: get(inside),
    yes: get(inside),
    no: get(otherwise),
    before: get(inside),
    start,
  };
}

/** Registers that some straight stretch reads and has not written: no others are in any set. */
function crossingOf({ body, registers }: Program): Numbering {
  const crossing = new Numbering(registers);
  /** The last stretch that wrote a register. */
  const written = new Int32Array(registers);
  let stretches = 0;
  let stretch = 0;
  const begin = (): void => {
    stretches += 1;
    stretch = stretches;
  };
  const visit = (list: readonly (Node | Phase)[]): void => {
    begin();
    for (const node of list) {
      if (node.kind === 'region') visit(node.code);
      else {
        for (const register of operandsOf(node as Node)) if (written[register] !== stretch) crossing.add(register);
        const to = targetOf(node as Node);
        if (to !== undefined) written[to] = stretch;
        for (const part of partsOf(node as Node)) visit(part);
      }
      if (isCompound(node)) begin();
    }
  };
  visit(body);
  return crossing;
}

/** What is live before a list of nodes. Takes the set, of what is live behind it. */
function before(walk: Walk, list: readonly (Node | Phase)[], behind: RegisterSet): RegisterSet {
  let live = behind;
  spend(walk, list.length);
  for (let at = list.length - 1; at >= 0; at--) live = beforeNode(walk, list[at]!, live);
  return live;
}

/** Takes the set, too. */
function beforeNode(walk: Walk, node: Node | Phase, live: RegisterSet): RegisterSet {
  switch (node.kind) {
    case 'leave':
      return copyOf(walk, targetOfJump(walk, node.label).behind);
    case 'again': {
      const { header } = targetOfJump(walk, node.label);
      return header === undefined ? new RegisterSet(walk.crossing) : copyOf(walk, header);
    }
    case 'region': {
      keep(walk, walk.behind, node, live);
      const start = before(walk, node.code, live);
      keep(walk, walk.inside, node, start);
      return start;
    }
    case 'if': {
      keep(walk, walk.behind, node, live);
      const then = before(walk, node.then, copyOf(walk, live));
      keep(walk, walk.inside, node, then);
      const otherwise = before(walk, node.otherwise, live);
      keep(walk, walk.otherwise, node, otherwise);
      then.union(otherwise);
      then.add(node.condition);
      return then;
    }
    case 'block': {
      keep(walk, walk.behind, node, live);
      walk.targets.set(node.label, { behind: copyOf(walk, live), header: undefined });
      return before(walk, node.body, live);
    }
    case 'loop':
      return beforeLoop(walk, node, live);
    default: {
      const to = targetOf(node);
      if (to !== undefined) live.delete(to);
      for (const register of operandsOf(node)) live.add(register);
      return live;
    }
  }
}

/**
 * What is live at the header is live before the loop, and there the back-edges add nothing: what is live at their target is what
 * they would add to. So it is found in one walk, in which they add nothing, and all sets in the loop in a second one. Nodes are
 * looked at once for each loop around them, and once more.
 */
function beforeLoop(walk: Walk, node: Loop, live: RegisterSet): RegisterSet {
  keep(walk, walk.behind, node, live);
  const behind = copyOf(walk, live);
  walk.targets.set(node.label, { behind, header: undefined });
  walk.trials += 1;
  const header = before(walk, node.body, live);
  walk.trials -= 1;
  if (walk.trials > 0) return header;
  keep(walk, walk.inside, node, header);
  walk.targets.set(node.label, { behind, header });
  before(walk, node.body, copyOf(walk, behind));
  return copyOf(walk, header);
}

/** An object that stands in two places of a program gets what is live in any of them. */
function keep(walk: Walk, sets: Map<Compound, RegisterSet>, node: Compound, live: RegisterSet): void {
  if (walk.trials > 0) return;
  walk.words += wordsOf(walk.crossing);
  if (walk.words > MOST_WORDS) throw tooLarge();
  const set = copyOf(walk, live);
  const known = sets.get(node);
  if (known !== undefined) set.union(known);
  sets.set(node, set);
}

function copyOf(walk: Walk, set: RegisterSet): RegisterSet {
  spend(walk, wordsOf(walk.crossing));
  return set.clone();
}

function spend(walk: Walk, work: number): void {
  walk.work += work;
  if (walk.work > MOST_WORK) throw tooLarge();
}

export function isCompound(node: Node | Phase): node is Compound {
  return node.kind === 'if' || node.kind === 'block' || node.kind === 'loop' || node.kind === 'region';
}

function targetOfJump({ targets }: Walk, label: Label): Target {
  return targets.get(label) ?? unknown({ label });
}

function unknown(got: object): never {
  throw new AssayError({
    kind: 'bug',
    code: 'compiler.unknown-node',
    expected: 'a node of the program, or a label of an enclosing block or loop',
    got: JSON.stringify(got).slice(0, 100),
    remedy: 'Report this with the shader: it is a defect of the compiler.',
  });
}
