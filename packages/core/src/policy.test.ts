import { describe, expect, it } from 'vitest';
import { decode, encode, type Value } from './codec.js';
import type { CostsId } from './identity.js';
import * as policy from './policy.js';
import { outcome } from './testing/fixture.js';

const audited: policy.Policy = {
  challenge: { kind: 'beacon', beacon: 'drand:quicknet' },
  samples: 64,
  adjudication: 'game',
  deadlines: { commit: 1, respond: 2, judge: 3, retain: 2 ** 48 },
  faultFee: 2n ** 255n,
  weights: 'aa'.repeat(32) as CostsId,
};
const read = (value: Value): policy.Policy => policy.shape.fromValue(decode(encode(value)), 'policy');
const changed = (fields: object): Value => ({ ...(policy.shape.toValue(audited) as object), ...fields });

describe('policy', () => {
  it.each<[string, policy.Policy]>([
    ['unaudited', policy.unaudited],
    ['by a beacon', audited],
    ['by a hash', { ...audited, challenge: { kind: 'hash', grindingBits: 80 } }],
  ])('T5: %s is read as it was written', (_, value) => {
    expect(read(policy.shape.toValue(value))).toEqual(value);
  });

  it.each<[string, object, string]>([
    ['control', {}, 'accepted'],
    ['T6: 80 grinding bits', { challenge: { kind: 'hash', grindingBits: 80 } }, 'accepted'],
    ['T6: 79 grinding bits', { challenge: { kind: 'hash', grindingBits: 79 } }, 'malformed shape.wrong-value'],
    ['T6: 257 grinding bits', { challenge: { kind: 'hash', grindingBits: 257 } }, 'malformed shape.wrong-value'],
    ['T5: an unknown challenge', { challenge: { kind: 'toString' } }, 'malformed shape.wrong-value'],
    ['T5: a beacon without a name', { challenge: { kind: 'beacon' } }, 'malformed shape.missing-field'],
    [
      'T5: a field of another challenge',
      { challenge: { kind: 'none', grindingBits: 80 } },
      'malformed shape.unknown-field',
    ],
    ['T5: the most samples', { samples: 2 ** 20 }, 'accepted'],
    ['T5: a sample more than a challenge may have', { samples: 2 ** 20 + 1 }, 'malformed shape.wrong-value'],
    ['T5: fewer than no samples', { samples: -1 }, 'malformed shape.wrong-value'],
    ['T5: an unknown adjudication', { adjudication: 'court' }, 'malformed shape.wrong-value'],
    ['T5: a span too long', { deadlines: { ...audited.deadlines, judge: 2 ** 48 + 1 } }, 'malformed shape.wrong-value'],
    ['T5: a deadline missing', { deadlines: { commit: 1, respond: 1, judge: 1 } }, 'malformed shape.missing-field'],
    ['T5: the largest fee', { faultFee: new Uint8Array(32).fill(255) }, 'accepted'],
    ['T5: a fee of 2^256', { faultFee: Uint8Array.of(1, ...new Uint8Array(32)) }, 'malformed shape.wrong-value'],
    ['T5: a fee with a leading zero', { faultFee: Uint8Array.of(0, 1) }, 'malformed shape.wrong-value'],
    ['T5: a fee as an integer', { faultFee: 1 }, 'malformed shape.wrong-value'],
    ['K10: nil for no weights', { weights: null }, 'malformed shape.wrong-value'],
    ['an unknown version', { version: 2 }, 'malformed shape.unknown-version'],
    ['an unknown field', { bonus: 1 }, 'malformed shape.unknown-field'],
  ])('%s', (_, fields, expected) => {
    expect(outcome(() => read(changed(fields)))).toBe(expected);
  });
});
