import { describe, expect, test, vi } from 'vitest';
import { createGraphDirectory } from '../../../src/adapters/graph/graph-directory.ts';
import { alex, anaId, challenge, e3, refusal, visio, withGraph } from './pretend-graph.ts';
import type { Answered } from './pretend-graph.ts';

const dependency =
  'License assignment failed because service plan 9aaf7827 depends on the service plan(s) efb87545,0feaeb32';
const inherited = 'User license is inherited from a group membership and it cannot be removed directly from the user.';

function removed(
  answers: Answered[],
  run: (result: Promise<unknown>, calls: () => number) => Promise<void>,
): Promise<void> {
  return withGraph(
    () => answers.shift() ?? { status: 599 },
    async (directory, graph) =>
      run(directory.writerFor(alex).removeLicenses(anaId, [e3, visio]), () => graph.asked.length),
  );
}

describe('removing licences', () => {
  test('is known to Graph under the name that the audit has of the try', async () => {
    const clientRequestId = '0a0a0a0a-0000-4000-8000-00000000000a';
    // Microsoft's client sends the name to the real Graph alone, so this one is as real as a test can have it.
    const fetched = vi.fn<typeof fetch>(() => Promise.resolve(Response.json({ id: anaId })));
    vi.stubGlobal('fetch', fetched);
    try {
      const tokensFor = (): Promise<string> => Promise.resolve('a token');
      const directory = createGraphDirectory({ graphUrl: 'https://graph.microsoft.com', tokensFor });
      await directory.writerFor(alex).removeLicenses(anaId, [e3], clientRequestId);
    } finally {
      vi.unstubAllGlobals();
    }
    expect(fetched.mock.calls[0]?.[1]?.headers).toMatchObject({ 'client-request-id': clientRequestId });
  });

  test('is one call with all products in it, in the name of the person, with the write scope only', () =>
    withGraph(
      () => ({ body: { id: anaId } }),
      async (directory, graph, tokens) => {
        const result = await directory.writerFor(alex).removeLicenses(anaId, [e3, visio]);
        expect(result).toEqual({ ok: true, graphRequestId: 'graph-request-1' });
        expect(graph.asked).toEqual([
          expect.objectContaining({
            method: 'POST',
            path: `/v1.0/users/${anaId}/assignLicense`,
            body: { addLicenses: [], removeLicenses: [e3, visio] },
          }),
        ]);
        expect(graph.asked[0]?.headers).toMatchObject({
          authorization: `Bearer ${alex.userId} LicenseAssignment.ReadWrite.All`,
          'x-ms-throttle-priority': 'high',
          'content-type': 'application/json',
        });
        expect(tokens).toEqual([{ scopes: ['LicenseAssignment.ReadWrite.All'], claims: undefined }]);
      },
    ));

  test('counts by its status, whatever the body looks like', () =>
    removed([{ body: 'not json' }], async (result) => expect(await result).toMatchObject({ ok: true })));

  const verdicts: [string, Answered, unknown][] = [
    ['the licence comes from a group', refusal(400, inherited), { kind: 'inherited' }],
    ['another product needs it', refusal(400, dependency), { kind: 'dependency', message: dependency }],
    ['the role is missing', refusal(403, 'Insufficient privileges to complete the operation.'), { kind: 'forbidden' }],
    ['the person is gone', refusal(404, `Resource '${anaId}' does not exist`), { kind: 'gone' }],
    [
      'the licence is not there, which only a fresh look can explain',
      refusal(400, 'User does not have a corresponding license.'),
      { kind: 'refused-by-graph', message: 'User does not have a corresponding license.' },
    ],
    ['something new happens', refusal(400, 'A new rule.'), { kind: 'refused-by-graph', message: 'A new rule.' }],
    [
      'Graph does not even speak JSON',
      { status: 400, body: '<html>' },
      { kind: 'refused-by-graph', message: 'HTTP 400' },
    ],
  ];
  test.each(verdicts)('is refused when %s', (_, answer, failure) =>
    removed([answer], async (result, calls) => {
      expect(await result).toEqual({ ok: false, failure, graphRequestId: 'graph-request-1' });
      expect(calls()).toBe(1);
    }),
  );

  test('never passes on an endless message', () =>
    removed([refusal(400, 'x'.repeat(5_000))], async (result) => {
      expect(await result).toMatchObject({ failure: { message: 'x'.repeat(500) } });
    }));

  test.each([500, 502, 503, 504])('is not sent again after a %s, which may hide a success', (status) =>
    removed([refusal(status, 'late', { 'retry-after': '0' }), { status: 200 }], async (result, calls) => {
      await expect(result).rejects.toMatchObject({ problem: { kind: 'graph-unavailable' } });
      expect(calls()).toBe(1);
    }),
  );

  test('is not sent again after the connection broke', () =>
    removed([{ hangUp: true }, { status: 200 }], async (result, calls) => {
      await expect(result).rejects.toMatchObject({ problem: { kind: 'graph-unavailable' } });
      expect(calls()).toBe(1);
    }));

  test('does not wait for ever for an answer, and is not sent again', () =>
    withGraph(
      () => ({ silent: true }),
      async (directory, graph) => {
        await expect(directory.writerFor(alex).removeLicenses(anaId, [e3])).rejects.toMatchObject({
          problem: { kind: 'graph-unavailable' },
        });
        expect(graph.asked).toHaveLength(1);
      },
      100,
    ));

  test('is sent again after a 429, which says that nothing was done', () =>
    removed([refusal(429, 'slow', { 'retry-after': '0' }), { status: 200 }], async (result, calls) => {
      expect([await result, calls()]).toEqual([{ ok: true, graphRequestId: 'graph-request-1' }, 2]);
    }));

  test('does not wait for minutes', () =>
    removed([refusal(429, 'slow', { 'retry-after': '170' })], async (result) => {
      await expect(result).rejects.toMatchObject({ problem: { kind: 'graph-busy' } });
    }));

  test('finds Graph busy when somebody else changes the same person', () =>
    removed([refusal(409, 'Error due to concurrent requests')], async (result) => {
      await expect(result).rejects.toMatchObject({ problem: { kind: 'graph-busy' } });
    }));

  test('needs a sign-in when the token is no longer good', () =>
    removed([refusal(401, 'expired')], async (result) => {
      await expect(result).rejects.toMatchObject({ problem: { kind: 'sign-in-needed' } });
    }));
});

