/** What must hold of the interpreter's run of a case: what its author expects, and what the analysis proved. */
import { analysis, type interpreter } from '@assay/wgsl';
import { type Case, noRace, workgroupMemory } from './case.js';
import type { StepReference } from './reference.js';

/** What does not hold, as sentences; none: all holds. */
export function check(each: Case, steps: readonly StepReference[]): readonly string[] {
  return [...checkExpected(each, steps), ...steps.flatMap(checkAnalysis)];
}

function checkExpected({ expected }: Case, steps: readonly StepReference[]): readonly string[] {
  if (expected === undefined) return [];
  const faults: string[] = [];
  const fired = [...new Set(steps.flatMap(({ replay }) => replay.guards.map(({ kind }) => kind)))].sort();
  if (expected.guards !== undefined && fired.join() !== expected.guards.join()) {
    faults.push(`guards that fire: expected ${expected.guards.join(' ') || 'none'}, got ${fired.join(' ') || 'none'}`);
  }
  const [race = noRace] = steps.flatMap(raceOf);
  if (race !== expected.race) faults.push(`race: expected ${expected.race}, got ${race}`);
  for (const { step, replay } of steps) {
    for (const [variable, { name }] of Object.entries(step.writes)) {
      const wanted = expected.results.get(name);
      const difference = wanted === undefined ? undefined : firstDifference(wanted, replay.versions.get(variable)!);
      if (difference !== undefined) faults.push(`${name}${difference}`);
    }
  }
  return faults;
}

/** The memory that races in a step: none or one. */
export function raceOf({ lowered, replay: { race } }: StepReference): readonly string[] {
  if (race === undefined) return [];
  const { memory } = race;
  if (memory === 'workgroup') return [workgroupMemory];
  return lowered.bindings.filter(({ binding }) => binding === memory.binding).map(({ name }) => name);
}

/** No guard fired that the analysis held for needless (A2). */
function checkAnalysis({ index, lowered, dispatch, replay }: StepReference): readonly string[] {
  if (replay.guards.length === 0) return [];
  const kept = analysis.analyze(lowered, dispatch);
  return replay.guards
    .filter((event) => !isKept(kept, event))
    .map(({ kind, at, workgroup }) => {
      const place = at === undefined ? '' : ` at ${lowered.spans[at]?.start ?? '?'}`;
      return `step ${index}: the analysis held a guard for needless that fires: ${kind}${place} in cell ${workgroup}`;
    });
}

function isKept(kept: analysis.guards.Guards, { kind, at }: interpreter.GuardEvent): boolean {
  if (kind === 'loop-budget') return at === undefined ? kept.hasWorkgroupBudget : kept.hasInvocationBudget;
  const instructions = { outside: kept.outside, 'not-owned': kept.foreign, clamped: kept.clamps }[kind];
  return [...instructions].some((instruction) => 'at' in instruction && instruction.at === at);
}

/** ` word 3: expected 7, got 8 (2 of 16 words differ)`; undefined where they are equal. */
export function firstDifference(expected: Uint8Array, got: Uint8Array): string | undefined {
  if (expected.length !== got.length) return `: expected ${expected.length} bytes, got ${got.length}`;
  const [wanted, found] = [wordsOf(expected), wordsOf(got)];
  const different = [...wanted.keys()].filter((word) => wanted[word] !== found[word]);
  const [first] = different;
  if (first === undefined) return undefined;
  const share = `${different.length} of ${wanted.length} words differ`;
  return ` word ${first}: expected ${wanted[first]}, got ${found[first]} (${share})`;
}

function wordsOf(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.slice().buffer);
}
