import { job as jobs, owner } from '@assay/core';
import fc from 'fast-check';

// Random jobs whose every word depends on everything that a step may see, and what their versions hold by definition.

const WORKGROUP = 64;

/** One pattern of bindings: the access of each read, and how many versions are written. */
interface Pattern {
  readonly reads: readonly ('read' | 'uniform')[];
  readonly writes: number;
}

const words: fc.Arbitrary<number> = fc.constantFrom(1, 2, 3, 63, 64, 65, 128, 255, 256, 257, 300, 513, 1000);

/** How many versions back something is: mostly the latest ones, so that chains come about. */
const back: fc.Arbitrary<number> = fc.oneof(fc.nat(2), fc.nat(20));

const sketches = fc.record({
  inputs: fc.array(words, { maxLength: 4 }),
  literals: fc.array(words, { maxLength: 3 }),
  steps: fc.array(
    fc.record({
      salt: fc.nat(1),
      reads: fc.array(fc.record({ back, isUniform: fc.boolean() }), { maxLength: 3 }),
      writes: fc.array(fc.record({ words, from: fc.option(back) }), { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 14 },
  ),
  outputs: fc.array(back, { maxLength: 3 }),
});

/** Jobs with several reads and writes a step, chains and forks of `from`, uniforms, and inputs and literals that nobody reads. */
export const dataflows: fc.Arbitrary<jobs.Job> = sketches.map((sketch) => {
  const known: { name: string; words: number }[] = [];
  const pick = (steps: number): { name: string; words: number } => known[known.length - 1 - (steps % known.length)]!;
  const kernels: Record<string, { source: string; bindings: Record<string, jobs.Binding> }> = {};
  for (const [index, length] of sketch.inputs.entries()) known.push({ name: `input${index}`, words: length });
  for (const [index, length] of sketch.literals.entries()) known.push({ name: `literal${index}`, words: length });
  const steps = sketch.steps.map(({ salt, reads: wanted, writes: made }, index): jobs.DraftStep => {
    const reads = known.length === 0 ? [] : wanted;
    const pattern: Pattern = {
      reads: reads.map(({ isUniform }) => (isUniform ? 'uniform' : 'read')),
      writes: made.length,
    };
    const kernel = `mixer.${pattern.reads.map((access) => access[0]).join('')}.${pattern.writes}`;
    kernels[kernel] = { source: sourceOf(pattern), bindings: bindingsOf(pattern) };
    const written = made.map(({ words: length, from }, write) => {
      const start = from === null || known.length === 0 ? undefined : pick(from);
      return { name: `version${index}.${write}`, words: start?.words ?? length, from: start?.name };
    });
    const step: jobs.DraftStep = {
      kernel,
      grid: [Math.ceil(Math.max(...written.map((version) => version.words)) / WORKGROUP), 1, 1],
      overrides: { salt },
      reads: Object.fromEntries(reads.map((read, at) => [`r${at}`, pick(read.back).name])),
      writes: Object.fromEntries(
        written.map(({ name, words: length, from }, at) => [
          `w${at}`,
          { name, sizeBytes: 4 * length, owner: owner.linear(WORKGROUP), ...(from === undefined ? {} : { from }) },
        ]),
      ),
    };
    known.push(...written);
    return step;
  });
  const literals = sketch.literals.map((length, index) => ({
    name: `literal${index}`,
    bytes: noise(4 * length, index),
  }));
  const outputs = new Set([0, ...sketch.outputs].map((steps) => pick(steps).name));
  return jobs.define({
    name: 'dataflow',
    kernels,
    inputs: sketch.inputs.map((length, index) => ({ name: `input${index}`, sizeBytes: 4 * length })),
    literals,
    steps,
    outputs: [...outputs],
  });
});

/** Bytes for each input of a job, of which no two words are likely to be equal. */
export function inputsOf(job: jobs.Job): Map<string, Uint8Array> {
  return new Map(job.inputs.map(({ name, sizeBytes }, index) => [name, noise(sizeBytes, 100 + index)]));
}

/** The words of every version, by the definition of the job: nothing is ever overwritten. */
export function contentsOf(job: jobs.Job, inputs: ReadonlyMap<string, Uint8Array>): Map<string, Uint32Array> {
  const contents = new Map<string, Uint32Array>();
  for (const { name, origin } of jobs.versions(job)) {
    if (origin.kind === 'input') contents.set(name, toWords(inputs.get(name)!));
    if (origin.kind === 'literal') contents.set(name, toWords(origin.bytes));
  }
  for (const step of job.steps) {
    const reads = jobs.variablesOf(step.reads).map((variable) => contents.get(step.reads[variable]!)!);
    for (const [index, variable] of jobs.variablesOf(step.writes).entries()) {
      const { name, sizeBytes, from } = step.writes[variable]!;
      const start = from === undefined ? new Uint32Array(sizeBytes / 4) : contents.get(from)!;
      contents.set(name, written(job, step, index, reads, start));
    }
  }
  return contents;
}

/** What a step makes of a version that starts as `start`; `reads` are the words of its variables r0, r1, … */
export function written(
  job: jobs.Job,
  step: jobs.Step,
  index: number,
  reads: readonly Uint32Array[],
  start: Uint32Array,
): Uint32Array {
  const accesses = reads.map((_, at) => job.kernels[step.kernel]!.bindings[`r${at}`]!.access);
  return start.map((word, i) => {
    if ((i + index) % 4 === 3) return word;
    let hash = mix(mix(word, (i ^ step.overrides.salt!) >>> 0), start.length);
    for (const [at, read] of reads.entries()) {
      hash =
        accesses[at] === 'uniform'
          ? mix(hash, read[0]!)
          : mix(mix(hash, read.length), read[(Math.imul(i, 7) + 5) % read.length]!);
    }
    return hash;
  });
}

/** Bytes of a linear congruential generator. */
export function noise(lengthBytes: number, seed: number): Uint8Array<ArrayBuffer> {
  let state = (Math.imul(seed, 65_537) + lengthBytes) | 0;
  return new Uint8Array(lengthBytes).map(() => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state >>> 24;
  });
}

export function toWords(bytes: Uint8Array): Uint32Array<ArrayBuffer> {
  return new Uint32Array(new Uint8Array(bytes).buffer);
}

function mix(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 2_654_435_761);
  return (product ^ (product >>> 15)) >>> 0;
}

/** {@link written} in WGSL. A quarter of the words is not touched: they show what the buffer held before. */
function sourceOf({ reads, writes }: Pattern): string {
  const inputs = reads.map((access, at) =>
    access === 'uniform'
      ? `@group(0) @binding(${at}) var<uniform> r${at}: u32;`
      : `@group(0) @binding(${at}) var<storage, read> r${at}: array<u32>;`,
  );
  const mixed = reads.map((access, at) =>
    access === 'uniform'
      ? `hash = mix32(hash, r${at});`
      : `hash = mix32(mix32(hash, arrayLength(&r${at})), r${at}[(i * 7u + 5u) % arrayLength(&r${at})]);`,
  );
  const outputs = Array.from({ length: writes }, (_, at) => {
    return `@group(0) @binding(${reads.length + at}) var<storage, read_write> w${at}: array<u32>;`;
  });
  const stores = Array.from(
    { length: writes },
    (_, at) => `
  if (i < arrayLength(&w${at}) && (i + ${at}u) % 4u != 3u) {
    var hash = mix32(mix32(w${at}[i], i ^ salt), arrayLength(&w${at}));
    ${mixed.join('\n    ')}
    w${at}[i] = hash;
  }`,
  );
  return `override salt: u32;
${[...inputs, ...outputs].join('\n')}
fn mix32(hash: u32, word: u32) -> u32 {
  let product = (hash ^ word) * 2654435761u;
  return product ^ (product >> 15u);
}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;${stores.join('')}
}
`;
}

function bindingsOf({ reads, writes }: Pattern): Record<string, jobs.Binding> {
  const inputs = reads.map((access, at): [string, jobs.Binding] => [`r${at}`, { binding: at, access }]);
  const outputs = Array.from({ length: writes }, (_, at): [string, jobs.Binding] => {
    return [`w${at}`, { binding: reads.length + at, access: 'write' }];
  });
  return Object.fromEntries([...inputs, ...outputs]);
}
