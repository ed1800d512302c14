/** Words as a corpus file writes them. */

/**
 * Sixty-four words at which operations change their ways: ends of ranges, powers of two and their neighbours, amounts of
 * shifts, bytes of both signs, patterns. The first sixteen are the most telling ones.
 */
export const edges: readonly number[] = [
  ...[0, 1, -1, 2, -2, 2 ** 31 - 1, -(2 ** 31), -(2 ** 31) + 1, 31, 32, 33, 255, -128, 65_536, 0x01020304, 0x80808080],
  ...[3, 4, 5, 7, 8, 9, 15, 16, 17, 30, 63, 64, 65, 127, 128, 129, 256, 32_767, 32_768, 65_535, 65_537],
  ...[2 ** 24, 2 ** 24 + 1, 2 ** 30 - 1, 2 ** 30, 2 ** 31 - 2, 46_340, 46_341],
  ...[-3, -4, -7, -8, -31, -32, -33, -127, -129, -255, -256, -32_768, -65_536, -(2 ** 30)],
  ...[0x7f80ff01, 0x7f7f7f7f, 0x55555555, 0xaaaaaaaa, 0xff00ff00, 0x0f0f0f0f].map((word) => word | 0),
].map((word) => word | 0);

/**
 * The words of `1 2 -3` (decimal, i32 or u32), `edges 64` (see {@link edges}, from the beginning again where they do not
 * suffice), `count 64` (0 to 63) or `zeros 8`, as signed integers; undefined for any other text.
 */
export function parse(text: string): Int32Array | undefined {
  const [form = '', amount, ...rest] = text.split(' ');
  const fill = fills.get(form);
  if (fill !== undefined) {
    const length = rest.length === 0 && amount !== undefined ? toCount(amount) : undefined;
    return length === undefined ? undefined : Int32Array.from({ length }, (_, index) => fill(index));
  }
  const words = text.split(' ').map(toWord);
  return words.includes(undefined) ? undefined : Int32Array.from(words as number[]);
}

const fills: ReadonlyMap<string, (index: number) => number> = new Map<string, (index: number) => number>([
  ['edges', (index) => edges[index % edges.length]!],
  ['count', (index) => index],
  ['zeros', () => 0],
]);

/** More words than a case needs. */
const mostWords = 65_536;

/** A positive decimal number without leading zeros, at most {@link mostWords}. */
export function toCount(text: string): number | undefined {
  return /^[1-9]\d{0,5}$/.test(text) && Number(text) <= mostWords ? Number(text) : undefined;
}

/** The bits of a decimal i32 or u32 as i32. */
export function toWord(text: string): number | undefined {
  if (!/^(?:0|-?[1-9]\d{0,9})$/.test(text)) return undefined;
  const value = Number(text);
  return value >= -(2 ** 31) && value < 2 ** 32 ? value | 0 : undefined;
}
