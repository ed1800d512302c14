/** Three workers who would rather not do the work. All that they sign fits together; only some bytes are not what they should be. */
import { job as jobs, owner as owners, receipt as receipts, task as tasks } from '@assay/core';
import { newSalt, type Runner, restore } from '@assay/runtime';
import { suite, type Worked } from './work.js';

/** Does every other cell of a step, leaves zeros in the rest, and goes on from there as if nothing were. */
export async function skipCells(honest: Worked, name: string, runner: Runner): Promise<Worked> {
  const { job, contents, inputs } = honest;
  const versions = jobs.versions(job);
  const { index, origin, sizeBytes } = versions.find((version) => version.name === name)!;
  if (origin.kind !== 'write') throw new TypeError(`${name} is written by no step`);
  const { grid } = job.steps[origin.step]!;
  const forged = contents[index]!.slice();
  for (let cell = 0; cell < grid[0] * grid[1] * grid[2]; cell += 2) {
    for (const { start, end } of owners.wordsOf(origin.owner, sizeBytes / 4, grid, cell))
      forged.fill(0, 4 * start, 4 * end);
  }
  const later = versions.flatMap((one) => (one.origin.kind === 'write' && one.index > index ? [one.name] : []));
  const made = await restore(runner, job, new Map([...inputs, [name, forged]]), new Set(later));
  return claim(honest, (version, bytes) => (version.name === name ? forged : (made.get(version.name) ?? bytes)));
}

/** Hands in what it made of another input some time ago. */
export function handInOld(honest: Worked, old: Worked): Worked {
  return claim(honest, ({ index, origin }, bytes) => (origin.kind === 'write' ? old.contents[index]! : bytes));
}

/** Does everything, but for one bit. */
export function flipBit(honest: Worked, name: string): Worked {
  return claim(honest, (version, bytes) => {
    if (version.name !== name) return bytes;
    const middle = bytes.length >>> 1;
    return bytes.with(middle, bytes[middle]! ^ 1);
  });
}

/** A receipt on other bytes, signed as it should be. */
function claim(honest: Worked, forge: (version: jobs.Version, bytes: Uint8Array) => Uint8Array): Worked {
  const { job, task, worker, contents } = honest;
  const forged = jobs.versions(job).map((version) => forge(version, contents[version.index]!));
  const trace = forged.map((bytes) => suite.root(bytes));
  const receipt = receipts.issue({ task: tasks.id(task), trace, suite, secret: worker.secret, salt: newSalt() });
  return { ...honest, contents: forged, receipt };
}
