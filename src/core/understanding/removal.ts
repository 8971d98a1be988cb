import type { Scope } from './intent.ts';
import type { Lexicon } from './lexicon.ts';
import { firstMatch } from './match.ts';
import { PRODUCT, USER } from './rules.ts';
import type { Clause, Scene } from './scene.ts';

/** How a clause bears on a removal. Something speaks against a `refused` order, and against a `doubted` need. */
type Bearing = 'order' | 'need' | 'neutral' | 'has' | 'doubted' | 'kept' | 'refused';

interface Judged extends Clause {
  bearing: Bearing;
  why: string;
}

interface Named {
  users: number[];
  products: number[];
}

export interface Removal extends Named {
  scope: Scope;
  why: string;
  /** Only a statement ("does not need it any more"), no order: the sender may have meant less. */
  weak: boolean;
}

export type RemovalReading = { removal: Removal } | { refused: string };

/** Reads a live request for a removal out of the message, or says what speaks against it; undefined: no trace of one. */
export function readRemoval(scene: Scene, folded: string, lexicon: Lexicon): RemovalReading | undefined {
  const handedOver = isHandedOver(scene, lexicon);
  const judged = scene.sentences.flatMap((clauses) => judge(clauses, handedOver, lexicon));
  const live = liveOf(judged);
  const [first] = live;
  const [refusal] = judged.filter(({ bearing }) => bearing === 'refused' || bearing === 'doubted');
  if (first === undefined) return refusal && { refused: refusal.why };
  const against = firstMatch(lexicon, 'notMessage', scene.text) ?? firstMatch(lexicon, 'notMessage', folded);
  if (against !== undefined) return { refused: against };
  const named = entities(judged, excluded(scene, handedOver, lexicon));
  if (isVague(scene, named) || !isAboutLicences(scene, live, named, lexicon)) return undefined;
  return {
    removal: { ...named, scope: scopeOf(named, judged, live, lexicon), why: first.why, weak: first.bearing === 'need' },
  };
}

/** The clauses that ask; statements of need count only where nobody gives an order. */
function liveOf(judged: readonly Judged[]): Judged[] {
  const orders = judged.filter(({ bearing }) => bearing === 'order');
  return orders.length > 0 ? orders : judged.filter(({ bearing }) => bearing === 'need');
}

/** "I cannot get E3 off Ana, can you?" reports a failure, or a third person's wish, and asks for the deed. */
function isHandedOver({ text }: Scene, lexicon: Lexicon): boolean {
  const reported = firstMatch(lexicon, 'failed', text) ?? firstMatch(lexicon, 'requester', text);
  return reported !== undefined && firstMatch(lexicon, 'handover', text) !== undefined;
}

function judge(clauses: readonly Clause[], handedOver: boolean, lexicon: Lexicon): Judged[] {
  const sentence = clauses.map(({ text }) => text).join(', ');
  const [ending] = clauses.slice(-1).map(({ text }) => firstMatch(lexicon, 'question', text));
  const polite = firstMatch(lexicon, 'polite', sentence) !== undefined;
  return clauses.map((clause) => {
    const names = clause.users.length + clause.products.length > 0;
    if (handedOver && names) return { ...clause, bearing: 'order', why: 'handover' };
    const asked = polite ? undefined : (firstMatch(lexicon, 'question', clause.text) ?? ending);
    return { ...clause, ...bearingOf(clause.text, asked, lexicon) };
  });
}

function bearingOf(text: string, asked: string | undefined, lexicon: Lexicon): { bearing: Bearing; why: string } {
  const order = firstMatch(lexicon, 'order', text);
  const cue = order ?? firstMatch(lexicon, 'need', text);
  if (cue === undefined) {
    const has = lexicon.finds('{has}', text) ? 'has' : 'neutral';
    return { bearing: lexicon.finds('{keep}', text) ? 'kept' : has, why: '' };
  }
  const against = firstMatch(lexicon, 'notOrder', text) ?? asked;
  if (against !== undefined) return { bearing: order === undefined ? 'doubted' : 'refused', why: against };
  return { bearing: order === undefined ? 'need' : 'order', why: cue };
}

