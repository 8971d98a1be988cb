import { describe, expect, test } from 'vitest';
import { alex, anaId, e3, refusal, startPretendGraph, user, visio, withGraph } from './pretend-graph.ts';
import type { Answered } from './pretend-graph.ts';

const sku = (skuId: string, skuPartNumber: string): Record<string, unknown> => ({
  skuId,
  skuPartNumber,
  appliesTo: 'User',
  servicePlans: [],
});

describe('a list in pages', () => {
  test('is read to its end', () =>
    withGraph(
      ({ query }, url) =>
        query.get('$skiptoken') === 'two/+='
          ? { body: { value: [sku(visio, 'VISIOCLIENT')] } }
          : {
              body: {
                value: [sku(e3, 'SPE_E3')],
                '@odata.nextLink': `${url}/v1.0/subscribedSkus?$skiptoken=two%2F%2B%3D`,
              },
            },
      async (directory, graph) => {
        const skus = await directory.readerFor(alex).readSubscribedSkus();
        expect(skus.map((each) => each.skuPartNumber)).toEqual(['SPE_E3', 'VISIOCLIENT']);
        expect(graph.asked.map((each) => each.path)).toEqual(['/v1.0/subscribedSkus', '/v1.0/subscribedSkus']);
      },
    ));

  test.each([
    'https://evil.example/v1.0/subscribedSkus',
    'http://127.0.0.1:1/v1.0/subscribedSkus',
    '/v1.0/subscribedSkus',
    'javascript:alert(1)',
  ])('is not followed to %s, and no token goes there', (link) =>
    withGraph(
      () => ({ body: { value: [], '@odata.nextLink': link } }),
      async (directory, graph) => {
        await expect(directory.readerFor(alex).readSubscribedSkus()).rejects.toThrow(
          'a page of Graph points to another host',
        );
        expect(graph.asked).toHaveLength(1);
      },
    ),
  );

  test('is not followed out of the API on the same host', () =>
    withGraph(
      (_, url) => ({ body: { value: [], '@odata.nextLink': `${url}/token/steal` } }),
      async (directory) => {
        await expect(directory.readerFor(alex).readSubscribedSkus()).rejects.toThrow('another host');
      },
    ));
});

describe('a read', () => {
  const answersOf = (answers: Answered[]) => () => answers.shift() ?? { status: 599 };
  const ana = { body: user(anaId, 'Ana Bowman') };

  test.each([429, 503, 504])('is repeated after a %s when Graph says so', (status) =>
    withGraph(answersOf([refusal(status, 'again', { 'retry-after': '0' }), ana]), async (directory, graph) => {
      expect(await directory.readerFor(alex).readPerson(anaId)).toMatchObject({ displayName: 'Ana Bowman' });
      expect(graph.asked).toHaveLength(2);
    }),
  );

  test('gives up when Graph stays busy', () =>
    withGraph(
      () => refusal(429, 'again', { 'retry-after': '0' }),
      async (directory, graph) => {
        await expect(directory.readerFor(alex).readPerson(anaId)).rejects.toMatchObject({
          problem: { kind: 'graph-busy' },
        });
        expect(graph.asked).toHaveLength(4);
      },
    ));

  const problems: [string, Answered, string][] = [
    ['a missing role or consent', refusal(403, 'Insufficient privileges'), 'graph-forbidden'],
    ['a token that is no longer good', refusal(401, 'expired'), 'sign-in-needed'],
    ['an outage', refusal(500, 'oops'), 'graph-unavailable'],
    ['a broken connection', { hangUp: true }, 'graph-unavailable'],
    ['an answer that is not JSON', { body: '<html>proxy</html>' }, 'graph-unavailable'],
    ['an answer without what was asked for', { body: { id: 'not a guid' } }, 'graph-unavailable'],
    ['a bad request of ours', refusal(400, 'An unknown function'), 'graph-unavailable'],
  ];
  test.each(problems)('names %s', (_, answer, kind) =>
    withGraph(
      () => answer,
      async (directory) => {
        await expect(directory.readerFor(alex).readPerson(anaId)).rejects.toMatchObject({ problem: { kind } });
      },
    ),
  );

  test('that is sent to another host goes there without the token', async () => {
    const elsewhere = await startPretendGraph(() => ({ body: user(anaId, 'Ana Bowman') }));
    await withGraph(
      () => ({ status: 302, headers: { location: `${elsewhere.url}/users` } }),
      async (directory, graph) => {
        await directory.readerFor(alex).readPerson(anaId);
        expect(graph.asked[0]?.headers.authorization).toMatch(/^Bearer /);
        expect(elsewhere.asked.map((each) => each.headers.authorization)).toEqual([undefined]);
      },
    );
    await elsewhere.stop();
  });
});
