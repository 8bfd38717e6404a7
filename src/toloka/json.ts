import { TransientFault } from './errors.ts';

export const isRecord = (json: unknown): json is Record<string, unknown> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

/** @returns undefined where the text is not JSON, which no JSON text stands for */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An id, which Toloka writes as a text and some of its examples as a number. */
export const idOf = (json: unknown): string | undefined =>
  typeof json === 'string' || typeof json === 'number' ? String(json).toWellFormed() : undefined;

/** JSON as it is, in one line. What is nested thousands of levels deep, to the harm of who writes it out, is not. */
export function textOf(json: unknown): string {
  try {
    return JSON.stringify(json);
  } catch {
    return 'nested too deep to be shown';
  }
}

/**
 * Toloka's way to say what went wrong: `EMPTY_POOL: Pool contains no tasks (request_id …)`. Users quote the request_id to
 * Toloka's support.
 *
 * @returns undefined where the JSON has none of it
 */
export function sentenceOf(json: unknown): string | undefined {
  if (!isRecord(json)) return undefined;
  const { code, message, request_id: requestId } = json;
  const sentence = [code, message].filter((part) => typeof part === 'string').join(': ');
  const quote = typeof requestId === 'string' ? `(request_id ${requestId})` : '';
  return [sentence, quote].filter((part) => part !== '').join(' ') || undefined;
}

/** A 2xx answer that is not what was asked for: a proxy's page, say. Its request may well have had its effect. */
export function unexpected(wanted: string, json: unknown): TransientFault {
  const got = json === undefined ? 'no JSON' : 'JSON of another shape';
  return new TransientFault(`not ${wanted} but ${got}`, { source: 'answer', answerLost: true });
}
