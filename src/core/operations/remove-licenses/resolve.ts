import { z } from 'zod';
import { person, skuId, userId } from '../../identity.ts';
import type { UserId } from '../../identity.ts';
import { licenseAssignment } from '../../plan.ts';
import type { LicenseAssignment } from '../../plan.ts';
import type { DirectoryPerson, DirectoryReader } from '../../ports.ts';
import { matchProducts, nearestProducts } from './match-products.ts';

/** What somebody asked for, in their own words, and what they have chosen since where the words fitted several. */
export const removalWish = z.object({
  users: z.array(z.string()),
  products: z.array(z.string()),
  scope: z.enum(['listed', 'all_licenses', 'all_users']),
  chosenPeople: z.record(z.string(), userId),
  chosenProducts: z.record(z.string(), skuId),
});
export type RemovalWish = z.infer<typeof removalWish>;

export const resolvedTarget = z.object({
  person: person.extend({ accountEnabled: z.boolean(), guest: z.boolean() }),
  assignments: z.array(licenseAssignment),
  /** The products to take away, by their assignments: direct ones, and inherited ones of the same product. */
  wanted: z.array(licenseAssignment),
});
export type ResolvedTarget = z.infer<typeof resolvedTarget>;

/** Everything found, or the one question or answer that comes next. */
export type Resolution =
  | { kind: 'ready'; targets: ResolvedTarget[] }
  | { kind: 'person-missing' }
  | { kind: 'everyone-with-product' }
  | { kind: 'person-unknown'; mention: string; closest: DirectoryPerson[] }
  | { kind: 'person-ambiguous'; mention: string; candidates: DirectoryPerson[] }
  | { kind: 'product-ambiguous'; mention: string; person: DirectoryPerson; candidates: LicenseAssignment[] }
  | { kind: 'product-not-held'; mention: string; person: DirectoryPerson; held: LicenseAssignment[] }
  | { kind: 'nothing-held'; person: DirectoryPerson }
  | { kind: 'only-inherited'; person: DirectoryPerson; inherited: LicenseAssignment[] };

interface Candidate {
  person: DirectoryPerson;
  assignments: LicenseAssignment[];
}

/** The key of a product question in `chosenProducts`: the same words may mean different products for two people. */
export function productChoiceKey(person: UserId, mention: string): string {
  return `${person} ${mention}`;
}

function oneEach(assignments: readonly LicenseAssignment[]): LicenseAssignment[] {
  return [...new Map(assignments.map((each) => [each.skuId, each])).values()];
}

async function readCandidate(reader: DirectoryReader, person: DirectoryPerson): Promise<Candidate> {
  return { person, assignments: (await reader.readAssignments(person.userId)) ?? [] };
}

async function resolvePerson(
  reader: DirectoryReader,
  wish: RemovalWish,
  mention: string,
): Promise<{ found: Candidate } | { stop: Resolution }> {
  const chosen = wish.chosenPeople[mention];
  if (chosen) {
    const person = await reader.readPerson(chosen);
    if (person) return { found: await readCandidate(reader, person) };
  }
  const people = await reader.findPeople(mention);
  if (people.length === 0) {
    return { stop: { kind: 'person-unknown', mention, closest: await reader.suggestPeople(mention) } };
  }
  const candidates = await Promise.all(people.map((person) => readCandidate(reader, person)));
  const fitting = candidates.filter((candidate) =>
    wish.products.some((product) => matchProducts(product, candidate.assignments).length > 0),
  );
  const likely = fitting.length > 0 ? fitting : candidates;
  const [only] = likely;
  if (only && likely.length === 1) return { found: only };
  return { stop: { kind: 'person-ambiguous', mention, candidates: likely.map((candidate) => candidate.person) } };
}

function resolveProduct(wish: RemovalWish, candidate: Candidate, mention: string): LicenseAssignment[] | Resolution {
  const { person, assignments } = candidate;
  const chosen = wish.chosenProducts[productChoiceKey(person.userId, mention)];
  const fits = chosen ? assignments.filter((each) => each.skuId === chosen) : matchProducts(mention, assignments);
  const products = oneEach(fits);
  const [only] = products;
  if (only && products.length === 1) return assignments.filter((each) => each.skuId === only.skuId);
  if (only) return { kind: 'product-ambiguous', mention, person, candidates: products };
  return { kind: 'product-not-held', mention, person, held: nearestProducts(mention, oneEach(assignments)) };
}

function resolveProducts(wish: RemovalWish, candidate: Candidate): LicenseAssignment[] | Resolution {
  const { person, assignments } = candidate;
  if (assignments.length === 0) return { kind: 'nothing-held', person };
  const direct = assignments.filter((each) => each.path.kind === 'direct');
  if (wish.scope === 'all_licenses') {
    return direct.length > 0
      ? assignments.filter((each) => direct.some((other) => other.skuId === each.skuId))
      : { kind: 'only-inherited', person, inherited: assignments };
  }
  const mentions = wish.products.length > 0 ? wish.products : [''];
  const wanted: LicenseAssignment[] = [];
  for (const mention of mentions) {
    const found =
      mention === '' && !wish.chosenProducts[productChoiceKey(person.userId, '')]
        ? withoutProduct(candidate)
        : resolveProduct(wish, candidate, mention);
    if (!Array.isArray(found)) return found;
    wanted.push(...found);
  }
  const inherited = wanted.filter((each) => !direct.some((other) => other.skuId === each.skuId));
  return inherited.length > 0 ? { kind: 'only-inherited', person, inherited } : wanted;
}

/** No product was named: with one licence there is nothing to ask, with several the person chooses. */
function withoutProduct({ person, assignments }: Candidate): LicenseAssignment[] | Resolution {
  const products = oneEach(assignments);
  if (products.length === 1) return assignments;
  return { kind: 'product-ambiguous', mention: '', person, candidates: products };
}

/**
 * Finds the people and the products that a wish means. Products are looked for among what each person holds, so
 * "Ana's E3" means the one Ana who has an E3. Reads only.
 */
export async function resolveRemoval(reader: DirectoryReader, wish: RemovalWish): Promise<Resolution> {
  if (wish.scope === 'all_users') return { kind: 'everyone-with-product' };
  if (wish.users.length === 0) return { kind: 'person-missing' };
  const targets: ResolvedTarget[] = [];
  for (const mention of wish.users) {
    const person = await resolvePerson(reader, wish, mention);
    if ('stop' in person) return person.stop;
    const wanted = resolveProducts(wish, person.found);
    if (!Array.isArray(wanted)) return wanted;
    if (targets.some((target) => target.person.userId === person.found.person.userId)) continue;
    targets.push({ ...person.found, wanted });
  }
  return { kind: 'ready', targets };
}

/** Finds the people alone, whatever they hold. Nothing is wanted from them; `wish.products` is not looked at. */
export async function resolvePeople(reader: DirectoryReader, wish: RemovalWish): Promise<Resolution> {
  const targets: ResolvedTarget[] = [];
  for (const mention of wish.users) {
    const person = await resolvePerson(reader, { ...wish, products: [] }, mention);
    if ('stop' in person) return person.stop;
    if (targets.some((target) => target.person.userId === person.found.person.userId)) continue;
    targets.push({ ...person.found, wanted: [] });
  }
  return { kind: 'ready', targets };
}
