/** The passes in the order in which one makes work for the next; each runs once or twice, so the work is bounded. */

import { visit } from '../program/items.js';
import type { Program } from '../program/program.js';
import { split } from '../program/split.js';
import { coalesce } from './coalesce.js';
import { hoist } from './hoist.js';
import { removeOverwritten } from './overwritten.js';
import { promote } from './promote.js';
import { simplify } from './simplify.js';
import { unroll } from './unroll.js';

/** Larger programs are compiled as they are: what runs long is seldom so long. */
const MOST_ITEMS = 65_536;

/** A program that does the same and costs less to run. Registers are webs behind it, whatever they were before. */
export function optimize(program: Program): Program {
  const start = split(program);
  let items = 0;
  visit(start.body, () => {
    items += 1;
  });
  if (items > MOST_ITEMS) return start;
  let best = simplify(start);
  for (const pass of [unroll, promote, unroll]) {
    const next = pass(best);
    if (next !== best) best = simplify(split(next));
  }
  // What was computed in two places in a loop may be computed twice in front of it.
  const hoisted = hoist(best);
  return coalesce(removeOverwritten(hoisted === best ? best : simplify(hoisted)));
}
