import { z } from 'zod';
import type { Card } from '../../cards/card.ts';
import { accountAddressCard } from '../../cards/account-address.card.ts';
import { awayCard } from '../../cards/away.card.ts';
import { choiceCard, choiceOption } from '../../cards/choice.card.ts';
import { closeAccountCard } from '../../cards/close-account.card.ts';
import { closeTenantCard } from '../../cards/close-tenant.card.ts';
import { generalImpactCard } from '../../cards/general-impact.card.ts';
import { helpCard } from '../../cards/help.card.ts';
import { impactAnswerCard } from '../../cards/impact-answer.card.ts';
import { licenseHoldersCard } from '../../cards/license-holders.card.ts';
import { licenseListCard } from '../../cards/license-list.card.ts';
import { noApproverCard } from '../../cards/no-approver.card.ts';
import { noteCard } from '../../cards/note.card.ts';
import { operatorCard } from '../../cards/operator.card.ts';
import { outOfScopeCard } from '../../cards/out-of-scope.card.ts';
import { removalPlanCard } from '../../cards/removal-plan.card.ts';
import { requestListCard } from '../../cards/request-list.card.ts';
import { requestCard } from '../../cards/request.card.ts';
import absences from '../../cards/samples/away.json' with { type: 'json' };
import choices from '../../cards/samples/choice.json' with { type: 'json' };
import closeAccounts from '../../cards/samples/close-account.json' with { type: 'json' };
import helps from '../../cards/samples/help.json' with { type: 'json' };
import licenseHolders from '../../cards/samples/license-holders.json' with { type: 'json' };
import licenseLists from '../../cards/samples/license-list.json' with { type: 'json' };
import noApprovers from '../../cards/samples/no-approver.json' with { type: 'json' };
import notes from '../../cards/samples/note.json' with { type: 'json' };
import pauses from '../../cards/samples/operator.json' with { type: 'json' };
import removalPlans from '../../cards/samples/removal-plan.json' with { type: 'json' };
import requestLists from '../../cards/samples/request-list.json' with { type: 'json' };
import requests from '../../cards/samples/request.json' with { type: 'json' };
import { requestList } from '../../cards/verbs.ts';
import { languages } from '../../locales/languages.ts';
import { speakerFor } from '../../locales/speaker.ts';
import type { Speaker } from '../../locales/speaker.ts';
import { step } from '../../src/core/execution.ts';
import type { Step } from '../../src/core/execution.ts';
import { keyOf, person, personKey, requestId, skuId, userId } from '../../src/core/identity.ts';
import { assignmentPath, licenseAssignment, plan } from '../../src/core/plan.ts';
import type { Plan, PlanTarget } from '../../src/core/plan.ts';
import { policy } from '../../src/core/policy.ts';
import { request } from '../../src/core/request.ts';

const planView = z.object({
  requestId,
  plan,
  approvers: z.array(person),
  rules: policy.pick({ approvals: true, breakGlass: true, ticket: true, undoNeedsApproval: true }),
  problem: z.string(),
  reason: z.string(),
  ticket: z.string(),
});
const requestView = z.object({
  request,
  steps: z.array(step),
  reader: z.enum(['requester', 'approver', 'admin', 'onlooker']),
  party: personKey.optional(),
  now: z.coerce.date().optional(),
});
const choiceView = z.object({ choiceId: z.guid(), question: z.string(), options: z.array(choiceOption) });
/** A list's sample names the samples of its requests. */
const requestListView = z.object({
  list: requestList,
  offset: z.number(),
  total: z.number(),
  nothingWaits: z.boolean(),
  requests: z.array(z.string()),
});
const away = z.object({ person: personKey, until: z.string(), standIn: person.optional() });
const awayView = z.object({ away: away.optional(), deputies: z.array(person), problem: z.string() });
const pause = z.object({ by: personKey, at: z.string(), reason: z.string() });
const operatorView = z.object({ pause: pause.optional(), problem: z.string() });
const unreached = {
  unreached: z.array(person),
  mayApprove: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('roles'), roles: z.array(z.guid()) }),
    z.object({ kind: z.literal('group'), groupName: z.string() }),
  ]),
  contact: z.string().exactOptional(),
};
const noApprover = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('no-approver'), ...unreached }),
  z.object({ kind: z.literal('too-few-approvers'), needed: z.number(), reached: z.number(), ...unreached }),
]);
const noteView = z.object({ title: z.string(), text: z.string() });

