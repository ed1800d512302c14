/** A map whose entries last as long as the scope that they were made in. */
export class ScopedMap<Key, Value> {
  readonly #entries = new Map<Key, Value>();
  /** Keys that were set, with what they had before. */
  readonly #log: { readonly key: Key; readonly before: Value | undefined }[] = [];

  get(key: Key): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: Key, value: Value): void {
    this.#log.push({ key, before: this.#entries.get(key) });
    this.#entries.set(key, value);
  }

  /** The beginning of a scope. */
  mark(): number {
    return this.#log.length;
  }

  /** The end of the scope that began there. */
  release(mark: number): void {
    while (this.#log.length > mark) {
      const { key, before } = this.#log.pop()!;
      if (before === undefined) this.#entries.delete(key);
      else this.#entries.set(key, before);
    }
  }
}
