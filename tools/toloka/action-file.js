/**
 * Reads what the runner needs of an `action.yml`, without a YAML library, so that `npm start` needs no install. It throws on
 * a value that it can't read.
 *
 * @param {string} text
 */
export function readActionFile(text) {
  const sections = text.split(/^(?=\S)/m);
  const section = (/** @type {string} */ name) =>
    sections.find((one) => one.startsWith(`${name}:\n`)) ?? '';
  const [, ...inputs] = section('inputs').split(/^ {2}(?=\S)/m);
  return {
    main: readValue(section('runs'), 'main'),
    /** The default of each input, empty if it has none. */
    defaults: Object.fromEntries(
      inputs.map((input) => [input.replace(/:.*/s, ''), readValue(input, 'default')]),
    ),
  };
}

/** @param {string} text @param {string} key */
function readValue(text, key) {
  const [, value = ''] = new RegExp(`^ +${key}:(.*)$`, 'm').exec(text) ?? [];
  const found = /^ *(?:'([^']*)'|"([^"\\]*)"|([\w./-]*)) *$/.exec(value);
  if (found === null) throw new Error(`${key} has a value that this reader does not take:${value}`);
  return found[1] ?? found[2] ?? found[3] ?? '';
}
