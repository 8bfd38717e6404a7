/**
 * Reads the file of a step's outputs, variables or state: `name=value` on a line, or `name<<DELIMITER`, the value's lines
 * and `DELIMITER`. It throws on anything else, as the runner does.
 *
 * @param {string} text
 * @returns {Record<string, string>}
 */
export function readCommandFile(text) {
  /** @type {[string, string][]} */
  const pairs = [];
  const lines = text.split('\n');
  // Nothing after the last line break is no line.
  if (lines.at(-1) === '') lines.pop();
  while (lines.length > 0) {
    const line = lines.shift() ?? '';
    if (line === '') continue;
    const [, name = '', sign] = /^(.*?)(=|<<)/s.exec(line) ?? [];
    if (sign === undefined) throw new Error(`Invalid format '${line}'`);
    const rest = line.slice(name.length + sign.length);
    if (sign === '=') {
      if (name === '') throw new Error(`Invalid format '${line}'. Name must not be empty`);
      pairs.push([name, rest]);
    } else {
      if (name === '' || rest === '') {
        throw new Error(`Invalid format '${line}'. Name must not be empty and delimiter must not be empty`);
      }
      const end = lines.indexOf(rest);
      if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${rest}'`);
      pairs.push([
        name,
        lines
          .splice(0, end + 1)
          .slice(0, -1)
          .join('\n'),
      ]);
    }
  }
  return Object.fromEntries(pairs);
}
