/** Answers and accusations put together anew of openings that hold, so that what lies behind the openings is reached. */
import { blake3 } from '@assay/core';
import type { Worked } from '@assay/testkit';
import { type Opening, pages, response as responses } from '@assay/verify';
import type { Random } from '../profile/mutation.js';
import { damaged } from './damage.js';
import { countOf, ofPages, ofWords } from './openings.js';
import { flawless, type Specimen } from './specimens.js';
import { pick } from './trials.js';

/** The specimen's response with one to three openings that are others, and hold, most of them. */
export function rearranged(specimen: Specimen, chance: Random): Uint8Array {
  let response = responses.decode(specimen.response);
  if (chance.next(6) === 0) return responses.encode(withoutWrong(specimen, response));
  for (let left = 1 + chance.next(2) * chance.next(3); left > 0; left--) {
    const isFrame = response.frames.length > 0 && chance.next(3) === 0;
    response = isFrame
      ? { ...response, frames: rearrangedFrames(specimen.worked, response.frames, chance) }
      : { ...response, openings: rearrangedOpenings(specimen.worked, response.openings, chance) };
  }
  return responses.encode(response);
}

/** The same without the page of the wrong word, where there is one. */
function withoutWrong({ worked, wrong }: Specimen, response: responses.Response): responses.Response {
  const openings = response.openings.flatMap((opening): readonly Opening[] => {
    if (wrong?.version !== opening.version) return [opening];
    const page = Math.floor((4 * wrong.word) / blake3.chunkBytes);
    const left = pagesOf(worked, opening).filter((one) => one !== page);
    return left.length === 0 ? [] : [ofPages(worked.contents[opening.version]!, opening.version, toList(left))];
  });
  return { ...response, openings };
}

/** Openings of versions of a job, of which one is another. */
export function rearrangedOpenings(worked: Worked, openings: readonly Opening[], chance: Random): readonly Opening[] {
  const { next } = chance;
  const at = next(openings.length + 1);
  const other = openings[next(Math.max(1, openings.length))];
  const one = openings[at];
  // At the end, or of another job than it is said to be.
  if (one === undefined || other === undefined || worked.contents[one.version] === undefined) {
    return [...openings, randomOpening(worked, next(worked.contents.length), chance)];
  }
  const ways: readonly (() => readonly Opening[])[] = [
    () => openings.with(at, randomOpening(worked, one.version, chance)),
    () => openings.with(at, fewer(worked, one, chance)),
    () => openings.with(at, { ...one, version: other.version }),
    () => openings.with(at, { ...one, bytes: other.bytes }),
    () => openings.with(at, { ...one, pages: other.pages }),
    () => openings.with(at, { ...one, bytes: nonEmpty(damaged(one.bytes, chance)) }),
    () => openings.with(at, ofOtherBytes(worked, one, chance)),
    () => openings.toSpliced(at, 1),
    () => openings.toSpliced(at, 0, other),
    () => openings.toReversed(),
  ];
  return pick(chance, ways)();
}

/** A true opening of a version, of pages of which each run begins or ends anywhere. */
function randomOpening(worked: Worked, version: number, { next }: Random): Opening {
  const most = countOf(worked, version);
  const ends = Array.from({ length: 2 * (1 + next(3)) }, () => next(most + 1));
  const list = [...new Set(ends)].sort((a, b) => a - b);
  const even = list.length < 2 ? [0, most] : list.slice(0, list.length - (list.length % 2));
  return ofPages(worked.contents[version]!, version, even);
}

/** The same without one of its pages. */
function fewer(worked: Worked, opening: Opening, chance: Random): Opening {
  const { version } = opening;
  const shown = pagesOf(worked, opening);
  if (shown.length < 2) return randomOpening(worked, version, chance);
  return ofPages(worked.contents[version]!, version, toList(shown.toSpliced(chance.next(shown.length), 1)));
}

/** One by one. */
function pagesOf({ contents }: Worked, { version, pages: list }: Opening): readonly number[] {
  const runs = pages.fromList(list, contents[version]!.length) ?? [];
  return runs.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i));
}

/** The inverse. */
function toList(shown: readonly number[]): readonly number[] {
  return pages.toList(pages.union(shown.map((page) => ({ start: page, end: page + 1 }))));
}

/** Of bytes that are not those committed to: of an honest worker of the same job, perhaps. */
function ofOtherBytes(worked: Worked, { version, pages: list }: Opening, chance: Random): Opening {
  const bytes = worked.contents[version]!;
  const right = flawless.find(({ worked: { job } }) => job === worked.job)?.worked.contents[version];
  const other = right === undefined || chance.next(2) === 0 ? bytes.map((byte) => byte ^ 1) : right;
  return ofPages(other, version, pages.fromList(list, bytes.length) === undefined ? [0, 1] : list);
}

function rearrangedFrames(
  worked: Worked,
  frames: readonly responses.FrameOpening[],
  chance: Random,
): readonly responses.FrameOpening[] {
  const { next } = chance;
  const at = next(frames.length);
  const one = frames[at]!;
  const other = pick(chance, frames);
  const ways: readonly (() => readonly responses.FrameOpening[])[] = [
    () => frames.with(at, other),
    () => frames.with(at, { ...one, ...other }),
    () => frames.with(at, named(one.after, one.before)),
    () => frames.with(at, named(one.before, undefined)),
    () => frames.with(at, named(undefined, one.after)),
    () => frames.with(at, named(one.before, ofWords(worked, chance))),
    () => frames.with(at, named(ofWords(worked, chance), one.after)),
    () => frames.with(at, named(one.before, nonEmpty(damaged(one.after ?? new Uint8Array(), chance)))),
    () => frames.toSpliced(at, 1),
    () => frames.toSpliced(at, 0, other),
    () => frames.toReversed(),
  ];
  return pick(chance, ways)();
}

function named(before: Uint8Array | undefined, after: Uint8Array | undefined): responses.FrameOpening {
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

/** No opening is empty: that would end before anybody looks at it. */
function nonEmpty(bytes: Uint8Array): Uint8Array {
  return bytes.length === 0 ? Uint8Array.of(0) : bytes;
}
