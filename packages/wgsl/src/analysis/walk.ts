/** The state of a walk through a kernel, in the course that one invocation takes, any one. */
import type { Instruction, Kernel, Label, Phase, Register } from '../execution/ir.js';
import type { Access, Region, Round } from './access.js';
import type { Scope } from './bound.js';
import type { Store, Words } from './contents.js';
import type { Dispatch } from './dispatch.js';
import * as environments from './environment.js';
import type { Position } from './ownership.js';
import type { Level } from './unknown.js';

export type Node = Instruction | Phase;
export type Loop = Extract<Node, { kind: 'loop' }>;

export interface Walk extends Scope {
  readonly kernel: Kernel;
  readonly dispatch: Dispatch;
  readonly environment: environments.Environment;
  /** Back-edges that are taken at most of any loop. */
  readonly loopBudget: number;
  /** Whether a loop of instructions may end where the budget is used up (E14). */
  readonly mayRunOut: boolean;
  /** What is stored in memory, as far as an earlier walk has seen. */
  readonly contents: readonly Store[] | undefined;
  /** The workgroup's place in the grid. */
  readonly position: Position;
  /** Whether control comes to the place at hand. */
  isReachable: boolean;
  /** Constructs around the place at hand. */
  readonly targets: Map<Label, Target>;
  /** Loops around the place at hand, innermost last. */
  readonly rounds: Round[];
  /** The loop around that is walked to find out how it goes, if there is one: what is seen is no result yet. */
  trial: Target | undefined;
  /** Registers that are assigned in a loop. */
  readonly assigned: Map<Loop, readonly Register[]>;
  region: Region | undefined;
  readonly findings: Findings;
}

/** What jumps lead to. */
export interface Target {
  readonly level: Level;
  /** The loop on trial that it is inside of. What comes to it from a trial inside of it does not matter. */
  readonly trial: Target | undefined;
  /** Where the construct begins. */
  readonly mark: environments.Mark;
  /** Ways to its end. */
  readonly exits: environments.State[];
  /** Of a loop: ways back to its beginning. */
  readonly backEdges: environments.State[];
  /** Of a loop: the registers that a back-edge is to tell of; all if undefined. */
  readonly watched: ReadonlyMap<Register, unknown> | undefined;
}

/** What was found out in walks that are no trials. */
export interface Findings {
  readonly outside: Set<Instruction>;
  readonly foreign: Set<Instruction>;
  readonly clamps: Set<Instruction>;
  /** The most back-edges of all loops of a level together. */
  readonly backEdges: Record<Level, number>;
  readonly accesses: Access[];
  readonly stores: Store[];
  readonly loads: Words[];
}

/** Control leaves a construct: its end is one of the places where the way at hand goes on. */
export function exit(walk: Walk, target: Target): void {
  const { environment, facts } = walk;
  if (walk.trial === target.trial)
    target.exits.push({ facts, changes: environments.capture(environment, target.mark) });
  walk.isReachable = false;
}

/** Control goes back to the beginning of a loop. */
export function repeat(walk: Walk, target: Target): void {
  const { environment, facts } = walk;
  const { watched, mark } = target;
  if (walk.trial === target.trial || walk.trial === target) {
    const changes =
      watched === undefined
        ? environments.capture(environment, mark)
        : new Map([...watched.keys()].map((register) => [register, environment.values[register]!]));
    target.backEdges.push({ facts, changes });
  }
  walk.isReachable = false;
}

/** The lists of nodes in a node. */
export function partsOf(node: Node): readonly (readonly Node[])[] {
  switch (node.kind) {
    case 'region':
      return [node.code];
    case 'block':
    case 'loop':
      return [node.body];
    case 'if':
      return [node.then, node.otherwise];
    default:
      return [];
  }
}
