/** What lowering promises of a kernel, and a kernel that was drawn at random may break. */
import { isAssayError } from '@assay/core';
import type { TraceEvent } from '../execution/interpreter.js';
import { type Reference, referencesOf, type Setting } from './compiled.js';

/** What no cell may cost here. */
const mostCost = 100_000;

/**
 * What the interpreter says of the cells that do not race, if the kernel keeps its word in all of them: they end, indices of local
 * and workgroup memory are inside, validities are booleans, uniform loads are uniform, and so is control flow around barriers.
 */
export function lawfulReferencesOf(setting: Setting): readonly Reference[] | undefined {
  const { localWords, workgroupWords } = setting.kernel;
  let isLawful = true;
  /** The word that the invocations of a region load at a place. */
  let uniform: { readonly region: number; readonly step: TraceEvent['step']; readonly index: number } | undefined;
  const watch = ({ region, invocation, step, registers }: TraceEvent): void => {
    switch (step.kind) {
      case 'load-buffer':
      case 'store-buffer':
        if (step.valid !== undefined && registers[step.valid]! >>> 0 > 1) isLawful = false;
        break;
      case 'load':
      case 'store':
      case 'atomic': {
        const index = registers[step.index]! >>> 0;
        const isLocal = step.kind !== 'atomic' && step.memory === 'local';
        if (index >= (isLocal ? localWords : workgroupWords)) isLawful = false;
        if (step.kind !== 'load' || !step.isUniform) break;
        if (invocation === 0) uniform = { region, step, index };
        else if (uniform?.region !== region || uniform.step !== step || uniform.index !== index) isLawful = false;
        break;
      }
      default:
        break;
    }
  };
  try {
    const references = referencesOf({ ...setting, maxCost: mostCost }, watch);
    if (!isLawful || references.some(({ did }) => did === undefined)) return undefined;
    const { maxCost = mostCost } = setting;
    return references.map((one) => (one.did!.cost > maxCost ? { ...one, did: undefined } : one));
  } catch (error) {
    if (isAssayError(error) && error.code === 'interpreter.divergence') return undefined;
    throw error;
  }
}
