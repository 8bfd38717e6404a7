/** @typedef {{ name: string, properties: Record<string, string>, data: string }} Command with names in lower case, since the runner ignores their case */

const KNOWN = [
  ...['debug', 'notice', 'warning', 'error', 'group', 'endgroup', 'add-mask', 'set-output', 'save-state', 'set-env'],
  ...['add-path', 'add-matcher', 'remove-matcher', 'echo', 'stop-commands'],
];

export const COMMANDS = new Set(KNOWN);

// White space in .NET is that of JavaScript with U+0085 and without U+FEFF.
const LEADING_SPACE = /^(?:(?!\ufeff)[\s\x85])+/;
const TRAILING_SPACE = /(?:(?!\ufeff)[\s\x85])+$/;

/** @param {string} text @param {Record<string, string>} escapes in the order in which the runner replaces them */
const decode = (text, escapes) =>
  Object.entries(escapes).reduce((result, [escaped, character]) => result.replaceAll(escaped, character), text);

const DATA = { '%0D': '\r', '%0A': '\n', '%25': '%' };
const PROPERTY = { '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',', '%25': '%' };
const OLD = { '%3B': ';', '%0D': '\r', '%0A': '\n', '%5D': ']', '%25': '%' };

/**
 * Finds the command in a line of output: `::name key=value,key=value::data` at its start, after white space, or the older
 * `##[name key=value;key=value]data` anywhere in it.
 *
 * @param {string} line
 * @param {ReadonlySet<string>} [known] the names, in lower case; a line with another name is no command
 * @returns {Command | undefined}
 */
export function parseCommand(line, known = COMMANDS) {
  return parseNew(line, known) ?? parseOld(line, known);
}

/** @param {string} line @param {ReadonlySet<string>} known */
function parseNew(line, known) {
  const text = line.replace(LEADING_SPACE, '');
  const end = text.indexOf('::', 2);
  if (!text.startsWith('::') || end < 0) return undefined;
  const [name, properties] = splitName(text.slice(2, end));
  if (!known.has(name)) return undefined;
  const trimmed = properties.replace(LEADING_SPACE, '').replace(TRAILING_SPACE, '');
  return { name, properties: parseProperties(trimmed, ',', PROPERTY), data: decode(text.slice(end + 2), DATA) };
}

/** @param {string} line @param {ReadonlySet<string>} known */
function parseOld(line, known) {
  const start = line.indexOf('##[');
  const end = line.indexOf(']', start);
  if (start < 0 || end < 0) return undefined;
  const [name, properties] = splitName(line.slice(start + 3, end));
  if (!known.has(name)) return undefined;
  return { name, properties: parseProperties(properties, ';', OLD), data: decode(line.slice(end + 1), OLD) };
}

/** @param {string} text @returns {[string, string]} */
function splitName(text) {
  const space = text.indexOf(' ');
  return space < 0 ? [text.toLowerCase(), ''] : [text.slice(0, space).toLowerCase(), text.slice(space + 1)];
}

/** @param {string} text @param {string} separator @param {Record<string, string>} escapes */
function parseProperties(text, separator, escapes) {
  /** @type {Record<string, string>} */
  const properties = {};
  for (const pair of text.split(separator)) {
    // The runner splits at "=" and drops empty parts: "a==b" is a and b, "a=" and "=b" are nothing.
    const [, key, value] = /^=*([^=]+)=+([^=].*)$/s.exec(pair) ?? [];
    if (key !== undefined && value !== undefined) properties[key.toLowerCase()] = decode(value, escapes);
  }
  return properties;
}

/**
 * Takes text in pieces and gives it in lines. `\n`, `\r`, `\r\n` and the end of the text end a line.
 *
 * @param {(line: string) => void} onLine
 */
export function splitLines(onLine) {
  let rest = '';
  return {
    /** @param {string} text */
    write(text) {
      // A \r at the end may be the first half of \r\n, so it waits for the next piece.
      const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      lines.forEach(onLine);
    },
    end() {
      if (rest !== '') onLine(rest.replace(/\r$/, ''));
      rest = '';
    },
  };
}

/**
 * Replaces every mask by `***`, and masks that overlap or touch by a single one.
 *
 * @param {string} text
 * @param {Iterable<string>} masks
 */
export function applyMasks(text, masks) {
  /** @type {[number, number][]} */
  const found = [];
  for (const mask of masks) {
    for (let at = text.indexOf(mask); at >= 0; at = text.indexOf(mask, at + 1)) found.push([at, at + mask.length]);
  }
  found.sort(([a], [b]) => a - b);
  let [result, from, covered] = ['', 0, -1];
  for (const [start, end] of found) {
    if (start > covered) result += `${text.slice(from, start)}***`;
    covered = Math.max(covered, end);
    from = covered;
  }
  return result + text.slice(from);
}
