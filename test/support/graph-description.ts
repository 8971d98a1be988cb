import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import formatsPlugin from 'ajv-formats';
import { z } from 'zod';

export interface Exchange {
  method: string;
  /** From `/v1.0` or `/graph/v1.0` on, or the whole address, with the query. */
  url: string;
  requestHeaders?: Record<string, string> | undefined;
  requestBody?: unknown;
  status: number;
  responseBody?: unknown;
}

export interface GraphDescription {
  /** Holds the request and the answer against the description. Throws an error that names what does not fit. */
  checkExchange: (exchange: Exchange) => void;
  /** The answer alone, for requests that are wrong on purpose. */
  checkAnswer: (exchange: Exchange) => void;
}

const parameter = z.looseObject({ name: z.string(), in: z.string(), schema: z.looseObject({}) });
const reference = z.looseObject({ $ref: z.string() });
const content = z.looseObject({ content: z.record(z.string(), z.unknown()).optional() });
const operation = z.looseObject({
  parameters: z.array(z.union([parameter, reference])).default([]),
  requestBody: z.union([reference, content]).optional(),
  responses: z.record(z.string(), z.union([reference, content])),
});
const description = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.looseObject({ parameters: z.record(z.string(), parameter) }),
});

const supplement = z.object({ paths: description.shape.paths });

type Operation = z.infer<typeof operation>;

const annotations = ['int32', 'int64', 'double', 'decimal', 'base64url'];
const escaped = (segment: string): string => segment.replaceAll('~', '~0').replaceAll('/', '~1');
const pointer = (...segments: string[]): string =>
  `#/${segments.map((segment) => encodeURI(escaped(segment))).join('/')}`;

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8'));
}

