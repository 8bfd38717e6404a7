import { expect, test } from '@jest/globals';
import { readInputs } from '../../src/inputs.ts';
import { inProcess } from '../support/in-process.ts';

const GIVEN = { 'training-id': '21', token: 'made-up-token' };

const read = async (inputs: Record<string, string>) => {
  const { result } = await inProcess({ ...GIVEN, ...inputs }, readInputs);
  if ('faults' in result) throw new Error(result.faults.join('\n'));
  const { trainings, pools, environment, ...rest } = result;
  // All URLs are equal to jest.
  const { name, apiUrl } = environment;
  const ids = [trainings, pools].map((group) => group.map(({ id }) => id));
  return { ...rest, trainings: ids[0], pools: ids[1], environment: `${name} ${apiUrl}` };
};
const faultsOf = async (inputs: Record<string, string>): Promise<readonly string[]> => {
  const { result } = await inProcess({ ...GIVEN, ...inputs }, readInputs);
  return 'faults' in result ? result.faults : [];
};
const countTo = (count: number): string =>
  Array.from({ length: count }, (_, index) => index).join();

const PRODUCTION = 'production https://toloka.dev/api/v1';
const SANDBOX = 'sandbox https://sandbox.toloka.dev/api/v1';

test.each([
  {},
  { 'pool-id': ' ', environment: '', wait: ' ', 'dry-run': '', timeout: '', 'api-url': '' },
])('defaults of %j', async (given) => {
  expect(await read(given)).toEqual({
    ...{ trainings: ['21'], pools: [], wait: true, dryRun: false, timeoutMs: 600_000 },
    authorization: { type: 'OAuth', token: 'made-up-token', header: 'OAuth made-up-token' },
    environment: PRODUCTION,
  });
});

test.each([
  ['training-id', ' 21\n', { trainings: ['21'] }],
  ['training-id', '21, 22\n23,\n\n24\r\n22\r25', { trainings: ['21', '22', '23', '24', '25'] }],
  ['training-id', 'nullable,a-none,-1', { trainings: ['nullable', 'a-none', '-1'] }],
  ['training-id', countTo(20), { trainings: countTo(20).split(',') }],
  ['pool-id', '77,78\n77', { trainings: ['21'], pools: ['77', '78'] }],
  ['environment', 'Sandbox', { environment: SANDBOX }],
  ['environment', 'PRODUCTION', { environment: PRODUCTION }],
  ['wait', 'FALSE', { wait: false }],
  ['dry-run', 'True', { dryRun: true }],
  ['timeout', '90', { timeoutMs: 90_000 }],
  ['timeout', '6h', { timeoutMs: 21_600_000 }],
  ['api-url', 'https://toloka.dev:443', { environment: PRODUCTION }],
  ['api-url', 'https://sandbox.toloka.dev/api/v2', { environment: SANDBOX.replace('v1', 'v2') }],
  ['api-url', 'https://tasks.yandex.ru', { environment: /^(\S+) https:\/\/\1\/api\/v1$/ }],
  ['api-url', 'https://tasks.yandex.ru//', { environment: /yandex\.ru\/api\/v1$/ }],
  ['api-url', 'HTTPS://a.example//toloka/', { environment: /https:\/\/a\.example\/\/toloka$/ }],
  ['api-url', 'http://127.255.10.254:8080/', { environment: /^127\.255\.10\.254:8080 / }],
  ['api-url', 'http://localhost', { environment: /^localhost / }],
  ['api-url', 'http://[::1]:8080', { environment: /^\[::1\]:8080 / }],
])('%s %j is taken', async (name, value, expected) => {
  const { environment, ...rest } = await read({ [name]: value });
  for (const [key, wanted] of Object.entries(expected)) {
    if (wanted instanceof RegExp) expect(environment).toMatch(wanted);
    else expect({ environment, ...rest }).toHaveProperty(key, wanted);
  }
});

const MISSING = 'is not an id: a value is missing; check the expression or the file';
const SEPARATE = 'is not an id: separate several ids with commas or line breaks';
const LETTERS = 'is not an id: use letters, digits, - and _';
const QUOTES = 'is not an id: leave out dashes and quotes';
const ADDRESS = 'is not an id: it is the address of a';
const LIST = "is a JSON list: use join(fromJSON(…), ',')";
const TIMEOUT = 'is not a duration from 1s to 6h: use for example 90s, 10m or 1h30m';
const URLS = 'is not an https URL without login and query: write it like https://tasks.yandex.ru';

