import { expect } from '@jest/globals';
import type { Exchange } from '../../local/toloka.js';
import { openFromOutside, training, withToloka } from './phases.ts';
import { testSideBySide } from './side-by-side.ts';
import { type Ended, runStep, TOKEN } from './step.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const LINE_BREAKS = ['\n', '\r', '\r\n', '\v', '\f', '\u0085', '\u2028', '\u2029'];
const SPACES = [' ', '\t', '\u00a0', '\u3000', '\ufeff', '\u200b', '\0'];

const COMMANDS = [
  '::error title=forged::forged',
  '::add-mask::e',
  '::set-output name=status::forged',
  '::stop-commands::forged',
  '##[error]forged',
  '##[set-env name=NODE_OPTIONS;]--inspect',
];

/** What a server could slip into a text to be taken for something else. */
const FORGERIES = [
  'plain',
  ...COMMANDS,
  ...LINE_BREAKS.map((lineBreak) => `first${lineBreak}::error::forged${lineBreak}##[error]forged`),
  ...SPACES.map((space) => `${space}::error::forged ${space}##[warning]forged`),
  '%0A::error::forged%0D::error::forged%250A::error::forged',
  '\u001b[31mred\u001b[0m \u001b[2K\u001b[1A \u001b]8;;https://example.com\u0007link\u001b]8;;\u0007',
  '\u009b31mred\u0090forged\u009c',
  '\b\b\b\b\u007f',
  '\u202egnitirw sdrawkcab\u202c \u2066isolated\u2069 \u200emarked\u200f \u061c',
  '\ud800 alone \udfff',
  '<img src=x onerror=alert(1)><script>alert(1)</script></td></tr></table><h1>forged</h1>',
  '\n\n# forged\n\n[link](https://example.com) ![image](https://example.com/i.png) **bold** `code` | cell | @octocat #1',
  '&lt;b&gt; &#60;b&#62; &amp;',
  'ghadelimiter_forged\nstatus=forged\nghadelimiter_forged',
  `before ${TOKEN} after`,
  `before OAuth ${TOKEN} after`,
  `before ${base64(TOKEN)} after`,
  `before ${base64(`OAuth ${TOKEN}`)} after`,
  `${'x'.repeat(60_000)} ##[error]forged`,
  '\u{1f600}'.repeat(40_000),
];

/** All in one, as far as they leave each other room. */
const MEDLEY = FORGERIES.filter((text) => text.length < 1_000).join('\n');

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly json: unknown;
}

interface Place {
  readonly name: string;
  /** The answer with a text of the server's own in it; undefined to leave it as it is. */
  readonly slip: (text: string, exchange: Exchange, json: Record<string, unknown>) => Answer | undefined;
  readonly passes: boolean;
  /** Whether the text is shown, so that the token in it shows as `***`; undefined where that depends on the text. */
  readonly shows?: boolean;
  readonly inputs?: Record<string, string>;
  /** Whether the action that waits meets it too. */
  readonly joins?: boolean;
}

const isOpening = ({ method }: Exchange): boolean => method === 'POST';
const isTraining = ({ method, path }: Exchange): boolean => method === 'GET' && path.startsWith('/trainings/');
const isPoll = ({ path }: Exchange): boolean => path.startsWith('/operations/') && !path.endsWith('/log');
const isLog = ({ path }: Exchange): boolean => path.endsWith('/log');
const refusal = (text: string): unknown => ({ request_id: text, code: text, message: text, payload: { text } });

