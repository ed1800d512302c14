/**
 * The workgroup's course through its phases. A region is a loop over groups of invocations; what an invocation keeps from region to
 * region lies in *slots* of memory, but for what is equal in all of them, which stays in locals (SPEC.md C3).
 */

import { argument, flag, paddedInvocations } from '../layout.js';
import { type Label, type Node, operandsOf, type Phase, type Register, targetOf } from '../program/program.js';
import type { Registers } from '../program/registers.js';
import { type Local, type Mark, op, simd } from '../wasm/wasm.js';
import { escapesIn } from './escape.js';
import { emitList } from './flow.js';
import type { Frame } from './frame.js';
import { forEachNode, level } from './levels.js';
import { operate } from './operate.js';

type Region = Extract<Phase, { kind: 'region' }>;
type Builtin = Extract<Node, { kind: 'builtin' }>;

/** A block or loop around a region that jumps in it name. */
interface Exit {
  readonly label: Label;
  readonly isLeft: boolean;
  readonly isRepeated: boolean;
}

interface Survey {
  /** Builtin values that it reads and that differ from group to group. */
  readonly given: readonly Builtin[];
  /** Registers that a group finds in slots, and those that it leaves there. */
  readonly loaded: readonly Register[];
  readonly stored: readonly Register[];
  /** Registers that are equal in all invocations and that each group must find as the first one did. */
  readonly kept: readonly Register[];
  readonly exits: readonly Exit[];
}

/** A block or loop of phases that is open. */
interface Around {
  readonly end: Mark;
  readonly header: Mark | undefined;
  readonly isCounted: boolean;
  /** What is live where jumps to it lead. */
  readonly live: readonly Registers[];
}

/** What the regions of a kernel share. */
export class Course {
  readonly frame: Frame;
  readonly invocations: number;
  /** Bytes of tables with a word for each invocation. */
  readonly tableBytes: number;
  readonly #hasRegions: boolean;
  /** Slots by register. */
  readonly #slots = new Map<Register, number>();
  readonly #slotsAt: Local;
  /** Back-edges that the workgroup took (E14). */
  readonly #backEdges: Local;
  readonly #loops = new Map<Label, Around>();
  readonly #builtins = new Map<Register, Builtin>();

  constructor(frame: Frame) {
    const { program, code } = frame;
    const [x, y, z] = program.workgroupSize;
    this.frame = frame;
    this.invocations = x * y * z;
    this.tableBytes = 4 * paddedInvocations(program.workgroupSize);
    this.#hasRegions = program.body.length > 1 || program.body[0]?.kind !== 'region';
    this.#slotsAt = code.local('i32');
    this.#backEdges = code.local('i32');
    forEachNode(program.body, (node) => {
      if (node.kind === 'builtin' && frame.isGiven(node)) this.#builtins.set(node.to, node);
    });
  }

  /** Bytes of slots; each has a word for each invocation, of which a register that is equal in a group takes the first. */
  get slotBytes(): number {
    return this.#slots.size * this.tableBytes;
  }

  /** Bytes of local memory: of the group at hand only, if nothing outlasts it. */
  get localBytes(): number {
    const { program, lanes } = this.frame;
    return this.#hasRegions ? this.tableBytes * program.localWords : 4 * lanes * program.localWords;
  }

  emit(): void {
    const { frame } = this;
    const { code, program } = frame;
    frame.finish = code.block();
    clear(frame, frame.workgroupMemory, 4 * program.workgroupWords);
    if (this.#hasRegions) clear(frame, frame.localMemory, this.localBytes);
    this.#emitPhases(program.body);
    code.end();
    writeResults(frame);
  }

  #emitPhases(phases: readonly Phase[]): void {
    for (const phase of phases) this.#emitPhase(phase);
  }

  #emitPhase(phase: Phase): void {
    const { frame } = this;
    const { code } = frame;
    switch (phase.kind) {
      case 'region':
        this.#emitRegion(phase);
        return;
      case 'pay':
        code.get(frame.rest);
        code.i64(phase.cost * this.invocations);
        code.emit(op.i64.sub);
        code.set(frame.rest);
        return;
      case 'if':
        this.#pushUniform(phase.condition);
        code.if();
        this.#emitPhases(phase.then);
        if (phase.otherwise.length > 0) {
          code.else();
          this.#emitPhases(phase.otherwise);
        }
        code.end();
        return;
      case 'block': {
        const end = code.block();
        const live = [frame.liveness.behind(phase)];
        this.#loops.set(phase.label, { end, header: undefined, isCounted: false, live });
        this.#emitPhases(phase.body);
        code.end();
        return;
      }
      case 'loop': {
        const end = code.block();
        const header = code.loop();
        const live = [frame.liveness.behind(phase), frame.liveness.header(phase)];
        this.#loops.set(phase.label, { end, header, isCounted: phase.isCounted, live });
        this.#emitPhases(phase.body);
        code.end();
        code.end();
        return;
      }
      case 'leave':
        code.branch(this.#loops.get(phase.label)!.end);
        return;
      case 'again':
        this.#repeat(phase.label);
        return;
    }
  }

