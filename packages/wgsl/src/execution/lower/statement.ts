/** Statements: what they emit, as instructions or, where a barrier is reached in them, as phases (SPEC.md E2, E3, E7, E14). */
import type { Span } from '../../text/span.js';
import type * as typed from '../../validation/typed.js';
import type { Label, Register } from '../ir.js';
import * as builders from './builder.js';
import * as expression from './expression.js';
import * as facts from './facts.js';
import { jump, skipForFlags, withTarget } from './jump.js';
import { type Copies, constantOf, deepen, type List, type Lowering, levelOf, type Place } from './lowering.js';
import * as operator from './operator.js';
import * as places from './place.js';
import { hasArray } from './size.js';

type Node<Kind extends typed.Statement['kind']> = Extract<typed.Statement, { readonly kind: Kind }>;

/**
 * Statements one after the other; what cannot be reached is left out. At the level of phases, what follows the last barrier is
 * a tail. `isRound`: the list is repeated by a loop that holds a barrier.
 */
export function list(
  lowering: Lowering,
  statements: readonly typed.Statement[],
  level: builders.Level,
  isRound = false,
): void {
  const { frame } = lowering;
  const live = facts.reachable(lowering.facts, statements);
  if (level === 'code') {
    for (const one of live) statement(lowering, one);
    return;
  }
  const last = live.findLastIndex((one) => lowering.facts.barriers.has(one));
  const state: List = { isRound, hasRest: false, hasBarrierAhead: false, tail: undefined };
  frame.lists.push(state);
  let done = 0;
  for (const [k, one] of live.slice(0, last + 1).entries()) {
    state.hasRest = k < live.length - 1;
    state.hasBarrierAhead = k < last;
    if (k === last && isHeadOnly(lowering, one)) evaluateHead(lowering, one);
    else {
      statement(lowering, one);
      done = k + 1;
    }
  }
  tail(lowering, state, live.slice(done), last >= 0);
  frame.lists.pop();
  for (const one of live.slice(done, last + 1)) forgetHead(lowering, one);
}

function tail(lowering: Lowering, state: List, statements: readonly typed.Statement[], isBehindBarrier: boolean): void {
  if (statements.length === 0) return;
  const { builder } = lowering;
  const label = builders.label(builder);
  state.tail = label;
  builders.block(builder, label, 'code', () => {
    if (isBehindBarrier) skipForFlags(lowering, label);
    for (const one of statements) statement(lowering, one);
  });
}

/** Whether barriers are reached only in what is evaluated before the statement branches. */
function isHeadOnly(lowering: Lowering, node: typed.Statement): boolean {
  const { barriers } = lowering.facts;
  switch (node.kind) {
    case 'if':
      return !barriers.has(node.then) && (node.otherwise === undefined || !barriers.has(node.otherwise));
    case 'switch':
      return !node.clauses.some(({ body }) => barriers.has(body));
    case 'loop':
      return loopLevel(lowering, node) === 'code';
    default:
      return false;
  }
}

function evaluateHead(lowering: Lowering, node: typed.Statement): void {
  const { copies } = lowering;
  lowering.copies = copiesOf(lowering, node);
  if (node.kind === 'loop' && node.initializer !== undefined) {
    statement(lowering, node.initializer);
    lowering.begun.add(node);
  }
  const head = headOf(lowering, node);
  if (head !== undefined) lowering.ahead.set(head, expression.evaluate(lowering, head));
  lowering.copies = copies;
}

function forgetHead(lowering: Lowering, node: typed.Statement): void {
  if (node.kind === 'loop') lowering.begun.delete(node);
  const head = headOf(lowering, node);
  if (head !== undefined) lowering.ahead.delete(head);
}

/** The expression that is evaluated once before the statement branches. */
function headOf(lowering: Lowering, node: typed.Statement): typed.Expression | undefined {
  if (node.kind === 'if') return node.condition;
  if (node.kind === 'switch') return node.selector;
  return node.kind === 'loop' && !facts.isRepeated(lowering.facts, node) ? node.condition : undefined;
}

function statement(lowering: Lowering, node: typed.Statement): void {
  const { copies } = lowering;
  lowering.copies = copiesOf(lowering, node);
  deepen(lowering, 10);
  lower(lowering, node);
  deepen(lowering, -10);
  lowering.copies = copies;
}

function copiesOf({ facts: { calling, lending } }: Lowering, node: typed.Statement): Copies {
  if (lending.has(node)) return 'all';
  return calling.has(node) ? 'private' : 'none';
}

function lower(lowering: Lowering, node: typed.Statement): void {
  const { builder } = lowering;
  switch (node.kind) {
    case 'let':
      declareLet(lowering, node);
      break;
    case 'var':
      declareVariable(lowering, node);
      break;
    default:
      // Nothing that the others take is needed behind them.
      builders.scope(builder, () => act(lowering, node));
  }
}