const asked = z.object({ address: z.string(), domain: z.string(), unusualDomain: z.boolean() });
const closeAccountView = z.union([
  z.object({
    kind: z.enum(['unmanaged', 'managed', 'personal', 'unknown']),
    asked,
    askedAt: z.string(),
    contact: z
      .string()
      .optional()
      .transform((contact): string | undefined => contact),
  }),
  z.object({ kind: z.enum(['too-often', 'unreachable']), asked }),
  z.object({ kind: z.literal('leave'), asked }),
  z.object({ kind: z.enum(['personal-chosen', 'leave']) }),
]);
const helpView = z.object({
  occasion: z.enum(['asked', 'welcome', 'not-understood']),
  role: z.enum(['administrator', 'member', 'unknown']),
});
const licenseListView = z.object({
  person: person.pick({ displayName: true, userPrincipalName: true }),
  assignments: z.array(licenseAssignment),
  readAt: z.coerce.date(),
});
const directoryPerson = person.extend({ accountEnabled: z.boolean(), guest: z.boolean() });
const licenseHoldersView = z.object({
  skuId,
  productName: z.string(),
  offset: z.number(),
  total: z.number(),
  items: z.array(z.object({ person: directoryPerson, paths: z.array(assignmentPath) })),
});

export type PlanView = z.infer<typeof planView>;
export type RequestView = z.infer<typeof requestView>;

export interface Sample {
  name: string;
  card: (speaker: Speaker) => Card;
}

export const speaker = speakerFor('en', 'Europe/Amsterdam');
/** One reader for each language, English first. */
export const speakers = ['en', ...languages.filter((language) => language !== 'en')].map((language) =>
  speakerFor(language, 'Europe/Amsterdam'),
);

/** A view as it stands in cards/samples; unknown names are a mistake in the test. */
export function planSample(name: keyof typeof removalPlans): PlanView {
  return planView.parse(removalPlans[name]);
}

const planName = z.enum(['one person', 'twelve people', 'giving back', 'giving back to some']);

/** A request's sample says what differs from the one request that all share, and names the sample of its plan. */
const requestSamples = requests.samples.map(({ name, reader, change, steps, ...sample }) => {
  const { plan: about } = planSample(planName.parse(sample.plan));
  const all = { ...requests.request, plan: about, ...change };
  const party = 'party' in sample ? sample.party : undefined;
  const now = 'now' in sample ? sample.now : undefined;
  return { name, view: requestView.parse({ request: all, steps, reader, party, now }) };
});

export function requestSample(name: string): RequestView {
  const found = requestSamples.find((sample) => sample.name === name);
  if (!found) throw new Error(`there is no sample ${name}`);
  return found.view;
}

/** The plan for a crowd: the same target again and again, every one a person of their own. */
export function crowd(
  count: number,
  change: (target: PlanTarget, index: number) => PlanTarget = (target) => target,
): Plan {
  const { plan: twelve } = planSample('twelve people');
  const targets = Array.from({ length: count }, (_, index) => {
    const target = twelve.targets[index % twelve.targets.length]!;
    const id = userId.parse(`00000000-0000-4000-8000-${String(index).padStart(12, '0')}`);
    return change({ ...target, user: { ...target.user, userId: id } }, index);
  });
  return { ...twelve, targets };
}

export function failedSteps(of: Plan, count: number, id: PlanView['requestId']): Step[] {
  return of.targets.map((target, index) => ({
    requestId: id,
    index,
    userId: target.user.userId,
    skuIds: target.remove.map((license) => license.skuId),
    graphRequestIds: [],
    ...(index < count ? { state: 'failed', failure: { kind: 'forbidden' } } : { state: 'done' }),
  }));
}

function crowdSamples(): Sample[] {
  const view = planSample('twelve people');
  const three = crowd(3000);
  const waiting = requestSample('twelve people waiting, for the approver');
  const partly = requestSample('partly done, for the requester');
  const steps = failedSteps(three, 37, view.requestId);
  return [
    { name: 'removal-plan: three thousand people', card: (to) => removalPlanCard({ ...view, plan: three }, to) },
    {
      name: 'request: three thousand people waiting, for the approver',
      card: (to) => requestCard({ ...waiting, request: { ...waiting.request, plan: three } }, to),
    },
    {
      name: 'request: three thousand people waiting, for the approver, shortened',
      card: (to) => requestCard({ ...waiting, request: { ...waiting.request, plan: three }, shortened: true }, to),
    },
    {
      name: 'request: three thousand people partly done, for the requester',
      card: (to) => requestCard({ ...partly, steps, request: { ...partly.request, plan: three } }, to),
    },
  ];
}

