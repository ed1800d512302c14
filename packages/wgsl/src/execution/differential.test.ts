import { gpuTest } from '@assay/testkit';
import { describe, expect } from 'vitest';
import { dispatch } from '../testing/dispatch.js';
import { input, interpret, outputWords } from '../testing/interpreted.js';
import { samples, sourceOf } from '../testing/kernels.js';
import { check } from '../validation/check.js';

describe('what Dawn makes of a kernel, the interpreter makes of its lowering', () => {
  for (const sample of samples) {
    gpuTest(sample.name, async ({ gpu }) => {
      const source = sourceOf(sample);
      const { program, diagnostics } = check(source);
      expect(diagnostics).toEqual([]);
      const run = { device: gpu.device, source, input, outputWords, workgroups: 1 };
      expect([...interpret(program!).output]).toEqual([...(await dispatch(run))]);
    });
  }
});
