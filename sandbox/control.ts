import { z } from 'zod';
import type { Entra } from './entra/entra.ts';
import { problems } from './entra/entra-error.ts';
import type { EntraProblemName } from './entra/entra-error.ts';
import type { Graph } from './graph/graph.ts';
import { json, jsonBody } from './http/exchange.ts';
import type { Answer, Incoming } from './http/exchange.ts';
import { route } from './http/routes.ts';
import type { Route } from './http/routes.ts';

export interface ControlParts {
  graph: Graph;
  entra: Entra;
  reset: () => void;
}

const graphFault = z.strictObject({
  kind: z.literal('graph').default('graph'),
  method: z.string().optional(),
  /** A regular expression over the path after `/graph`. */
  path: z.string(),
  status: z.number().int().min(400).max(599),
  afterWrite: z.boolean().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
});
const entraFault = z.strictObject({
  kind: z.literal('entra'),
  problem: z.enum(Object.keys(problems) as [EntraProblemName, ...EntraProblemName[]]),
});
const fault = z.union([entraFault, graphFault]);

/** For people and scripts outside the process: POST /control/faults, POST /control/reset. */
export function controlRoutes({ graph, entra, reset }: ControlParts): Route[] {
  function plan(incoming: Incoming): Answer {
    const parsed = fault.safeParse(jsonBody(incoming));
    if (!parsed.success) return json(400, { error: { code: 'BadFault', message: z.prettifyError(parsed.error) } });
    if (parsed.data.kind === 'entra') entra.failNext(parsed.data.problem);
    else graph.failNext({ ...parsed.data, path: new RegExp(parsed.data.path) });
    return json(200, { planned: parsed.data });
  }
  return [
    route('GET', '/control/health', () => json(200, { status: 'ok' })),
    route('POST', '/control/faults', plan),
    route('POST', '/control/reset', () => {
      reset();
      return json(200, { reset: true });
    }),
  ];
}
