const MAX_TEXT = 1_000;
const MAX_ID = 256;

export const isRecord = (json: unknown): json is Record<string, unknown> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Cuts a long text. It cuts no word in two, since a part of an echoed token would not be recognized as a secret. */
export function shorten(text: string, limit = MAX_TEXT): string {
  if (text.length <= limit) return text;
  const start = text.slice(0, limit).replace(/[\w.~+/=%-]*$/, '');
  return `${start}…`.replace(/\p{Cs}/gu, '');
}

/** @returns a text, cut if it is too long; undefined if the JSON is no text or an empty one */
export const parseText = (json: unknown): string | undefined =>
  typeof json === 'string' && json !== '' ? shorten(json) : undefined;

/** Takes an id as Toloka writes it: a text or, in some of its examples, a number. @returns undefined if it is neither */
export function parseId(json: unknown): string | undefined {
  if (typeof json === 'string') return shorten(json.toWellFormed(), MAX_ID) || undefined;
  return Number.isSafeInteger(json) ? String(json) : undefined;
}

export function stringify(json: unknown): string {
  try {
    return shorten(JSON.stringify(json));
  } catch {
    return 'nested too deep to be shown';
  }
}
