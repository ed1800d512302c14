/**
 * Structured control flow as jumps: the form in which the interpreter runs a kernel. A deeply nested program costs no stack,
 * neither here nor when it runs.
 */
import { AssayError } from '@assay/core';
import type { At, Instruction, Kernel, Label, Phase, Register } from './ir.js';
import * as operation from './operation.js';

/** Where a jump goes: an index into the steps. */
export interface Place {
  index: number;
}

/** What the invocations do one by one, or (outside of regions) the workgroup does together. */
export type Step =
  | Exclude<Instruction, { kind: 'unary' | 'binary' | 'atomic' | 'if' | 'block' | 'loop' | 'leave' | 'again' }>
  | { readonly kind: 'unary'; readonly apply: operation.Unary; readonly to: Register; readonly operand: Register }
  | {
      readonly kind: 'binary';
      readonly apply: operation.Binary;
      readonly to: Register;
      readonly left: Register;
      readonly right: Register;
    }
  | {
      readonly kind: 'atomic';
      readonly operation: operation.AtomicOperation;
      readonly apply: operation.Binary;
      readonly index: Register;
      readonly value: Register;
      readonly at: At;
    }
  /** The beginning of a block or a loop. */
  | { readonly kind: 'enter' }
  /** Goes on behind it unless the condition is 0. */
  | { readonly kind: 'branch'; readonly condition: Register; readonly otherwise: Place }
  /** `leave`; `again` of a loop of the workgroup, which leads to its `repeat`. */
  | { readonly kind: 'jump'; readonly target: Place }
  /** `again` of a loop in a region; `end` is where the loop ends. */
  | { readonly kind: 'back-edge'; readonly target: Place; readonly end: Place; readonly at: At }
  /**
   * In front of the body of a loop of the workgroup: goes on with it, or ends the loop. Invocations come here from regions, so
   * the workgroup's back-edges are counted here. No instruction of the IR: it costs nothing.
   */
  | { readonly kind: 'repeat'; readonly end: Place; readonly at: At | undefined }
  /** No instruction of the IR either: over the second side of an `if`, over a `repeat`. */
  | { readonly kind: 'goto'; readonly target: Place }
  /** The steps from behind it up to `end` are a region. */
  | { readonly kind: 'region'; readonly end: Place }
  | Extract<Phase, { kind: 'barrier' }>;

type Node = Phase | Instruction;

/** A list of nodes that is being flattened, and what is done at its end. */
interface Frame {
  readonly nodes: readonly Node[];
  next: number;
  readonly close: () => void;
}

/** Where jumps to a label go; `again` is the step that takes a back-edge. */
interface Target {
  readonly end: Place;
  readonly again: Step | undefined;
}

/**
 * The steps of a kernel; the first is where the workgroup begins, and it ends behind the last.
 *
 * @throws AssayError `interpreter.unknown-label` (bug): lowering made a jump out of nothing.
 */
export function flatten(kernel: Kernel): readonly Step[] {
  const steps: Step[] = [];
  const targets = new Map<Label, Target>();
  const frames: Frame[] = [{ nodes: kernel.body, next: 0, close: () => {} }];

  const here = (): Place => ({ index: steps.length });
  const ahead = (): Place => ({ index: Number.NaN });
  const open = (nodes: readonly Node[], close: () => void): void => {
    frames.push({ nodes, next: 0, close });
  };
  /** The nodes, and then `end` is behind them. */
  const openUntil = (end: Place, nodes: readonly Node[]): void =>
    open(nodes, () => {
      end.index = steps.length;
    });
  const openLabelled = (label: Label, target: Target, body: readonly Node[]): void => {
    targets.set(label, target);
    open(body, () => {
      target.end.index = steps.length;
      targets.delete(label);
    });
  };
  const openLoop = (label: Label, at: At, body: readonly Node[]): void => {
    const end = ahead();
    openLabelled(label, { end, again: { kind: 'back-edge', target: here(), end, at } }, body);
  };
  const openWorkgroupLoop = (label: Label, at: At | undefined, body: readonly Node[]): void => {
    const [start, end] = [ahead(), ahead()];
    steps.push({ kind: 'goto', target: start });
    const again = { kind: 'jump', target: here() } as const;
    steps.push({ kind: 'repeat', end, at });
    start.index = steps.length;
    openLabelled(label, { end, again }, body);
  };
  const openBranch = (condition: Register, then: readonly Node[], otherwise: readonly Node[]): void => {
    const [other, end] = [ahead(), ahead()];
    steps.push({ kind: 'branch', condition, otherwise: other });
    open(then, () => {
      if (otherwise.length > 0) steps.push({ kind: 'goto', target: end });
      other.index = steps.length;
      openUntil(end, otherwise);
    });
  };

  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const node = frame.nodes[frame.next];
    frame.next += 1;
    if (node === undefined) {
      frames.pop();
      frame.close();
      continue;
    }
    switch (node.kind) {
      case 'region': {
        const end = ahead();
        steps.push({ kind: 'region', end });
        openUntil(end, node.code);
        break;
      }
      case 'block':
        steps.push({ kind: 'enter' });
        openLabelled(node.label, { end: ahead(), again: undefined }, node.body);
        break;
      case 'loop':
        steps.push({ kind: 'enter' });
        if ('at' in node) openLoop(node.label, node.at, node.body);
        else openWorkgroupLoop(node.label, undefined, node.body);
        break;
      case 'if':
        openBranch(node.condition, node.then, node.otherwise);
        break;
      case 'leave':
        steps.push({ kind: 'jump', target: targetOf(targets, node.label).end });
        break;
      case 'again':
        steps.push(targetOf(targets, node.label).again ?? fail(node.label));
        break;
      default:
        steps.push(resolve(node));
    }
  }
  return steps;
}

/** An instruction with the function of its operation. */
function resolve(node: Exclude<Node, { kind: 'region' | 'block' | 'loop' | 'if' | 'leave' | 'again' }>): Step {
  switch (node.kind) {
    case 'unary':
      return { kind: 'unary', apply: operation.unary[node.operation], to: node.to, operand: node.operand };
    case 'binary':
      return {
        kind: 'binary',
        apply: operation.binary[node.operation],
        to: node.to,
        left: node.left,
        right: node.right,
      };
    case 'atomic':
      return { ...node, apply: operation.atomic[node.operation] };
    default:
      return node;
  }
}

function targetOf(targets: ReadonlyMap<Label, Target>, label: Label): Target {
  return targets.get(label) ?? fail(label);
}

function fail(label: Label): never {
  throw new AssayError({
    kind: 'bug',
    code: 'interpreter.unknown-label',
    expected: 'a label of an enclosing block (to leave) or loop',
    got: String(label),
    remedy: 'Report this with the shader: lowering made a jump that leads nowhere.',
  });
}