// One test, so that a message that is reworded turns one test red.
test('what is wrong with a value, in words', async () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['training-id', 'null', MISSING],
    ['training-id', 'undefined', MISSING],
    ['training-id', 'None', MISSING],
    ['training-id', '21 22', SEPARATE],
    ['training-id', 'a_b-c\td', SEPARATE],
    ['training-id', '21;22', SEPARATE],
    ['training-id', '21#', LETTERS],
    ['training-id', '<21>', LETTERS],
    ['training-id', '21"', LETTERS],
    ['training-id', 'see http://a/training/21', LETTERS],
    ['training-id', '"21"', QUOTES],
    ['training-id', '- 21', QUOTES],
    ['training-id', 'http://a/training/21', `${ADDRESS} training, whose id is 21`],
    ['training-id', 'https://a/project/7/pool/a-1?b', `${ADDRESS} pool, whose id is a-1`],
    ['training-id', '["21","22"]', LIST],
    ['pool-id', 'null', MISSING],
    ['pool-id', '["77"]', LIST],
    ['pool-id', '21', 'is a training-id, too: give each id once'],
    ['environment', 'constructor', 'is not valid: use production or sandbox'],
    ['wait', 'yes', 'is not valid: use true or false'],
    ['dry-run', 'no', 'is not valid: use false or true'],
    ['timeout', '5abc', TIMEOUT],
    ['timeout', '0', TIMEOUT],
    ['timeout', '6h1s', TIMEOUT],
    ...[
      ...['toloka.dev', 'localhost:8080', 'see https://toloka.dev', 'https://', 'ftp://127.0.0.1'],
      'xhttps://toloka.dev',
      ...['https://tolo\nka.dev', 'http://toloka.dev', 'http://127.0.0.1.example'],
      ...['http://10.127.0.1', 'https://toloka.dev/?a=b', 'https://toloka.dev/?'],
      ...['https://toloka.dev/api/v1#', 'https://toloka.dev:99999'],
    ].map((value) => ['api-url', value, URLS] as const),
  ];
  for (const [name, value, why] of rows) {
    expect(await faultsOf({ [name]: value })).toEqual([`${name}: ${JSON.stringify(value)} ${why}`]);
  }
});

const NO_ID = 'training-id is empty: check that its variable exists and reaches this job';
const EMPTY_TOKEN =
  'token is empty: check that the secret exists, and that the job names its environment; forks and Dependabot get no secrets';
const NO_TOKEN = 'token: the given value (not shown) is not a token';
const FORMS = 'use one OAuth token or API key, or put "OAuth " or "ApiKey " before it';
const MANY = '21 ids are too many: give at most 20, and use a matrix or further steps for more';
const LOGIN = `api-url: the given value (not shown) ${URLS}`;
const LATER = 'pool-id: pools open after the trainings: use "wait: true"';

test('what is wrong without the value, in words', async () => {
  const rows: readonly (readonly [Record<string, string>, string])[] = [
    [{ 'training-id': '' }, NO_ID],
    [{ 'training-id': ' ,\n' }, NO_ID],
    [{ 'training-id': countTo(21) }, MANY],
    [{ 'pool-id': countTo(20) }, MANY],
    [{ 'pool-id': '77', wait: 'false' }, LATER],
    [{ 'pool-id': '77', wait: 'false', 'dry-run': 'true' }, LATER],
    [{ token: ' ' }, EMPTY_TOKEN],
    [{ token: 'null' }, `${NO_TOKEN}: ${FORMS}`],
    [{ token: 'Bearer made-up' }, `${NO_TOKEN}: remove "Bearer"`],
    [{ token: 'OAuth bearer made-up' }, `${NO_TOKEN}: remove "Bearer"`],
    [{ token: 'Forbearer made-up' }, `${NO_TOKEN}: ${FORMS}`],
    [{ 'api-url': 'https://user:made-up@toloka.dev' }, LOGIN],
    [{ 'api-url': 'robot:made-up@toloka.dev' }, LOGIN],
    [{ 'api-url': 'https://:made-up@toloka.dev' }, LOGIN],
  ];
  for (const [inputs, fault] of rows) expect(await faultsOf(inputs)).toEqual([fault]);
});

test('of many bad ids 20 are said', async () => {
  const faults = await faultsOf({ 'training-id': countTo(30).replace(/\d+/g, '#$&') });
  expect(faults).toHaveLength(21);
});

test('a proxy that can not be used is a fault of the inputs, and not shown', async () => {
  process.env.https_proxy = 'http://robot:made#up@proxy.example:3128';
  const faults = await faultsOf({});
  delete process.env.https_proxy;
  const form =
    'write it as http://user:password@host:3128, with special characters percent-encoded';
  expect(faults).toEqual([`https_proxy: the given value (not shown) is not a usable URL: ${form}`]);
});

test('all that is wrong is said at once', async () => {
  const names = ['environment', 'wait', 'dry-run', 'timeout', 'api-url'];
  const bad = Object.fromEntries(names.map((name) => [name, 'x']));
  const faults = await faultsOf({
    ...bad,
    'training-id': 'a b,22,null',
    'pool-id': '#',
    token: '',
  });
  expect(faults.map((fault) => fault.split(/[: ]/)[0])).toEqual([
    ...['token', 'training-id', 'training-id', 'pool-id', ...names],
  ]);
});

test.each([
  ['made-up-1', ['made-up-1', 'OAuth made-up-1']],
  ['OAuth  made-up-2', ['OAuth  made-up-2', 'made-up-2', 'OAuth made-up-2']],
  ['no token at all', ['no token at all']],
])(
  '%j is masked bare, in its header and in base64, even if it is refused',
  async (token, forms) => {
    const { masks } = await inProcess({ token, timeout: 'never' }, readInputs);
    for (const form of forms) expect(masks).toEqual(expect.arrayContaining([form, btoa(form)]));
  },
);
