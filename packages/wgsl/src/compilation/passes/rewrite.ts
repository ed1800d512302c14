/** Nodes without others in them, as `simplify` writes them. */

import { changedBy, loadedBy, type Memory } from '../program/memories.js';
import type { Node, Phase, Register } from '../program/program.js';
import { rename, type Simple } from '../program/rename.js';
import { decider, reduce } from './algebra.js';
import type { Context } from './context.js';
import { assign, type Expression, isPure } from './expression.js';
import { changeableOf, type Known } from './known.js';

type Load = Extract<Node, { kind: 'load-buffer' | 'load' }>;
type Store = Extract<Node, { kind: 'store-buffer' | 'store' | 'atomic' }>;
type BufferAccess = Extract<Node, { kind: 'load-buffer' | 'store-buffer' }>;

/** What is being written, and what is known there. */
export interface Writer {
  readonly known: Known;
  readonly context: Context;
  /** The innermost list. */
  list: List;
}

interface List {
  readonly items: (Node | Phase)[];
  /** The place of the payment that is made whenever the next item is come to; -1 if there is none. */
  payAt: number;
}

export function emptyList(): List {
  return { items: [], payAt: -1 };
}

/** A writer with an empty list. */
export function writerOf(known: Known): Writer {
  const writer: Writer = {
    known,
    context: {
      constantOf: (register) => known.constantOf(register),
      definitionOf: (register) => known.definitionOf(register),
      isTruth: (register) => known.isTruth(register),
      isNonZero: (register) => known.isNonZero(register),
      constant: (value) => compute(writer, { kind: 'constant', value: value | 0 }),
      compute: (expression) => compute(writer, reduce(writer.context, expression)),
      find: (expression) => known.tableOf(expression).get(known.keyOf(expression)),
    },
    list: emptyList(),
  };
  return writer;
}

/** Writes a payment, with the one before it if both are always made. */
export function pay(list: List, cost: number): void {
  const before = list.payAt < 0 ? undefined : list.items[list.payAt];
  if (before?.kind === 'pay') {
    list.items[list.payAt] = { kind: 'pay', cost: before.cost + cost };
    return;
  }
  list.payAt = list.items.length;
  list.items.push({ kind: 'pay', cost });
}

/** Writes what has to be done of a node. */
export function rewrite(writer: Writer, node: Exclude<Simple, { kind: 'pay' | 'leave' | 'again' }>): void {
  const { known, list } = writer;
  const resolved = rename(
    node,
    (register) => known.resolve(register),
    (register) => register,
  );
  if (isPure(resolved)) {
    const { to, ...expression } = resolved;
    put(writer, to, reduce(writer.context, expression as Expression));
    return;
  }
  switch (resolved.kind) {
    case 'load-buffer':
    case 'load':
      load(writer, resolved);
      break;
    case 'store-buffer':
    case 'store':
    case 'atomic':
      store(writer, resolved);
      break;
    case 'fire':
      fire(writer, resolved.unless);
      break;
    default:
      list.items.push(resolved);
  }
}

/** A register that holds the value of an expression. */
function compute(writer: Writer, expression: Expression): Register {
  if (expression.kind === 'copy') return expression.from;
  const { known } = writer;
  const found = known.tableOf(expression).get(known.keyOf(expression));
  if (found !== undefined) return found;
  const to = known.newRegister();
  put(writer, to, expression);
  return to;
}

/** Writes the value of an expression to a register. */
function put(writer: Writer, to: Register, expression: Expression): void {
  const { known } = writer;
  if (expression.kind === 'copy') {
    write(writer, assign(to, expression));
    return;
  }
  const [table, key] = [known.tableOf(expression), known.keyOf(expression)];
  const found = table.get(key);
  write(writer, assign(to, found === undefined ? expression : { kind: 'copy', from: found }));
  if (found === undefined && known.isValue(to)) table.set(key, to);
}

function write({ known, list }: Writer, node: Extract<Node, { to: Register }>): void {
  list.items.push(node);
  known.define(node, isPure(node) ? node : undefined);
}

/** The condition of an access as it is needed: none if it always holds; 0 if it never does. */
function conditionOf({ known, context }: Writer, { condition }: BufferAccess): Register | 'never' | undefined {
  if (condition === undefined || known.isNonZero(condition)) return undefined;
  if (known.constantOf(condition) === 0) return 'never';
  const found = decider(context, condition);
  return found.isInverse ? condition : found.register;
}

function load(writer: Writer, node: Load): void {
  const { known } = writer;
  const condition = node.kind === 'load' ? undefined : conditionOf(writer, node);
  if (condition === 'never') {
    put(writer, node.to, { kind: 'constant', value: 0 });
    return;
  }
  const isUniform = node.kind === 'load' && node.isUniform;
  const key = keyOf(known, { memory: loadedBy(node)!, index: node.index, condition, isUniform });
  const found = known.computed.get(key);
  if (found !== undefined) write(writer, { kind: 'copy', to: node.to, from: found });
  else write(writer, node.kind === 'load' ? node : { ...node, condition });
  if (found === undefined && known.isValue(node.to)) known.computed.set(key, node.to);
}

function store(writer: Writer, node: Store): void {
  const { known, list } = writer;
  const condition = node.kind === 'store-buffer' ? conditionOf(writer, node) : undefined;
  if (condition === 'never') return;
  list.items.push(node.kind === 'store-buffer' ? { ...node, condition } : node);
  const memory = changedBy(node)!;
  known.change(changeableOf(memory));
  if (node.kind === 'atomic' || condition !== undefined || !known.isValue(node.value)) return;
  known.computed.set(keyOf(known, { memory, index: node.index, condition, isUniform: false }), node.value);
}

interface Access {
  readonly memory: Memory;
  readonly index: Register;
  readonly condition: Register | undefined;
  readonly isUniform: boolean;
}

/** The same for loads that give the same here. */
function keyOf(known: Known, { memory, index, condition, isUniform }: Access): string {
  const when = condition === undefined ? '' : known.nameOf(condition);
  return `load ${memory} ${known.nameOf(index)} ${when} ${isUniform} ${known.stateOf(memory)}`;
}

/** A guard fires once in a cell, or not. */
function fire({ known, context, list }: Writer, unless: Register): void {
  if (known.isNonZero(unless)) return;
  const found = decider(context, unless);
  const register = found.isInverse ? unless : found.register;
  const key = `fire ${known.nameOf(register)}`;
  if (known.computed.get(key) !== undefined) return;
  known.computed.set(key, register);
  list.items.push({ kind: 'fire', unless: register });
}
