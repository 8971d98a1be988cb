import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { fallbackLanguage, languages } from '../../locales/languages.ts';

/** Secrets that Azure makes have 32 characters or more; anything near an empty one is a slip of the hand. */
export const shortestSecret = 16;

export function text(name: string, what: string) {
  return z.string({ error: `${name} is missing: set it to ${what}.` }).trim();
}

export function id(name: string, of: string) {
  const guid = z.guid({ error: `${name} is not a GUID: set it to the id of ${of}.` });
  return text(name, `the id of ${of}`).pipe(guid.transform((value) => value.toLowerCase()));
}

export function secret(name: string, of: string) {
  const tooShort = `${name} is too short to be a client secret: copy the secret's value, not its id, from ${of}.`;
  return text(name, `a client secret of ${of}`).min(shortestSecret, tooShort);
}

export function url(name: string) {
  const wrong = `${name} is not an http or https address.`;
  return z
    .string()
    .trim()
    .pipe(z.url({ protocol: /^https?$/, error: wrong }))
    .transform((value) => value.replace(/\/+$/, ''));
}

/** PEM, also in one line with \\n in it, or the base64 of PKCS #8. One spelling comes out: PEM. */
export function signingKey(text: string, context: z.RefinementCtx): string {
  const given = text.trim().replaceAll('\\n', '\n');
  try {
    const key = given.startsWith('-----')
      ? createPrivateKey(given)
      : createPrivateKey({ key: Buffer.from(given, 'base64'), format: 'der', type: 'pkcs8' });
    if (key.asymmetricKeyType === 'ed25519') return key.export({ type: 'pkcs8', format: 'pem' }).toString();
  } catch {
    // Whatever OpenSSL says about it, the sentence below says what to do.
  }
  context.addIssue('AUDIT_SIGNING_KEY is not an Ed25519 private key in PKCS #8, as PEM or base64: see docs/audit.md.');
  return z.NEVER;
}

export function tenants(list: string, context: z.RefinementCtx): string[] {
  const ids = guids('ALLOWED_TENANTS', 'tenant ids', list, context);
  if (ids.length === 0) context.addIssue('ALLOWED_TENANTS is empty: name at least one tenant id.');
  return ids;
}

export function guids(name: string, what: string, list: string, context: z.RefinementCtx): string[] {
  const ids = list
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter(Boolean);
  if (ids.some((each) => !z.guid().safeParse(each).success)) {
    context.addIssue(`${name} holds something that is not a GUID: list ${what}, separated by commas.`);
  }
  return ids;
}

/** One of the languages that there are, in whatever letters; the one that is spoken where none is named. */
export function language(name: string) {
  const known = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(languages);
  return z
    .string()
    .transform((tag) => languages.find((each) => each.toLowerCase() === tag.trim().toLowerCase()))
    .pipe(z.string(`${name} is none of ours: set it to ${known}.`))
    .default(fallbackLanguage);
}
