import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Made once and kept: what the bot signed yesterday must still verify today. The public half is there to try that. */
export function auditSigningKey(stateDir: string): string {
  const file = join(stateDir, 'audit-key.pem');
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  }
  const pem = readFileSync(file, 'utf8');
  const publicKey = createPublicKey(createPrivateKey(pem));
  writeFileSync(join(stateDir, 'audit-public.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  return pem;
}
