import type { Storage } from 'botbuilder';

/**
 * True for the first who comes with this key, however close together they come: an absent item is written whatever its
 * tag, one that is there only under its own, so only one writer succeeds. An item without content is swept after an hour.
 */
export async function isFirst(storage: Storage, key: string, content: object = {}): Promise<boolean> {
  try {
    await storage.write({ [key]: { ...content, eTag: crypto.randomUUID() } });
    return true;
  } catch (error) {
    if (error instanceof Error && /etag conflict/iu.test(error.message)) return false;
    throw error;
  }
}
