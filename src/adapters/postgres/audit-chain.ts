import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import type { AuditEntry } from '../../core/audit.ts';
import { storedJson } from './stored-json.ts';

/** Where the chain stands. Before the first entry: 0 and 64 zeros. */
export const chainHead = z.object({ seq: z.coerce.number().int(), hash: z.string() });
export type ChainHead = z.infer<typeof chainHead>;

/** An entry's content with its place in the chain: everything the hash covers. */
export const link = z.object({
  seq: z.coerce.number().int(),
  at: z.string(),
  event: z.string(),
  requestId: z.string().nullable(),
  actor: z.unknown(),
  data: z.unknown(),
  prevHash: z.string(),
});
export type Link = z.infer<typeof link>;

/** SHA-256, in hex, over the canonical JSON (RFC 8785) of an entry, its number and the hash before it. */
export function hashOf(content: Link): string {
  const text = canonicalize(content);
  if (text === undefined) throw new TypeError('an audit entry is always serialisable');
  return createHash('sha256').update(text).digest('hex');
}

/** The entry as it will be read back, tied to the one before it. */
export function sealed(entry: AuditEntry, before: ChainHead): Link & { hash: string } {
  const { at, event, requestId = null, actor = null, data } = entry;
  const content = link.parse(
    JSON.parse(storedJson({ seq: before.seq + 1, at, event, requestId, actor, data, prevHash: before.hash })),
  );
  return { ...content, hash: hashOf(content) };
}
