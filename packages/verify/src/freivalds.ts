/**
 * The arithmetic of Freivalds' check (SPEC.md P2): a · (btᵀ · r) and c · r modulo a prime, for two vectors r at a time.
 *
 * Numbers are doubles, exact below 2⁵³: sums are cut into blocks that cannot reach it, and folded in between. Operands are
 * int8, so |e| ≤ 2⁷; residues are below 2³¹. A modulus is 2³¹ − d with 0 < d < 2⁹, which is all that the functions need of it.
 */

/** The largest prime below 2³¹, a Mersenne prime. */
export const p: number = 2 ** 31 - 1;
/** The next one, p₂. */
export const p2: number = 2 ** 31 - 19;

/** int8 · residue < 2³⁸: a block sums to less than 2⁵² in absolute value, and with what it starts from (below 2³²) to less than 2⁵³. */
const OPERAND_BLOCK = 2 ** 14;
/** Half of an int32 · residue < 2⁴⁷: a block sums to less than 2⁵². */
const WORD_BLOCK = 2 ** 5;

/** Two vectors of one length, and later two residues for each row of a matrix. */
export type Pair = readonly [Float64Array, Float64Array];

/** The largest absolute value of the elements; that of −128 is 128. */
export function largest(elements: Int8Array): number {
  let least = 0;
  let most = 0;
  for (let i = 0; i < elements.length; i++) {
    const element = elements[i]!;
    if (element < least) least = element;
    if (element > most) most = element;
  }
  return Math.max(most, -least);
}

/** mᵀ · r for a matrix of `rows` rows, row by row: residues from 0 to modulus − 1. `r` has an element for each row. */
export function combineRows(matrix: Int8Array, rows: number, columns: number, [r, q]: Pair, modulus: number): Pair {
  const x = new Float64Array(columns);
  const y = new Float64Array(columns);
  for (let first = 0; first < rows; first += OPERAND_BLOCK) {
    const last = Math.min(first + OPERAND_BLOCK, rows);
    for (let row = first; row < last; row++) {
      const start = row * columns;
      const factorX = r[row]!;
      const factorY = q[row]!;
      for (let column = 0; column < columns; column++) {
        const element = matrix[start + column]!;
        x[column]! += element * factorX;
        y[column]! += element * factorY;
      }
    }
    for (let column = 0; column < columns; column++) {
      x[column] = residue(x[column]!, modulus);
      y[column] = residue(y[column]!, modulus);
    }
  }
  return [x, y];
}

/** m · s for a matrix of `rows` rows, row by row: residues from 0 to modulus − 1. `s` has an element for each column. */
export function combineColumns(matrix: Int8Array, rows: number, columns: number, [s, u]: Pair, modulus: number): Pair {
  const x = new Float64Array(rows);
  const y = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let sumX = 0;
    let sumY = 0;
    for (let first = 0; first < columns; first += OPERAND_BLOCK) {
      const last = Math.min(first + OPERAND_BLOCK, columns);
      for (let column = first; column < last; column++) {
        const element = matrix[start + column]!;
        sumX += element * s[column]!;
        sumY += element * u[column]!;
      }
      sumX = fold(sumX, modulus);
      sumY = fold(sumY, modulus);
    }
    x[row] = residue(sumX, modulus);
    y[row] = residue(sumY, modulus);
  }
  return [x, y];
}

/**
 * c · r for a matrix of `rows` rows of little-endian int32: residues from 0 to modulus − 1, and NaN, which equals nothing, for a row
 * with a word outside [−bound, bound].
 *
 * @param bound from 0 to 2³⁰ − 1; without it, no word is outside.
 */
export function combineWords(
  words: DataView,
  rows: number,
  columns: number,
  [r, q]: Pair,
  modulus: number,
  bound?: number,
): Pair {
  const range = bound ?? 0; // words are compared with it whether or not there is one: that costs nothing
  const x = new Float64Array(rows);
  const y = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let sumX = 0;
    let sumY = 0;
    // Gets the sign bit from the first word that is outside. As int32, range − word and range + word are both without it for a word
    // inside. Beyond the bound one of them is negative and at least −2³¹; the other may reach 2³¹, and then wraps to a negative.
    let outside = 0;
    for (let first = 0; first < columns; first += WORD_BLOCK) {
      const last = Math.min(first + WORD_BLOCK, columns);
      let highX = 0;
      let highY = 0;
      let lowX = 0;
      let lowY = 0;
      for (let column = first; column < last; column++) {
        const word = words.getInt32(4 * (start + column), true);
        const high = word >> 16; // from −2¹⁵ to 2¹⁵ − 1
        const low = word & 0xffff; // word = 2¹⁶ · high + low, for negative words too
        const factorX = r[column]!;
        const factorY = q[column]!;
        highX += high * factorX;
        highY += high * factorY;
        lowX += low * factorX;
        lowY += low * factorY;
        outside |= (range - word) | (range + word);
      }
      // 2³² · 2¹⁶ + 2³² + 2³² < 2⁵³.
      sumX = fold(sumX + fold(highX, modulus) * 2 ** 16 + fold(lowX, modulus), modulus);
      sumY = fold(sumY + fold(highY, modulus) * 2 ** 16 + fold(lowY, modulus), modulus);
    }
    const isOutside = bound !== undefined && outside < 0;
    x[row] = isOutside ? Number.NaN : residue(sumX, modulus);
    y[row] = isOutside ? Number.NaN : residue(sumY, modulus);
  }
  return [x, y];
}

/**
 * A number congruent to x modulo 2³¹ − d, greater than −2³¹ and less than 2³² for |x| < 2⁵³.
 *
 * Let q = floor(x / 2³¹). It is found without a rounding error, for a power of two only scales, and −2²² ≤ q < 2²². So q · modulus,
 * too, is a whole number of less than 2⁵³ in absolute value, and exact. What is left is x − q · 2³¹ + q · d: at least 0 and less than
 * 2³¹, and |q · d| < 2²² · 2⁹ = 2³¹. (Division by the modulus itself would leave less. But its inverse is rounded, and a quotient
 * that is too large by one makes a product that can be beyond 2⁵³.)
 */
function fold(x: number, modulus: number): number {
  return x - Math.floor(x * 2 ** -31) * modulus;
}

/** The number from 0 to modulus − 1 that is congruent to x, for |x| < 2⁵³. */
function residue(x: number, modulus: number): number {
  const remainder = x % modulus; // has the sign of x
  return remainder < 0 ? remainder + modulus : remainder + 0; // −0 becomes 0
}