const PLACES: readonly Place[] = [
  {
    name: "an operation's status",
    slip: (text, exchange, json) => (isOpening(exchange) ? { json: { ...json, status: text } } : undefined),
    passes: true,
    shows: true,
  },
  {
    name: "an operation's status, which a step that does not wait puts out",
    slip: (text, exchange, json) => (isOpening(exchange) ? { json: { ...json, status: text } } : undefined),
    passes: true,
    shows: true,
    inputs: { wait: 'false' },
  },
  {
    name: 'code, message and request_id of a refusal',
    slip: (text, exchange) => (isOpening(exchange) ? { status: 400, json: refusal(text) } : undefined),
    passes: false,
    shows: true,
  },
  {
    name: 'code, message and request_id of a fault, in the warning and at the deadline',
    slip: (text, exchange) => (isPoll(exchange) ? { status: 503, json: refusal(text) } : undefined),
    passes: false,
    shows: true,
    inputs: { timeout: '2s' },
    joins: true,
  },
  {
    name: 'details',
    slip: (text, exchange, json) =>
      isPoll(exchange) ? { json: { ...json, status: 'FAIL', details: { [text]: [text, { text }] } } } : undefined,
    passes: false,
    shows: true,
    joins: true,
  },
  {
    name: "an operation's log",
    slip: (text, exchange, json) => {
      if (isPoll(exchange)) return { json: { ...json, status: 'FAIL', details: null } };
      const output = { code: text, message: text, request_id: text };
      return isLog(exchange)
        ? {
            status: 200,
            json: [
              { success: false, output },
              { success: false, text },
            ],
          }
        : undefined;
    },
    passes: false,
    shows: true,
    joins: true,
  },
  {
    name: "a redirect's Location",
    // A header holds bytes, and no control character below U+0020.
    slip: (text, exchange) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is meant
      const Location = Buffer.from(text.replace(/[\0-\x1f\x7f]/g, ' ').trim())
        .toString('latin1')
        .slice(0, 8_000);
      return isOpening(exchange) ? { status: 302, headers: { Location }, json: null } : undefined;
    },
    passes: false,
    shows: true,
  },
  {
    name: "an operation's training_id",
    slip: (text, exchange, json) =>
      isPoll(exchange) ? { json: { ...json, parameters: { training_id: text } } } : undefined,
    passes: true,
    joins: true,
  },
  {
    name: "a training's status afterwards",
    slip: (text, exchange, json) => (isTraining(exchange) ? { json: { ...json, status: text } } : undefined),
    passes: true,
    shows: true,
    joins: true,
  },
  {
    name: "a training's status after a refusal",
    slip: (text, exchange, json) => {
      if (isOpening(exchange)) return { status: 409, json: { code: 'CONFLICT_STATE' } };
      return isTraining(exchange) ? { json: { ...json, status: text } } : undefined;
    },
    passes: false,
    shows: true,
  },
  {
    name: "a training's project_id",
    slip: (text, exchange, json) => (isTraining(exchange) ? { json: { ...json, project_id: text } } : undefined),
    passes: true,
    shows: false,
    joins: true,
  },
];

/** Runs a step on a training for each text, whose answers have it in a place. */
async function slipIn(action: '' | 'wait', { slip, inputs }: Place, texts: readonly string[]): Promise<Ended> {
  const opened = texts.map((_, index) => training(400, { id: String(1000 + index) }));
  const trainingOf = new Map<string, string>();
  const onAnswer = (exchange: Exchange): boolean => {
    const { answer, path } = exchange;
    if (answer === undefined) return false;
    const json = answer.body === '' ? {} : JSON.parse(answer.body);
    const [, id = ''] = /^\/[a-z]+\/([^/]+)/.exec(path) ?? [];
    if (isOpening(exchange)) trainingOf.set(json.id, id);
    const text = texts[Number(trainingOf.get(id) ?? id) - 1000];
    const slipped = text === undefined ? undefined : slip(text, exchange, json);
    if (slipped === undefined) return false;
    answer.status = slipped.status ?? answer.status;
    answer.headers = { ...answer.headers, ...slipped.headers };
    answer.body = JSON.stringify(slipped.json);
    return false;
  };
  return await withToloka({ trainings: opened, onAnswer }, async (toloka) => {
    const ids = opened.map(({ id }) => id);
    const input =
      action === ''
        ? { 'training-id': ids.join() }
        : { 'operation-id': (await Promise.all(ids.map((id) => openFromOutside(toloka, id)))).join() };
    return await runStep({
      action,
      inputs: { ...input, 'api-url': toloka.url, timeout: '20s', ...inputs },
      debug: true,
    });
  });
}

// Control characters, and those that turn the text round, break the line or have no width.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const OWN_COMMAND = /^::(add-mask|debug|warning title=Toloka training|error title=[^:]*)::/;

