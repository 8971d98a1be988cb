import { beforeEach, describe, expect, it } from 'vitest';
import { noticeText } from '../../cards/notice.view.ts';
import { requestCard } from '../../cards/request.card.ts';
import { speakerFor } from '../../locales/speaker.ts';
import type { Request } from '../../src/core/request.ts';
import { decideRequest } from '../../src/core/workflow/decide.ts';
import { executeRequest } from '../../src/core/workflow/execute.ts';
import { expireRequest } from '../../src/core/workflow/expire.ts';
import { intervene } from '../../src/core/workflow/intervene.ts';
import { nudgeRequest } from '../../src/core/workflow/nudge.ts';
import { pauseExecutions, settlePause, resumeExecutions } from '../../src/core/workflow/pause.ts';
import { alex, ana, anaSilva, createContoso, keyOf, megan } from '../support/contoso.ts';
import type { Contoso } from '../support/contoso.ts';
import { approve, approved, stored, submit, value } from '../support/contoso-request.ts';

const hour = 3_600_000;

let flow: Contoso;

beforeEach(async () => {
  flow = await createContoso();
});

async function heldByPause(): Promise<Request> {
  const request = await approved(flow);
  value(await pauseExecutions(flow, flow.assertions.signIn(alex), 'Wait.'));
  await executeRequest(flow, request.id);
  expect(await stored(flow, request)).toHaveProperty('pausedSince');
  return request;
}

/** Everything that a card says in words. */
function words(request: Request): string {
  return requestCard({ request, steps: [], reader: 'requester' }, speakerFor('en', undefined)).fallbackText;
}

describe('a request that an operator’s pause held', () => {
  it('is not paused any more once it was withdrawn', async () => {
    const request = await heldByPause();
    value(await intervene(flow, request.id, flow.assertions.signIn(alex), 'withdraw'));
    expect(await stored(flow, request)).not.toHaveProperty('pausedSince');
  });

  it('is not paused any more once its time was over', async () => {
    const request = await heldByPause();
    flow.clock.advance(4 * hour);
    await expireRequest(flow, request.id);
    const expired = await stored(flow, request);
    expect(expired.state).toBe('expired');
    expect(expired).not.toHaveProperty('pausedSince');
    expect(words({ ...expired, pausedSince: '2026-11-20T09:00:00.000Z' })).not.toContain('paused');
  });

  it('is not paused any more when the pause ends while its worker looks', async () => {
    const request = await approved(flow, [ana, anaSilva]);
    const pause = { by: keyOf(alex), at: '2026-11-20T09:00:00.000Z', reason: 'Wait.' };
    let looks = 0;
    // One look before the start, one before the first step, two before the second.
    flow.pause.current = async () => ((looks += 1) === 3 ? pause : undefined);
    let seen: Request | undefined;
    const saveStep = flow.requests.saveStep.bind(flow.requests);
    flow.requests.saveStep = async (step, audit) => {
      seen = await stored(flow, request);
      await saveStep(step, audit);
    };
    await executeRequest(flow, request.id);
    expect(looks).toBe(4);
    expect(flow.requests.audit.events).toContain('execution-held');
    expect(seen).not.toHaveProperty('pausedSince');
    expect(await stored(flow, request)).not.toHaveProperty('pausedSince');
  });

  it('goes on at the next start when the process died while it ended the pause', async () => {
    const request = await heldByPause();
    const { requests } = flow;
    const findHeldByPause = requests.findHeldByPause.bind(requests);
    requests.findHeldByPause = () => Promise.reject(new TypeError('killed'));
    await expect(resumeExecutions(flow, flow.assertions.signIn(alex))).rejects.toThrow('killed');
    requests.findHeldByPause = findHeldByPause;
    await settlePause(flow);
    expect(await stored(flow, request)).not.toHaveProperty('pausedSince');
    expect(requests.followUps.at(-1)).toEqual({ kind: 'execute', requestId: request.id });
    expect(requests.audit.events.at(-1)).toBe('execution-released');
  });

  it('stays held at the next start while the pause is on', async () => {
    const request = await heldByPause();
    await settlePause(flow);
    expect(await stored(flow, request)).toHaveProperty('pausedSince');
  });

  it('is told so when it was under way and nobody released it', async () => {
    const request = await approved(flow);
    flow.directory.calls.fail('readRoles', new TypeError('killed'), 1);
    await expect(executeRequest(flow, request.id)).rejects.toThrow('killed');
    await pauseExecutions(flow, flow.assertions.signIn(alex), 'Wait.');
    await executeRequest(flow, request.id);
    expect(await stored(flow, request)).toMatchObject({
      state: 'executing',
      pausedSince: expect.any(String) as string,
    });
    await executeRequest(flow, request.id);
    expect(await stored(flow, request)).toHaveProperty('pausedSince');
    await flow.pause.set(undefined, []);
    let seen: Request | undefined;
    const saveStep = flow.requests.saveStep.bind(flow.requests);
    flow.requests.saveStep = async (step, audit) => {
      seen = await stored(flow, request);
      await saveStep(step, audit);
    };
    await executeRequest(flow, request.id);
    expect(seen).not.toHaveProperty('pausedSince');
  });
});

