import { expect, it } from 'vitest';
import { ceiling, ceilingMacs, ceilingModule } from './ceiling.js';
import { measureMachineCode } from './machine-code.js';

it('finds the loop of a module that is made of one', () => {
  const notes: string[] = [];
  const setting = { isQuick: true, note: (text: string) => void notes.push(text) } as Parameters<
    typeof measureMachineCode
  >[0];
  const rows = measureMachineCode(setting, 'it', ceilingModule());
  expect(notes).toHaveLength(1);
  if (process.arch !== 'x64') return expect(rows).toEqual([]);
  const [instructions, perMac] = rows.map(({ measured }) => measured);
  // Ten products, ten additions, and the way back.
  expect(instructions).toBeGreaterThan(20);
  expect(instructions).toBeLessThan(40);
  expect(perMac).toBe(instructions! / 80);
});

it('does as many products as it says', () => {
  expect(ceiling()).not.toThrow();
  expect(ceilingMacs).toBe(200_000 * 80);
});
