/** How control leaves statements (WGSL §9.4), so that no code is made that nothing reaches: compilers warn of it. */
import type { Block, Statement } from './syntax.js';

interface Ways {
  readonly next: boolean;
  readonly breaks: boolean;
  readonly continues: boolean;
}

const onward: Ways = { next: true, breaks: false, continues: false };
const nowhere: Ways = { next: false, breaks: false, continues: false };

/** True if control can come to what stands behind the block. */
export function fallsThrough(block: Block): boolean {
  return waysOf(block).next;
}

/** True if a loop with this body can come to its next round. */
export function continues(body: Block): boolean {
  const ways = waysOf(body);
  return ways.next || ways.continues;
}

function waysOf(block: Block): Ways {
  let ways = onward;
  for (const statement of block) {
    if (!ways.next) break;
    ways = either([{ ...ways, next: false }, waysOfStatement(statement)]);
  }
  return ways;
}

function either(sides: readonly Ways[]): Ways {
  return {
    next: sides.some(({ next }) => next),
    breaks: sides.some(({ breaks }) => breaks),
    continues: sides.some((side) => side.continues),
  };
}

function waysOfStatement(node: Statement): Ways {
  switch (node.kind) {
    case 'return':
      return nowhere;
    case 'break':
      return { ...nowhere, breaks: true };
    case 'continue':
      return { ...nowhere, continues: true };
    case 'block':
      return waysOf(node.body);
    case 'if':
      return either([waysOf(node.body), node.otherwise === undefined ? onward : waysOf(node.otherwise)]);
    case 'switch': {
      const ways = either(node.clauses.map(({ body }) => waysOf(body)));
      return { next: ways.next || ways.breaks, breaks: false, continues: ways.continues };
    }
    case 'for':
      return { ...nowhere, next: node.condition !== undefined || waysOf(node.body).breaks };
    case 'loop':
      return { ...nowhere, next: node.breakIf !== undefined || waysOf(node.body).breaks };
    default:
      return onward;
  }
}
