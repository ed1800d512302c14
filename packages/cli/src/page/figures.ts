/** Numbers and places, as the page writes them. */
import { grid as grids, tensor, type tensor as tensors } from '@assay/core';

/** `32,768`. */
export function toCountFigure(count: number): string {
  return count.toLocaleString('en');
}

/** `1 cell`, `32,768 cells`. */
export function toNounText(count: number, noun: string, plural = `${noun}s`): string {
  return `${toCountFigure(count)} ${count === 1 ? noun : plural}`;
}

/** `12.3 %`, three significant digits; shares that are not quite nothing, or not quite all, do not look so. */
export function toShareText(share: number): string {
  if (share > 0 && share < 0.0001) return 'less than 0.01 %';
  const percent = Number((100 * share).toPrecision(3));
  return share < 1 && percent >= 100 ? 'nearly 100 %' : `${percent} %`;
}

/** `0x00000fa0`. */
export function toHexWord(word: number): string {
  return `0x${word.toString(16).padStart(8, '0')}`;
}

/** `4,294,967,295, signed −1`. */
export function toDecimalWord(word: number): string {
  const signed = word | 0;
  return signed === word ? toCountFigure(word) : `${toCountFigure(word)}, signed −${toCountFigure(-signed)}`;
}

/** `3,0,1`: a workgroup by x, y and z. */
export function toCellText(grid: grids.Grid, workgroup: number): string {
  return grids.fromIndex(grid, workgroup).join(',');
}

/** `3fa2b1c9`: enough to tell by eye; the whole of it stands in a table. */
export function toShortHash(root: string): string {
  return root.slice(0, 8);
}

/** At most so many characters: the middle of a longer text is left out. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const tail = Math.floor((most - 1) / 3);
  return `${text.slice(0, most - 1 - tail)}…${text.slice(text.length - tail)}`;
}

/** Which elements of its tensor a word holds: `[20, 160]`, `[3, 7, 0] to [3, 7, 3]`; undefined for padding. */
export function toElementText(described: tensors.Tensor, word: number): string | undefined {
  const { element, shape } = described;
  const perWord = 4 / tensor.elementBytes[element];
  const count = shape.reduce((product, extent) => product * extent, 1);
  const first = word * perWord;
  const last = Math.min(first + perWord, count) - 1;
  if (first > last) return undefined;
  const at = (index: number): string => {
    const position: number[] = [];
    let rest = index;
    for (const extent of shape.toReversed()) {
      position.unshift(rest % extent);
      rest = Math.floor(rest / extent);
    }
    return `[${position.join(', ')}]`;
  };
  return first === last ? at(first) : `${at(first)} to ${at(last)}`;
}
