import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';

/** Reads a JSON body of at most `limit` bytes. What comes beyond the limit is drained, not kept: the sender gets its answer. */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const text = await readText(request, limit);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refusal('malformed', 'the body is not JSON', error);
  }
}

function readText(request: IncomingMessage, limit: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) {
        chunks.push(chunk);
        return;
      }
      chunks.length = 0;
      reject(new Refusal('too-large', 'the body is too large'));
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', (error) => reject(new Refusal('malformed', 'the body never arrived', error)));
  });
}
