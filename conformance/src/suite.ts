/** All that engines are asked, in the order of the report. */
import type { Case } from './case.js';
import type { Corpus } from './corpus/file.js';
import * as folder from './corpus/folder.js';
import * as compilation from './suites/compilation.js';
import * as kernels from './suites/kernels.js';
import * as operations from './suites/operations.js';
import * as random from './suites/random.js';
import { ofCase, type Trial } from './trial.js';

export interface Suite {
  readonly name: string;
  /** One line for the report. */
  readonly about: string;
  /** Its cases are numbers of a generator: a report names only those that say something. */
  readonly isNumbered?: boolean;
  readonly members: readonly Member[];
}

export interface Member {
  readonly name: string;
  /** Runs the interpreter; nothing is kept of it. */
  readonly trial: () => Trial;
}

/** Which random kernels: `cases` of them, from `seed` on. */
export interface Range {
  readonly cases: number;
  readonly seed: number;
}

/** All suites. */
export function all({ cases, seed }: Range): readonly Suite[] {
  return [
    corpus('exec', 'programs with known results'),
    corpus('guard', 'programs in which guards fire'),
    corpus('race', 'programs that race, for the interpreter to find, and controls that do not'),
    { name: 'accept', about: 'programs of the profile, compiled only', members: accepted() },
    { name: 'operation', about: 'each operation over edge values', members: operations.cases().map(toMember) },
    { name: 'kernel', about: 'the ready-made jobs, all steps', members: kernels.cases().map(toMember) },
    { name: 'random', about: 'random kernels', isNumbered: true, members: numbered(cases, seed) },
  ];
}

function corpus(name: Corpus, about: string): Suite {
  return { name, about, members: folder.files(name).map((file) => ({ name: file.name, trial: () => ofCase(file) })) };
}

function accepted(): readonly Member[] {
  return folder.shaders('accept').map((shader) => ({
    name: shader.name,
    trial: () => compilation.ofAccepted(shader),
  }));
}

function numbered(cases: number, seed: number): readonly Member[] {
  return Array.from({ length: cases }, (_, index) => ({
    name: `random/${seed + index}`,
    trial: () => ofCase({ name: `random/${seed + index}`, read: () => random.toCase(seed + index) }),
  }));
}

function toMember(each: Case): Member {
  return { name: each.name, trial: () => ofCase({ name: each.name, read: () => each }) };
}
