/**
 * A line of the table of goals.
 *
 * @typedef {object} Goal
 * @property {string} what
 * @property {string} goal
 * @property {string} measured
 * @property {boolean} reached
 * @property {string} [why] where it is not reached: by how much, what was tried, and why it stopped there
 */

/**
 * A part of the bench: what it measures can be kept as JSON, and is shown from there.
 *
 * @template Measured
 * @typedef {{
 *   title: string,
 *   measure(): Promise<Measured>,
 *   show(measured: Measured): string[],
 *   goals(measured: Measured): Goal[],
 *   draw?(): Promise<{ file: string, svg: string }>,
 * }} Part `show` gives paragraphs and tables, in Markdown
 */

export {};