const PREFERENCE: Readonly<Record<keyof Named, readonly (readonly Bearing[])[]>> = {
  users: [['order'], ['need'], ['neutral', 'has', 'doubted'], ['kept', 'refused']],
  products: [['order'], ['need'], ['neutral'], ['has'], ['doubted']],
};

/** Who and what: from the clauses that ask, else from the rest; what is kept or excluded never counts. */
function entities(judged: readonly Judged[], out: Excluded): Named {
  const pick = (kind: keyof Named): number[] => {
    const choices = PREFERENCE[kind].map((bearings) =>
      judged
        .filter(({ bearing }) => bearings.includes(bearing))
        .flatMap((clause) => clause[kind].filter((id) => !out[kind].has(id))),
    );
    return choices
      .filter((ids) => ids.length > 0)
      .slice(0, 1)
      .flat();
  };
  return { users: pick('users'), products: pick('products') };
}

type Excluded = Record<keyof Named, Set<number>>;

/** Requesters, successors, and what stands behind "not"; in the report of a failure that "not" excludes nobody. */
function excluded(scene: Scene, handedOver: boolean, lexicon: Lexicon): Excluded {
  const out = { users: new Set<number>(), products: new Set<number>() };
  for (const name of handedOver
    ? (['requester', 'takeover'] as const)
    : (['requester', 'takeover', 'except'] as const)) {
    for (const { everywhere } of lexicon.rules(name)) {
      for (const match of scene.text.matchAll(everywhere)) {
        const before = scene.text.slice(0, match.index);
        const products = name === 'except' ? idsIn(scene.products, PRODUCT, before, match[0]) : [];
        const users = idsIn(scene.users, USER, before, match[0]);
        for (const id of products) out.products.add(id);
        // "Not Rui's F3 but his E5": of the only person another product is meant.
        if (products.length > 0 && scene.users.flat().every((id) => users.includes(id))) continue;
        for (const id of users) out.users.add(id);
      }
    }
  }
  return out;
}

function idsIn(groups: readonly number[][], mark: string, before: string, matched: string): number[] {
  const count = (text: string): number => text.split(mark).length - 1;
  return groups.slice(count(before), count(before) + count(matched)).flat();
}

function textOf(clauses: readonly Clause[]): string {
  return clauses.map(({ text }) => text).join(', ');
}

/** Who names neither a person nor a product gives a short order; in a long sentence it is talk about removals. */
function isVague({ text }: Scene, { users, products }: Named): boolean {
  const words = text.match(/[a-z0-9']+|\p{Script=Han}{2}/gu) ?? [];
  return users.length + products.length === 0 && words.length > 7;
}

/** Many things can be removed: without a product, a word for licences or a totality it is something else. */
function isAboutLicences(scene: Scene, live: readonly Judged[], { users, products }: Named, lexicon: Lexicon): boolean {
  const named = products.length > 0 || lexicon.finds('{licence}|{unlicensed}', scene.text);
  if (live.every(({ bearing }) => bearing === 'need')) return named && users.length > 0;
  return named || (users.length > 0 && lexicon.finds('{all}|{licenceVerb}', textOf(live)));
}

function scopeOf(
  { users, products }: Named,
  judged: readonly Judged[],
  live: readonly Judged[],
  lexicon: Lexicon,
): Scope {
  const relevant = textOf(judged.filter(({ bearing }) => bearing !== 'kept' && bearing !== 'refused'));
  if (products.length > 0)
    return users.length === 0 && lexicon.finds('{everyone}|{all}', relevant) ? 'all_users' : 'listed';
  const total =
    lexicon.finds('{all}|{unlicensed}', textOf(live)) || lexicon.finds('(?:{all}).*(?:{licence})', relevant);
  return total ? 'all_licenses' : 'listed';
}
