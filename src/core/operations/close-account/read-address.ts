/** The one address in what somebody wrote, or why there is none to look up. */
export type AddressReading =
  | {
      kind: 'address';
      address: string;
      domain: string;
      /** The domain has letters beyond a to z: it may look like another one. */
      unusualDomain: boolean;
      /** The name of a guest's account in the organisation that invited them. */
      guest: boolean;
    }
  | { kind: 'missing' | 'several' | 'too-long' };

const LONGEST_MESSAGE = 2_000;
/** The longest that mail knows, and half of it before the at sign; RFC 5321, section 4.5.3.1. */
const LONGEST_ADDRESS = 254;
const LONGEST_LOCAL_PART = 64;

/**
 * A user principal name is spelled in ASCII; its domain may not be. Chinese may stand right before it, but the end of a
 * word with accents must not pass for a shorter name.
 */
const address =
  /(?<![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{M}\p{N}@])[\w.!#$%&'*+/=?^`{|}~-]+@[\p{L}\p{M}\p{N}.-]+(?!@)/gu;

/** Chinese needs no blank after an address, and no domain ends in two scripts at once. */
function withoutSentence(domain: string): string {
  return domain.replace(/(\.[a-z][a-z\d-]*)[^.\p{ASCII}][^.]*$/iu, '$1').replace(/[.-]+$/u, '');
}

const label = String.raw`[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?`;
const domainName = new RegExp(String.raw`^(?:${label}\.)+(?=[a-z])${label}$`);

/** As DNS spells it; undefined when it is no domain. */
function asciiDomain(domain: string): string | undefined {
  const host = URL.parse(`http://${domain}`)?.hostname ?? '';
  return domainName.test(host) ? host : undefined;
}

function spelled(found: string): { local: string; domain: string } | undefined {
  const at = found.lastIndexOf('@');
  const domain = asciiDomain(withoutSentence(found.slice(at + 1)));
  const local = found.slice(0, at).replace(/^['.]+/u, '');
  return domain === undefined || local === '' ? undefined : { local, domain };
}

/** Reads addresses as people write them: alone, in a sentence, in angle brackets, with full-width signs. */
export function readAddress(written: string): AddressReading {
  if (written.length > LONGEST_MESSAGE) return { kind: 'too-long' };
  const found = [...written.normalize('NFKC').matchAll(address)].flatMap(([text]) => spelled(text) ?? []);
  const distinct = [...new Map(found.map((each) => [`${each.local}@${each.domain}`.toLowerCase(), each])).values()];
  const [only, ...others] = distinct;
  if (!only) return { kind: 'missing' };
  if (others.length > 0) return { kind: 'several' };
  const { local, domain } = only;
  const whole = `${local}@${domain}`;
  if (local.length > LONGEST_LOCAL_PART || whole.length > LONGEST_ADDRESS) return { kind: 'too-long' };
  const unusualDomain = domain.split('.').some((label) => label.startsWith('xn--'));
  return { kind: 'address', address: whole, domain, unusualDomain, guest: /#ext#$/iu.test(local) };
}
