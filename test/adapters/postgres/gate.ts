/** A promise that a test opens: it stands for a moment, where a sleep would guess one. */
export function gate<T = void>(): PromiseWithResolvers<T> {
  return Promise.withResolvers();
}