describe('giving licences back', () => {
  const licenses = [
    { skuId: e3, disabledPlans: ['57ff2da0-773e-42df-b2af-ffb7a2317929'] },
    { skuId: visio, disabledPlans: [] },
  ];

  test('is one call with all products and what was off in them', () =>
    withGraph(
      () => ({ body: { id: anaId } }),
      async (directory, graph, tokens) => {
        const result = await directory.writerFor(alex).addLicenses(anaId, licenses);
        expect(result).toEqual({ ok: true, graphRequestId: 'graph-request-1' });
        expect(graph.asked).toEqual([
          expect.objectContaining({
            method: 'POST',
            path: `/v1.0/users/${anaId}/assignLicense`,
            body: { addLicenses: licenses, removeLicenses: [] },
          }),
        ]);
        expect(tokens).toEqual([{ scopes: ['LicenseAssignment.ReadWrite.All'], claims: undefined }]);
      },
    ));

  const exclusive = 'License assignment failed because service plans 9aaf7827,efb87545 are mutually exclusive.';
  test.each<[string, Answered, unknown]>([
    [
      'no seat is free',
      refusal(400, `Subscription with SKU ${e3} does not have any available licenses.`),
      { kind: 'no-seats' },
    ],
    [
      'the usage location is missing',
      refusal(400, 'License assignment cannot be done for user with invalid usage location.'),
      { kind: 'usage-location' },
    ],
    ['another product excludes it', refusal(400, exclusive), { kind: 'conflict', message: exclusive }],
    ['another product is missing', refusal(400, dependency), { kind: 'dependency', message: dependency }],
    ['the role is missing', refusal(403, 'Insufficient privileges to complete the operation.'), { kind: 'forbidden' }],
    ['the person is gone', refusal(404, `Resource '${anaId}' does not exist`), { kind: 'gone' }],
  ])('is refused when %s', (_, answer, failure) =>
    withGraph(
      () => answer,
      async (directory) => {
        const result = await directory.writerFor(alex).addLicenses(anaId, licenses);
        expect(result).toEqual({ ok: false, failure, graphRequestId: 'graph-request-1' });
      },
    ),
  );

  test('is not sent again after a 504, which may hide a success', () =>
    withGraph(
      () => refusal(504, 'late', { 'retry-after': '0' }),
      async (directory, graph) => {
        const giving = directory.writerFor(alex).addLicenses(anaId, licenses);
        await expect(giving).rejects.toMatchObject({ problem: { kind: 'graph-unavailable' } });
        expect(graph.asked).toHaveLength(1);
      },
    ));
});

describe('a claims challenge', () => {
  const claims = '{"access_token":{"nbf":{"essential":true,"value":"1726"}}}';

  test('is answered once, with a new token', () => {
    const answers = [challenge(claims), { status: 200 }];
    return withGraph(
      () => answers.shift() ?? { status: 599 },
      async (directory, graph, tokens) => {
        expect(await directory.writerFor(alex).removeLicenses(anaId, [e3])).toMatchObject({ ok: true });
        expect(tokens.map((each) => each.claims)).toEqual([undefined, claims]);
        expect(graph.asked[1]?.headers.authorization).toMatch(/challenged$/);
      },
    );
  });

  test('that comes again needs the person to sign in', () =>
    removed([challenge(claims), challenge(claims)], async (result, calls) => {
      await expect(result).rejects.toMatchObject({ problem: { kind: 'sign-in-needed', claims } });
      expect(calls()).toBe(2);
    }));

  test('that is not JSON inside is no challenge', () =>
    removed([challenge('not json')], async (result, calls) => {
      await expect(result).rejects.toMatchObject({ problem: { kind: 'sign-in-needed' } });
      expect(calls()).toBe(1);
    }));
});
