/** Workgroup i (in linear order) owns words [offset + i·words, offset + (i+1)·words), cut at the version's end. */
export interface LinearOwner {
  readonly kind: 'linear';
  readonly words: number;
  readonly offset: number;
}

/** One dimension of a tiled version, slowest first. */
export interface TileDimension {
  /** Words (innermost dimension) or slices along this dimension. */
  readonly extent: number;
  /** How many of them one workgroup owns; the last tile may be ragged. */
  readonly tile: number;
  /** Which workgroup index selects the tile; `whole` where the dimension is not cut (then tile = extent). */
  readonly axis: 'x' | 'y' | 'z' | 'whole';
  /** Where the first tile begins. */
  readonly origin: number;
}

/** The version seen as an n-dimensional array of words, cut in tiles. */
export interface TileOwner {
  readonly kind: 'tile';
  readonly dimensions: readonly TileDimension[];
}

/** Which workgroup owns which word of a written version: a function, so owners cannot overlap. */
export type OwnerMap = LinearOwner | TileOwner;
