import { isAssayError } from '@assay/core';
import { check as parameters, seed } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as guards from '../../analysis/guards.js';
import * as ir from '../../testing/assembly.js';
import { jumps } from '../../testing/jumps.js';
import { drawFrom, sampleOf } from '../../testing/wild.js';
import { build } from './build.js';
import { type Compound, isCompound, livenessOf } from './liveness.js';
import { type Node, operandsOf, type Phase, type Program, type Register, targetOf } from './program.js';
import type { Registers } from './registers.js';

const places = ['behind', 'header', 'yes', 'no', 'before'] as const;
type Place = (typeof places)[number];
type Found = (place: Place, node: Compound, live: readonly Register[]) => void;

/** A place that control comes to, in the naive form: a graph. */
interface Point {
  readonly reads: readonly Register[];
  readonly writes: Register | undefined;
  next: readonly Point[];
  readonly live: Set<Register>;
}

/** Tells of all places what is live there, by the definition: along the graph, until nothing changes. */
function naive({ body }: Program, found: Found): void {
  const points: Point[] = [];
  const asked: [Place, Compound, Point][] = [];
  const targets = new Map<number, { readonly behind: Point; readonly header: Point | undefined }>();
  const point = (reads: readonly Register[], writes: Register | undefined, next: readonly Point[]): Point => {
    const one = { reads, writes, next, live: new Set<Register>() };
    points.push(one);
    return one;
  };
  const enter = (list: readonly (Node | Phase)[], next: Point): Point =>
    list.reduceRight((behind, node) => visit(node, behind), next);
  const visit = (node: Node | Phase, behind: Point): Point => {
    if (isCompound(node)) asked.push(['behind', node, behind]);
    switch (node.kind) {
      case 'region': {
        const first = enter(node.code, behind);
        asked.push(['before', node, first]);
        return first;
      }
      case 'if': {
        const [yes, no] = [enter(node.then, behind), enter(node.otherwise, behind)];
        asked.push(['yes', node, yes], ['no', node, no]);
        return point([node.condition], undefined, [yes, no]);
      }
      case 'block':
        targets.set(node.label, { behind, header: undefined });
        return enter(node.body, behind);
      case 'loop': {
        const header = point([], undefined, []);
        targets.set(node.label, { behind, header });
        header.next = [enter(node.body, behind)];
        asked.push(['header', node, header]);
        return header;
      }
      case 'leave':
        return point([], undefined, [targets.get(node.label)!.behind]);
      case 'again':
        return point([], undefined, [targets.get(node.label)!.header!]);
      default:
        return point(operandsOf(node), targetOf(node), [behind]);
    }
  };
  enter(body, point([], undefined, []));
  for (let isStable = false; !isStable; ) {
    isStable = true;
    for (const { reads, writes, next, live } of points) {
      const { size } = live;
      for (const register of reads) live.add(register);
      for (const one of next) for (const register of one.live) if (register !== writes) live.add(register);
      if (live.size > size) isStable = false;
    }
  }
  for (const [place, node, { live }] of asked) found(place, node, sorted([...live]));
}

function sorted(list: readonly Register[]): readonly Register[] {
  return [...list].sort((a, b) => a - b);
}

function membersOf(set: Registers): readonly Register[] {
  const list: Register[] = [];
  set.forEach((register) => {
    list.push(register);
  });
  return sorted(list);
}

/** Fails unless all sets are what they are by the definition; gives how many members they have. */
function assertLive(program: Program): number {
  const liveness = livenessOf(program);
  let members = 0;
  naive(program, (place, node, live) => {
    const set = (liveness[place] as (node: Compound) => Registers)(node);
    expect(membersOf(set), `${place} ${node.kind}`).toEqual(live);
    expect(live.every((register) => set.has(register))).toBe(true);
    expect(set.isEmpty()).toBe(live.length === 0);
    members += live.length;
  });
  return members;
}

describe('what is live', () => {
  it.each([
    ['what a side of a branch reads', [ir.when(1, [ir.copy(2, 3)], [ir.copy(2, 4)]), ir.copy(5, 2)], [1, 3, 4]],
    ['what one side does not write', [ir.when(1, [ir.constant(2, 1)]), ir.copy(5, 2)], [1, 2]],
    ['not what both sides write', [ir.when(1, [ir.constant(2, 1)], [ir.constant(2, 1)]), ir.copy(5, 2)], [1]],
    ['what a leave goes past', [ir.block(1, [ir.when(1, [ir.leave(1)]), ir.constant(2, 1)]), ir.copy(5, 2)], [1, 2]],
    ['not what it jumps over', [ir.block(1, [ir.leave(1)]), ir.constant(2, 1), ir.copy(5, 2)], []],
    ['what the next round reads', [ir.loop(1, [ir.when(1, [ir.leave(1)]), ir.copy(2, 3), ir.again(1)])], [1, 3]],
    ['not what nobody reads', [ir.loop(1, [ir.constant(2, 1), ir.again(1)])], []],
  ] as const)('%s', (_, code, expected) => {
    const kernel = ir.kernel([ir.region(...code)], { builtins: [] });
    const program = build(kernel, { ...guards.all(kernel), hasInvocationBudget: false });
    expect(membersOf(livenessOf(program).start)).toEqual(expected);
    assertLive(program);
  });

  it('by the definition, whatever jumps', () => {
    let members = 0;
    const property = fc.property(jumps, fc.boolean(), (kernel, hasInvocationBudget) => {
      members += assertLive(build(kernel, { ...guards.all(kernel), hasInvocationBudget }));
    });
    fc.assert(property, parameters(2_000));
    expect(members).toBeGreaterThan(1_000);
  });

  it('by the definition, in random kernels', () => {
    let members = 0;
    for (let k = 0; k < 40; k++) {
      const { kernel } = sampleOf(drawFrom((seed() + k) | 0));
      members += assertLive(build(kernel, guards.all(kernel)));
    }
    expect(members).toBeGreaterThan(1_000);
  });
});

describe('size', () => {
  const branch = (condition: Register, ...then: readonly Node[]): Node => {
    const otherwise: readonly Node[] = [];
    return { kind: 'if', condition, then, otherwise };
  };
  const programOf = (registers: number, code: readonly Node[]): Program => ({
    workgroupSize: [1, 1, 1],
    bindings: [],
    workgroupWords: 0,
    localWords: 0,
    registers,
    body: [{ kind: 'region', code }],
  });

  it('the time grows with the depth of loops, not with two to its power', () => {
    let code: readonly Node[] = [{ kind: 'copy', to: 0, from: 1 }];
    for (let label = 0; label < 400; label++) {
      code = [{ kind: 'loop', label, body: [...code, branch(2 + label, { kind: 'again', label })] }];
    }
    const { header } = livenessOf(programOf(402, code));
    expect(membersOf(header(code[0] as Extract<Node, { kind: 'loop' }>))).toHaveLength(401);
  });

  it('what would take too much memory is refused', () => {
    const ifs = (count: number): Node[] => Array.from({ length: count }, (_, k) => branch(k));
    expect(membersOf(livenessOf(programOf(2_000, ifs(2_000))).start)).toHaveLength(2_000);
    try {
      livenessOf(programOf(30_000, ifs(30_000)));
      expect.unreachable();
    } catch (error) {
      expect(isAssayError(error) && error.code).toBe('compiler.too-large');
    }
  });
});
