/** @typedef {{ name: string, properties: Record<string, string>, data: string }} Command with names in lower case, since the runner ignores their case */

/** All that GitHub's runner knows. */
export const COMMANDS = [
  ...[
    'debug',
    'notice',
    'warning',
    'error',
    'group',
    'endgroup',
    'add-mask',
    'set-output',
    'save-state',
    'set-env',
  ],
  ...['add-path', 'add-matcher', 'remove-matcher', 'echo', 'stop-commands'],
];

// White space in .NET is that of JavaScript with U+0085 and without U+FEFF.
const LEADING_SPACE = /^(?:(?!\ufeff)[\s\x85])+/;

// In the order in which the runner replaces them.
const DATA = { '%0D': '\r', '%0A': '\n', '%25': '%' };
const PROPERTY = { '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',', '%25': '%' };
const OLD = { '%3B': ';', '%0D': '\r', '%0A': '\n', '%5D': ']', '%25': '%' };

/** @param {string} text @param {Record<string, string>} escapes */
const decode = (text, escapes) =>
  Object.entries(escapes).reduce(
    (result, [escaped, character]) => result.replaceAll(escaped, character),
    text,
  );

/**
 * Finds the command in a line of output: `::name key=value,key=value::data` at its start, after white space, or the older
 * `##[name key=value;key=value]data` anywhere in it.
 *
 * @param {string} line
 * @returns {Command | undefined}
 */
export function parseCommand(line) {
  const [, head = '', data = ''] = /^::(.*?)::(.*)$/s.exec(line.replace(LEADING_SPACE, '')) ?? [];
  const [, oldHead = '', oldData = ''] = /##\[(.*?)\](.*)$/s.exec(line) ?? [];
  return (
    toCommand(head, ',', PROPERTY, decode(data, DATA)) ??
    toCommand(oldHead, ';', OLD, decode(oldData, OLD))
  );
}

/**
 * @param {string} head the name, and after a space the properties
 * @param {string} separator
 * @param {Record<string, string>} escapes
 * @param {string} data
 * @returns {Command | undefined}
 */
function toCommand(head, separator, escapes, data) {
  const [, given = '', rest = ''] = /^([^ ]*)(.*)$/s.exec(head) ?? [];
  const name = given.toLowerCase();
  if (!COMMANDS.includes(name)) return undefined;
  const pairs = rest.trim().split(separator);
  const properties = pairs.flatMap((pair) => {
    // The runner splits at "=" and drops empty parts: "a==b" is a and b, "a=" and "=b" are nothing.
    const [, key, value] = /^=*([^=]+)=+([^=].*)$/s.exec(pair) ?? [];
    return key === undefined || value === undefined
      ? []
      : [[key.toLowerCase(), decode(value, escapes)]];
  });
  return { name, properties: Object.fromEntries(properties), data };
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
    for (let at = text.indexOf(mask); at >= 0; at = text.indexOf(mask, at + 1))
      found.push([at, at + mask.length]);
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
