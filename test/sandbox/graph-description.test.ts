import { expect, test } from 'vitest';
import { createGraphDescription } from '../support/graph-description.ts';

const description = createGraphDescription();
const guid = '05e9a617-0261-4cee-bb44-138d3ef5d965';
const removal = { method: 'POST', url: '/v1.0/users/ana/assignLicense', status: 200, responseBody: { id: 'ana' } };

test('an exchange that Microsoft describes passes', () => {
  description.checkExchange({ ...removal, requestBody: { addLicenses: [], removeLicenses: [guid] } });
  description.checkExchange({
    method: 'GET',
    url: '/graph/v1.0/users?$select=id,displayName',
    status: 200,
    responseBody: { value: [{ id: '1', displayName: 'Ana' }] },
  });
});

test('an unknown property in an answer is refused by name', () => {
  const exchange = { method: 'GET', url: '/v1.0/me', status: 200, responseBody: { id: '1', licences: [] } };
  expect(() => description.checkExchange(exchange)).toThrow(/GET \/v1\.0\/me \(200\).*additional properties/);
});

test('an unknown property in $select is refused', () => {
  const exchange = { method: 'GET', url: '/v1.0/me?$select=id,licences', status: 200, responseBody: { id: '1' } };
  expect(() => description.checkExchange(exchange)).toThrow(/\$select=id,licences does not fit/);
});

test('an unknown path and an unknown method are refused', () => {
  expect(() => description.checkExchange({ method: 'GET', url: '/v1.0/licences', status: 200 })).toThrow(
    /does not know this path/,
  );
  expect(() => description.checkExchange({ method: 'DELETE', url: '/v1.0/subscribedSkus', status: 204 })).toThrow(
    /does not know this path/,
  );
});

test('an unknown query parameter is refused', () => {
  const exchange = { method: 'GET', url: '/v1.0/users?$skip=10', status: 200, responseBody: { value: [] } };
  expect(() => description.checkExchange(exchange)).toThrow(/query parameter \$skip does not exist/);
});

test('a request body without a compulsory member is refused', () => {
  const exchange = { ...removal, requestBody: { removeLicenses: [guid] } };
  expect(() => description.checkExchange(exchange)).toThrow(/request body does not fit.*addLicenses/);
});

test('a request body that is no GUID list is refused', () => {
  const exchange = { ...removal, requestBody: { addLicenses: [], removeLicenses: ['E3'] } };
  expect(() => description.checkExchange(exchange)).toThrow(/request body does not fit/);
});

test('an error without code is refused', () => {
  const exchange = { method: 'GET', url: '/v1.0/me', status: 403, responseBody: { error: { message: 'no' } } };
  expect(() => description.checkExchange(exchange)).toThrow(/answer 403 does not fit/);
});

test('the parts of a batch are held against the description as well', () => {
  const requestBody = { requests: [{ id: '1', method: 'GET', url: '/users/ana' }] };
  const responseBody = { responses: [{ id: '1', status: 200, body: { id: '1', nickname: 'x' } }] };
  const exchange = { method: 'POST', url: '/v1.0/$batch', status: 200, requestBody, responseBody };
  expect(() => description.checkExchange(exchange)).toThrow(/users\/ana.*additional properties/);
});
