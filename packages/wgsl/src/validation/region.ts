/**
 * P5, as far as it can be decided from the text: between two barriers one atomic location sees one commuting family.
 *
 * Followed are read-modify-write builtins on an atomic variable, or on a part of one that is chosen by constants, along
 * straight lines of statements; what a branch adds counts for what follows it unless the branch has a barrier. The branches
 * of one `if`, the rounds of a loop, and callees are left to race detection.
 */
import * as builtin from './builtin.js';
import { type Context, report } from './context.js';
import * as traversal from './traversal.js';
import type * as typed from './typed.js';

/** Checks one function. */
export function check(context: Context, { body }: typed.FunctionDeclaration): void {
  walk(context, body, { outer: undefined, seen: new Map(), hasBarrier: false });
}

interface Use {
  readonly family: builtin.AtomicFamily;
  readonly span: typed.Expression['span'];
}

/** What a list of statements has seen since the last barrier, on top of what was seen around it. */
interface Region {
  readonly outer: Region | undefined;
  readonly seen: Map<string, Use>;
  hasBarrier: boolean;
}

function walk(context: Context, statement: typed.Statement, region: Region): void {
  if (statement.kind === 'block') {
    for (const one of statement.statements) walk(context, one, region);
    return;
  }
  for (const expression of traversal.expressions(statement)) {
    for (const node of traversal.postorder(expression)) visit(context, node, region);
  }
  const branches = traversal.parts(statement).map((part) => {
    const inner: Region = { outer: region, seen: new Map(), hasBarrier: false };
    walk(context, part, inner);
    return inner;
  });
  if (branches.some(({ hasBarrier }) => hasBarrier)) clear(region);
  else for (const { seen } of branches) for (const [place, use] of seen) region.seen.set(place, use);
}

function clear(region: Region): void {
  region.seen.clear();
  region.hasBarrier = true;
}

function visit(context: Context, node: typed.Expression, region: Region): void {
  if (traversal.isBarrierCall(node, builtin.isBarrier)) {
    clear(region);
    return;
  }
  if (node.kind !== 'builtin' || !builtin.isReadModifyWrite(node.name)) return;
  const family = builtin.atomicFamily(node.name);
  const place = placeText(node.arguments[0]);
  if (family === undefined || place === undefined) return;
  const earlier = find(region, place);
  region.seen.set(place, earlier ?? { family, span: node.span });
  if (earlier === undefined || earlier.family === family) return;
  const fault = {
    rule: 'P5',
    code: 'profile.mixed-atomics',
    message: `${node.name} and an earlier atomic on the same place do not commute`,
    hint: 'Put workgroupBarrier(); between them.',
  };
  report(context, node.span, fault, { span: earlier.span, message: 'the earlier one' });
}

function find(region: Region, place: string): Use | undefined {
  for (let at: Region | undefined = region; at !== undefined; at = at.hasBarrier ? undefined : at.outer) {
    const use = at.seen.get(place);
    if (use !== undefined) return use;
  }
  return undefined;
}

/** A variable and constant steps into it, as a key; undefined for places that are chosen when the shader runs. */
function placeText(pointer: typed.Expression | undefined): string | undefined {
  const steps: string[] = [];
  for (let at = pointer; at !== undefined; ) {
    switch (at.kind) {
      case 'address-of':
        at = at.reference;
        break;
      case 'indirection':
        at = at.pointer;
        break;
      case 'member':
        steps.push(`${at.member}`);
        at = at.object;
        break;
      case 'index':
        if (at.index.kind !== 'constant') return undefined;
        steps.push(`${at.index.value}`);
        at = at.object;
        break;
      case 'variable':
      case 'immutable':
        // The place of a declaration is unique, its name is not.
        return `${at.declaration.span.start} ${steps.join(' ')}`;
      default:
        return undefined;
    }
  }
  return undefined;
}
