/** The buffers of a cell: what it reads through the port, and the words that it writes. */
import { AssayError, type owner } from '@assay/core';
import { Shadow } from './race.js';

/** The contents of the bindings when the cell starts. */
export interface Port {
  /** Words of a binding, below 2³². */
  lengthWords(binding: number): number;
  /** A word, from -2³¹ to 2³¹-1. The cell asks once or often for the words that it reads, and for no others. */
  load(binding: number, word: number): number;
}

/** Words that a cell stored, ascending. */
export interface StoredWords {
  /** Indices. */
  readonly words: Uint32Array;
  readonly values: Int32Array;
}

/** A buffer that the kernel only reads. */
export class ReadBuffer {
  readonly isWritten = false;
  readonly lengthWords: number;
  readonly #binding: number;
  readonly #port: Port;
  readonly #reads: WordSet;

  constructor(binding: number, port: Port) {
    this.#binding = binding;
    this.#port = port;
    this.lengthWords = port.lengthWords(binding);
    this.#reads = new WordSet(this.lengthWords);
  }

  load(word: number): number {
    this.#reads.add(word);
    return this.#port.load(this.#binding, word);
  }

  /** The words whose contents mattered. */
  reads(): readonly owner.WordRange[] {
    return this.#reads.toRanges();
  }
}

/** How many more own words a cell may touch in all the buffers that it writes. */
export interface Room {
  words: number;
}

/**
 * 8 MiB of them. What is kept of one takes some 60 bytes, and 600 where it lies alone: a cell that stored a word in each chunk of a
 * large version, for as long as judges run it, would take hundreds of gigabytes.
 */
export const mostTouchedWords: number = 2 ** 21;

/** What is known of a word's contents. */
const UNKNOWN = 0;
const LOADED = 1;
const STORED = 2;

/**
 * A buffer that the kernel writes. The cell's own words that it touches have *slots*, numbered as they come, so that a cell
 * that touches little of a large buffer is small. No hash table: the words are chosen by the adversary.
 */
export class WrittenBuffer {
  readonly isWritten = true;
  readonly lengthWords: number;
  readonly shadow: Shadow = new Shadow(64);
  readonly #binding: number;
  readonly #port: Port;
  readonly #owns: (binding: number, word: number) => boolean;
  readonly #reads: WordSet;
  readonly #slots: Paged;
  readonly #room: Room;
  #count = 0;
  #values = new Int32Array(64);
  #states = new Uint8Array(64);

  constructor(
    binding: number,
    port: Port,
    owns: (binding: number, word: number) => boolean,
    room: Room = { words: mostTouchedWords },
  ) {
    this.#room = room;
    this.#binding = binding;
    this.#port = port;
    this.#owns = owns;
    this.lengthWords = port.lengthWords(binding);
    this.#reads = new WordSet(this.lengthWords);
    this.#slots = new Paged(this.lengthWords, 6);
  }

  /**
   * The slot of a word below the length, or -1 if the cell does not own the word.
   *
   * @throws AssayError `interpreter.too-large` (exhausted) where there is no room for another one.
   */
  slotOf(word: number): number {
    const slot = this.#slots.get(word) - 1;
    if (slot >= 0) return slot;
    return this.#owns(this.#binding, word) ? this.#newSlot(word) : -1;
  }

  /** What the cell stored last, or what was there when it started. */
  load(word: number, slot: number): number {
    if (this.#states[slot] === UNKNOWN) {
      this.#values[slot] = this.#port.load(this.#binding, word);
      this.#states[slot] = LOADED;
      this.#reads.add(word);
    }
    return this.#values[slot]!;
  }

  store(slot: number, value: number): void {
    this.#values[slot] = value;
    this.#states[slot] = STORED;
  }

  /** The words whose contents at the start mattered. */
  reads(): readonly owner.WordRange[] {
    return this.#reads.toRanges();
  }

