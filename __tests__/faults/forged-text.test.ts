import { expect, test } from '@jest/globals';
import type { StepResult } from '../../tools/toloka/runner.js';
import type { Exchange } from '../../tools/toloka/toloka.js';
import { describeTraining } from '../../tools/toloka/trainings.js';
import { isLog, isOpening, isPoll, isTraining, open, type Request, TOKEN } from '../step.ts';

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

/** Texts that a server could write so that they are taken for something else. */
const FORGERIES = [
  'plain',
  `before ${TOKEN} after`,
  `before OAuth ${TOKEN} after`,
  `before ${base64(TOKEN)} after`,
  `before ${base64(`OAuth ${TOKEN}`)} after`,
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
  `${'x'.repeat(60_000)} ##[error]forged`,
  '\u{1f600}'.repeat(40_000),
];

/** Each on its own, and all short ones in one. */
const TEXTS = [...FORGERIES, FORGERIES.filter((text) => text.length < 1_000).join('\n')];

type Json = Record<string, unknown>;

interface Place {
  readonly name: string;
  /** The requests whose answers have the text. */
  readonly isMet: (request: Request) => boolean;
  /** Makes an answer with the text in it. */
  readonly slip: (
    text: string,
    json: Json,
  ) => { status?: number; headers?: Record<string, string>; json: unknown };
  readonly passes?: boolean;
  readonly inputs?: Record<string, string>;
  readonly opening?: Parameters<typeof describeTraining>[1];
  readonly training?: Parameters<typeof describeTraining>[2];
}

const refusal = (text: string): Json => ({
  request_id: text,
  code: text,
  message: text,
  payload: { text },
});
const putStatus = (text: string, json: Json) => ({ json: { ...json, status: text } });
const SHORT = { inputs: { timeout: '6s' } };

const PLACES: readonly Place[] = [
  { name: "an operation's status", isMet: isOpening, slip: putStatus, passes: true },
  { name: 'a refusal', isMet: isOpening, slip: (text) => ({ status: 400, json: refusal(text) }) },
  {
    name: 'a fault until the deadline',
    isMet: isPoll,
    slip: (text) => ({ status: 503, json: refusal(text) }),
    ...SHORT,
  },
  {
    name: 'details',
    isMet: isPoll,
    slip: (text, json) => ({
      json: { ...json, status: 'FAIL', details: { [text]: [text, { text }] } },
    }),
  },
  {
    name: "an operation's log",
    isMet: isLog,
    slip: (text) => ({
      json: [
        { success: false, output: refusal(text) },
        { success: false, text },
      ],
    }),
    opening: { ends: 'FAIL' },
  },
  {
    name: "a redirect's Location",
    isMet: isOpening,
    // A header holds bytes, and no control character below U+0020.
    slip: (text) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is meant
      const bytes = Buffer.from(text.replace(/[\0-\x1f\x7f]/g, ' ').trim()).toString('latin1');
      return { status: 302, headers: { Location: bytes.slice(0, 8_000) }, json: null };
    },
  },
  { name: "a training's status after success", isMet: isTraining, slip: putStatus, ...SHORT },
  {
    name: "a training's status after a refusal",
    isMet: isTraining,
    slip: putStatus,
    training: { empty: true },
  },
];

/** Runs a step on one training for each text. Their answers have the text in a place. */
function slipIn({ isMet, slip, inputs = {}, opening, training }: Place): Promise<StepResult> {
  const trainings = TEXTS.map((_, index) =>
    describeTraining(String(1000 + index), { runningMs: 400, ...opening }, training),
  );
  const trainingOf = new Map<string, string>();
  const onAnswer = (exchange: Exchange): boolean => {
    const { answer, path } = exchange;
    if (answer === undefined || answer.body === '') return false;
    const json = JSON.parse(answer.body);
    const [, id = ''] = /^\/[a-z]+\/([^/]+)/.exec(path) ?? [];
    if (isOpening(exchange)) trainingOf.set(json.id, id);
    if (!isMet(exchange)) return false;
    const slipped = slip(TEXTS[Number(trainingOf.get(id) ?? id) - 1000] ?? '', json);
    Object.assign(answer, { ...answer, ...slipped, body: JSON.stringify(slipped.json) });
    return false;
  };
  return open({ trainings, onAnswer, inputs, step: { debug: true } });
}

// Control characters, and those that turn the text round, break the line or have no width.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const OWN_COMMAND = /^::(add-mask|debug|warning title=Toloka training|error title=[^:]*)::/;

/** Asserts that every text stayed text. */
function expectNothingForged(ended: StepResult): void {
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
  for (const value of [
    ...values,
    ...Object.values(outputs).flatMap((output) => output.split('\n')),
  ]) {
    expect(String(value)).not.toMatch(UNPRINTABLE);
    expect(String(value)).not.toMatch(/^\s*::|##\[/);
    expect(String(value).length).toBeLessThanOrEqual(1_000);
  }
  expect(results).not.toContain('##[');

  const own = /<\/?(h3|h4|p|b|sub|details|summary|table|tr|th|td)>|&#\d+;/g;
  const text = ended.rawSummary.replace(own, '').replaceAll('\n', '');
  expect(text).not.toMatch(UNPRINTABLE);
  expect(text).not.toMatch(/[<>&`*_[\]|#@\\]/);
  expect(ended.rawSummary).not.toMatch(/\n\s*\n/);
}

test.concurrent.each(PLACES)('forgeries stay text in $name', async (place) => {
  const ended = await slipIn(place);
  expect(ended.passed).toBe(place.passes === true);
  expectNothingForged(ended);
  const shown = ended.raw + JSON.stringify(ended.outputs);
  expect(shown).toContain('plain');
  expect(shown).toMatch(/before (OAuth )?\*\*\* after/);
});
