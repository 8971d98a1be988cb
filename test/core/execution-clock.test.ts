import { beforeEach, describe, expect, it } from 'vitest';
import { ProblemError } from '../../src/core/errors.ts';
import type { DirectoryPerson } from '../../src/core/ports.ts';
import type { Request } from '../../src/core/request.ts';
import { executeRequest, resumeAfterSignIn } from '../../src/core/workflow/execute.ts';
import { expireRequest } from '../../src/core/workflow/expire.ts';
import { pauseExecutions, resumeExecutions } from '../../src/core/workflow/pause.ts';
import { alex, ana, anaSilva, createContoso, megan } from '../support/contoso.ts';
import type { Contoso } from '../support/contoso.ts';
import { approved, stored, value } from '../support/contoso-request.ts';

const hour = 3_600_000;
const tooLate = { kind: 'execution-too-late' };

let flow: Contoso;

beforeEach(async () => {
  flow = await createContoso();
});

/** Ana Bowman is done and Ana Silva is not: then something went wrong, and the request is still being executed. */
async function halfway(): Promise<Request> {
  const request = await approved(flow, [ana, anaSilva]);
  const current = flow.pause.current.bind(flow.pause);
  let done = false;
  flow.pause.current = async () => {
    if (flow.directory.calls.of('removeLicenses').length === 0) return undefined;
    done = true;
    throw new TypeError('killed');
  };
  await executeRequest(flow, request.id).catch(() => undefined);
  flow.pause.current = current;
  expect(done).toBe(true);
  expect((await stored(flow, request)).state).toBe('executing');
  return request;
}

/** The write left and nobody knows whether it arrived. */
async function unanswered(error: Error, arrived: boolean): Promise<Request> {
  const request = await approved(flow);
  if (arrived) flow.directory.loseNextAnswer(error);
  else flow.directory.calls.fail('removeLicenses', error, 1);
  await expect(executeRequest(flow, request.id)).rejects.toThrow();
  return request;
}

function removals(): number {
  return flow.directory.calls.of('removeLicenses').length;
}

/** What the queue does from a job's moment on: the job itself, and every execution that it asks for. */
async function runOverdue(request: Request): Promise<void> {
  const before = flow.requests.followUps.length;
  await expireRequest(flow, request.id);
  const asked = flow.requests.followUps.slice(before).filter(({ kind }) => kind === 'execute');
  for (const { requestId } of asked) await executeRequest(flow, requestId);
}

async function stepStates(request: Request): Promise<string[]> {
  return (await flow.requests.readSteps(request.id)).map(({ state }) => state);
}

describe('an execution that a dead worker left', () => {
  it('is void after its time when nothing was sent, without a look at Graph', async () => {
    const request = await approved(flow);
    flow.directory.calls.fail('readRoles', new TypeError('killed'), 1);
    await expect(executeRequest(flow, request.id)).rejects.toThrow('killed');
    flow.clock.advance(24 * hour);
    flow.directory.calls.fail('readRoles', new ProblemError({ kind: 'graph-unavailable' }));
    await executeRequest(flow, request.id);
    expect(await stored(flow, request)).toMatchObject({ state: 'void', setback: tooLate });
    expect(removals()).toBe(0);
    expect(flow.requests.audit.events.at(-1)).toBe('request-voided');
  });

  it('stops after its time with what was done, and leaves the rest untouched', async () => {
    const request = await halfway();
    flow.clock.advance(4 * hour);
    await executeRequest(flow, request.id);
    expect(await stored(flow, request)).toMatchObject({ state: 'partly-failed', setback: tooLate });
    expect(await stepStates(request)).toEqual(['done']);
    expect(removals()).toBe(1);
  });

  it('is ended by the clock when no worker comes back to it', async () => {
    const request = await halfway();
    flow.clock.advance(4 * hour);
    await runOverdue(request);
    expect(await stored(flow, request)).toMatchObject({ state: 'partly-failed', setback: tooLate });
    expect(removals()).toBe(1);
  });

  it.each<[string, () => void, object]>([
    [
      'the approver lost the role',
      () => flow.directory.roles.delete(megan.userId),
      { kind: 'role-lost', who: 'approver' },
    ],
    [
      'the requester lost the role',
      () => flow.directory.roles.delete(alex.userId),
      { kind: 'role-lost', who: 'requester' },
    ],
    [
      'the approver’s account was disabled',
      () => {
        const at = flow.directory.people.indexOf(megan);
        flow.directory.people[at] = { ...megan, accountEnabled: false } satisfies DirectoryPerson;
      },
      { kind: 'role-lost', who: 'approver' },
    ],
    [
      'somebody became a protected account',
      () => (flow.policy = { ...flow.policy, protectedPeople: [anaSilva.userId] }),
      { kind: 'target-protected', displayName: 'Ana Silva' },
    ],
  ])('does not go on when %s meanwhile', async (_, change, setback) => {
    const request = await halfway();
    change();
    await executeRequest(flow, request.id);
    expect(await stored(flow, request)).toMatchObject({ state: 'partly-failed', setback });
    expect(removals()).toBe(1);
  });

  it('does not go on with another plan than the one that was approved', async () => {
    const request = await halfway();
    const now = await stored(flow, request);
    await flow.requests.move(now, { ...now, planDigest: 'another' }, { audit: [], followUps: [] });
    await executeRequest(flow, request.id);
    expect(await stored(flow, request)).toMatchObject({ state: 'partly-failed', setback: { kind: 'plan-altered' } });
    expect(removals()).toBe(1);
  });

  it('does not send again what got no answer when a role was lost meanwhile', async () => {
    const request = await unanswered(new TypeError('killed'), false);
    flow.directory.roles.delete(megan.userId);
    await executeRequest(flow, request.id);
    expect(await stored(flow, request)).toMatchObject({ state: 'partly-failed', setback: { kind: 'role-lost' } });
    expect(removals()).toBe(1);
  });
});

