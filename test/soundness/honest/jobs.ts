/** Random jobs of the exact profile with contents for their inputs, of every sort that a worker may meet. */
import { type Case, folder, type Generated, generate, noRace } from '@assay/conformance';
import { type grid as grids, job as jobs, owner } from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { arbitrary } from '@assay/testkit';
import fc from 'fast-check';
import type { Random } from '../../profile/mutation.js';

export type Work = Pick<Case, 'job' | 'inputs'>;

/** By what they are. None of them races. */
export const sorts: Readonly<Record<string, (random: Random) => Work>> = {
  'a random kernel': generated,
  'a chain of random kernels': chain,
  'a random graph of steps': graph,
  'a version that grows': growing,
  'a product': ({ next }) => withNoise(matmul.job({ m: 1 + next(90), n: 1 + next(90), k: 4 * (1 + next(8)) }), next),
  'edges of a picture': ({ next }) => withNoise(edges.job({ width: 1 + next(40), height: 1 + next(40) }), next),
};

/** Those that race, or may. */
export const racing: Readonly<Record<string, (random: Random) => Work>> = {
  'a program that races': program,
  'a kernel that lost its barriers': unsynchronized,
};

/** One of `test/profile/race` that does. */
function program({ next }: Random): Work {
  const files = folder.files('race');
  for (;;) {
    const one = pick(next, files).read();
    if (one.expected!.race !== noRace) return one;
  }
}

const BARRIER = /\b(workgroup|storage)Barrier\(\);/g;

/** A generated kernel without some of its barriers. */
function unsynchronized(random: Random): Work {
  const { next } = random;
  for (;;) {
    const { source, job, inputs } = generated(random);
    const lost = source.replace(BARRIER, (barrier) => (next(2) === 0 ? '' : barrier));
    if (lost === source) continue;
    const kernel = { ...job.kernels.kernel!, source: lost };
    return { job: jobs.define({ ...job, kernels: { kernel } }), inputs };
  }
}

/** Of any length up to the generator's own. */
function generated({ next }: Random): Generated {
  return generate(next(2 ** 31), { size: 10 + next(51) });
}

/** Makes a version of one size of one of another: its words, again and again. */
const fold: jobs.Kernel = {
  source: `
@group(0) @binding(0) var<storage, read> source: array<u32>;
@group(0) @binding(1) var<storage, read_write> folded: array<u32>;
@compute @workgroup_size(8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < arrayLength(&folded)) { folded[id.x] = source[id.x % arrayLength(&source)]; }
}`,
  entryPoint: 'main',
  bindings: { source: { binding: 0, access: 'read' }, folded: { binding: 1, access: 'write' } },
};

/** Several generated kernels. Each reads, or starts from, versions that those before it wrote: as they are, or folded to size. */
function chain(random: Random): Work {
  const { next } = random;
  const links = Array.from({ length: 2 + next(3) }, () => generated(random));
  const inputs = new Map<string, Uint8Array>();
  const steps: jobs.DraftStep[] = [];
  const written: { readonly name: string; readonly sizeBytes: number }[] = [];
  const write = (step: jobs.DraftStep): void => {
    steps.push(step);
    for (const { name, sizeBytes } of Object.values(step.writes)) written.push({ name, sizeBytes: sizeBytes! });
  };
  for (const [at, { job, inputs: own }] of links.entries()) {
    const names = new Map(jobs.versions(job).map(({ name }) => [name, `link${at}.${name}`]));
    const named = (name: string): string => names.get(name)!;
    const earlier = written.slice();
    for (const [name, bytes] of own) {
      if (earlier.length === 0 || next(3) === 0) {
        inputs.set(named(name), bytes);
        continue;
      }
      const fitting = earlier.filter(({ sizeBytes }) => sizeBytes === bytes.length);
      if (fitting.length > 0 && next(2) === 0) names.set(name, pick(next, fitting).name);
      else write(foldStep(pick(next, earlier).name, named(name), bytes.length));
    }
    for (const step of job.steps) write(linkStep(step, `link${at}`, named));
  }
  const literals = links.flatMap(({ job }, at) =>
    job.literals.map((literal) => ({ ...literal, name: `link${at}.${literal.name}` })),
  );
  const kernels = Object.fromEntries(links.map(({ job }, at) => [`link${at}`, job.kernels.kernel!]));
  const job = jobs.define({
    name: 'chain',
    kernels: { ...kernels, fold },
    inputs: [...inputs].map(([name, { length }]) => ({ name, sizeBytes: length })),
    literals,
    steps,
    outputs: [written.at(-1)!.name],
  });
  return { job, inputs };
}

function foldStep(source: string, name: string, sizeBytes: number): jobs.DraftStep {
  return {
    kernel: 'fold',
    grid: [Math.ceil(sizeBytes / 32), 1, 1],
    reads: { source },
    writes: { folded: { name, sizeBytes, owner: owner.linear(8) } },
  };
}

function linkStep(step: jobs.Step, kernel: string, named: (name: string) => string): jobs.DraftStep {
  const writes = mapValues(step.writes, (write) => ({
    ...write,
    name: named(write.name),
    ...(write.from === undefined ? {} : { from: named(write.from) }),
  }));
  return { ...step, kernel, reads: mapValues(step.reads, named), writes };
}

