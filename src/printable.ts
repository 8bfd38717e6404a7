import { setSecret } from '@actions/core';

declare const isSafe: unique symbol;
/** Text that is safe to print. Only this file makes it. */
export type Printable = string & { readonly [isSafe]: true };

// Of the format characters, the two joiners stay: names in many scripts, and emoji, need them.
const UNPRINTABLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** The most characters of a line, and of a word. */
const MAX_LINE = 2_000;
const MAX_WORD = 200;
/** A shorter secret is likely to be a part of other words, such as ids. */
const MIN_SECRET = 8;
/** The longest first: one may hold another. */
let secrets: readonly string[] = [];

/** Masks a secret in the log and in all printable text, in its base64, URL and JSON forms too. */
export function hide(secret: string): void {
  const base64 = Buffer.from(secret).toString('base64');
  const url = encodeURIComponent(secret);
  const lowerUrl = url.replace(/%../g, (encoded) => encoded.toLowerCase());
  const json = secret.replaceAll('/', '\\/');
  const forms = new Set([secret, base64, base64.replaceAll('=', ''), url, lowerUrl, json]);
  for (const form of forms) setSecret(form);
  if (secret.length < MIN_SECRET) return;
  secrets = [...new Set([...secrets, ...forms])].sort((a, b) => b.length - a.length);
}

/**
 * Makes any text safe to print on a line. It hides secrets, cuts out the middle of a text that is
 * longer than `limit`, and makes visible what could end the line, move the cursor, turn the text
 * round or start a workflow command. The runner finds a command at `::` at the start of a line
 * after white space, and at `##[` anywhere (its source).
 */
export function printable(text: string, limit = MAX_LINE): Printable {
  const hidden = secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
  // It is cut first, too, since to escape much takes long.
  const escaped = cut(hidden, limit).replace(UNPRINTABLE, toEscape);
  const visible = escaped.replace(/^(\p{Zs}*)::/u, '$1\\::').replaceAll('##[', '##\\[');
  return cut(visible, limit) as Printable;
}

/** A word, such as a name, that is safe to print. */
export const word = (text: string): Printable => printable(text, MAX_WORD);

/** Several lines of text that are safe to print. */
export const joinLines = (lines: readonly Printable[]): Printable => lines.join('\n') as Printable;

function cut(text: string, limit: number) {
  if (text.length <= limit) return text;
  const start = text.slice(0, Math.ceil(limit * 0.7) - 1);
  const end = text.slice(text.length - Math.floor(limit * 0.3));
  return `${start}…${end}`.replace(/\p{Cs}/gu, '');
}

const NAMED_ESCAPES = new Map(Object.entries({ '\n': '\\n', '\r': '\\r', '\t': '\\t' }));
const toEscape = (character: string) =>
  NAMED_ESCAPES.get(character) ?? `\\u{${character.codePointAt(0)?.toString(16)}}`;

/** HTML that is safe in the job summary. Only `html` makes it. */
class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type { Html };

/** Makes HTML of a template. Texts in it are printable, and have no effect as HTML or Markdown. */
export const html = (parts: TemplateStringsArray, ...values: readonly (string | Html)[]): Html =>
  new Html(String.raw({ raw: parts }, ...values.map(toHtml)));

const toHtml = (value: string | Html) =>
  value instanceof Html
    ? value.text
    : printable(value).replace(/[!-+/:-@[-`{-~]/g, (sign) => `&#${sign.charCodeAt(0)};`);
