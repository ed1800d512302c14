import { owner } from '@assay/core';
import { describe, expect, it } from 'vitest';
import { seed, cases } from '@assay/testkit';
import { analyze } from '../analysis/analyze.js';
import * as guards from '../analysis/guards.js';
import { lower } from '../execution/lower.js';
import { everyWay, expectSameCells } from '../testing/compiled.js';
import { input, outputWords } from '../testing/interpreted.js';
import { samples, sourceOf } from '../testing/kernels.js';
import { check } from '../validation/check.js';
import { drawFrom, sampleOf } from '../testing/wild.js';
import { isInside } from '../testing/passes.js';
import { cellsOf } from '../testing/evaluated.js';
import { build } from './build.js';
import { optimize } from './optimize.js';

describe.each(everyWay.map((options) => ({ name: `${options.lanes} ${options.isTracked}`, options })))('$name', ({ options }) => {
  it.each(samples)('$name', (sample) => {
    const { program } = check(sourceOf(sample));
    const kernel = lower(program!, { entryPoint: 'main' });
    const dispatch = { grid: [1, 1, 1] as const, owners: new Map([[1, owner.linear(outputWords)]]), loopBudget: 1000 };
    const contents = new Map([[0, input], [1, new Int32Array(outputWords)]]);
    const lengthWords = new Map([...contents].map(([binding, words]) => [binding, words.length]));
    const analyzed = analyze(kernel, { ...dispatch, lengthWords, literals: new Map() });
    for (const left of [guards.all(kernel), analyzed]) {
      expect(expectSameCells({ kernel, guards: left, dispatch, contents, program: optimize(build(kernel, left)) }, options)).toBe(1);
    }
  });
  it('wild', () => {
    let n = 0;
    for (let k = 0; k < cases(1000); k++) {
      const sample = sampleOf(drawFrom((seed() + k) | 0));
      if (!cellsOf(sample).every(isInside)) continue;
      const { kernel, dispatch } = sample;
      const contents = new Map([...dispatch.lengthWords].map(([b, length]) => [b, Int32Array.from({ length }, (_, i) => (sample.contents[b]?.[i] ?? 0) | 0)]));
      for (const left of [guards.all(kernel), analyze(kernel, dispatch)]) {
        const setting = { kernel, guards: left, dispatch, contents };
        let plain = true;
        try { expectSameCells(setting, options); } catch { plain = false; }
        if (plain) n += expectSameCells({ ...setting, program: optimize(build(kernel, left)) }, options);
      }
    }
    console.log('cells', n);
  });
});
