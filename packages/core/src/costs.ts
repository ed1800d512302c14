/**
 * What the cells of a job cost, for draws only (`@assay/verify` SPEC.md, chapter Weights). Nothing else rests on it: a table that
 * is wrong makes audits weaker or dearer, and accuses nobody.
 */
import * as codec from './codec.js';
import { AssayError } from './errors.js';
import * as grids from './grid.js';
import { type CostsId, digestHex, type JobId } from './identity.js';
import * as jobs from './job.js';
import { binary, hex, integer, list, object, oneOf, record, type Shape, variant } from './shape.js';

/** The weights of a step's cells: whole numbers from 1 to 2³²−1, costs divided by one unit and rounded up. */
export type StepCosts =
  /** Every cell has the same. */
  | { readonly kind: 'equal'; readonly weight: number }
  /** 4 bytes a cell, little-endian, in linear order (SPEC.md J9). */
  | { readonly kind: 'each'; readonly weights: Uint8Array };

/** The weights of all cells of a job. */
export interface Costs {
  readonly job: JobId;
  /** One for each step. */
  readonly steps: readonly StepCosts[];
}

const MOST_WEIGHT = 2 ** 32 - 1;

/** The encoded form. */
export const shape: Shape<Costs> = object(
  'costs',
  1,
  record<Costs>({
    job: hex<JobId>(32),
    steps: list(
      variant<StepCosts>({
        equal: record<Extract<StepCosts, { kind: 'equal' }>>({
          kind: oneOf('equal'),
          weight: integer(1, MOST_WEIGHT),
        }),
        each: record<Extract<StepCosts, { kind: 'each' }>>({ kind: oneOf('each'), weights: binary(4, 1 << 24) }),
      }),
      jobs.limits.steps,
      1,
    ),
  }),
);

/** The canonical bytes. */
export function encode(costs: Costs): Uint8Array<ArrayBuffer> {
  return codec.encode(shape.toValue(costs));
}

/** @throws AssayError of kind `malformed` or `exhausted`. */
export function decode(bytes: Uint8Array): Costs {
  return shape.fromValue(codec.decode(bytes), 'costs');
}

/** What a policy names as its weights. */
export function id(costs: Costs): CostsId {
  return digestHex('costs', encode(costs));
}

/**
 * A table of metered costs.
 *
 * @param metered for each step, what each cell cost, in linear order (wgsl SPEC.md E17); above 0.
 * @param unit what a weight of 1 stands for.
 * @throws AssayError what {@link assertFor} throws; `costs.too-large` (exhausted), too, for a weight of 2³² or more.
 */
export function of(job: jobs.Job, metered: readonly ArrayLike<number>[], unit = 1): Costs {
  const each = metered.map((costs, step) => ({ kind: 'each' as const, weights: toBytes(costs, unit, `step ${step}`) }));
  const costs: Costs = { job: jobs.id(job), steps: each };
  assertFor(costs, job);
  return { ...costs, steps: each.map(shortest) };
}

function toBytes(costs: ArrayLike<number>, unit: number, where: string): Uint8Array {
  const bytes = new Uint8Array(4 * costs.length);
  const view = new DataView(bytes.buffer);
  for (let cell = 0; cell < costs.length; cell++) {
    const weight = Math.max(1, Math.ceil(costs[cell]! / unit));
    if (!(weight <= MOST_WEIGHT)) throw tooLarge(`${where}, cell ${cell}`, 'a weight below 2^32', weight);
    view.setUint32(4 * cell, weight, true);
  }
  return bytes;
}

/** Of a step whose cells all have the same weight: that weight. */
function shortest(step: Extract<StepCosts, { kind: 'each' }>): StepCosts {
  const weights = weightsOf(step, step.weights.length / 4);
  const [weight = 0] = weights;
  return weights.every((other) => other === weight) ? { kind: 'equal', weight } : step;
}

/**
 * That a table has a weight for each cell of a job.
 *
 * @throws AssayError `costs.other-job`, `costs.wrong-steps`, `costs.wrong-cells`, `costs.zero` (invalid), `costs.too-large`
 * (exhausted).
 */
export function assertFor(costs: Costs, job: jobs.Job): void {
  const jobId = jobs.id(job);
  if (costs.job !== jobId) throw wrong('costs.other-job', 'costs.job', jobId, costs.job);
  if (costs.steps.length !== job.steps.length) {
    throw wrong('costs.wrong-steps', 'costs.steps', `${job.steps.length} steps`, `${costs.steps.length}`);
  }
  for (const [index, step] of costs.steps.entries()) {
    if (step.kind === 'equal') continue;
    const cells = grids.count(job.steps[index]!.grid);
    if (step.weights.length !== 4 * cells) {
      throw wrong('costs.wrong-cells', `costs.steps[${index}]`, `${4 * cells} bytes`, `${step.weights.length}`);
    }
    if (weightsOf(step, cells).includes(0)) {
      throw wrong('costs.zero', `costs.steps[${index}]`, 'weights of 1 or more', '0');
    }
  }
  const total = job.steps.reduce((sum, step, index) => sum + totalOf(costs.steps[index]!, grids.count(step.grid)), 0);
  if (total >= 2 ** 53) throw tooLarge('costs', 'weights whose sum is below 2^53', total);
}

/** The sum over a step's cells. */
export function totalOf(step: StepCosts, cells: number): number {
  if (step.kind === 'equal') return step.weight * cells;
  return weightsOf(step, cells).reduce((sum, weight) => sum + weight, 0);
}

/**
 * The weight of each cell, in linear order; of a table that was not looked at, as far as it goes. It takes 8 bytes a cell: of kind
 * `equal`, which says nothing about how many cells there are, {@link totalOf} is enough.
 */
export function weightsOf(step: StepCosts, cells: number): Float64Array {
  if (step.kind === 'equal') return new Float64Array(cells).fill(step.weight);
  const { buffer, byteOffset, length } = step.weights;
  const view = new DataView(buffer, byteOffset, length);
  return Float64Array.from({ length: Math.min(cells, length >>> 2) }, (_, i) => view.getUint32(4 * i, true));
}

function wrong(code: string, where: string, expected: string, got: string): AssayError {
  const remedy = 'Use the cost table that was made for this job, and that the policy names.';
  return new AssayError({ kind: 'invalid', code, where, expected, got, remedy });
}

function tooLarge(where: string, expected: string, got: number): AssayError {
  const remedy = 'Divide all costs by a larger unit.';
  return new AssayError({ kind: 'exhausted', code: 'costs.too-large', where, expected, got: String(got), remedy });
}
