import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readAuditConfig, readConfig } from '../src/config.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const DATABASE_URL = 'postgres://auditor@db/farewell';

function signingKeyFrom(AUDIT_SIGNING_KEY: string): string | undefined {
  const read = readAuditConfig({ DATABASE_URL, AUDIT_SIGNING_KEY });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return read.config.auditSigningKey;
}

describe('the key that signs the audit', () => {
  test.each<[string, string]>([
    ['PEM', pem],
    ['PEM in one line', pem.trim().replaceAll('\n', '\\n')],
    ['the base64 of PKCS #8', privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')],
  ])('may be %s', (_, text) => {
    expect(signingKeyFrom(text)).toBe(pem);
  });

  test.each<[string, string]>([
    ['something else', 'a-secret-that-is-no-key'],
    ['a public key', publicKey.export({ type: 'spki', format: 'pem' }).toString()],
    [
      'a key of another kind',
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ],
  ])('is refused when it is %s, and not shown', (_, text) => {
    const read = readAuditConfig({ DATABASE_URL, AUDIT_SIGNING_KEY: text });
    expect(read).toEqual({
      ok: false,
      problems: [expect.stringMatching(/^AUDIT_SIGNING_KEY is not an Ed25519 private key in PKCS #8/)],
    });
    expect(JSON.stringify(read)).not.toContain(text.slice(0, 40));
  });

  test('is not needed to read the audit, and is in production to write it', () => {
    expect(readAuditConfig({ DATABASE_URL })).toMatchObject({ ok: true });
    const missing = expect.stringMatching(/^AUDIT_SIGNING_KEY is missing/) as string;
    expect(readConfig({ DATABASE_URL })).toMatchObject({ problems: expect.arrayContaining([missing]) as string[] });
    expect(readConfig({ DATABASE_URL, SANDBOX: '1' })).not.toMatchObject({
      problems: expect.arrayContaining([missing]) as string[],
    });
  });
});
