/** One thing that is wrong, in the words of whoever has to mend it. */
export interface Finding {
  /** A path from the root of the repository, with `:line` where there is one. */
  readonly where: string;
  readonly what: string;
  /** A whole sentence: what to do. */
  readonly mend: string;
}

/** `path: what. Mend.` on one line. */
export function toText({ where, what, mend }: Finding): string {
  return `${where}: ${what}. ${mend}`;
}