describe('what was sent before the time was over', () => {
  it('is read back and recorded after it', async () => {
    const request = await unanswered(new ProblemError({ kind: 'graph-unavailable' }), true);
    flow.clock.advance(24 * hour);
    await executeRequest(flow, request.id);
    expect((await stored(flow, request)).state).toBe('succeeded');
    expect(await stepStates(request)).toEqual(['done']);
    expect(removals()).toBe(1);
  });

  it('is never sent again after it, and nobody claims to know what became of it', async () => {
    const request = await unanswered(new TypeError('killed'), false);
    flow.clock.advance(24 * hour);
    await executeRequest(flow, request.id);
    expect(await stored(flow, request)).toMatchObject({ state: 'partly-failed', setback: tooLate });
    expect(await stepStates(request)).toEqual(['sent']);
    expect(removals()).toBe(1);
  });

  it('is looked at with patience, as Graph may show the old state for a while', async () => {
    const request = await unanswered(new TypeError('killed'), false);
    flow.clock.advance(24 * hour);
    const before = flow.clock.pauses.length;
    await executeRequest(flow, request.id);
    expect(flow.clock.pauses.slice(before)).toEqual([0, 1_000, 2_000, 4_000, 8_000, 15_000]);
  });

  it('stays open where the requester is signed out by then', async () => {
    const request = await unanswered(new TypeError('killed'), false);
    flow.assertions.signOut(alex);
    flow.clock.advance(24 * hour);
    await executeRequest(flow, request.id);
    expect(await stored(flow, request)).toMatchObject({ state: 'partly-failed', setback: tooLate });
    expect(flow.requests.audit.events).not.toContain('sign-in-awaited');
  });
});

describe('the time of an execution', () => {
  it('is looked at before each write', async () => {
    const request = await approved(flow, [ana, anaSilva]);
    const saveStep = flow.requests.saveStep.bind(flow.requests);
    flow.requests.saveStep = async (step, audit) => {
      await saveStep(step, audit);
      if (step.state === 'done') flow.clock.advance(4 * hour);
    };
    await executeRequest(flow, request.id);
    expect(await stored(flow, request)).toMatchObject({ state: 'partly-failed', setback: tooLate });
    expect(removals()).toBe(1);
  });

  it('ends one in which everybody so far was skipped as failed: nothing was sent', async () => {
    const request = await approved(flow, [ana, anaSilva]);
    flow.directory.assignments.set(ana.userId, []);
    const saveStep = flow.requests.saveStep.bind(flow.requests);
    flow.requests.saveStep = async (step, audit) => {
      await saveStep(step, audit);
      flow.clock.advance(4 * hour);
    };
    await executeRequest(flow, request.id);
    expect(await stored(flow, request)).toMatchObject({ state: 'failed', setback: tooLate });
    expect(removals()).toBe(0);
  });

  it('ends one that an operator’s pause holds, when its job comes', async () => {
    const request = await halfway();
    await pauseExecutions(flow, flow.assertions.signIn(alex), 'Wait.');
    await executeRequest(flow, request.id);
    expect(await stored(flow, request)).toMatchObject({
      state: 'executing',
      pausedSince: expect.any(String) as string,
    });
    flow.clock.advance(10 * 24 * hour);
    await runOverdue(request);
    expect(await stored(flow, request)).toMatchObject({ state: 'partly-failed', setback: tooLate });
    value(await resumeExecutions(flow, flow.assertions.signIn(alex)));
    await executeRequest(flow, request.id);
    expect(removals()).toBe(1);
  });

  it('is over for nobody before it is over', async () => {
    const request = await halfway();
    const before = flow.requests.followUps.length;
    await expireRequest(flow, request.id);
    expect(flow.requests.followUps.slice(before).filter(({ kind }) => kind === 'execute')).toEqual([]);
    expect((await stored(flow, request)).state).toBe('executing');
  });

  it('goes on while a sign-in is awaited: after it nothing is sent any more', async () => {
    const request = await halfway();
    flow.assertions.signOut(alex);
    await executeRequest(flow, request.id);
    expect((await stored(flow, request)).state).toBe('waiting-for-sign-in');
    await resumeAfterSignIn(flow, flow.assertions.signIn(alex));
    flow.clock.advance(4 * hour);
    await executeRequest(flow, request.id);
    expect(await stored(flow, request)).toMatchObject({ state: 'partly-failed', setback: tooLate });
    expect(removals()).toBe(1);
  });
});
