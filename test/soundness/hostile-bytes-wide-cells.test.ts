import { grid as grids, job as jobs, owner as owners } from '@assay/core';
import { response as responses } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { audited, judged, makeUp } from '../hostile/made-up.js';
import { mostMemory } from '../hostile/oracle.js';
import { secondsOf } from '../hostile/trials.js';
import { type Cut, habits, wideJob } from '../hostile/wide-jobs.js';
import { random } from '../profile/mutation.js';

// Attack: versions of which somebody commits to a few pages and makes up the rest, and cells that own so much of them, in so many places, that
// whoever looks at one takes memory for all that it owns, or time by the square of its ranges. What random cases brought to light.

const still = habits['stores nothing']!;
const tile = (rows: number, columns: number, tileRows: number): Cut => ({
  map: owners.tile2d(rows, columns, tileRows, 1),
  words: rows * columns,
  grid: [columns, rows / tileRows, 1],
});
const one = (words: number): Cut => ({ map: owners.linear(words), words, grid: [1, 1, 1] });

describe('a cell of which next to nothing is shown', () => {
  it.each<[string, Cut]>([
    ['owns a page', one(256)],
    ['owns 1 GiB', one(2 ** 28)],
    ['owns 16 GiB', one(2 ** 32 - 1)],
    ['owns a word in each of 32,768 pages', tile(65_536, 1024, 32_768)],
    ['owns 65,536 words, two in each page', tile(65_536, 128, 65_536)],
  ])('%s: it takes no more time and memory than what is shown', (_, cut) => {
    const before = mostMemory();
    for (const isFrom of [false, true]) {
      const made = makeUp(wideJob(still, cut, { isFrom }), random(1));
      const codes: string[] = [];
      const seconds = secondsOf(() => codes.push(audited(made).code, judged(made).code));
      expect(codes[0]).toMatch(/^(cell.wrong|response.incomplete|valid)$/);
      expect(codes[1]).toMatch(/^(cell.wrong|proof.unfounded)$/);
      expect(seconds).toBeLessThan(2);
    }
    expect(mostMemory() - before).toBeLessThan(512);
  });

  it('does not keep its pages listed while nothing was shown, whatever the number of cells', () => {
    const cut = tile(65_536, 1000, 65_536);
    const job = wideJob(still, cut, { isFrom: true });
    const cells = Array.from({ length: grids.count(cut.grid) }, (_, workgroup) => ({ step: 0, workgroup }));
    const before = mostMemory();
    let longest = 0;
    const seconds = secondsOf(() => {
      longest = responses.longest(job, { cells, stretches: [] }, () => false);
    });
    const sizes = jobs.versions(job).map(({ sizeBytes }) => sizeBytes + 64 * Math.ceil(sizeBytes / 1024));
    expect(longest).toBe(sizes.reduce((sum, size) => sum + size, 4096));
    expect(seconds).toBeLessThan(1);
    expect(mostMemory() - before).toBeLessThan(512);
  });
});
