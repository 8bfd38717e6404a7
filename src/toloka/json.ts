export const isRecord = (json: unknown): json is Record<string, unknown> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

/** @returns an empty record if the JSON is none */
export const recordOf = (json: unknown): Record<string, unknown> => (isRecord(json) ? json : {});

/** @returns undefined if the text is no JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @returns undefined if the JSON is no text, or an empty one */
export const parseText = (json: unknown): string | undefined =>
  typeof json === 'string' && json !== '' ? json : undefined;

/** Takes an id as Toloka writes it: a text or, in some of its examples, a number. */
export const parseId = (json: unknown): string | undefined =>
  Number.isSafeInteger(json) ? String(json) : parseText(json);
