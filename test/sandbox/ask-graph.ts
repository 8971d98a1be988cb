import { startCloud } from '../../sandbox/cloud.ts';
import type { Cloud } from '../../sandbox/cloud.ts';
import type { DirectoryUser } from '../../sandbox/tenant/directory.ts';
import { createGraphDescription } from '../support/graph-description.ts';

export interface Answered {
  status: number;
  headers: Headers;
  body: {
    value?: Record<string, unknown>[];
    error?: { code: string; message: string; innerError: Record<string, string> };
    responses?: { id: string; status: number; headers: Record<string, string>; body?: unknown }[];
    '@odata.nextLink'?: string;
    '@odata.count'?: number;
    [name: string]: unknown;
  };
}

export interface Asking {
  as: DirectoryUser;
  scopes?: string[];
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  token?: string;
}

export interface GraphUnderTest {
  cloud: Cloud;
  ask: (path: string, asking: Asking) => Promise<Answered>;
  stop: () => Promise<void>;
}

export const usualScopes = [
  ...['User.Read', 'User.Read.All', 'LicenseAssignment.ReadWrite.All', 'Organization.Read.All', 'GroupMember.Read.All'],
  'RoleManagement.Read.Directory',
];

export const eventually = { ConsistencyLevel: 'eventual' };

/** A cloud on a free port. Every answer it gives is held against Microsoft's description, the accepted requests too. */
export async function openGraph(): Promise<GraphUnderTest> {
  const cloud = await startCloud({ port: 0, headless: true });
  const description = createGraphDescription();
  const misfits: unknown[] = [];
  cloud.onGraphExchange((exchange) => {
    try {
      if (exchange.status < 400) description.checkExchange(exchange);
      else if (exchange.status !== 405 && !exchange.url.includes('no-such-path')) description.checkAnswer(exchange);
    } catch (error) {
      misfits.push(error);
    }
  });
  return {
    cloud,
    async ask(path, { as, scopes = usualScopes, method = 'GET', body, headers = {}, token }) {
      const minted = token ?? (await cloud.entra.tokens.mintGraphToken(cloud.tenant.id, as, scopes)).token;
      const response = await fetch(path.startsWith('http') ? path : `${cloud.url}/graph/v1.0${path}`, {
        method,
        headers: {
          authorization: `Bearer ${minted}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const answered = {
        status: response.status,
        headers: response.headers,
        body: JSON.parse((await response.text()) || '{}') as Answered['body'],
      };
      if (misfits.length > 0) throw misfits[0];
      return answered;
    },
    stop: cloud.stop,
  };
}

export function named(answered: Answered): unknown[] {
  return (answered.body.value ?? []).map((one) => one['displayName']);
}
