/** The number people use for a request. */
export function requestNumber(id: string): string {
  return id.slice(0, 8).toUpperCase();
}
