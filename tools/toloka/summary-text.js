/** @type {Record<string, string>} */
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/**
 * Turns a job summary into text for a terminal: the cells of a table stand below each other, other HTML leaves its text,
 * and Markdown stays as it is.
 *
 * @param {string} summary
 */
export function summaryText(summary) {
  return decode(
    summary
      .replace(/<table>(.*?)<\/table>/gs, (_, table) => `\n${tableText(table)}\n`)
      .replace(/<a href="([^"]*)">(.*?)<\/a>/gs, '$2 ($1)')
      .replace(/<\/?[a-z][^>]*>/gi, ''),
  ).trim();
}

/** @param {string} table */
function tableText(table) {
  const [names = [], ...rows] = [...table.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd]>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => cell),
  );
  const width = Math.max(0, ...names.map((name) => name.length));
  return rows
    .map((cells) =>
      cells.map((cell, index) => `  ${(names[index] ?? '').padEnd(width)}  ${cell}`).join('\n'),
    )
    .join('\n\n');
}

/**
 * Decodes entities, after the tags are gone, so that none turns into a tag. It drops control characters, which a terminal
 * would obey.
 *
 * @param {string} text
 */
const decode = (text) =>
  text
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (entity, decimal, hex, name) => {
      if (name !== undefined) return ENTITIES[name] ?? entity;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0x10ffff ? entity : String.fromCodePoint(code);
    })
    .replace(/(?!\n)\p{Cc}/gu, '');