function act(lowering: Lowering, node: Exclude<typed.Statement, Node<'let' | 'var'>>): void {
  switch (node.kind) {
    case 'assign':
      assign(lowering, node);
      break;
    case 'discard-value':
      if (node.value.type.kind === 'pointer') expression.pointer(lowering, node.value);
      else expression.evaluate(lowering, node.value);
      break;
    case 'call':
      expression.evaluate(lowering, node.call);
      break;
    case 'block':
      block(lowering, node);
      break;
    case 'if':
      conditional(lowering, node);
      break;
    case 'switch':
      switchStatement(lowering, node);
      break;
    case 'loop':
      loop(lowering, node);
      break;
    case 'return':
      returned(lowering, node);
      break;
    default:
      jump(lowering, node.kind);
  }
}

function returned(lowering: Lowering, { value }: Node<'return'>): void {
  const { builder, frame } = lowering;
  const mark = builder.register;
  if (value !== undefined) builders.move(builder, frame.result, expression.evaluate(lowering, value), mark);
  jump(lowering, 'return');
}

function declareLet(lowering: Lowering, { declaration, value }: Node<'let'>): void {
  const { builder, immutables } = lowering;
  const { type } = declaration;
  if (type.kind === 'pointer') {
    // Its indices are those of now.
    lowering.copies = 'all';
    immutables.set(declaration, { kind: 'place', place: expression.pointer(lowering, value) });
    return;
  }
  if (lowering.facts.indexed.has(declaration)) {
    const { place } = allocateArray(lowering, type);
    initialize(lowering, place, value);
    immutables.set(declaration, { kind: 'place', place });
    return;
  }
  const words = builders.allocate(builder, places.assertSize(lowering, type));
  initialize(lowering, { kind: 'registers', type, words }, value);
  immutables.set(declaration, { kind: 'words', words });
}

/** E3. */
function declareVariable(lowering: Lowering, { declaration, span }: Node<'var'>): void {
  const { type, initializer } = declaration;
  const { place, isFresh } = hasArray(type) ? allocateArray(lowering, type) : allocateRegisters(lowering, type);
  if (initializer !== undefined) initialize(lowering, place, initializer);
  // Memory that nobody had before, where control comes once, is zero.
  else if (!isFresh || lowering.loops > 0) clear(lowering, place, span);
  lowering.variables.set(declaration, place);
}

function clear(lowering: Lowering, place: Place, span: Span): void {
  const { builder } = lowering;
  builders.scope(builder, () => {
    const mark = builder.register;
    if (place.kind === 'registers') {
      for (const to of place.words) builders.emit(builder, { kind: 'constant', to, value: 0 });
      return;
    }
    const zero = builders.constant(builder, 0);
    places.store(lowering, place, Array<Register>(places.assertSize(lowering, place.type)).fill(zero), span, mark);
  });
}

interface Allocated {
  readonly place: Place;
  /** Nobody had this memory before. */
  readonly isFresh: boolean;
}

function allocateArray(lowering: Lowering, type: typed.Variable['type']): Allocated {
  const { base, isFresh } = builders.allocateLocal(lowering.builder, places.assertSize(lowering, type));
  return { place: { kind: 'memory', type, memory: 'local', base, offset: undefined }, isFresh };
}

function allocateRegisters(lowering: Lowering, type: typed.Variable['type']): Allocated {
  const words = builders.allocate(lowering.builder, places.assertSize(lowering, type));
  return { place: { kind: 'registers', type, words }, isFresh: false };
}

function initialize(lowering: Lowering, place: Place, value: typed.Expression): void {
  const { builder } = lowering;
  builders.scope(builder, () => assignValue(lowering, place, value, value.span, builder.register));
}

/** Stores the value of an expression. */
function assignValue(lowering: Lowering, place: Place, value: typed.Expression, span: Span, mark: Register): void {
  const known = constantOf(lowering, value)?.value;
  if (known === undefined || place.kind !== 'registers') {
    places.store(lowering, place, expression.evaluate(lowering, value), span, mark);
    return;
  }
  for (const [k, word] of expression.wordsOf(known).entries()) {
    builders.emit(lowering.builder, { kind: 'constant', to: place.words[k] ?? 0, value: word });
  }
}

/** `place operator= right` is `place = place operator right` (WGSL §9.2.3): contents first, then the right side. */
function assign(lowering: Lowering, { left, operator: sign, right }: Node<'assign'>): void {
  const { builder } = lowering;
  const mark = builder.register;
  const place = expression.place(lowering, left);
  if (sign === '=') {
    assignValue(lowering, place, right, left.span, mark);
    return;
  }
  const contents = expression.contents(lowering, left, place);
  const words = expression.evaluate(lowering, right);
  const result = operator.binary(builder, sign, place.type, contents, words);
  places.store(lowering, place, result, left.span, mark);
}

/** A block, whose variables end with it. */
function block(lowering: Lowering, node: typed.Block): void {
  builders.scope(lowering.builder, () => list(lowering, node.statements, levelOf(lowering, node)));
}

/** A block in a construct of this level. */
function part(lowering: Lowering, node: typed.Block | undefined, level: builders.Level): void {
  if (node !== undefined) builders.scope(lowering.builder, () => list(lowering, node.statements, level));
}