/** A job of the test kit, whose kernels are mere text, with kernels: each stores what it makes of all that it is given. */
function graph({ next }: Random): Work {
  const [made] = fc.sample(arbitrary.job(), { numRuns: 1, seed: next(2 ** 31) }) as [jobs.Job];
  const renamed = new Map(Object.entries(made.kernels).map(([name, kernel]) => [name, variablesOf(kernel)]));
  const job = jobs.define({
    ...made,
    kernels: mapValues(made.kernels, ({ bindings }, name) => mixer(bindings, renamed.get(name)!, 1 + next(70))),
    steps: made.steps.map(({ kernel, reads, writes, grid, loopBudget }) => {
      const names = renamed.get(kernel)!;
      return { kernel, grid, loopBudget, reads: mapKeys(reads, names), writes: mapKeys(writes, names) };
    }),
  });
  return withNoise(job, next);
}

/** Names of variables that are no words of the language, and no entry point. */
function variablesOf({ bindings }: jobs.Kernel): ReadonlyMap<string, string> {
  return new Map(Object.keys(bindings).map((name, i) => [name, `buffer${i}`]));
}

/** Each invocation stores to words of its own, of which the guards drop those that are not the cell's. */
function mixer(
  bindings: jobs.Kernel['bindings'],
  names: ReadonlyMap<string, string>,
  invocations: number,
): jobs.Draft['kernels'][string] {
  const bound = Object.entries(bindings).map(([name, binding]) => ({ ...binding, name: names.get(name)! }));
  const declarations = bound.map(({ name, binding, access }) => {
    const space = { read: 'storage, read', uniform: 'uniform', write: 'storage, read_write' }[access];
    return `@group(0) @binding(${binding}) var<${space}> ${name}: ${access === 'uniform' ? 'u32' : 'array<u32>'};`;
  });
  const terms = bound.map(({ name, access }) => {
    if (access === 'uniform') return `  seed = seed * 31u + ${name};`;
    const index = access === 'read' ? `cell.x * 7u + lane` : 'lane';
    return `  seed = seed * 31u + ${name}[(${index}) % arrayLength(&${name})];`;
  });
  const stores = bound.flatMap(({ name, access }) =>
    access === 'write'
      ? [
          `  for (var i = lane; i < arrayLength(&${name}); i += ${invocations}u) {`,
          `    ${name}[i] = ${name}[i] * 3u + seed + cell.x + 5u * cell.y + 25u * cell.z + i;`,
          '  }',
        ]
      : [],
  );
  const source = [
    ...declarations,
    `@compute @workgroup_size(${invocations})`,
    'fn main(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) cell: vec3u) {',
    '  var seed = lane;',
    // Before the first store, of which other invocations would see something.
    ...terms.filter((_, i) => bound[i]!.access !== 'write'),
    ...stores,
    '}',
  ].join('\n');
  return {
    source,
    bindings: Object.fromEntries(bound.map(({ name, binding, access }) => [name, { binding, access }])),
  };
}

/** A version of many chunks to which each step adds a part, as a cache does: nearly all of it is frame. */
function growing({ next }: Random): Work {
  const [rows, columns] = [8 + next(60), 8 + next(90)];
  const length = rows * columns;
  const bindings = { added: { binding: 0, access: 'read' }, cache: { binding: 1, access: 'write' } } as const;
  const start = pick(next, ['input', 'literal'] as const);
  const grown = { name: 'cache.0', sizeBytes: 4 * length };
  const steps = Array.from({ length: 1 + next(4) }, (_, at): jobs.DraftStep => {
    const grid: grids.Grid = [1 + next(3), 1 + next(3), 1];
    const map: owner.OwnerMap =
      next(2) === 0
        ? owner.linear(1 + next(columns), next(length))
        : {
            kind: 'tile',
            dimensions: [
              { extent: rows, tile: 1 + next(4), axis: 'y', origin: next(rows) },
              { extent: columns, tile: 1 + next(9), axis: 'x', origin: next(columns) },
            ],
          };
    const cache = { name: `cache.${at + 1}`, sizeBytes: 4 * length, owner: map, from: `cache.${at}` };
    return { kernel: 'add', grid, reads: { added: 'added' }, writes: { cache }, loopBudget: length };
  });
  const job = jobs.define({
    name: 'growing',
    kernels: {
      add: mixer(
        bindings,
        new Map([
          ['added', 'added'],
          ['cache', 'cache'],
        ]),
        16,
      ),
    }, // prettier-ignore
    inputs: [{ name: 'added', sizeBytes: 4 * (1 + next(700)) }, ...(start === 'input' ? [grown] : [])],
    literals: start === 'literal' ? [{ name: 'cache.0', bytes: noise(4 * length, next) }] : [],
    steps,
    outputs: [`cache.${steps.length}`],
  });
  return withNoise(job, next);
}

function withNoise(job: jobs.Job, next: Random['next']): Work {
  return { job, inputs: new Map(job.inputs.map(({ name, sizeBytes }) => [name, noise(sizeBytes, next)])) };
}

function noise(lengthBytes: number, next: Random['next']): Uint8Array {
  return Uint8Array.from({ length: lengthBytes }, () => next(256));
}

function pick<T>(next: Random['next'], items: readonly T[]): T {
  return items[next(items.length)]!;
}

function mapValues<A, B>(of: Readonly<Record<string, A>>, to: (value: A, key: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, to(value, key)]));
}

function mapKeys<A>(of: Readonly<Record<string, A>>, names: ReadonlyMap<string, string>): Record<string, A> {
  return Object.fromEntries(Object.entries(of).map(([key, value]) => [names.get(key)!, value]));
}
