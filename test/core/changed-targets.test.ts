import { beforeEach, describe, expect, it } from 'vitest';
import { requestCard } from '../../cards/request.card.ts';
import { speakerFor } from '../../locales/speaker.ts';
import { userId } from '../../src/core/identity.ts';
import { defaultPolicy, stricter } from '../../src/core/policy.ts';
import type { DirectoryPerson } from '../../src/core/ports.ts';
import { executeRequest } from '../../src/core/workflow/execute.ts';
import { ana, createContoso, direct, sku } from '../support/contoso.ts';
import type { Contoso } from '../support/contoso.ts';
import { approved, stored } from '../support/contoso-request.ts';

let flow: Contoso;

beforeEach(async () => {
  flow = await createContoso();
});

/** So many people with an E3 each, in the order in which they are worked on. */
function crowd(count: number): DirectoryPerson[] {
  return Array.from({ length: count }, (_, index) => {
    const id = userId.parse(`11111111-0000-4000-8000-${String(index).padStart(12, '0')}`);
    const person = { ...ana, userId: id, displayName: `Person ${index + 1}` };
    flow.directory.people.push(person);
    flow.directory.assignments.set(id, [direct(sku.e3)]);
    return person;
  });
}

function change(...people: readonly (DirectoryPerson | undefined)[]): void {
  for (const person of people) if (person) flow.directory.assignments.set(person.userId, []);
}

function removals(): number {
  return flow.directory.calls.of('removeLicenses').length;
}

describe('a request about many people', () => {
  it('stops when more of them changed than the policy takes, and leaves the rest untouched', async () => {
    const people = crowd(40);
    const request = await approved(flow, people);
    change(people[1], people[3], people[5]);
    await executeRequest(flow, request.id);
    const ended = await stored(flow, request);
    expect(ended).toMatchObject({ state: 'partly-failed', setback: { kind: 'too-many-changed' } });
    expect(removals()).toBe(3);
    const steps = await flow.requests.readSteps(request.id);
    expect(steps).toHaveLength(6);
    const { fallbackText } = requestCard({ request: ended, steps, reader: 'requester' }, speakerFor('en', undefined));
    expect(fallbackText).toContain('34 people were not touched: Person 7,');
  });

  it('goes on while no more changed than the policy takes', async () => {
    const people = crowd(60);
    const request = await approved(flow, people);
    change(people[1], people[3], people[5]);
    await executeRequest(flow, request.id);
    expect(await stored(flow, request)).toMatchObject({ state: 'partly-failed' });
    expect(await stored(flow, request)).not.toHaveProperty('setback');
    expect(removals()).toBe(57);
  });

  it('does not stop for one or two of a few', async () => {
    const people = crowd(4);
    const request = await approved(flow, people);
    change(people[0], people[1]);
    await executeRequest(flow, request.id);
    expect(await stored(flow, request)).not.toHaveProperty('setback');
    expect(removals()).toBe(2);
  });

  it('counts those that a dead worker found, and nobody whom Graph refused', async () => {
    const people = crowd(40);
    const request = await approved(flow, people);
    const { writeFailures } = flow.directory;
    for (const { userId: id } of people.slice(6, 12)) writeFailures.set(id, { kind: 'forbidden' });
    change(people[1], people[3], people[20]);
    flow.directory.calls.fail('removeLicenses', new TypeError('killed'), 1);
    await executeRequest(flow, request.id).catch(() => undefined);
    await executeRequest(flow, request.id);
    expect((await stored(flow, request)).setback).toEqual({ kind: 'too-many-changed' });
    expect(await flow.requests.readSteps(request.id)).toHaveLength(21);
  });

  it('that says nothing was removed says who was not touched as well', async () => {
    const people = crowd(4);
    flow.policy = { ...flow.policy, changedPercent: 0 };
    const request = await approved(flow, people);
    change(...people.slice(0, 3));
    await executeRequest(flow, request.id);
    const ended = await stored(flow, request);
    expect(ended).toMatchObject({ state: 'failed', setback: { kind: 'too-many-changed' } });
    const steps = await flow.requests.readSteps(request.id);
    const { fallbackText } = requestCard({ request: ended, steps, reader: 'requester' }, speakerFor('en', undefined));
    expect(fallbackText).toContain('Nothing was removed.');
    expect(fallbackText).toContain('1 person was not touched: Person 4.');
  });
});

describe('the share of changed people', () => {
  it('is the smaller one of two policies', () => {
    const strict = { ...defaultPolicy, changedPercent: 1 };
    expect(stricter(defaultPolicy, strict).changedPercent).toBe(1);
    expect(stricter(strict, defaultPolicy).changedPercent).toBe(1);
  });
});
