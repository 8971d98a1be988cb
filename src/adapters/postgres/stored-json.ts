/** Postgres has no NUL and no half surrogate pair in text, and a person can send both. */
function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}

function storable(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [storableText(key), each]));
}

/** JSON text for a jsonb column. Without this, one odd character in a reason would lose its audit entry. */
export function storedJson(value: unknown): string {
  return JSON.stringify(value ?? null, storable);
}
