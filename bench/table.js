/**
 * A table in Markdown, its columns as wide as what they hold so that it can be read as it is too. The
 * first columns are text, the others numbers, which stand to the right.
 *
 * @param {readonly string[]} header
 * @param {readonly (readonly string[])[]} rows
 * @param {number} [textColumns] how many
 */
export function table(header, rows, textColumns = 1) {
  const pad = (/** @type {string} */ text, /** @type {number} */ width, /** @type {number} */ column) =>
    column < textColumns ? text.padEnd(width) : text.padStart(width);
  const widths = header.map((_, column) => Math.max(3, ...[header, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (/** @type {readonly string[]} */ row) =>
    `| ${widths.map((width, column) => pad(row[column] ?? '', width, column)).join(' | ')} |`;
  const rule = widths.map((width, column) => (column < textColumns ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(header), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** @param {number} ratio */
export const times = (ratio) => `${ratio.toFixed(2)} ×`;

/** @param {number} bytes */
export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/** @param {number} bytes */
export const kilobytes = (bytes) => `${(bytes / 1e3).toFixed(1)} kB`;

/** @param {number} ms */
export const milliseconds = (ms) => `${Math.round(ms)} ms`;

/** @param {number} ms */
export const seconds = (ms) => `${(ms / 1e3).toFixed(2)} s`;