/** Microsoft's description of Graph, strict: unknown names, paths and bodies are refused. */
export function createGraphDescription(): GraphDescription {
  const document = description.parse(read('graph-openapi.json'));
  const { paths, components } = document;
  for (const [path, operations] of Object.entries(supplement.parse(read('graph-openapi-supplement.json')).paths))
    paths[path] = { ...paths[path], ...operations };
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formatsPlugin.default(ajv);
  for (const name of annotations) ajv.addFormat(name, true);
  ajv.addSchema(document, 'graph');
  const compiled = new Map<string, ValidateFunction>();

  function check(where: string, value: unknown, what: string): void {
    let validate = compiled.get(where);
    if (!validate) {
      validate = ajv.compile({ $ref: `graph${where}` });
      compiled.set(where, validate);
    }
    if (!validate(value))
      throw new Error(`${what}: ${ajv.errorsText(validate.errors, { dataVar: 'body' }).slice(0, 1500)}`);
  }

  function operationFor(method: string, path: string): { template: string; found: Operation } {
    const templates = Object.keys(paths).filter((template) => fits(template, path));
    // `/users/$count` also fits `/users/{user-id}`: the one with fewer gaps is meant.
    const [template] = templates.sort((a, b) => gaps(a) - gaps(b));
    const given = template === undefined ? undefined : paths[template]?.[method];
    if (template === undefined || given === undefined)
      throw new Error('the description does not know this path with this method');
    return { template, found: operation.parse(given) };
  }

  function checkQuery(found: Operation, query: URLSearchParams): void {
    const known = found.parameters.map((one) =>
      '$ref' in one ? components.parameters[String(one.$ref).split('/').at(-1) ?? ''] : parameter.parse(one),
    );
    for (const [name, text] of query) {
      // Only a next link holds it, and next links are followed as they are.
      if (name === '$skiptoken') continue;
      const schema = known.find((one) => one?.in === 'query' && one.name === name)?.schema;
      if (!schema) throw new Error(`the query parameter ${name} does not exist here`);
      const validate = ajv.compile(schema);
      if (!validate(parsed(text, schema['type'])))
        throw new Error(
          `the query parameter ${name}=${text} does not fit: ${ajv.errorsText(validate.errors).slice(0, 300)}`,
        );
    }
  }

  function checkBatch(exchange: Exchange, withRequest: boolean): void {
    const requests = batchRequests.parse(exchange.requestBody).requests;
    const answers = batchResponses.parse(exchange.responseBody).responses;
    for (const { id, method, url, headers, body } of requests) {
      const answer = answers.find((one) => one.id === id);
      if (!answer) throw new Error(`the batch has no answer for request ${id}`);
      if (answer.status === 424) continue;
      named(withRequest, {
        method,
        url: `/v1.0${url}`,
        requestHeaders: headers,
        requestBody: body,
        status: answer.status,
        responseBody: answer.body,
      });
    }
  }

  function checkParts(exchange: Exchange, withRequest: boolean): void {
    const url = new URL(exchange.url, 'http://graph');
    const path = decodeURIComponent(url.pathname)
      .replace(/^\/graph(?=\/)/, '')
      .replace(/^\/v1\.0(?=\/)/, '');
    const method = exchange.method.toLowerCase();
    const { template, found } = operationFor(method, path);
    if (withRequest) {
      checkQuery(found, url.searchParams);
      checkRequestBody(found, template, method, exchange.requestBody);
    }
    checkResponse(found, template, method, exchange);
    if (path === '/$batch' && exchange.status === 200) checkBatch(exchange, withRequest);
  }

  function checkRequestBody(found: Operation, template: string, method: string, body: unknown): void {
    if (!found.requestBody) return;
    const where =
      '$ref' in found.requestBody ? String(found.requestBody.$ref) : pointer('paths', template, method, 'requestBody');
    check(
      `${where}${pointer('content', 'application/json', 'schema').slice(1)}`,
      body,
      'the request body does not fit',
    );
  }

  function checkResponse(found: Operation, template: string, method: string, { status, responseBody }: Exchange): void {
    const key = [String(status), `${Math.floor(status / 100)}XX`].find((one) => one in found.responses);
    const response = key === undefined ? undefined : found.responses[key];
    if (key === undefined || !response) throw new Error(`the description knows no answer ${status} here`);
    const where = '$ref' in response ? String(response.$ref) : pointer('paths', template, method, 'responses', key);
    const types = content.parse(resolve(document, where)).content;
    if (!types) {
      if (responseBody !== undefined) throw new Error(`the answer ${status} must have no body`);
      return;
    }
    const type = 'application/json' in types ? 'application/json' : 'text/plain';
    check(`${where}${pointer('content', type, 'schema').slice(1)}`, responseBody, `the answer ${status} does not fit`);
  }

  function named(withRequest: boolean, exchange: Exchange): void {
    try {
      checkParts(exchange, withRequest);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`${exchange.method} ${exchange.url} (${exchange.status}): ${reason}`, { cause: error });
    }
  }

  return {
    checkExchange: (exchange) => named(true, exchange),
    checkAnswer: (exchange) => named(false, exchange),
  };
}

const batchRequests = z.object({
  requests: z.array(
    z.object({
      id: z.string(),
      method: z.string(),
      url: z.string(),
      headers: z.record(z.string(), z.string()).optional(),
      body: z.unknown().optional(),
    }),
  ),
});
const batchResponses = z.object({
  responses: z.array(z.object({ id: z.string(), status: z.number(), body: z.unknown().optional() })),
});

function fits(template: string, path: string): boolean {
  const pattern = template
    .split(/\{[^}]+\}/)
    .map((literal) => literal.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${pattern.join('[^/]+')}$`).test(path);
}

function gaps(template: string): number {
  return template.split('{').length;
}

function parsed(text: string, type: unknown): unknown {
  if (type === 'integer') return Number(text);
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (type === 'array') return text.match(/[^,(]+(?:\([^)]*\))?/g)?.map((part) => part.trim()) ?? [];
  return text;
}

function resolve(document: unknown, where: string): unknown {
  const segments = where
    .slice(2)
    .split('/')
    .map((segment) => decodeURI(segment).replaceAll('~1', '/').replaceAll('~0', '~'));
  return segments.reduce<unknown>(
    (value, segment) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[segment] : undefined,
    document,
  );
}
