import { requestList, type Decision } from './decide.ts';
import type { Evidence } from './evidence.ts';
import { kinds, type Kind } from './intent.ts';

const DESTRUCTIVE: ReadonlySet<Kind> = new Set(['remove_license', 'close_tenant', 'close_account']);

/** How sure the network must be before something destructive starts, whatever the rules say. */
const SURE = 0.75;

/** How sure it must be before something that is open is cancelled which no rule would cancel. */
const SURE_TO_CANCEL = 0.9;

/** Below this the likeliest kind is offered beside the next, as a question. */
const CLEAR = 0.6;

/** So many words and marks. */
const SHORT = 3;

/** Below this nothing is done instead of what would have needed more certainty. */
const POSSIBLE = 0.3;

/** From here on a message that the rules took for an order is none, and nobody is asked. */
const NO_ORDER = 0.9;

interface Ranked {
  kind: Kind;
  likely: number;
}

/** The rules' decision, weighed against what the network finds likely (in the order of `kinds`). */
export function weigh(evidence: Evidence, likely: readonly number[]): Decision {
  const { decision } = evidence;
  if (interrupts(evidence)) return decision;
  const ranked = kinds
    .map((kind, at): Ranked => ({ kind, likely: Number(likely[at]) }))
    .sort((one, other) => other.likely - one.likely);
  const [best, second] = ranked as [Ranked, Ranked];
  const chosen = choose(ranked, decision);
  const unsure = chosen.kind !== best.kind || best.likely < CLEAR;
  const askable = unsure && best.kind !== 'none' && best.kind !== 'greeting';
  const offered = [best.kind, second.kind].filter((kind) => kind !== 'none' && kind !== 'greeting');
  const refusedOrder = DESTRUCTIVE.has(decision.kind) && chosen.kind === 'none' && best.likely < NO_ORDER;
  if (chosen.kind === decision.kind) return { ...decision, alternatives: askable ? offered : decision.alternatives };
  const alternatives = askable ? offered : refusedOrder ? [decision.kind] : [];
  const why = `model: ${chosen.kind} ${chosen.likely.toFixed(2)} over rules: ${decision.kind} (${decision.why})`;
  return { ...anew(chosen.kind, evidence), why, alternatives };
}

/** The likeliest that may begin; none, where what is left over is hardly possible. */
function choose(ranked: readonly Ranked[], decision: Decision): Ranked {
  const [allowed] = ranked.filter((option) => isAllowed(option, decision)) as [Ranked];
  return allowed !== ranked[0] && allowed.likely < POSSIBLE ? { ...allowed, kind: 'none' } : allowed;
}

/** "Cancel", "annuleren", "取消" alone, or little more: that stops what is open, whatever else it could be. */
function interrupts({ decision, pieces, scene }: Evidence): boolean {
  const named = scene.users.length + scene.products.length;
  return decision.kind === 'cancel' && named === 0 && pieces.length <= SHORT;
}

/** What cannot be undone needs certainty; who tries to change the bot's rules starts none of it. */
function isAllowed({ kind, likely }: Ranked, { kind: ruled, why }: Decision): boolean {
  if (kind === 'cancel') return ruled === kind || likely >= SURE_TO_CANCEL;
  return !DESTRUCTIVE.has(kind) || (likely >= SURE && !why.includes('.injection'));
}

/** Another kind than the rules': what they read of people and products was meant for theirs. */
function anew(kind: Kind, { scene, lexicon }: Evidence): Omit<Decision, 'why' | 'alternatives'> {
  const named = { kind, users: scene.users.flat(), products: scene.products.flat(), scope: 'listed' } as const;
  return kind === 'pending_requests' ? { ...named, ...requestList(scene.text, lexicon) } : named;
}
