/** @type {Record<string, string>} */
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/**
 * Turns a job summary into text for a terminal: a row of a table is a line, other HTML leaves its
 * text, and Markdown stays as it is.
 *
 * @param {string} summary
 */
export const summaryText = (summary) =>
  decode(
    summary
      .replace(/<\/t[hd]>(?=<t[hd]>)/g, '  ')
      .replace(/<br>|<\/tr>/g, '\n')
      .replace(/<a href="([^"]*)">(.*?)<\/a>/gs, '$2 ($1)')
      .replace(/<\/?[a-z][^>]*>/gi, ''),
  ).trim();

/**
 * Decodes entities, after the tags are gone, so that none turns into a tag. It drops control
 * characters, which a terminal would obey.
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
