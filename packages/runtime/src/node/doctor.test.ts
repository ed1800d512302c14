import { describe, expect, it } from 'vitest';
import { diagnose } from './doctor.js';
import { isInstalled } from './software.js';

describe('diagnose', () => {
  it('describes this machine in plain data', async () => {
    const found = await diagnose();
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    expect(found.platform).toBe(`${process.platform}-${process.arch}`);
    expect(found.chosen).toEqual(found.gpu.adapter ?? found.software.adapter);
    for (const probe of [found.gpu, found.software]) expect(probe.adapter === null).toBe(probe.failure !== null);
    if (found.gpu.adapter === null) expect(found.advice.length).toBeGreaterThan(0);
    else expect(found.gpu.adapter.isSoftware).toBe(false);
  });

  it.skipIf(!isInstalled())('finds the software adapter (needs linux-x64 and @sparticuz/chromium)', async () => {
    const { software } = await diagnose();
    expect(software.adapter).toMatchObject({ isSoftware: true });
    expect(software.adapter?.limits.maxComputeInvocationsPerWorkgroup).toBeGreaterThanOrEqual(256);
  });
});
