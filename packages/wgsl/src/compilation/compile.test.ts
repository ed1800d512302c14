import { owner } from '@assay/core';
import { describe, expect, it } from 'vitest';
import { analyze } from '../analysis/analyze.js';
import * as guards from '../analysis/guards.js';
import { lower } from '../execution/lower.js';
import { everyWay, expectSameCells } from '../testing/compiled.js';
import { input, outputWords } from '../testing/interpreted.js';
import { samples, sourceOf } from '../testing/kernels.js';
import { check } from '../validation/check.js';

const nameOf = ({ lanes, isTracked }: (typeof everyWay)[number]): string =>
  `lanes ${lanes}${isTracked ? ', tracked' : ''}`;

describe.each(everyWay.map((options) => ({ name: nameOf(options), options })))('$name', ({ options }) => {
  it.each(samples)('$name', (sample) => {
    const { program } = check(sourceOf(sample));
    const kernel = lower(program!, { entryPoint: 'main' });
    const dispatch = {
      grid: [1, 1, 1] as const,
      owners: new Map([[1, owner.linear(outputWords)]]),
      loopBudget: 1000,
    };
    const contents = new Map([
      [0, input],
      [1, new Int32Array(outputWords)],
    ]);
    const lengthWords = new Map([...contents].map(([binding, words]) => [binding, words.length]));
    const analyzed = analyze(kernel, { ...dispatch, lengthWords, literals: new Map() });
    for (const left of [guards.all(kernel), analyzed]) {
      expect(expectSameCells({ kernel, guards: left, dispatch, contents }, options)).toBe(1);
    }
  });
});