describe('an operator’s pause', () => {
  const at = '2026-11-20T09:00:00.000Z';

  async function pause(): Promise<void> {
    value(await pauseExecutions(flow, flow.assertions.signIn(alex), 'Wait.'));
  }
  const resume = (): Promise<unknown> => resumeExecutions(flow, flow.assertions.signIn(alex));

  it('is said on what waits for an approval, on both cards, and goes with the pause', async () => {
    const request = await submit(flow);
    await pause();
    const held = await stored(flow, request);
    expect(held).toMatchObject({ state: 'awaiting-approval', pausedSince: at });
    for (const reader of ['requester', 'approver'] as const) {
      const { content } = requestCard({ request: held, steps: [], reader }, speakerFor('en', undefined));
      expect(JSON.stringify(content)).toContain('Once approved, this one waits until the pause ends');
    }
    await resume();
    const released = await stored(flow, request);
    expect(released).not.toHaveProperty('pausedSince');
    expect(flow.requests.followUps.filter(({ kind }) => kind === 'execute')).toEqual([]);
  });

  it('is said on what is asked for meanwhile, also to who asks, with the moment it began', async () => {
    await pause();
    flow.clock.advance(hour);
    const request = await submit(flow);
    expect(request).toMatchObject({ state: 'awaiting-approval', version: 2, pausedSince: at });
    expect(await stored(flow, request)).toEqual(request);
  });

  it('stays on a request that is approved meanwhile, which then waits, and says until when', async () => {
    await pause();
    const request = value(await approve(flow, await submit(flow)));
    expect(request).toMatchObject({ state: 'approved', pausedSince: at });
    expect(words(request)).toContain('This one goes on when the pause ends; its time runs out on 20 November 2026');
    await executeRequest(flow, request.id);
    expect(await stored(flow, request)).toEqual(request);
    await resume();
    await executeRequest(flow, request.id);
    expect((await stored(flow, request)).state).toBe('succeeded');
  });

  it('tells the requester of an approval that it waits', async () => {
    await pause();
    const request = value(await approve(flow, await submit(flow)));
    const listener = { role: 'requester', party: keyOf(alex), toldVersion: 1 } as const;
    expect(noticeText(request, listener, speakerFor('en', undefined))).toBe(
      'Megan Bowen approved your request. An operator paused all removals, so it waits. Its time goes on: the card says until when.',
    );
  });

  it('does not stay on a request that is denied', async () => {
    await pause();
    const { id: denied } = await submit(flow);
    const by = flow.assertions.signIn(megan);
    const done = value(await decideRequest(flow, by, { requestId: denied, verdict: 'deny', reason: 'No.' }));
    expect(done).not.toHaveProperty('pausedSince');
  });

  it('that ends before a hold does lets it begin after the hold', async () => {
    flow.policy = { ...flow.policy, holdHours: 2 };
    const request = await approved(flow);
    await pause();
    expect(await stored(flow, request)).toMatchObject({ state: 'approved', pausedSince: at });
    await resume();
    const again = { kind: 'execute', requestId: request.id, at: request.notBefore };
    expect(flow.requests.followUps.at(-1)).toEqual(again);
  });

  it('is said at the next start when the process died before it was', async () => {
    const request = await submit(flow);
    flow.requests.findNotStarted = () => Promise.reject(new TypeError('killed'));
    await expect(pause()).rejects.toThrow('killed');
    expect(await stored(flow, request)).not.toHaveProperty('pausedSince');
    flow.requests.findNotStarted = () => Promise.resolve([request]);
    await settlePause(flow);
    expect(await stored(flow, request)).toHaveProperty('pausedSince');
  });
});

describe('a job that comes early because the clocks differ', () => {
  it('comes again when an execution is due', async () => {
    flow.policy = { ...flow.policy, holdHours: 2 };
    const request = await approved(flow);
    flow.clock.advance(2 * hour - 61_000);
    await executeRequest(flow, request.id);
    expect((await stored(flow, request)).state).toBe('approved');
    const again = { kind: 'execute', requestId: request.id, at: request.notBefore };
    expect(flow.requests.calls.of('enqueue')).toEqual([[[again], 61_000]]);
  });

  it('comes again when a request expires', async () => {
    const request = await submit(flow);
    flow.clock.advance(22 * hour);
    await expireRequest(flow, request.id);
    const again = { kind: 'expire', requestId: request.id, at: request.approvalExpiresAt };
    expect(flow.requests.calls.of('enqueue')).toEqual([[[again], 2 * hour]]);
  });

  it('comes again when somebody is to be reminded', async () => {
    const request = await submit(flow);
    await nudgeRequest(flow, request.id);
    const again = { kind: 'nudge', requestId: request.id, at: '2026-11-20T13:00:00.000Z' };
    expect(flow.requests.calls.of('enqueue')).toEqual([[[again], 4 * hour]]);
  });

  it('does not come again for what ended meanwhile', async () => {
    flow.policy = { ...flow.policy, holdHours: 2 };
    const request = await approved(flow);
    value(await intervene(flow, request.id, flow.assertions.signIn(alex), 'withdraw'));
    await executeRequest(flow, request.id);
    await expireRequest(flow, request.id);
    await nudgeRequest(flow, request.id);
    expect(flow.requests.calls.of('enqueue')).toEqual([]);
  });
});
