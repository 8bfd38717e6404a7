import { setSecret } from '@actions/core';

const MAX_LINE = 3_000;
export const MAX_FIELD = 1_000;

/** The longest first: one may hold another. */
let secrets: string[] = [];

/** Masks a secret in the log and in every text that goes through `printable`, in its base64, URL and JSON forms too. */
export function hide(secret: string): void {
  const base64 = Buffer.from(secret).toString('base64');
  const url = encodeURIComponent(secret);
  const lowerUrl = url.replace(/%../g, (encoded) => encoded.toLowerCase());
  for (const form of [secret, base64, base64.replaceAll('=', ''), url, lowerUrl, secret.replaceAll('/', '\\/')]) {
    if (form === '' || secrets.includes(form)) continue;
    secrets = [...secrets, form].sort((a, b) => b.length - a.length);
    setSecret(form);
  }
}

/**
 * Makes any text safe to print on a line. It hides secrets, cuts out the middle of a long text, and makes visible what
 * could end the line, move the cursor, turn the text round or start a workflow command.
 *
 * The runner finds a command at `::` at the start of a line after white space, and at `##[` anywhere (its source).
 *
 * @param limit the most characters
 */
export function printable(text: string, limit = MAX_LINE): string {
  const hidden = secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
  const visible = (/^[ -~]*$/.test(hidden) ? hidden.replace(/^( *)::/, '$1\\::') : makeVisible(hidden)).replaceAll(
    '##[',
    '##\\[',
  );
  if (visible.length <= limit) return visible;
  const start = visible.slice(0, Math.ceil(limit * 0.7) - 1);
  const end = visible.slice(visible.length - Math.floor(limit * 0.3));
  return `${start}…${end}`.toWellFormed();
}

// A function of its own: V8 builds the sets of these classes as soon as it reads them, and most texts are plain ASCII.
const makeVisible = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, toEscape).replace(/^(\p{Zs}*)::/u, '$1\\::');

const toEscape = (character: string): string =>
  NAMED_ESCAPES.get(character) ?? `\\u{${character.codePointAt(0)?.toString(16)}}`;

const NAMED_ESCAPES = new Map(Object.entries({ '\n': '\\n', '\r': '\\r', '\t': '\\t' }));

/** The same for the job summary, with Markdown and HTML made inert too; `-` for no text. */
export const printableHtml = (text: string | undefined): string =>
  printable(text ?? '', MAX_FIELD).replace(/[^A-Za-z0-9 .,-]/gu, (character) => `&#${character.codePointAt(0)};`) ||
  '-';
