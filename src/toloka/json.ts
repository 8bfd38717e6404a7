const MAX_ID = 256;

export const isRecord = (json: unknown): json is Record<string, unknown> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

/** @returns undefined if the text is not JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Cuts a text that is longer than any of Toloka's own. It cuts no word in two, since a part of an echoed token would not be
 * recognized as a secret.
 */
export function shorten(text: string, limit = 1_000): string {
  if (text.length <= limit) return text;
  const start = text.slice(0, limit).replace(/[\w.~+/=%-]*$/, '');
  // A copy: a slice would keep all of the answer in memory.
  return `${Buffer.from(start).toString()}…`;
}

/**
 * Takes an id as Toloka writes it: a string or, in some of its examples, a number.
 *
 * @returns undefined if it is neither, or a number too large to be exact
 */
export function parseId(json: unknown): string | undefined {
  if (typeof json === 'string') return shorten(json.toWellFormed(), MAX_ID);
  return Number.isSafeInteger(json) ? String(json) : undefined;
}

/** JSON on one line. */
export function stringify(json: unknown): string {
  try {
    return JSON.stringify(json);
  } catch {
    return 'nested too deep to be shown';
  }
}