/** A plan that is shown while an operator's pause is on. */
function pausedSamples(): Sample[] {
  return (['one person', 'giving back'] as const).map((name) => {
    const view = { ...planSample(name), pausedSince: '2026-11-20T09:40:00.000Z' };
    return { name: `removal-plan: ${name}, while paused`, card: (to) => removalPlanCard(view, to) };
  });
}

/** What is answered without anything to confirm. */
function answerSamples(): Sample[] {
  const choiceId = '1b2c3d4e-5f60-4a7b-8c9d-0e1f2a3b4c5d';
  const ask = (problem: string) => (to: Speaker) => accountAddressCard({ choiceId, problem }, to);
  const topics = ['assign', 'buy', 'block', 'delete'] as const;
  const impact = (name: keyof typeof removalPlans): Sample => {
    const { plan: about } = planSample(name);
    return { name: `impact-answer: ${name}`, card: (to) => impactAnswerCard({ plan: about }, to) };
  };
  return [
    { name: 'account-address: first', card: ask('') },
    { name: 'account-address: again', card: (to) => ask(to.say('closeAccount.address.several'))(to) },
    ...Object.entries(closeAccounts).map(([name, data]) => {
      const view = closeAccountView.parse(data);
      return { name: `close-account: ${name}`, card: (to: Speaker) => closeAccountCard(view, to) };
    }),
    { name: 'close-tenant', card: closeTenantCard },
    ...topics.map((topic) => ({ name: `out-of-scope: ${topic}`, card: (to: Speaker) => outOfScopeCard(topic, to) })),
    { name: 'general-impact', card: (to) => generalImpactCard({ today: new Date('2026-11-20T09:42:00.000Z') }, to) },
    ...(['one person', 'twelve people', 'nothing lost', 'smaller services'] as const).map(impact),
    ...Object.entries(helps).map(([name, data]) => {
      const view = helpView.parse(data);
      return { name: `help: ${name}`, card: (to: Speaker) => helpCard(view, to) };
    }),
    ...Object.entries(licenseLists).map(([name, data]) => {
      const view = licenseListView.parse(data);
      return { name: `license-list: ${name}`, card: (to: Speaker) => licenseListCard(view, to) };
    }),
    ...Object.entries(licenseHolders).map(([name, data]) => {
      const view = licenseHoldersView.parse(data);
      return { name: `license-holders: ${name}`, card: (to: Speaker) => licenseHoldersCard(view, to) };
    }),
  ];
}

/** Every card of cards/samples, and the same with a crowd. */
export const samples: Sample[] = [
  ...Object.entries(removalPlans).map(([name, data]) => {
    const view = planView.parse(data);
    return { name: `removal-plan: ${name}`, card: (to: Speaker) => removalPlanCard(view, to) };
  }),
  ...requestSamples.map(({ name, view }) => ({
    name: `request: ${name}`,
    card: (to: Speaker) => requestCard(view, to),
  })),
  ...Object.entries(choices).map(([name, data]) => {
    const view = choiceView.parse(data);
    return { name: `choice: ${name}`, card: (to: Speaker) => choiceCard(view, to) };
  }),
  ...Object.entries(requestLists).map(([name, data]) => {
    const { requests: named, ...list } = requestListView.parse(data);
    const view = { ...list, reader: keyOf(person.parse(requests.request.approvers[0])) };
    const items = named.map((each) => requestSample(each).request);
    return { name: `request-list: ${name}`, card: (to: Speaker) => requestListCard({ ...view, items }, to) };
  }),
  ...Object.entries(notes).map(([name, data]) => {
    const view = noteView.parse(data);
    return { name: `note: ${name}`, card: (to: Speaker) => noteCard(view, to) };
  }),
  ...Object.entries(noApprovers).map(([name, data]) => {
    const problem = noApprover.parse(data);
    return { name: `no-approver: ${name}`, card: (to: Speaker) => noApproverCard(problem, to) };
  }),
  ...Object.entries(absences).map(([name, data]) => {
    const { away: absence, ...view } = awayView.parse(data);
    return { name: `away: ${name}`, card: (to: Speaker) => awayCard({ ...view, away: absence }, to) };
  }),
  ...Object.entries(pauses).map(([name, data]) => {
    const { pause: on, problem } = operatorView.parse(data);
    return { name: `operator: ${name}`, card: (to: Speaker) => operatorCard({ pause: on, problem }, to) };
  }),
  ...crowdSamples(),
  ...pausedSamples(),
  ...answerSamples(),
];