  /** E14: where the workgroup has used up its budget, the cell ends. */
  #repeat(label: Label): void {
    const { frame } = this;
    const { code } = frame;
    const { header, isCounted } = this.#loops.get(label)!;
    code.get(frame.rest);
    code.i64(0);
    code.emit(op.i64.ltS);
    code.branchIf(frame.finish!);
    if (isCounted) {
      code.get(this.#backEdges);
      code.get(frame.loopBudget);
      code.emit(op.i32.geU);
      code.if();
      code.get(frame.flags);
      code.i32(flag.guard);
      code.emit(op.i32.or);
      code.set(frame.flags);
      code.branch(frame.finish!);
      code.end();
      code.get(this.#backEdges);
      code.i32(1);
      code.emit(op.i32.add);
      code.set(this.#backEdges);
    }
    code.branch(header!);
  }

  /** A register that has one value in all invocations (V38): that of the first. */
  #pushUniform(register: Register): void {
    const { frame } = this;
    const { code, levels } = frame;
    if (levels.constantOf(register) !== undefined || levels.of(register) === level.workgroup) {
      frame.pushScalar(register);
      return;
    }
    const builtin = this.#builtins.get(register);
    if (builtin !== undefined) {
      code.i32(0);
      code.set(frame.group);
      operate(frame, builtin);
      code.get(frame.localOf(register));
      if (frame.isLane(register)) code.extractLane(0);
      return;
    }
    code.get(0);
    code.load('i32Load', 4 * argument.slots);
    code.load('i32Load', this.#slotOf(register));
  }

  /** Its offset. */
  #slotOf(register: Register): number {
    const slot = this.#slots.get(register) ?? this.#slots.size;
    this.#slots.set(register, slot);
    return slot * this.tableBytes;
  }

  #emitRegion(region: Region): void {
    const { frame } = this;
    const { code, scratch } = frame;
    const { given, loaded, stored, kept, exits } = this.#survey(region);
    const copies = kept.map((register) => {
      code.get(frame.localOf(register));
      return frame.hold('i32');
    });
    code.i32(0);
    code.set(frame.group);
    code.i32(0);
    code.set(frame.exit);
    const next = code.loop();
    for (const [i, register] of kept.entries()) {
      code.get(copies[i]!);
      code.set(frame.localOf(register));
    }
    this.#beginGroup();
    for (const node of given) operate(frame, node);
    for (const register of loaded) this.#load(register);
    const end = code.block();
    for (const [i, { label }] of exits.entries()) {
      const exit = { leave: 2 * i + 1, again: 2 * i + 2 };
      frame.targets.set(label, { end, header: undefined, left: undefined, repeated: undefined, exit });
    }
    frame.escaping = escapesIn(region.code, frame.levels);
    emitList(frame, region.code);
    code.end();
    frame.isMasked = false;
    for (const register of stored) this.#store(register);
    this.#nextGroup(next);
    code.end();
    scratch.give(...copies);
    this.#endRegion(exits);
  }

