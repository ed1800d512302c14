/**
 * Random kernels of the exact profile with jobs that run them: typed, without races, and in half of all cases without anything
 * that a guard would have to stop.
 */
import type { job as jobs } from '@assay/core';
import type { Draft } from './context.js';
import { featuresOf } from './features.js';
import * as functions from './function.js';
import * as entry from './main.js';
import * as outlines from './outline.js';
import { type Program, type ReadData, render, type StepData, type WrittenData } from './program.js';
import { below, chance, create, pick, type Random, word } from './random.js';
import * as repertoire from './repertoire.js';
import { block } from './statement.js';
import { value } from './value.js';

export type { Launch, Program } from './program.js';

/** A kernel and its job. */
export interface Generated {
  readonly source: string;
  readonly job: jobs.Job;
  /** Contents of the job's inputs by name. */
  readonly inputs: Map<string, Uint8Array>;
  /** What is in it, see {@link featuresOf}; and what its outline is: `owner:tile`, `pattern:scan`, `stray`, … */
  readonly features: readonly string[];
  /** What the text and the job are made from, for a reducer. */
  readonly program: Program;
}

export interface GenerateOptions {
  /** Statements of the whole kernel, about; default 60. */
  readonly size?: number;
  /** Whether indices and loops may go astray: decided by the seed unless told. */
  readonly isWild?: boolean;
}

/** The kernel of a seed, always the same. */
export function generate(seed: number, { size = 60, isWild }: GenerateOptions = {}): Generated {
  const random = create(seed);
  const draft: Draft = {
    random,
    traits: outlines.traits(random, isWild),
    structs: new Map(),
    variables: [],
    functions: [],
    helpers: [],
    shared: [],
    globals: [],
    types: [],
    vectors: repertoire.vectors(random),
    tags: new Set(),
    fuel: size,
    names: 0,
    value,
    block,
  };
  draft.types.push(...repertoire.values(draft));
  const outline = outlines.draw(draft);
  for (let count = below(random, 4); count > 0; count--) functions.make(draft);
  draft.fuel = Math.max(draft.fuel, 20);
  const main = entry.make(draft, outline.workgroupSize, outline.prologue);
  const module = {
    structs: [...draft.structs.values()],
    overrides: outline.overrides,
    constants: outline.constants,
    variables: draft.variables,
    functions: [...draft.helpers, ...draft.functions.map((made) => made.function)],
    entry: main,
  };
  const program: Program = { module, launch: launchOf(draft, outline) };
  return of(program, [...draft.tags, ...circumstances(draft)]);
}

/** A program with its text, its job and its features. Throws what `job.define` throws. */
export function of(program: Program, tags: readonly string[] = []): Generated {
  const features = [...featuresOf(program.module), ...tags].sort();
  return { ...render(program), features, program };
}

function circumstances({ traits }: Draft): readonly string[] {
  return [
    ...(traits.stray > 0 ? ['stray'] : []),
    ...(traits.wildLoops > 0 ? ['wild-loops'] : []),
    traits.isCollective ? 'collective' : 'independent',
    traits.lanes === 1 ? 'lanes:one' : 'lanes:many',
    `dimensions:${traits.grid.filter((extent) => extent > 1).length}`,
  ];
}

function launchOf(
  { random, traits, tags }: Draft,
  { given, free, reads, writes }: outlines.Outline,
): Program['launch'] {
  const isBounded = traits.wildLoops === 0 && (traits.stray === 0 || chance(random, 0.5));
  const loopBudget = isBounded ? pick(random, [500, 2000]) : pick(random, [0, 1, 2, 5, 10, 20, 50, 100, 200]);
  const first: StepData = { overrides: given, loopBudget };
  const hasSecond = chance(random, 0.15);
  if (hasSecond) tags.add('steps:2');
  const changed = Object.fromEntries(
    free.filter((name) => Object.hasOwn(given, name)).map((name) => [name, below(random, 2)]),
  );
  const second: StepData = { overrides: { ...given, ...changed }, loopBudget };
  return {
    grid: traits.grid,
    reads: Object.fromEntries(
      reads.map(({ name, sizeBytes }): [string, ReadData] => [
        name,
        { origin: chance(random, 0.7) ? 'input' : 'literal', bytes: contents(random, sizeBytes) },
      ]),
    ),
    writes: Object.fromEntries(
      writes.map(({ name, sizeBytes, owner, hasFrame }): [string, WrittenData] => [
        name,
        { sizeBytes, owner, from: hasFrame ? contents(random, sizeBytes) : undefined },
      ]),
    ),
    steps: hasSecond ? [first, second] : [first],
  };
}

/** Words that are mostly small or at edges. */
function contents(random: Random, sizeBytes: number): Uint8Array {
  return new Uint8Array(Int32Array.from({ length: sizeBytes / 4 }, () => word(random)).buffer);
}
