import { setSecret } from '@actions/core';

const MAX_LINE = 3_000;
export const MAX_FIELD = 1_000;

/** A shorter secret is likely to be a part of other words, such as ids. */
const MIN_SECRET = 8;
/** The longest first: one may hold another. */
let secrets: readonly string[] = [];

/** Masks a secret in the log and in every text that goes through `printable`, in its base64, URL and JSON forms too. */
export function hide(secret: string): void {
  const base64 = Buffer.from(secret).toString('base64');
  const url = encodeURIComponent(secret);
  const lowerUrl = url.replace(/%../g, (encoded) => encoded.toLowerCase());
  const forms = [
    secret,
    base64,
    base64.replaceAll('=', ''),
    url,
    lowerUrl,
    secret.replaceAll('/', '\\/'),
  ];
  for (const form of new Set(forms)) setSecret(form);
  if (secret.length < MIN_SECRET) return;
  secrets = [...new Set([...secrets, ...forms])].sort((a, b) => b.length - a.length);
}

/**
 * Makes any text safe to print on a line. It hides secrets, cuts out the middle of a text that is longer than `limit`, and makes
 * visible what could end the line, move the cursor, turn the text round or start a workflow command. The runner finds a command
 * at `::` at the start of a line after white space, and at `##[` anywhere (its source).
 */
export function printable(text: string, limit = MAX_LINE): string {
  const hidden = secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
  const escaped = hidden.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, toEscape);
  const visible = escaped.replace(/^(\p{Zs}*)::/u, '$1\\::').replaceAll('##[', '##\\[');
  if (visible.length <= limit) return visible;
  const start = visible.slice(0, Math.ceil(limit * 0.7) - 1);
  const end = visible.slice(visible.length - Math.floor(limit * 0.3));
  return `${start}…${end}`.replace(/\p{Cs}/gu, '');
}

const NAMED_ESCAPES = new Map(Object.entries({ '\n': '\\n', '\r': '\\r', '\t': '\\t' }));
const toEscape = (character: string): string =>
  NAMED_ESCAPES.get(character) ?? `\\u{${character.codePointAt(0)?.toString(16)}}`;

/** The same for the job summary, with Markdown and HTML made inert too. Letters of any script stay as they are. */
export const printableHtml = (text: string, limit = MAX_FIELD): string =>
  printable(text, limit).replace(
    /[!-+/:-@[-`{-~]/g,
    (character) => `&#${character.charCodeAt(0)};`,
  );
