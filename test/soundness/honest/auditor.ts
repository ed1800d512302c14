/** Honest work, and somebody who audits it again and again and tries to find fault with it. */
import {
  challenge as challenges,
  costs,
  grid as grids,
  type identity,
  key as keys,
  receipt as receipts,
  suite as suites,
  type task as tasks,
  type verdict,
} from '@assay/core';
import { respond, wasmEngine } from '@assay/runtime';
import { challengeOf, type Worked, work } from '@assay/testkit';
import { type AuditResult, audit, proof, response as responses } from '@assay/verify';
import { executor } from '@assay/wgsl';
import { audited } from '../../audited.js';
import type { Random } from '../../profile/mutation.js';
import * as hostility from './hostility.js';
import type { Work } from './jobs.js';

const engine = wasmEngine();
const suite = suites.blake3(engine);

/** A worked job, and the table by which its cells are drawn, if by one. */
export interface Honest {
  readonly worked: Worked;
  readonly table: costs.Costs | undefined;
}

/**
 * Works a job on terms of its own: in a third of all cases cells are drawn by a table, which may be far from what they cost.
 *
 * @param made what the worker has of written versions, by name; the compiled executor makes the others.
 */
export function workOn({ job, inputs }: Work, made: ReadonlyMap<string, Uint8Array>, random: Random): Honest {
  const { next } = random;
  const weights = job.steps.map(({ grid }) => Array.from({ length: grids.count(grid) }, () => 1 + next(1000) ** 2));
  const table = next(3) === 0 ? costs.of(job, weights) : undefined;
  const worked = work(job, inputs, {
    forge: ({ name }, own) => made.get(name) ?? own,
    policy: { ...audited, ...(table === undefined ? {} : { weights: costs.id(table) }) },
    nonce: hex(random) as tasks.Nonce,
    salt: hex(random) as identity.Salt,
    worker: keys.fromSecret(new Uint8Array(32).fill(1 + next(255))),
  });
  return { worked, table };
}

/** An audit with all that it went by. */
export interface Audited extends AuditResult {
  readonly challenge: challenges.Challenge;
  readonly response: Uint8Array;
}

/** Audits one worked job. */
export class Auditor {
  readonly #worked: Worked;
  readonly #random: Random;
  readonly #options: { readonly cache: executor.Cache; readonly costs?: costs.Costs };
  /** Cells of which a proof was tried. */
  readonly #tried = new Set<string>();

  constructor({ worked, table }: Honest, random: Random) {
    this.#worked = worked;
    this.#random = random;
    this.#options = { cache: new executor.Cache(), ...(table === undefined ? {} : { costs: table }) };
  }

  /** An audit of a random challenge, of a verifier who holds nothing, or some versions, or most. */
  audit(samples: number = [1, 2, 3, 5, 20, 1000][this.#random.next(6)]!): Audited {
    const { next } = this.#random;
    const { contents } = this.#worked;
    const share = next(3);
    const held = [...contents.keys()].filter(() => next(3) < share);
    const challenge = challengeOf(this.#worked, samples, { seed: hex(this.#random), held });
    const versions = { bytesOf: (index: number) => contents[index]! };
    const response = respond({ ...this.#worked, challenge, versions, engine, ...this.#options });
    return { challenge, response, ...this.#check(challenge, response) };
  }

  /** The proofs that can be made of what an audit has seen: of each cell and each stretch that was drawn. */
  proofs({ audit: opened }: AuditResult): readonly proof.FraudProof[] {
    const { receipt, terms } = this.#worked;
    const { sample, committed } = opened!;
    const cells = sample.cells.filter(({ step, workgroup }) => {
      const key = `${step} ${workgroup}`;
      const isNew = !this.#tried.has(key);
      this.#tried.add(key);
      return isNew;
    });
    return [
      ...cells.map((cell) => proof.ofWrongCell(receipt, terms, committed, cell, this.#options)),
      ...sample.stretches.map((_, index) => proof.ofChangedFrame(receipt, terms, opened!, index)),
    ].filter((made) => made !== undefined);
  }

  /** Verdicts on the same audit when somebody changed the answer or the challenge on the way. */
  changed({ challenge, response }: Audited): readonly verdict.Verdict[] {
    const count = this.#worked.contents.length;
    const decoded = responses.decode(response);
    const other = hostility.changedChallenge(challenge, count, this.#random);
    const asked: readonly (readonly [challenges.Challenge, Uint8Array])[] = [
      [challenge, hostility.changedBytes(response, this.#random)],
      [challenge, responses.encode(hostility.changedResponse(decoded, count, this.#random))],
      [other, responses.encode({ ...decoded, challenge: challenges.id(other) })],
    ];
    return asked.map(([...args]) => this.#check(...args).verdict);
  }

  /** Verdicts of a judge on proofs that are unfounded, and on the same with some bytes changed. */
  judged(): readonly verdict.Verdict[] {
    return hostility
      .proofsAgainst(this.#worked, this.#random)
      .map((made) => proof.encode(made))
      .flatMap((bytes) => [bytes, hostility.changedBytes(bytes, this.#random)])
      .map((bytes) => this.judge(bytes));
  }

  judge(bytes: Uint8Array): verdict.Verdict {
    const receipt = receipts.decode(receipts.encode(this.#worked.receipt));
    return proof.verifyFraudProof(bytes, receipt, engine);
  }

  #check(challenge: challenges.Challenge, response: Uint8Array): AuditResult {
    const { receipt, terms, contents } = this.#worked;
    const held = new Map(contents.map((bytes, index) => [index, bytes]));
    return audit(receipt, { ...terms, suite }, challenge, response, { ...this.#options, held });
  }
}

function hex({ next }: Random): string {
  return Array.from({ length: 64 }, () => next(16).toString(16)).join('');
}
