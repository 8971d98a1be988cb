/** Which conversations have a message on its way to the bot. A client can react only when the bot has finished its turn. */
export interface Turns {
  during<T>(conversationId: string, work: () => Promise<T>): Promise<T>;
  whenIdle: (conversationId: string, action: () => void) => void;
}

export function createTurns(): Turns {
  const running = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();
  function release(conversationId: string): void {
    const left = (running.get(conversationId) ?? 1) - 1;
    if (left > 0) {
      running.set(conversationId, left);
      return;
    }
    running.delete(conversationId);
    const actions = waiting.get(conversationId) ?? [];
    waiting.delete(conversationId);
    for (const action of actions) setImmediate(action);
  }
  return {
    async during(conversationId, work) {
      running.set(conversationId, (running.get(conversationId) ?? 0) + 1);
      try {
        return await work();
      } finally {
        release(conversationId);
      }
    },
    whenIdle(conversationId, action) {
      if (!running.has(conversationId)) setImmediate(action);
      else waiting.set(conversationId, [...(waiting.get(conversationId) ?? []), action]);
    },
  };
}
