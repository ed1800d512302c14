import type { owner } from '@assay/core';

/** `workgroup x,y owns tiles of 8×8 words of 48×64`. */
export function toOwnerText(map: owner.OwnerMap): string {
  if (map.kind === 'linear') {
    return `workgroup i owns words ${map.offset === 0 ? '' : `${map.offset} + `}${map.words}·i to ${map.words}·i + ${map.words - 1}`;
  }
  const tile = map.dimensions.map((dimension) => dimension.tile).join('×');
  const extent = map.dimensions.map((dimension) => dimension.extent).join('×');
  const axes = map.dimensions.map(({ axis, origin }) => (origin === 0 ? axis : `${axis} from ${origin}`)).join(', ');
  return `each workgroup owns a tile of ${tile} words of ${extent} (along ${axes})`;
}
