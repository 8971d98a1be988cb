export interface Incoming {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: string;
  params: Record<string, string>;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

export function html(status: number, body: string): Answer {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  };
  return { status, headers, body };
}

export function empty(status: number): Answer {
  return { status };
}

export function redirect(location: string): Answer {
  return { status: 302, headers: { location } };
}

export function form(incoming: Incoming): URLSearchParams {
  return new URLSearchParams(incoming.body);
}

/** The body as JSON, or undefined when there is none or it cannot be read. */
export function jsonBody(incoming: Incoming): unknown {
  try {
    return JSON.parse(incoming.body);
  } catch {
    return undefined;
  }
}

export function bearer(incoming: Incoming): string | undefined {
  return /^Bearer (\S+)$/i.exec(incoming.headers['authorization'] ?? '')?.[1];
}
