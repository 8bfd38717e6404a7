// GitHub's runner takes \r\n as the end of a line on Windows. Elsewhere \r belongs to the value.
const LINE_END = process.platform === 'win32' ? /\r?\n/ : /\n/;

/**
 * Reads the file of a step's outputs or variables: `name=value` on a line, or `name<<DELIMITER`,
 * the value's lines and `DELIMITER`. It throws on anything else, as the runner does.
 *
 * @param {string} text
 * @returns {Record<string, string>}
 */
export function readCommandFile(text) {
  /** @type {[string, string][]} */
  const pairs = [];
  const lines = text.split(LINE_END);
  while (lines.length > 0) {
    const line = lines.shift() ?? '';
    if (line === '') continue;
    const [, name = '', sign, rest = ''] = /^(.*?)(=|<<)(.*)$/s.exec(line) ?? [];
    if (name === '' || (sign === '<<' && rest === '')) throw new Error(`Invalid format '${line}'`);
    if (sign === '=') {
      pairs.push([name, rest]);
      continue;
    }
    const end = lines.indexOf(rest);
    if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${rest}'`);
    const value = lines.splice(0, end + 1);
    pairs.push([name, value.slice(0, -1).join('\n')]);
  }
  return Object.fromEntries(pairs);
}
