/** All bit fields of a word (P3): offset and count. */
export const fields: readonly (readonly [offset: number, count: number])[] = Array.from({ length: 33 }, (_, offset) =>
  Array.from({ length: 33 - offset }, (_, count) => [offset, count] as const),
).flat();