function conditional(lowering: Lowering, { condition, then, otherwise }: Node<'if'>): void {
  const { builder, facts: known } = lowering;
  const decided = constantOf(lowering, condition)?.value;
  if (decided !== undefined) {
    const taken = decided === true ? then : otherwise;
    if (taken !== undefined) block(lowering, taken);
    return;
  }
  const isPhase = known.barriers.has(then) || (otherwise !== undefined && known.barriers.has(otherwise));
  const level = isPhase ? 'phase' : 'code';
  const tested = builders.scope(builder, () => expression.scalar(lowering, condition));
  const side =
    (node: typed.Block | undefined): (() => void) =>
    () =>
      part(lowering, node, level);
  builders.conditional(builder, tested, level, side(then), side(otherwise));
}

/** One comparison after the other; each body leaves the block. */
function switchStatement(lowering: Lowering, node: Node<'switch'>): void {
  const { builder, frame, facts: known } = lowering;
  const level = node.clauses.some(({ body }) => known.barriers.has(body)) ? 'phase' : 'code';
  const selector = expression.evaluate(lowering, node.selector);
  withTarget(lowering, { exit: 'break', level, list: frame.lists.length }, (end) => {
    for (const clause of node.clauses) {
      if (clause.isDefault) continue;
      const isSelected = builders.scope(builder, () => matches(lowering, node, clause, selector));
      const then = (): void => {
        part(lowering, clause.body, level);
        builders.leave(builder, end);
      };
      builders.conditional(builder, isSelected, level, then, () => {});
    }
    part(lowering, node.clauses.find(({ isDefault }) => isDefault)?.body, level);
  });
}

function matches(
  { builder }: Lowering,
  { selector: { type } }: Node<'switch'>,
  clause: typed.SwitchClause,
  selector: builders.Words,
): Register {
  const equal = clause.selectors.map((value) => {
    const [word = 0] = expression.wordsOf(value);
    return operator.binary(builder, '==', type, selector, operator.literal(builder, word))[0] ?? 0;
  });
  return operator.fold(builder, 'or', equal);
}

/** The level of the loop itself, whatever its initializer does. */
function loopLevel(lowering: Lowering, node: typed.Loop): builders.Level {
  const { barriers } = lowering.facts;
  const parts = facts.isRepeated(lowering.facts, node)
    ? [node.condition, node.body, node.continuing, node.breakIf]
    : [node.body];
  return parts.some((one) => one !== undefined && barriers.has(one)) ? 'phase' : 'code';
}

function loop(lowering: Lowering, node: typed.Loop): void {
  if (node.initializer !== undefined && !lowering.begun.has(node)) statement(lowering, node.initializer);
  const level = loopLevel(lowering, node);
  if (facts.isRepeated(lowering.facts, node)) repeated(lowering, node, level);
  else once(lowering, node, level);
}

/** A loop whose only round leaves it. */
function once(lowering: Lowering, { condition, body }: typed.Loop, level: builders.Level): void {
  const { builder, frame } = lowering;
  const target = { exit: 'break', level, list: frame.lists.length } as const;
  const round = (): void => withTarget(lowering, target, () => part(lowering, body, level));
  if (condition === undefined) {
    round();
    return;
  }
  const tested = builders.scope(builder, () => expression.scalar(lowering, condition));
  builders.conditional(builder, tested, level, round, () => {});
}

function repeated(lowering: Lowering, node: typed.Loop, level: builders.Level): void {
  const { builder, frame } = lowering;
  deepen(lowering, 14);
  const name = builders.label(builder);
  lowering.loops += 1;
  // A barrier is ahead of whoever leaves a loop of phases, so the label belongs to the list around it.
  withTarget(lowering, { exit: 'break', level, list: frame.lists.length - 1 }, (end) =>
    builders.loop(builder, name, level, builders.at(builder, node.span), () => {
      builders.scope(builder, () => round(lowering, node, level, end));
      builders.again(builder, name, level);
    }),
  );
  lowering.loops -= 1;
  deepen(lowering, -14);
}

/** What the body declares can be used in the continuing block. */
function round(lowering: Lowering, node: typed.Loop, level: builders.Level, end: Label): void {
  const { condition, body, continuing, breakIf } = node;
  if (condition !== undefined) leaveUnless(lowering, end, condition, true);
  withTarget(lowering, { exit: 'continue', level, list: lowering.frame.lists.length }, () =>
    list(lowering, body.statements, level, true),
  );
  if (continuing !== undefined) list(lowering, continuing.statements, level, true);
  if (breakIf !== undefined) leaveUnless(lowering, end, breakIf, false);
}

/** Leaves the loop unless the condition is as expected. */
function leaveUnless(lowering: Lowering, end: Label, condition: typed.Expression, expected: boolean): void {
  const { builder } = lowering;
  if (constantOf(lowering, condition)?.value === expected) return;
  const tested = builders.scope(builder, () => expression.scalar(lowering, condition));
  const [leave, stay] = [(): void => builders.leave(builder, end), (): void => {}];
  builders.conditional(builder, tested, 'code', expected ? stay : leave, expected ? leave : stay);
}
