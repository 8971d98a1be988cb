import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createAccountRealms } from '../../../src/adapters/entra/account-realms.ts';
import { createAllowance } from '../../../src/adapters/entra/allowance.ts';
import type { AccountRealms } from '../../../src/core/ports.ts';
import { alex, megan } from '../../support/contoso.ts';

interface Answered {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  hangUp?: boolean;
  silent?: boolean;
}

let stop: (() => Promise<void>) | undefined;
afterEach(() => stop?.());

/** A sign-in service that says what a test tells it to, over real HTTP. */
async function open(answer: Answered): Promise<{ realms: AccountRealms; asked: string[]; clock: { now: number } }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (answer.silent) return;
    if (answer.hangUp) return void request.socket.destroy();
    response.writeHead(answer.status ?? 200, answer.headers);
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stop = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the pretend service has no port');
  const clock = { now: 0 };
  const entraUrl = `http://127.0.0.1:${address.port}`;
  return { realms: createAccountRealms({ entraUrl, now: () => clock.now, timeoutMilliseconds: 100 }), asked, clock };
}

describe('whose an address is', () => {
  it.each<[string, Record<string, unknown>]>([
    ['unmanaged', { NameSpaceType: 'Managed', IsViral: true }],
    ['unmanaged', { NameSpaceType: 'Managed', IsViral: 'True' }],
    ['managed', { NameSpaceType: 'Managed' }],
    ['managed', { NameSpaceType: 'Managed', IsViral: false }],
    ['managed', { NameSpaceType: 'Managed', IsViral: 'false', ConsumerDomain: null }],
    ['managed', { NameSpaceType: 'Federated', AuthURL: 'https://sts.contoso.com/adfs/ls/' }],
    ['managed', { NameSpaceType: 'Federated', AuthURL: 'https://evil.example/?login.live.com' }],
    ['personal', { NameSpaceType: 'Federated', AuthURL: 'https://login.live.com/login.srf?username=anna' }],
    ['personal', { NameSpaceType: 'Federated', ConsumerDomain: true }],
    ['unknown', { NameSpaceType: 'Unknown' }],
    ['unknown', { NameSpaceType: 'SomethingNew', AuthURL: 'no address' }],
  ])('is %s: %j', async (realm, body) => {
    const { realms } = await open({ body });
    expect(await realms.find('anna@contoso.com', alex)).toEqual({ kind: 'found', realm });
  });

  it('is asked for as a parameter, so that no address becomes a path', async () => {
    const { realms, asked } = await open({ body: { NameSpaceType: 'Managed' } });
    await realms.find("o'neill+a&b=../#EXT#@contoso.com", alex);
    expect(asked).toEqual(['/common/userrealm?user=o%27neill%2Ba%26b%3D..%2F%23EXT%23%40contoso.com&api-version=2.1']);
  });
});

describe('no answer', () => {
  it.each<[string, Answered]>([
    ['an error', { status: 503, body: {} }],
    ['a refusal', { status: 400, body: { NameSpaceType: 'Managed' } }],
    ['nonsense', { body: '<html>' }],
    ['another shape', { body: { IsViral: true } }],
    ['a broken connection', { hangUp: true }],
    ['a redirect elsewhere', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }],
    ['silence', { silent: true }],
  ])('is said to be none, never guessed: %s', async (_, answer) => {
    const { realms } = await open(answer);
    expect(await realms.find('anna@contoso.com', alex)).toEqual({ kind: 'unreachable' });
  });
});

describe('asking often', () => {
  it('is refused from the sixth time in ten minutes on, for each person, and without asking Microsoft', async () => {
    const { realms, asked, clock } = await open({ body: { NameSpaceType: 'Managed' } });
    for (let time = 0; time < 5; time += 1) await realms.find('anna@contoso.com', alex);
    expect(await realms.find('bob@contoso.com', alex)).toEqual({ kind: 'too-often' });
    expect(await realms.find('bob@contoso.com', megan)).toMatchObject({ kind: 'found' });
    expect(asked).toHaveLength(6);
    clock.now += 600_000;
    expect(await realms.find('bob@contoso.com', alex)).toMatchObject({ kind: 'found' });
  });

  it('is refused for all together when it gets too much', () => {
    const clock = { now: 0 };
    const allowance = createAllowance({ times: 2, milliseconds: 100, now: () => clock.now });
    expect(['a', 'a', 'a', 'b'].map((key) => allowance.take(key))).toEqual([true, true, false, true]);
    clock.now = 100;
    expect(['a', 'b'].map((key) => allowance.take(key))).toEqual([true, true]);
  });
});
