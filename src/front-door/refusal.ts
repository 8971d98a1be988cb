const answers = {
  malformed: 400,
  unauthorized: 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'too-large': 413,
  internal: 500,
  unavailable: 503,
} as const;
export type Answer = keyof typeof answers;

/** Turns a request away. The caller learns one constant word; `reason` is for the log and holds nothing of the request. */
export class Refusal extends Error {
  readonly answer: Answer;
  readonly reason: string;

  constructor(answer: Answer, reason: string, cause?: unknown) {
    super(reason, { cause });
    this.name = 'Refusal';
    this.answer = answer;
    this.reason = reason;
  }
}

export function statusOf(answer: Answer): number {
  return answers[answer];
}

export function bodyOf(answer: Answer): string {
  return JSON.stringify({ error: answer });
}
