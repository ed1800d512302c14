/** Kernels of the generator, by seed. */
import { type Case, noRace } from '../case.js';
import { generate } from '../generator/index.js';

/** The kernel of a seed. None races; in a tame one no guard fires. */
export function toCase(seed: number): Case {
  const { job, inputs, features } = generate(seed);
  const isWild = features.includes('stray') || features.includes('wild-loops');
  const expected = { guards: isWild ? undefined : [], race: noRace, results: new Map() };
  return { name: `random/${seed}`, job, inputs, expected };
}
