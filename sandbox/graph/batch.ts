import { z } from 'zod';
import { badRequest, GraphError } from './graph-error.ts';
import type { GraphAnswer } from './graph-error.ts';

const batchBody = z.object({
  requests: z
    .array(
      z.object({
        id: z.string(),
        method: z.string(),
        url: z.string(),
        headers: z.record(z.string(), z.string()).default({}),
        body: z.unknown().optional(),
        dependsOn: z.array(z.string()).default([]),
      }),
    )
    .min(1),
});

export type BatchPart = z.infer<typeof batchBody>['requests'][number];
export type AnswerPart = (part: BatchPart) => GraphAnswer | Promise<GraphAnswer>;

const mostParts = 20;

/** Every part is answered for itself; the envelope is 200 whatever became of them. */
export async function answerBatch(body: unknown, answerPart: AnswerPart): Promise<GraphAnswer> {
  const parts = readParts(body);
  const answers = new Map<string, GraphAnswer>();
  for (const part of parts) {
    const broken = part.dependsOn.some((id) => (answers.get(id.toLowerCase())?.status ?? 424) >= 400);
    answers.set(part.id.toLowerCase(), broken ? failedDependency() : await answerPart(part));
  }
  const responses = parts.map(({ id }) => {
    const { status, headers = {}, body: answered } = answers.get(id.toLowerCase()) ?? failedDependency();
    return {
      id,
      status,
      headers: { 'Content-Type': 'application/json', ...headers },
      ...(answered === undefined ? {} : { body: answered }),
    };
  });
  return { status: 200, body: { responses } };
}

function readParts(body: unknown): BatchPart[] {
  const read = batchBody.safeParse(body);
  if (!read.success) throw new GraphError(400, 'BadRequest', 'Invalid batch payload format.');
  const { requests } = read.data;
  if (requests.length > mostParts) {
    throw new GraphError(400, 'BadRequest', `Number of batch request steps exceeds the maximum value of ${mostParts}.`);
  }
  if (new Set(requests.map(({ id }) => id.toLowerCase())).size < requests.length)
    throw badRequest('Request ids in a batch must be unique.');
  for (const { id, method, headers, body: given } of requests) {
    const typed = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
    const writes = ['POST', 'PUT', 'PATCH'].includes(method);
    if (writes && (!typed || given === undefined)) {
      throw new GraphError(400, 'BadRequest', `Write request id : ${id} does not contain Content-Type header or body.`);
    }
  }
  return requests;
}

function failedDependency(): GraphAnswer {
  return {
    status: 424,
    body: { error: { code: 'FailedDependency', message: 'A request this one depends on has failed.' } },
  };
}
