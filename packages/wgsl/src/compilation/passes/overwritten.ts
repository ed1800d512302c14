/** Leaves out stores that the same invocation overwrites before anything is loaded from there. */
import { type Item, innerOf, visit, withParts } from '../program/items.js';
import { changedBy, loadedBy, type Memory } from '../program/memories.js';
import { type Node, type Phase, type Program, type Register, targetOf } from '../program/program.js';

type Store = Extract<Node, { kind: 'store-buffer' | 'store' }>;

/** The last store to a memory, with its place in its list. */
interface Last {
  readonly store: Store;
  readonly at: number;
}

/** Between two barriers nobody else loads the word (SPEC.md E15), and the cell gives what was stored to it last. */
export function removeOverwritten(program: Program): Program {
  const counts = new Uint8Array(program.registers);
  visit(program.body, (item) => {
    const to = targetOf(item as Node);
    if (to !== undefined) counts[to] = Math.min(2, counts[to]! + 1);
  });
  const isValue = (register: Register | undefined): boolean => register === undefined || counts[register]! < 2;
  return { ...program, body: walk(program.body, isValue) as Phase[] };
}

function walk(list: readonly Item[], isValue: (register: Register | undefined) => boolean): readonly Item[] {
  const written: (Item | undefined)[] = [];
  const lasts = new Map<Memory, Last>();
  for (const item of list) {
    const parts = innerOf(item);
    if (parts.length > 0) {
      const inner = parts.map((part) => walk(part, isValue));
      written.push(withParts(item, inner));
      lasts.clear();
      continue;
    }
    const node = item as Node;
    const loaded = loadedBy(node);
    if (loaded !== undefined) lasts.delete(loaded);
    const memory = changedBy(node);
    if (memory !== undefined) {
      const last = lasts.get(memory);
      if (node.kind === 'atomic') lasts.delete(memory);
      else if (node.kind === 'store' || node.kind === 'store-buffer') {
        if (last !== undefined && isSame(last.store, node)) written[last.at] = undefined;
        if (isValue(node.index) && isValue(conditionOf(node))) lasts.set(memory, { store: node, at: written.length });
        else lasts.delete(memory);
      }
    }
    written.push(item);
  }
  return written.filter((item) => item !== undefined);
}

/** Whether the second store is to the word of the first, wherever that is made. */
function isSame(first: Store, second: Store): boolean {
  const condition = conditionOf(second);
  return first.index === second.index && (condition === undefined || condition === conditionOf(first));
}

function conditionOf(store: Store): Register | undefined {
  return store.kind === 'store-buffer' ? store.condition : undefined;
}
