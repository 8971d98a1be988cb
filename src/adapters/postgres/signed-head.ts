import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import type { ChainHead } from './audit-chain.ts';

/**
 * Where the chain stood at a moment, signed with a key that the database does not have. It goes to the log: whoever
 * owns the database can write a new chain that fits, but neither this signature nor what the log already holds.
 */
export const signedHead = z.object({
  seq: z.number().int().nonnegative(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime(),
  signature: z.base64(),
});
export type SignedHead = z.infer<typeof signedHead>;

/** What the signature covers: Ed25519 over the canonical JSON (RFC 8785) of these three. */
function signedBytes({ seq, hash, at }: Omit<SignedHead, 'signature'>): Buffer {
  return Buffer.from(canonicalize({ seq, hash, at }) ?? '');
}

export type SignHead = (head: ChainHead, at: Date) => SignedHead;

/** `privateKey` is a PEM text, as the configuration gives it. */
export function createHeadSigner(privateKey: string): SignHead {
  const key = createPrivateKey(privateKey);
  return ({ seq, hash }, at) => {
    const content = { seq, hash, at: at.toISOString() };
    return { ...content, signature: sign(null, signedBytes(content), key).toString('base64') };
  };
}

/** Whether one of these keys has signed the head. */
export function isGenuine(head: SignedHead, publicKeys: readonly KeyObject[]): boolean {
  const signature = Buffer.from(head.signature, 'base64');
  return publicKeys.some((key) => verify(null, signedBytes(head), key, signature));
}

/** The public half of a private key; undefined for anything but Ed25519. A public key is its own public half. */
export function publicKeyOf(pem: string): KeyObject | undefined {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}
