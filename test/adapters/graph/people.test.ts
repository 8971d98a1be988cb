import { describe, expect, test } from 'vitest';
import { alex, anaId, contoso, refusal, user, withGraph } from './pretend-graph.ts';
import type { Asked } from './pretend-graph.ts';

const silvaId = 'a0a00000-5a4d-4b0c-8f00-000000000002';
const filterOf = (asked: Asked): string => asked.query.get('$filter') ?? '';
const searchOf = (asked: Asked): string => asked.query.get('$search') ?? '';

async function questionsFor(mention: string): Promise<Asked[]> {
  const questions: Asked[] = [];
  await withGraph(
    () => ({ body: { value: [] } }),
    async (directory, graph) => {
      await directory.readerFor(alex).findPeople(mention);
      questions.push(...graph.asked);
    },
  );
  return questions.toSorted((a, b) => filterOf(b).length - filterOf(a).length);
}

describe('looking for people by name', () => {
  test('merges what the index and the beginnings of names find, the very name first', () =>
    withGraph(
      (asked) => ({
        body: {
          value: searchOf(asked) ? [user(anaId, 'Ana'), user(silvaId, 'Ana Silva')] : [user(silvaId, 'Ana Silva')],
        },
      }),
      async (directory, _, tokens) => {
        const people = await directory.readerFor(alex).findPeople('ana');
        expect(people.map((person) => person.displayName)).toEqual(['Ana', 'Ana Silva']);
        expect(people[0]).toEqual({
          tenantId: contoso,
          userId: anaId,
          displayName: 'Ana',
          userPrincipalName: 'ana@contoso.com',
          accountEnabled: true,
          guest: false,
        });
        expect(new Set(tokens.flatMap((each) => each.scopes))).toEqual(new Set(['User.Read.All']));
      },
    ));

  test('asks the index with the header it wants, and the filter without', async () => {
    const [filter, search] = await questionsFor('Ana');
    expect(search?.headers['consistencylevel']).toBe('eventual');
    expect(filter?.headers['consistencylevel']).toBeUndefined();
    expect(searchOf(search!)).toBe('"displayName:Ana" OR "mail:ana" OR "userPrincipalName:ana"');
    expect(filterOf(filter!)).toBe(
      "startswith(displayName,'Ana') or startswith(givenName,'Ana') or startswith(surname,'Ana') or startswith(mail,'ana') or startswith(userPrincipalName,'ana')",
    );
  });

  test('wants both words of a full name', async () => {
    const [filter, search] = await questionsFor('Ana Bowman');
    expect(searchOf(search!)).toBe('"displayName:Ana" AND "displayName:Bowman"');
    expect(filterOf(filter!)).toContain("(startswith(givenName,'Ana') and startswith(surname,'Bowman'))");
    expect(filterOf(filter!)).not.toContain("startswith(displayName,'Ana')");
  });

  test('asks for the name as typed and for the address without accents', async () => {
    const [filter] = await questionsFor('Łukasz Müller');
    expect(filterOf(filter!)).toContain("startswith(displayName,'Łukasz Müller')");
    expect(filterOf(filter!)).toContain("startswith(mail,'lukasz.muller')");
  });

  test('leaves the address out where a name has no spelling in ASCII', async () => {
    const [filter, search] = await questionsFor('王小明');
    expect(searchOf(search!)).toBe('"displayName:王小明"');
    expect(filterOf(filter!)).not.toContain('mail');
  });

  test.each([
    ["O'Brien", '"displayName:O\'Brien" OR', "startswith(displayName,'O''Brien')"],
    [
      'x" OR "displayName:',
      '"displayName:x\\"" AND "displayName:OR" AND',
      'startswith(displayName,\'x" OR "displayName:\')',
    ],
    ['back\\slash', '"displayName:back\\\\slash"', "startswith(displayName,'back\\slash')"],
    ["') or startswith(mail,'", '"displayName:or"', "startswith(displayName,'or startswith(mail')"],
    ['R&D', '"displayName:R D"', "startswith(displayName,'R&D')"],
  ])('keeps %s inside its quotes', async (mention, inSearch, inFilter) => {
    const [filter, search] = await questionsFor(mention);
    expect(searchOf(search!)).toContain(inSearch);
    expect(filterOf(filter!)).toContain(inFilter);
  });

  test('drops control characters and what is longer than any name', async () => {
    const [filter] = await questionsFor(`@An\u0000a\u202e ${'x'.repeat(500)}`);
    expect(filterOf(filter!)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(filterOf(filter!)).not.toContain('x'.repeat(121));
  });

  test.each(['', '   ', '@', '"\'', '\u0000\u202e'])('asks nothing for %j', async (mention) => {
    expect(await questionsFor(mention)).toEqual([]);
  });

  test('does without the index where a directory has none', () =>
    withGraph(
      (asked) =>
        searchOf(asked) ? refusal(400, 'search is not supported') : { body: { value: [user(anaId, 'Ana Bowman')] } },
      async (directory) => expect(await directory.readerFor(alex).findPeople('Ana')).toHaveLength(1),
    ));
});

describe('looking for people by address', () => {
  test('finds exactly the one who has it, in one question', () =>
    withGraph(
      () => ({
        body: { value: [user(silvaId, 'Shared', { userPrincipalName: 'x@contoso.com' }), user(anaId, 'Ana Bowman')] },
      }),
      async (directory, graph) => {
        const people = await directory.readerFor(alex).findPeople('Ana.Bowman@contoso.com');
        expect(people.map((person) => person.userId)).toEqual([anaId]);
        expect(graph.asked.map(filterOf)).toEqual([
          "userPrincipalName eq 'Ana.Bowman@contoso.com' or mail eq 'Ana.Bowman@contoso.com'",
        ]);
      },
    ));

  test('goes on with beginnings when nobody has it', async () => {
    const questions = await questionsFor('ana@con');
    expect(questions.map(filterOf)).toContainEqual(expect.stringContaining("startswith(userPrincipalName,'ana@con')"));
  });
});

describe('near names', () => {
  const everybody = ['Megan Bowen', 'Ana Bowman', 'Meghan Brown', 'Bowen Megan', 'Alex Wilber', 'Diego Siciliani'];
  const people = everybody.map((name, index) => user(`a0a00000-5a4d-4b0c-8f00-00000000010${index}`, name));

  test.each([
    ['Meagn Bowen', ['Bowen Megan', 'Megan Bowen']],
    ['Alx', ['Alex Wilber']],
    ['Zebediah Quux', []],
    ['', []],
  ])('for %s are the likely ones, nearest first', (mention, expected) =>
    withGraph(
      () => ({ body: { value: people } }),
      async (directory) => {
        const near = await directory.readerFor(alex).suggestPeople(mention);
        expect(near.map((person) => person.displayName)).toEqual(expected);
      },
    ),
  );

  test('are looked for among those that begin alike', () =>
    withGraph(
      () => ({ body: { value: people } }),
      async (directory, graph) => {
        await directory.readerFor(alex).suggestPeople("O'Brian Smith");
        expect(graph.asked.every((each) => /^\(?startswith\(/.test(filterOf(each)))).toBe(true);
        expect(graph.asked.map(filterOf)).toContainEqual(
          expect.stringContaining("(startswith(givenName,'O') and startswith(surname,'S'))"),
        );
      },
    ));
});

describe('reading one person', () => {
  test('shows a guest and a blocked account as such', () =>
    withGraph(
      () => ({ body: user(anaId, 'Ana', { userType: 'Guest', accountEnabled: false, displayName: null }) }),
      async (directory) =>
        expect(await directory.readerFor(alex).readPerson(alex.userId)).toMatchObject({
          guest: true,
          accountEnabled: false,
          displayName: 'ana@contoso.com',
        }),
    ));

  test('knows that somebody is gone', () =>
    withGraph(
      () => refusal(404, 'does not exist'),
      async (directory) => expect(await directory.readerFor(alex).readPerson(alex.userId)).toBeUndefined(),
    ));
});
