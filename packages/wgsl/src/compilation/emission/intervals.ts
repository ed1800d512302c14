/** When registers hold something, in the order of the program: registers that never do at once share a local. */

import { Work } from '../limits.js';
import type { Liveness } from '../program/liveness.js';
import {
  type Node,
  operandsOf,
  type Phase,
  type Program,
  partsOf,
  type Register,
  targetOf,
} from '../program/program.js';
import { type Registers, wordsOf } from '../program/registers.js';
import type { Levels } from './levels.js';
import { level } from './levels.js';

/** Places of the first and the last use of each register, both included; `end` is negative where there is none. */
export interface Intervals {
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Where nodes and regions are. */
  readonly places: ReadonlyMap<Node | Phase, Place>;
}

/** From the node or phase itself up to the end of what is inside it. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Registers that are looked at for each loop in constructs that lanes leave: at most half a second. */
const MOST_WORK = 2 ** 26;

/** @throws AssayError `compiler.too-large` (exhausted). */
export function intervalsOf(program: Program, liveness: Liveness, levels: Levels): Intervals {
  const start = new Int32Array(program.registers).fill(2 ** 31 - 1);
  const end = new Int32Array(program.registers).fill(-1);
  const places = new Map<Node | Phase, Place>();
  const work = new Work(MOST_WORK);
  let next = 0;
  /** Where the region at hand begins. */
  let region = 0;

  const touch = (register: Register, at: number): void => {
    start[register] = Math.min(start[register]!, at);
    end[register] = Math.max(end[register]!, at);
  };
  const close = (one: Node | Phase, first: number): Place => {
    const place = { start: first, end: next };
    next += 1;
    places.set(one, place);
    return place;
  };
  /** What the next round finds where it begins must last until then. */
  const extend = (registers: Registers, place: Place): void =>
    registers.forEach((register) => {
      extendOne(register, place);
    });
  const extendOne = (register: Register, place: Place): void => {
    touch(register, place.start);
    touch(register, place.end);
  };
  const begun = (register: Register): boolean => end[register]! >= 0;

  /** What matters to lanes that have left a construct while others go on in it. */
  const waiting: Registers[] = [];

  const visitNode = (node: Node): void => {
    const first = next;
    next += 1;
    for (const operand of operandsOf(node)) touch(operand, first);
    const before = waiting.length;
    if ((node.kind === 'block' || node.kind === 'loop') && levels.isDivergent(node.label)) {
      waiting.push(liveness.behind(node));
    }
    for (const part of partsOf(node)) for (const inner of part) visitNode(inner);
    // The target does not share a local with an operand: an operation may write before it has read all.
    const target = targetOf(node);
    if (target !== undefined) touch(target, first);
    // Builtin values may be there from the beginning of the region on (phases.ts).
    if (node.kind === 'builtin') touch(node.to, region);
    const place = close(node, first);
    if (node.kind === 'loop') {
      extend(liveness.header(node), place);
      // A lane that left in some round keeps what it has through the rounds of the others.
      for (const registers of waiting) {
        work.spend(32 * wordsOf(liveness.crossing));
        registers.forEach((register) => {
          if (begun(register)) extendOne(register, place);
        });
      }
    }
    waiting.length = before;
  };
  const visitPhase = (phase: Phase): void => {
    const first = next;
    next += 1;
    if (phase.kind === 'if') touch(phase.condition, first);
    if (phase.kind === 'region') {
      region = first;
      for (const node of phase.code) visitNode(node);
    }
    if (phase.kind === 'if') for (const inner of [...phase.then, ...phase.otherwise]) visitPhase(inner);
    if (phase.kind === 'block' || phase.kind === 'loop') for (const inner of phase.body) visitPhase(inner);
    const place = close(phase, first);
    if (phase.kind === 'loop') extend(liveness.header(phase), place);
    if (phase.kind !== 'region') return;
    // The next group begins with what the workgroup has in locals.
    liveness.before(phase).forEach((register) => {
      if (levels.of(register) === level.workgroup && end[register]! >= place.start) extendOne(register, place);
    });
  };
  for (const phase of program.body) visitPhase(phase);
  return { start, end, places };
}
