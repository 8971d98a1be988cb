import type { Kind, RequestList, Scope } from './intent.ts';
import type { Lexicon } from './lexicon.ts';
import { firstMatch } from './match.ts';
import { readRemoval, type Removal } from './removal.ts';
import type { Scene } from './scene.ts';
import type { RuleName } from './vocabulary.ts';

export interface Reading {
  folded: string;
  scene: Scene;
  /** With the rules of the languages the message is written in. */
  lexicon: Lexicon;
  /** With the rules of every language, for what must never be missed. */
  everything: Lexicon;
}

/** What was decided; people and products still as numbers. */
export interface Decision {
  kind: Kind;
  why: string;
  users: number[];
  products: number[];
  scope: Scope;
  list?: RequestList;
  alternatives: Kind[];
}

type Row = readonly [rule: RuleName, kind: Kind, unless?: RuleName];

/** The order is the guideline's: the first that fits. */
const BEFORE_REMOVAL: readonly Row[] = [
  ['cancel', 'cancel', 'notCancel'],
  ['pending', 'pending_requests', 'notPending'],
  ['impact', 'license_impact', 'notImpact'],
  ['resume', 'resume_closure', 'notResume'],
  ['closeTenant', 'close_tenant', 'notCloseTenant'],
  ['closeAccount', 'close_account', 'notCloseAccount'],
  ['help', 'help', 'notHelp'],
];

const AFTER_LISTS: readonly Row[] = [
  ['signIn', 'sign_in'],
  ['signOut', 'sign_out'],
  ['greeting', 'greeting'],
];

export function decide(reading: Reading): Decision {
  const { scene, folded, lexicon, everything } = reading;
  const injection = firstMatch(everything, 'injection', folded) ?? firstMatch(everything, 'injection', scene.text);
  if (injection !== undefined) return plain('none', injection);
  const bare = strip(scene.text, lexicon);
  const before = aboutNames(fromTable(BEFORE_REMOVAL, bare, lexicon), scene);
  // "Pull up the list" holds a verb of removal and asks for a list.
  const list = firstMatch(lexicon, 'listFirst', scene.text) === undefined ? undefined : readList(reading);
  return before ?? list ?? fromRemoval(reading, bare) ?? fromLists(reading, bare);
}

/** What a removal would do is asked about somebody, or about some product: those who are named. */
function aboutNames(decision: Decision | undefined, scene: Scene): Decision | undefined {
  if (decision?.kind !== 'license_impact') return decision;
  return { ...decision, users: scene.users.flat(), products: scene.products.flat() };
}

function fromRemoval({ scene, folded, lexicon }: Reading, bare: string): Decision | undefined {
  const read = readRemoval(scene, folded, lexicon);
  if (read === undefined) return undefined;
  if ('removal' in read) return removalDecision(read.removal);
  // "End my session" is a removal that is refused, and the sender's own wish.
  return fromTable(AFTER_LISTS, bare, lexicon) ?? refused(read.refused);
}

/** A name may hide a greeting (安安 is both), so the words themselves are asked as well. */
function fromLists(reading: Reading, bare: string): Decision {
  const { folded, lexicon } = reading;
  const late =
    readList(reading) ?? fromTable(AFTER_LISTS, bare, lexicon) ?? fromTable(AFTER_LISTS, folded.trim(), lexicon);
  return late ?? plain('none', 'nothing');
}

function removalDecision({ weak, ...removal }: Removal): Decision {
  return { kind: 'remove_license', ...removal, alternatives: weak ? ['remove_license', 'list_licenses'] : [] };
}

/** A question about a removal may have been an order; anything else that speaks against one is clear. */
function refused(why: string): Decision {
  return { ...plain('none', why), alternatives: why.includes('.question') ? ['remove_license', 'license_impact'] : [] };
}

function plain(kind: Kind, why: string): Decision {
  return { kind, why, users: [], products: [], scope: 'listed', alternatives: [] };
}

function fromTable(table: readonly Row[], text: string, lexicon: Lexicon): Decision | undefined {
  for (const [rule, kind, unless] of table) {
    const why = firstMatch(lexicon, rule, text);
    if (why === undefined || (unless !== undefined && firstMatch(lexicon, unless, text) !== undefined)) continue;
    return kind === 'pending_requests' ? { ...plain(kind, why), ...requestList(text, lexicon) } : plain(kind, why);
  }
  return undefined;
}

/** Which requests are meant, when the message says so. */
export function requestList(text: string, lexicon: Lexicon): { list?: RequestList } {
  if (firstMatch(lexicon, 'myRequests', text) !== undefined) return { list: 'mine' };
  return firstMatch(lexicon, 'waitingForMe', text) === undefined ? {} : { list: 'waiting' };
}

/** Greetings and thanks around a message say nothing about it. */
function strip(text: string, lexicon: Lexicon): string {
  let bare = text;
  for (let before = ''; before !== bare;) {
    before = bare;
    for (const { pattern } of lexicon.rules('strip')) {
      const rest = bare.replace(pattern, '').trim();
      if (/[\p{L}\p{N}]/u.test(rest)) bare = rest;
    }
  }
  return bare;
}

function readList({ scene, lexicon }: Reading): Decision | undefined {
  const why = firstMatch(lexicon, 'list', scene.text);
  if (why === undefined || firstMatch(lexicon, 'notList', scene.text) !== undefined) return undefined;
  return { ...plain('list_licenses', why), ...listed(scene, lexicon) };
}

/** Whose licences, or whose product, a list is about. */
function listed(scene: Scene, lexicon: Lexicon): Pick<Decision, 'users' | 'products' | 'scope'> {
  const [users, products] = [scene.users.flat(), scene.products.flat()];
  const everybody = users.length === 0 && firstMatch(lexicon, 'self', scene.text) === undefined;
  return { users, products, scope: products.length === 0 ? 'all_licenses' : everybody ? 'all_users' : 'listed' };
}
