import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { z } from 'zod';

const patienceMilliseconds = 10_000;

/**
 * MSAL's own client waits for a POST without end, and takes an empty 500 for a token. This one gives up in time and
 * repeats once what failed on the way: asking for a token twice does no harm.
 */
export function createNetworkClient(): INetworkModule {
  return {
    sendGetRequestAsync: (url, options) => sendTwice('GET', url, options),
    sendPostRequestAsync: (url, options) => sendTwice('POST', url, options),
  };
}

async function sendTwice<T>(method: string, url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
  try {
    return await send<T>(method, url, options);
  } catch {
    return send<T>(method, url, options);
  }
}

async function send<T>(method: string, url: string, options: NetworkRequestOptions = {}): Promise<NetworkResponse<T>> {
  const response = await fetch(url, {
    method,
    redirect: 'error',
    signal: AbortSignal.timeout(patienceMilliseconds),
    ...(options.headers ? { headers: options.headers } : {}),
    ...(options.body === undefined ? {} : { body: options.body }),
  });
  if (response.status >= 500 || response.status === 429) throw new Error(`Entra answered ${response.status}`);
  const answer = z.looseObject({}).parse(await response.json());
  // The type is MSAL's promise to itself: it asks for T and reads what it finds.
  const body = answer as T;
  return { status: response.status, headers: Object.fromEntries(response.headers), body };
}
