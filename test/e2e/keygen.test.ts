import { createPrivateKey, createPublicKey } from 'node:crypto';
import { statSync } from 'node:fs';
import { file } from '@assay/core';
import { describe, expect } from 'vitest';
import { commandTest } from './command.js';

describe('assay keygen', () => {
  commandTest('writes a key that only its owner can read', async ({ place }) => {
    const { status, stdout, stderr } = await place.assay('keygen', '--out', 'me.key');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { publicKey, secret } = file.decodeAs('key', place.read('me.key'));
    expect(stdout).toContain(publicKey);
    expect(stdout).not.toContain(Buffer.from(secret).toString('hex'));
    expect(place.names()).toEqual(['me.key']);
    if (process.platform !== 'win32') expect(statSync(place.at('me.key')).mode & 0o777).toBe(0o600);
  });

  commandTest('makes the public key that OpenSSL derives from the secret', async ({ place }) => {
    await place.assay('keygen', '--out', 'me.key');
    const { publicKey, secret } = file.decodeAs('key', place.read('me.key'));
    // RFC 8410: a PKCS #8 private key of 32 bytes.
    const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), secret]);
    const { x } = createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })).export({
      format: 'jwk',
    });
    expect(Buffer.from(x!, 'base64url').toString('hex')).toBe(publicKey);
  });

  commandTest('makes another key every time', async ({ place }) => {
    await Promise.all([place.assay('keygen', '--out', '1.key'), place.assay('keygen', '--out', '2.key')]);
    expect(place.read('1.key')).not.toEqual(place.read('2.key'));
  });

  commandTest('never replaces a file', async ({ place }) => {
    await place.assay('keygen', '--out', 'me.key');
    const before = place.read('me.key');
    const { status, stderr } = await place.assay('keygen', '--out', 'me.key');
    expect(status).toBe(4);
    expect(stderr).toMatch(/me\.key.*there already.*\(output\.exists\)/s);
    expect(place.read('me.key')).toEqual(before);
    expect(place.names()).toEqual(['me.key']);
  });

  commandTest('of two at the same place, one wins and the other says so', async ({ place }) => {
    const both = await Promise.all([1, 2].map(() => place.assay('keygen', '--out', 'me.key', '--json')));
    expect(both.map(({ status }) => status).sort()).toEqual([0, 4]);
    const winner = both.find(({ status }) => status === 0)!;
    const { publicKey } = JSON.parse(winner.stdout) as { publicKey: string };
    expect(file.decodeAs('key', place.read('me.key')).publicKey).toBe(publicKey);
    expect(place.names()).toEqual(['me.key']);
  });
});
