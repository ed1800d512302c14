import { readFileSync } from 'node:fs';
import { blake3 } from '@noble/hashes/blake3.js';
import { describe, expect, it } from 'vitest';
import { toHex } from './bytes.js';
import * as codec from './codec.js';
import type { ClaimId } from './identity.js';
import { outcome } from './testing/fixture.js';
import * as verdict from './verdict.js';

const claim = 'ee'.repeat(32) as ClaimId;
const specification = readFileSync(new URL('../SPEC.md', import.meta.url), 'utf8')
  .split('## Verdict')[1]!
  .split('## ')[0]!;
const names = Object.keys(verdict.codes) as verdict.VerdictCode[];

describe('verdict', () => {
  it('V1, V2: codes with their kinds, whose doing they are and outcomes, as SPEC.md has them', () => {
    const written = new Map<string, readonly string[]>();
    for (const line of specification.split('\n')) {
      const [, first = '', ...rest] = line.split('|').map((cell) => cell.trim());
      for (const [, code] of first.matchAll(/`([a-z.-]+)`/g)) {
        if (rest.length === 5) written.set(code!, rest.slice(0, 3));
      }
    }
    const found = names.map((code): [string, readonly string[]] => {
      const one = verdict.of(code, claim);
      return [code, [verdict.kindOf(one), verdict.faultOf(one), verdict.outcomeOf(one)]];
    });
    expect(new Map(found)).toEqual(written);
    expect(written.size).toBeGreaterThan(30);
  });

  it.each(names)('V1: %s is read as it was written', (code) => {
    for (const one of [verdict.of(code, claim, { version: 3 }), verdict.of(code, undefined)]) {
      expect(verdict.decode(verdict.encode(one))).toEqual(one);
    }
    expect(verdict.isValid(verdict.of(code, claim))).toBe(code === 'valid');
    expect(verdict.sentenceOf(verdict.of(code, claim))).toMatch(/\.$/);
  });

  it('V1, K10: without a claim there is no such field', () => {
    expect(verdict.of('receipt.malformed', undefined)).not.toHaveProperty('claim');
    expect(Object.keys(codec.decode(verdict.encode(verdict.of('valid', undefined))) as object)).not.toContain('claim');
  });

  it('I1: the id is BLAKE3 of the bytes in derive-key mode', () => {
    const one = verdict.of('valid', claim);
    const context = new TextEncoder().encode('Assay 2026-11-20 verdict id v1');
    expect(verdict.id(one)).toBe(toHex(blake3(verdict.encode(one), { context })));
    expect(verdict.id(verdict.of('valid', claim, { a: 1 }))).not.toBe(verdict.id(one));
  });

  it.each<[string, object, string]>([
    ['control', {}, 'accepted'],
    ['an unknown code', { code: 'receipt.fine' }, 'malformed shape.wrong-value'],
    ['a code that every object has', { code: 'constructor' }, 'malformed shape.wrong-value'],
    ['a claim of 31 bytes', { claim: new Uint8Array(31) }, 'malformed shape.wrong-value'],
    ['K10: nil for no claim', { claim: null }, 'malformed shape.wrong-value'],
    ['evidence that is no map', { evidence: [] }, 'malformed shape.wrong-value'],
    ['an unknown version', { version: 0 }, 'malformed shape.unknown-version'],
    ['an unknown field', { judge: 1 }, 'malformed shape.unknown-field'],
  ])('decode: %s', (_, fields, expected) => {
    const value = { ...(verdict.shape.toValue(verdict.of('valid', claim)) as object), ...fields };
    expect(outcome(() => verdict.decode(codec.encode(value as codec.Value)))).toBe(expected);
  });
});
