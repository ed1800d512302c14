/** Nodes and phases alike: walks that do not care which of the two they meet. */
import { type Node, type Phase, partsOf } from './program.js';

export type Item = Node | Phase;

/** The lists inside of a node or phase. */
export function innerOf(item: Item): readonly (readonly Item[])[] {
  return item.kind === 'region' ? [item.code] : partsOf(item as Node);
}

/** Every node and phase, each before those inside it. */
export function visit(list: readonly Item[], each: (item: Item) => void): void {
  for (const item of list) {
    each(item);
    for (const part of innerOf(item)) visit(part, each);
  }
}

/** The same with other lists inside of it. */
export function withParts(item: Item, parts: readonly (readonly Item[])[]): Item {
  switch (item.kind) {
    case 'if': {
      const [then, otherwise] = parts;
      return { ...item, then, otherwise } as Item;
    }
    case 'block':
    case 'loop':
      return { ...item, body: parts[0] } as Item;
    case 'region':
      return { ...item, code: parts[0] as readonly Node[] };
    default:
      return item;
  }
}
