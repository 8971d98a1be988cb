import { expect, test } from 'vitest';
import { parseFilter } from '../../sandbox/graph/odata/filter.ts';
import { advancedOperator, field, matches } from '../../sandbox/graph/odata/filter-match.ts';
import { found, parseSearch, wordsOf } from '../../sandbox/graph/odata/search.ts';

const ana = {
  displayName: "Ana O'Neill",
  mail: null,
  accountEnabled: true,
  seats: 3,
  createdDateTime: '2024-05-01T10:00:00Z',
  assignedLicenses: [{ skuId: 'aa-1' }],
};
const read = (path: string): unknown => field(ana, path);

test.each([
  ["displayName eq 'ana o''neill'", true],
  ["startswith(displayName,'ANA') and accountEnabled eq true", true],
  ["startswith(mail,'a') or seats gt 2", true],
  ['not (accountEnabled eq true)', false],
  ['mail eq null', true],
  ['mail ne null', false],
  ["displayName in ('x', 'Ana O''Neill')", true],
  ['assignedLicenses/any(l:l/skuId eq aa-1)', true],
  ['assignedLicenses/any(l: l/skuId eq bb-2)', false],
  ['createdDateTime ge 2024-01-01T00:00:00Z', true],
  ["accountEnabled eq false and seats eq 3 or displayName eq 'Ana O''Neill'", true],
  ["accountEnabled eq false and (seats eq 3 or displayName eq 'x')", false],
])('the filter %s is %s', (filter, expected) => {
  expect(matches(parseFilter(filter), read)).toBe(expected);
});

test.each([
  "contains(displayName,'a')",
  'displayName eq',
  "displayName like 'a'",
  "(displayName eq 'a'",
  "displayName eq 'a' x",
])('the filter %s is a syntax error', (filter) => expect(() => parseFilter(filter)).toThrow(SyntaxError));

test.each([
  ["mail ne 'a'", 'ne'],
  ["not startswith(mail,'a')", 'not'],
  ["endswith(mail,'a')", 'endsWith'],
  ['assignedLicenses/$count eq 0', '$count'],
  ["startswith(mail,'a')", undefined],
])('the filter %s needs the index for %s', (filter, operator) => {
  expect(advancedOperator(parseFilter(filter))).toBe(operator);
});

test.each([
  ['"displayName:o\'neill"', true],
  ['"displayName:nei ana"', true],
  ['"displayName:na"', false],
  ['"displayName:zoe" OR "displayName:ana"', true],
  ['"displayName:zoe" AND "displayName:ana"', false],
  ['("displayName:zoe" OR "displayName:ana") AND "displayName:neill"', true],
])('the search %s is %s', (search, expected) => {
  expect(found(parseSearch(search), read)).toBe(expected);
});

test('a search clause stands in double quotes', () => {
  expect(() => parseSearch('displayName:ana')).toThrow(SyntaxError);
});

test('words are split at spaces, symbols, digits and changes of case', () => {
  expect(wordsOf('RedTeam7 van-den Berg 王芳')).toEqual(['red', 'team', '7', 'van', 'den', 'berg', '王芳']);
});
