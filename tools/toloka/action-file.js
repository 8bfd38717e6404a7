/**
 * The parts of an `action.yml` that the runner needs.
 *
 * @typedef {object} ActionFile
 * @property {string} name
 * @property {Record<string, { required: boolean, default: string }>} inputs
 * @property {string[]} outputs
 * @property {string} using
 * @property {string} main
 */

/** @typedef {{ [key: string]: string | Tree }} Tree */

/**
 * Reads an `action.yml` without a YAML library, so that `npm start` needs no install. It takes only mappings that are
 * indented by two spaces and whose values stand on one line. It throws on anything else.
 *
 * @param {string} text
 * @returns {ActionFile}
 */
export function readActionFile(text) {
  const tree = readTree(text);
  const runs = branch(tree, 'runs');
  const inputs = branch(tree, 'inputs');
  return {
    name: leaf(tree, 'name'),
    inputs: Object.fromEntries(
      Object.keys(inputs).map((name) => {
        const input = branch(inputs, name);
        return [name, { required: leaf(input, 'required') === 'true', default: leaf(input, 'default') }];
      }),
    ),
    outputs: Object.keys(branch(tree, 'outputs')),
    using: leaf(runs, 'using'),
    main: leaf(runs, 'main'),
  };
}

/** @param {string} text */
function readTree(text) {
  /** @type {Tree} */
  const root = {};
  const path = [root];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, indent, key, value] = /^((?: {2})*)([\w-]+(?: [\w-]+)*):(?:\s+(\S.*)|\s*)$/.exec(line) ?? [];
    const parent = indent === undefined ? undefined : path[indent.length / 2];
    if (parent === undefined || key === undefined || key in parent) {
      throw new Error(`line ${index + 1} is more than this reader takes: ${line}`);
    }
    path.length = path.indexOf(parent) + 1;
    if (value === undefined) {
      /** @type {Tree} */
      const child = {};
      parent[key] = child;
      path.push(child);
    } else {
      parent[key] = scalar(value.trimEnd(), index + 1);
    }
  }
  return root;
}

/** @param {string} text @param {number} line */
function scalar(text, line) {
  const [, single] = /^'((?:[^']|'')*)'(?:\s+#.*)?$/.exec(text) ?? [];
  if (single !== undefined) return single.replaceAll("''", "'");
  const [, double] = /^"([^"\\]*)"(?:\s+#.*)?$/.exec(text) ?? [];
  if (double !== undefined) return double;
  const [, plain] = /^([^\s'"|>&*!%@`[\]{},#?:-](?:(?!: |\s#).)*?)(?:\s+#.*)?$/.exec(text) ?? [];
  if (plain !== undefined && !plain.endsWith(':')) return plain;
  throw new Error(`line ${line} has a value that this reader does not take: ${text}`);
}

/** @param {Tree} tree @param {string} key @returns {Tree} */
function branch(tree, key) {
  const value = tree[key] ?? {};
  if (typeof value === 'string') throw new Error(`${key} must be a mapping`);
  return value;
}

/** @param {Tree} tree @param {string} key */
function leaf(tree, key) {
  const value = tree[key] ?? '';
  if (typeof value !== 'string') throw new Error(`${key} must be a text`);
  return value;
}