/** Asserts that whatever text there was, nothing came of it but text. */
function expectNothingForged(ended: Ended): void {
  const lines = ended.raw.split('\n');
  for (const line of lines) {
    expect(line).not.toMatch(UNPRINTABLE);
    expect(line).not.toContain('##[');
    if (/^[\s\p{C}]*::/u.test(line)) expect(line).toMatch(OWN_COMMAND);
    expect(line.length).toBeLessThan(8_000);
  }
  for (const { name, data, properties } of ended.commands) {
    expect(data.length).toBeLessThanOrEqual(4_096);
    expect(data.replaceAll('\n', name === 'error' ? '' : '\n')).not.toMatch(UNPRINTABLE);
    expect(Object.keys(properties).filter((key) => key !== 'title')).toEqual([]);
  }
  expect(ended.masks.every((mask) => mask.length > 10)).toBe(true);

  const { results = '', ...outputs } = ended.outputs;
  const values = JSON.parse(results).flatMap((one: Record<string, unknown>) => Object.values(one));
  for (const value of [...values, ...Object.values(outputs).flatMap((output) => output.split('\n'))]) {
    expect(String(value)).not.toMatch(UNPRINTABLE);
    expect(String(value)).not.toMatch(/^\s*::|##\[/);
    expect(String(value).length).toBeLessThanOrEqual(1_000);
  }
  expect(results).not.toContain('##[');

  const text = ended.summary.replace(/<\/?(h3|table|tr|th|td)>/g, '').replace(/&#\d+;/g, '');
  expect(text.replaceAll('\n', '')).toMatch(/^[\p{L}\p{M}\p{N} .,-]*$/u);
  expect(ended.summary).not.toMatch(/\n\s*\n/);
}

testSideBySide(
  [
    ...[
      ...PLACES.map((place) => ({ place, action: '' as const })),
      ...PLACES.filter(({ joins }) => joins).map((place) => ({ place, action: 'wait' as const })),
    ].flatMap(({ place, action }) =>
      Object.entries({ 'each on its own': FORGERIES, 'all in one': [MEDLEY] }).map(([how, texts]) => ({
        name: `${action} ${place.name}: forgeries, ${how}, stay text`.trimStart(),
        run: async () => {
          const ended = await slipIn(action, place, texts);
          expect(ended.passed).toBe(place.passes);
          expectNothingForged(ended);
          const shown = ended.raw + JSON.stringify(ended.outputs);
          if (place.shows === undefined) return;
          expect(shown.includes('plain')).toBe(place.shows);
          expect(/before (OAuth )?\*\*\* after/.test(shown)).toBe(place.shows);
        },
      })),
    ),
    {
      name: "an operation's id: forgeries that can be one stay text, and stay in their place in the path",
      run: async () => {
        const ids = [
          ...COMMANDS.map((text) => text.replaceAll(' ', '')),
          '<img/src=x>',
          '../../trainings/22',
          '%2e%2e/x',
        ];
        ids.push(
          'a?b#c',
          '%0A::error::forged',
          '[link](https://example.com)',
          '*`|@octocat',
          TOKEN,
          `::error::${TOKEN}`,
        );
        const opened = ids.map((_, index) => training(0, { id: String(1000 + index) }));
        const paths: string[] = [];
        const onAnswer = ({ method, path, answer }: Exchange): boolean => {
          if (method !== 'POST' || answer === undefined) return false;
          const id = ids[Number(path.split('/')[2]) - 1000];
          answer.body = JSON.stringify({ ...JSON.parse(answer.body), id, status: 'RUNNING' });
          return false;
        };
        const onRequest = ({ method, path, res }: Exchange): boolean => {
          if (method === 'GET') paths.push(path);
          if (!path.startsWith('/operations/')) return false;
          const id = decodeURIComponent(path.slice('/operations/'.length));
          res.writeHead(200, { 'Content-Type': 'application/json' });
          res.end(JSON.stringify({ id, type: 'TRAINING.OPEN', status: 'SUCCESS', submitted: '2026-11-23T10:13:32' }));
          return true;
        };
        const ended = await withToloka({ trainings: opened, onAnswer, onRequest }, (toloka) =>
          runStep({
            inputs: { 'training-id': opened.map(({ id }) => id).join(), 'api-url': toloka.url, timeout: '20s' },
          }),
        );
        expect(ended).toMatchObject({ passed: true, warnings: [] });
        expectNothingForged(ended);
        expect(new Set(paths)).toEqual(
          new Set([
            ...ids.map((id) => `/operations/${encodeURIComponent(id)}`),
            ...opened.map(({ id }) => `/trainings/${id}`),
          ]),
        );
        expect(ended.outputs['operation-id']?.split('\n')).toHaveLength(ids.length);
      },
    },
  ],
  ({ run }) => run(),
);
