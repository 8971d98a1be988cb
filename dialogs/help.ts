import type { StatePropertyAccessor, TurnContext } from 'botbuilder';
import { helpCard } from '../cards/help.card.ts';
import type { HelpView } from '../cards/help.card.ts';
import type { Example } from '../cards/verbs.ts';
import { attempt } from '../src/core/errors.ts';
import type { PersonKey } from '../src/core/identity.ts';
import { approvalScopes, removalScopes } from '../src/core/policy.ts';
import type { Intent } from '../src/core/understanding/intent.ts';
import type { Workflow } from '../src/core/workflow/deps.ts';
import { cardActivity } from './say.ts';
import { turnOf } from './turn.ts';

/** What is remembered of a chat between two messages. */
export interface ChatMemory {
  /** The person was told once what Farewell does. */
  met: boolean;
  /** How many messages in a row made no sense. */
  notUnderstood: number;
}

export type Memory = StatePropertyAccessor<ChatMemory>;

export async function recall(memory: Memory, context: TurnContext): Promise<ChatMemory> {
  return memory.get(context, { met: false, notUnderstood: 0 });
}

type Roles = Pick<Workflow, 'assertions' | 'directory' | 'policies'>;

/** Only what a sign-in that is already there can tell; any trouble with it is no reason to give no help. */
async function roleOf({ assertions, directory, policies }: Roles, sender: PersonKey): Promise<HelpView['role']> {
  const roles = await attempt(async () => {
    const assertion = await assertions.current(sender);
    return assertion && directory.readerFor(assertion).readRoles(sender.userId);
  });
  if (!roles.ok || !roles.value) return 'unknown';
  const held = roles.value;
  const scopes = [removalScopes(held), ...Object.values(policies).map((rules) => approvalScopes(held, rules))].flat();
  return scopes.length > 0 ? 'administrator' : 'member';
}

/** Shows what Farewell does, and remembers that it was shown. */
export async function showHelp(
  flow: Roles,
  memory: Memory,
  context: TurnContext,
  occasion: HelpView['occasion'],
): Promise<void> {
  const { sender, speaker } = turnOf(context);
  const role = await roleOf(flow, sender);
  await memory.set(context, { met: true, notUnderstood: 0 });
  await context.sendActivity(cardActivity(helpCard({ occasion, role }, speaker)));
}

/** What a line of the help card asks for. */
export function intentOf(example: Example): Intent {
  switch (example) {
    case 'own_licenses':
      return { kind: 'list_licenses', users: [], products: [], scope: 'all_licenses' };
    case 'license_holders':
      return { kind: 'list_licenses', users: [], products: [], scope: 'all_users' };
    case 'license_impact':
      return { kind: 'license_impact', users: [], products: [] };
    case 'remove_license':
      return { kind: 'remove_license', users: [], products: [], scope: 'listed' };
    case 'close_account':
    case 'pending_requests':
      return { kind: example };
  }
}