  writes(): StoredWords {
    const stored: number[] = [];
    this.#slots.forEach((word, slot) => {
      if (this.#states[slot - 1] === STORED) stored.push(word);
    });
    const words = Uint32Array.from(stored);
    return { words, values: Int32Array.from(words, (word) => this.#values[this.#slots.get(word) - 1]!) };
  }

  #newSlot(word: number): number {
    if (this.#room.words === 0) throw tooManyWords();
    this.#room.words -= 1;
    const slot = this.#count;
    this.#count += 1;
    this.#slots.set(word, slot + 1);
    if (this.#count > this.#values.length) this.#grow();
    this.shadow.reserve(this.#count);
    return slot;
  }

  #grow(): void {
    const values = new Int32Array(2 * this.#values.length);
    values.set(this.#values);
    this.#values = values;
    const states = new Uint8Array(2 * this.#states.length);
    states.set(this.#states);
    this.#states = states;
  }
}

/** Words of a buffer: one bit each. */
class WordSet {
  readonly #bits: Paged;

  constructor(lengthWords: number) {
    this.#bits = new Paged(Math.ceil(lengthWords / 32), 6);
  }

  add(word: number): void {
    const at = word >>> 5;
    this.#bits.set(at, this.#bits.get(at) | (1 << (word & 31)));
  }

  /** Ascending; they neither touch nor overlap. */
  toRanges(): readonly owner.WordRange[] {
    const ranges: { start: number; end: number }[] = [];
    this.#bits.forEach((at, bits) => {
      for (let bit = 0; bit < 32; bit++) {
        if (((bits >>> bit) & 1) === 0) continue;
        const word = at * 32 + bit;
        const last = ranges.at(-1);
        if (last?.end === word) last.end += 1;
        else ranges.push({ start: word, end: word + 1 });
      }
    });
    return ranges;
  }
}

function tooManyWords(): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'interpreter.too-large',
    expected: `a cell that touches at most ${mostTouchedWords} words of what it writes`,
    got: 'more',
    remedy: 'Use more and smaller workgroups.',
  });
}

/** Entries in a row that {@link Paged} looks up in one step. */
const LOG2_CHAPTER = 13;

/** A long list of 32-bit numbers of which few are not 0: pages of 2^log2Page numbers, made as they are needed. */
class Paged {
  readonly #chapters: ((Int32Array | undefined)[] | undefined)[];
  readonly #chapterPages: number;
  readonly #log2Page: number;
  readonly #mask: number;

  /** @param length below 2³². */
  constructor(length: number, log2Page: number) {
    const pages = Math.ceil(length / 2 ** log2Page);
    this.#log2Page = log2Page;
    this.#mask = 2 ** log2Page - 1;
    this.#chapterPages = Math.min(pages, 2 ** LOG2_CHAPTER);
    this.#chapters = Array.from({ length: Math.ceil(pages / 2 ** LOG2_CHAPTER) }, () => undefined);
  }

  get(index: number): number {
    const page = index >>> this.#log2Page;
    return this.#chapters[page >>> LOG2_CHAPTER]?.[page & (2 ** LOG2_CHAPTER - 1)]?.[index & this.#mask] ?? 0;
  }

  set(index: number, value: number): void {
    const page = index >>> this.#log2Page;
    const inChapter = page & (2 ** LOG2_CHAPTER - 1);
    this.#chapters[page >>> LOG2_CHAPTER] ??= Array.from({ length: this.#chapterPages }, () => undefined);
    const chapter = this.#chapters[page >>> LOG2_CHAPTER]!;
    chapter[inChapter] ??= new Int32Array(this.#mask + 1);
    chapter[inChapter]![index & this.#mask] = value;
  }

  /** The numbers that are not 0, by ascending index. */
  forEach(visit: (index: number, value: number) => void): void {
    for (const [c, chapter] of this.#chapters.entries()) {
      if (chapter === undefined) continue;
      for (const [p, page] of chapter.entries()) {
        if (page === undefined) continue;
        const start = (c * 2 ** LOG2_CHAPTER + p) * (this.#mask + 1);
        for (let i = 0; i < page.length; i++) if (page[i] !== 0) visit(start + i, page[i]!);
      }
    }
  }
}
