import { json } from './exchange.ts';
import type { Answer, Incoming } from './exchange.ts';

export type Handler = (incoming: Incoming) => Answer | Promise<Answer>;

export interface Route {
  method: string;
  pattern: string;
  handle: Handler;
}

/** `:name` stands for one path segment, a last `*` for everything that follows. */
export function route(method: string, pattern: string, handle: Handler): Route {
  return { method, pattern, handle };
}

export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  const open = wanted.at(-1) === '*';
  if (open ? given.length < wanted.length : given.length !== wanted.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    if (part === '*') params['rest'] = given.slice(index).join('/');
    else if (part.startsWith(':')) params[part.slice(1)] = decodeSegment(given[index] ?? '');
    else if (part !== given[index]) return undefined;
  }
  return params;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

export async function answerFrom(routes: readonly Route[], incoming: Incoming): Promise<Answer> {
  for (const { method, pattern, handle } of routes) {
    if (method !== '*' && method !== incoming.method) continue;
    const params = matchPath(pattern, incoming.url.pathname);
    if (params) return handle({ ...incoming, params });
  }
  return json(404, {
    error: { code: 'NotFound', message: `Nothing answers ${incoming.method} ${incoming.url.pathname}.` },
  });
}
