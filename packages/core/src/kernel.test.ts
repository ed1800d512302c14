import { blake3 } from '@noble/hashes/blake3.js';
import { describe, expect, it } from 'vitest';
import { toHex } from './bytes.js';
import type { Kernel } from './job.js';
import * as kernel from './kernel.js';

const one: Kernel = { source: 's', entryPoint: 'main', bindings: { a: { binding: 0, access: 'read' } } };

describe('kernel.id', () => {
  it('J20: is BLAKE3 in derive-key mode of the canonical map', () => {
    // Canonical MessagePack by hand (K1 to K5): a map of six, its keys in order.
    const canonical = Buffer.from(
      [
        '\x86',
        '\xa8bindings\x81\xa1a\x82\xa6access\xa4read\xa7binding\x00',
        '\xaaentryPoint\xa4main',
        '\xa7profile\x01',
        '\xa6source\xa1s',
        '\xa4type\xa6kernel',
        '\xa7version\x01',
      ].join(''),
      'latin1',
    );
    const context = new TextEncoder().encode('Assay 2026-11-20 kernel id v1');
    expect(kernel.id(one, 1)).toBe(toHex(blake3(canonical, { context })));
  });

  it('does not depend on the order of bindings', () => {
    const [a, b] = [{ binding: 0, access: 'read' } as const, { binding: 1, access: 'write' } as const];
    expect(kernel.id({ ...one, bindings: { a, b } }, 1)).toBe(kernel.id({ ...one, bindings: { b, a } }, 1));
  });

  it.each<[string, Kernel, number]>([
    ['profile', one, 2],
    ['source', { ...one, source: 's ' }, 1],
    ['entry point', { ...one, entryPoint: 'other' }, 1],
    ['variable', { ...one, bindings: { b: { binding: 0, access: 'read' } } }, 1],
    ['binding number', { ...one, bindings: { a: { binding: 1, access: 'read' } } }, 1],
    ['access', { ...one, bindings: { a: { binding: 0, access: 'write' } } }, 1],
    ['another binding', { ...one, bindings: { ...one.bindings, b: { binding: 1, access: 'write' } } }, 1],
  ])('another %s gives another id', (_, changed, profile) => {
    expect(kernel.id(changed, profile)).not.toBe(kernel.id(one, 1));
  });
});
