/** The body as text; undefined when it is longer than `most` bytes, and then the rest of it is not read. */
export async function textWithin(response: Response, most: number): Promise<string | undefined> {
  const parts: AsyncIterable<Uint8Array> | Uint8Array[] = response.body ?? [];
  const decoder = new TextDecoder();
  let [text, size] = ['', 0];
  for await (const part of parts) {
    size += part.byteLength;
    if (size > most) return undefined;
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}
