import { EOL } from 'node:os';
import { expect, test } from '@jest/globals';
import {
  accepts,
  always,
  LOG,
  OPEN,
  operation,
  POLL,
  play,
  READ,
  reads,
  type Script,
  type Scripted,
} from '../support/script.ts';

const TOKEN = 'made-up-token-worth-nothing';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Texts that a server could write so that they are taken for something else. */
const TEXTS = [
  'plain',
  ...[TOKEN, `OAuth ${TOKEN}`].flatMap((secret) => [secret, base64(secret)]),
  ...['::error title=forged::forged', '::add-mask::e', '::set-output name=status::forged'],
  ...['##[error]forged', '##[set-env name=NODE_OPTIONS;]--inspect'],
  ...['\n', '\r', '\r\n', '\v', '\f', '\u0085', '\u2028', '\u2029'].map(
    (lineBreak) => `first${lineBreak}::error::forged${lineBreak}##[error]forged`,
  ),
  ...[' ', '\t', '\u00a0', '\u3000', '\ufeff', '\u200b', '\0'].map(
    (space) => `${space}::error::forged ${space}##[warning]forged`,
  ),
  '%0A::error::forged%0D::error::forged%250A::error::forged',
  '\u001b[31mred\u001b[0m \u001b[2K\u001b[1A \u001b]8;;https://example.com\u0007link\u001b]8;;\u0007',
  '\u009b31mred\u0090forged\u009c \b\b\u007f \ud800 alone \udfff',
  '\u202egnitirw sdrawkcab\u202c \u2066isolated\u2069 \u200emarked\u200f \u061c',
  '<img src=x onerror=alert(1)></td></tr></table><h1>forged</h1> &lt;b&gt; &#60;b&#62;',
  '\n\n# forged\n\n[link](https://example.com) ![i](https://example.com/i.png) **b** `c` | @octocat',
  'ghadelimiter_forged\nstatus=forged\nghadelimiter_forged',
  `${'x'.repeat(60_000)} ##[error]forged`,
];
/** All short ones in one. */
const ALL = TEXTS.filter((text) => text.length < 1_000).join('\n');

const refusal = (text: string) => ({
  ...{ request_id: text, code: text, message: text, payload: { [text]: text } },
});
const SHORT = { inputs: { timeout: '2s', token: TOKEN } };

/** Where a text can come from. A header holds no control characters. */
const PLACES: Record<string, (text: string) => Script> = {
  "an operation's id and status": (text) => ({
    [OPEN]: [accepts('PENDING')],
    [POLL]: always([200, operation(text)]),
    [READ]: always(reads('CLOSED')),
  }),
  'a refusal': (text) => ({ [OPEN]: [[400, refusal(text)]] }),
  'a fault until the deadline': (text) => ({ [OPEN]: always([503, refusal(text)]) }),
  'details and the log': (text) => ({
    [OPEN]: [accepts('FAIL', { details: { [text]: [text, { text }] } })],
    [LOG]: [[200, [{ success: false, output: refusal(text) }]]],
    [READ]: always(reads('CLOSED')),
  }),
  "a redirect's Location": (text) => {
    const location = text.replace(/[^\x20-\x7e]/g, ' ').slice(0, 4_000);
    return { [OPEN]: [[302, '', { location }]] };
  },
  'the name, the status and the project of a training': (text) => ({
    [OPEN]: [accepts('SUCCESS')],
    [READ]: always(reads(text, { private_name: text, project_id: text, last_close_reason: text })),
  }),
};

// Control characters, and those that turn the text round, break the line or have no width.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const OWN_COMMAND = /^::(add-mask|debug|warning|error title=[^:]*)::/;

test.each(Object.keys(PLACES))('forgeries stay text in %s', async (place) => {
  for (const text of [...TEXTS, ALL]) {
    const script: Script = PLACES[place]?.(text) ?? ({} satisfies Record<string, Scripted[]>);
    const { lines, errors, outputs, summary, results } = await play(script, SHORT);
    expect(errors).toHaveLength(1);
    for (const line of lines) {
      expect(line).not.toMatch(UNPRINTABLE);
      expect(line).not.toContain('##[');
      if (/^[\s\p{C}]*::/u.test(line)) expect(line).toMatch(OWN_COMMAND);
      expect(line.length).toBeLessThan(8_000);
    }
    const values = [
      ...results.flatMap(Object.values),
      ...Object.values(outputs).join('\n').split('\n'),
    ];
    for (const value of values) {
      expect(String(value)).not.toMatch(UNPRINTABLE);
      expect(String(value)).not.toMatch(/^\s*::|##\[/);
    }
    const own = /<\/?(h3|p|br|sub|a|a href="[^"<>]*")>|&#\d+;/g;
    const shown = summary.replaceAll(own, '').replaceAll(EOL, '');
    expect(shown).not.toMatch(UNPRINTABLE);
    expect(shown).not.toMatch(/[<>&`*_[\]|#@\\]/);
    expect(summary).not.toMatch(/\n\s*\n/);
    const printed = lines.filter((line) => !line.startsWith('::add-mask::')).join('\n');
    for (const secret of [TOKEN, base64(TOKEN).replaceAll('=', '')]) {
      expect(printed + JSON.stringify(outputs) + summary).not.toContain(secret);
    }
  }
});
