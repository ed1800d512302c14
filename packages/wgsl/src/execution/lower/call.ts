/** Calls, expanded where they stand: every expansion has registers and memory of its own (SPEC.md E18). */
import type * as typed from '../../validation/typed.js';
import * as builders from './builder.js';
import * as expression from './expression.js';
import { withTarget } from './jump.js';
import { type Call, deepen, type Held, type Lowering, levelOf } from './lowering.js';
import * as places from './place.js';
import * as statement from './statement.js';

/** The value that a call returns. */
export function call(lowering: Lowering, node: Call): builders.Words {
  const { builder } = lowering;
  const { parameters, returnType } = node.function;
  const result = builders.allocate(builder, places.assertSize(lowering, returnType));
  deepen(lowering, 12);
  builders.scope(builder, () => {
    // All arguments first: one of them may call the same function.
    const held = node.arguments.map((argument, k) => hold(lowering, argument, parameters[k]));
    for (const [k, parameter] of parameters.entries()) {
      const value = held[k];
      if (value !== undefined) lowering.immutables.set(parameter, value);
    }
    if (lowering.facts.falling.has(node.function)) {
      for (const to of result) builders.emit(builder, { kind: 'constant', to, value: 0 });
    }
    body(lowering, node.function, result);
  });
  deepen(lowering, -12);
  return result;
}

/** The body of a function whose parameters have their values. */
export function body(lowering: Lowering, declaration: typed.FunctionDeclaration, result: builders.Words): void {
  const { frame } = lowering;
  const level = levelOf(lowering, declaration);
  lowering.frame = { result, targets: [], lists: [] };
  withTarget(lowering, { exit: 'return', level, list: 0 }, () =>
    statement.list(lowering, declaration.body.statements, level),
  );
  lowering.frame = frame;
}

/** Parameters do not change, and loads before a call are copies: the registers of an argument can be the parameter's. */
function hold(lowering: Lowering, argument: typed.Expression, parameter: typed.Immutable | undefined): Held {
  if (argument.type.kind === 'pointer') return { kind: 'place', place: expression.pointer(lowering, argument) };
  const words = expression.evaluate(lowering, argument);
  if (parameter === undefined || !lowering.facts.indexed.has(parameter)) return { kind: 'words', words };
  return { kind: 'place', place: expression.spill(lowering, argument.type, words, argument) };
}