  /** What a region has to do with what is around it. */
  #survey(region: Region): Survey {
    const { liveness, levels } = this.frame;
    const given = new Map<Register, Builtin>();
    const [touched, written] = [new Set<Register>(), new Set<Register>()];
    const exits = new Map<Label, Exit>();
    const inner = new Set<Label>();
    forEachNode([region], (node) => {
      if (this.frame.isGiven(node)) return;
      for (const register of operandsOf(node)) {
        const builtin = this.#builtins.get(register);
        if (builtin === undefined) touched.add(register);
        else given.set(register, builtin);
      }
      const to = targetOf(node);
      if (to !== undefined) {
        touched.add(to);
        written.add(to);
      }
      if (node.kind === 'block' || node.kind === 'loop') inner.add(node.label);
      if ((node.kind !== 'leave' && node.kind !== 'again') || inner.has(node.label)) return;
      const { isLeft = false, isRepeated = false } = exits.get(node.label) ?? {};
      const [leaves, repeats] = [isLeft || node.kind === 'leave', isRepeated || node.kind === 'again'];
      exits.set(node.label, { label: node.label, isLeft: leaves, isRepeated: repeats });
    });
    const before = liveness.before(region);
    const behind = [liveness.behind(region), ...[...exits.keys()].flatMap((label) => this.#loops.get(label)!.live)];
    const inSlot = (register: Register): boolean =>
      levels.constantOf(register) === undefined && levels.of(register) !== level.workgroup;
    return {
      given: [...given.values()],
      loaded: [...touched].filter((register) => inSlot(register) && before.has(register)),
      stored: [...written].filter((register) => inSlot(register) && behind.some((live) => live.has(register))),
      kept: [...written].filter(
        (register) =>
          this.invocations > this.frame.lanes &&
          levels.of(register) === level.workgroup &&
          levels.constantOf(register) === undefined &&
          before.has(register),
      ),
      exits: [...exits.values()],
    };
  }

  #load(register: Register): void {
    const { frame } = this;
    const { code } = frame;
    code.get(this.#slotsAt);
    if (frame.isLane(register)) code.vectorLoad('load', this.#slotOf(register));
    else code.load('i32Load', this.#slotOf(register));
    code.set(frame.localOf(register));
  }

  #store(register: Register): void {
    const { frame } = this;
    const { code } = frame;
    code.get(this.#slotsAt);
    code.get(frame.localOf(register));
    if (frame.isLane(register)) code.vectorStore(this.#slotOf(register));
    else code.store('i32Store', this.#slotOf(register));
  }

  /** Locals that depend on the group at hand. */
  #beginGroup(): void {
    const { frame, invocations } = this;
    const { code, lanes, program } = frame;
    code.get(0);
    code.load('i32Load', 4 * argument.slots);
    code.get(frame.group);
    code.emit(op.i32.add);
    code.set(this.#slotsAt);
    if (program.localWords > 0) {
      if (this.#hasRegions) {
        code.get(0);
        code.load('i32Load', 4 * argument.localMemory);
        code.get(frame.group);
        code.i32(program.localWords);
        code.emit(op.i32.mul);
        code.emit(op.i32.add);
        code.set(frame.localMemory);
      } else clear(frame, frame.localMemory, this.localBytes);
    }
    frame.isMasked = invocations % lanes !== 0;
    if (!frame.isMasked) return;
    code.get(frame.group);
    code.i32(2);
    code.emit(op.i32.shrU);
    code.vector(simd.splat);
    code.v128([0, 1, 2, 3]);
    code.vector(simd.i32x4.add);
    code.v128([invocations, invocations, invocations, invocations]);
    code.vector(simd.i32x4.ltU);
    code.set(frame.mask);
  }

  #nextGroup(next: Mark): void {
    const { frame, invocations } = this;
    const { code, lanes } = frame;
    if (invocations <= lanes) return;
    code.get(frame.group);
    code.i32(4 * lanes);
    code.emit(op.i32.add);
    code.tee(frame.group);
    code.i32(4 * invocations);
    code.emit(op.i32.ltU);
    code.branchIf(next);
  }

  /** The cell ends where an invocation ran out of budget; else all of them went the same way. */
  #endRegion(exits: readonly Exit[]): void {
    const { frame } = this;
    const { code } = frame;
    code.get(frame.rest);
    code.i64(0);
    code.emit(op.i64.ltS);
    code.get(frame.runOut);
    code.emit(op.i32.or);
    code.branchIf(frame.finish!);
    for (const [i, { label, isLeft, isRepeated }] of exits.entries()) {
      frame.targets.delete(label);
      if (isLeft) {
        code.get(frame.exit);
        code.i32(2 * i + 1);
        code.emit(op.i32.eq);
        code.branchIf(this.#loops.get(label)!.end);
      }
      if (!isRepeated) continue;
      code.get(frame.exit);
      code.i32(2 * i + 2);
      code.emit(op.i32.eq);
      code.if();
      this.#repeat(label);
      code.end();
    }
  }
}

/** Zeros. */
function clear({ code }: Frame, address: Local, bytes: number): void {
  if (bytes === 0) return;
  code.get(address);
  code.i32(0);
  code.i32(bytes);
  code.fill();
}

function writeResults({ code, rest, flags }: Frame): void {
  code.get(0);
  code.get(rest);
  code.i64(0);
  code.emit(op.i64.ltS);
  code.i32(flag.tooCostly);
  code.emit(op.i32.mul);
  code.get(flags);
  code.emit(op.i32.or);
  code.store('i32Store', 4 * argument.flags);
  code.get(0);
  code.get(0);
  code.load('i64Load', 4 * argument.maxCost);
  code.get(rest);
  code.emit(op.i64.sub);
  code.store('i64Store', 4 * argument.cost);
}
