import { expect, test } from '@jest/globals';
import { InputError, readInputs } from '../../src/inputs.ts';
import { inProcess } from './in-process.ts';

const GIVEN = { 'training-id': '21', token: 'made-up-token' };

const read = async (inputs: Record<string, string>) => {
  const { result } = await inProcess({ ...GIVEN, ...inputs }, readInputs);
  // All URLs are equal to jest.
  return { ...result, apiUrl: result.apiUrl.href };
};
const problemsOf = async (inputs: Record<string, string>): Promise<readonly string[]> => {
  const error: unknown = await read(inputs).catch((thrown) => thrown);
  if (!(error instanceof InputError)) throw new Error('the inputs were taken');
  return error.problems;
};
const countTo = (count: number): string =>
  Array.from({ length: count }, (_, index) => index).join();

test.each([{}, { environment: '', wait: ' ', 'dry-run': '', timeout: '', 'api-url': '' }])(
  'defaults of %j',
  async (given) => {
    expect(await read(given)).toEqual({
      trainingIds: ['21'],
      authorization: { token: 'made-up-token', header: 'OAuth made-up-token' },
      wait: true,
      dryRun: false,
      timeoutMs: 600_000,
      apiUrl: 'https://toloka.dev/api/v1',
    });
  },
);

test.each([
  ['training-id', ' 21\n', { trainingIds: ['21'] }],
  ['training-id', '21, 22\n23,\n\n24\r\n22\r25', { trainingIds: ['21', '22', '23', '24', '25'] }],
  ['training-id', 'nullable,a-none', { trainingIds: ['nullable', 'a-none'] }],
  ['training-id', countTo(100), { trainingIds: countTo(100).split(',') }],
  ['environment', 'Sandbox', { apiUrl: 'https://sandbox.toloka.dev/api/v1' }],
  ['environment', 'PRODUCTION', { apiUrl: 'https://toloka.dev/api/v1' }],
  ['wait', 'FALSE', { wait: false }],
  ['dry-run', 'True', { dryRun: true }],
  ['timeout', '90', { timeoutMs: 90_000 }],
  ['timeout', '6h', { timeoutMs: 21_600_000 }],
  ['api-url', 'https://tasks.yandex.ru', { apiUrl: 'https://tasks.yandex.ru/api/v1' }],
  ['api-url', 'https://tasks.yandex.ru//', { apiUrl: 'https://tasks.yandex.ru/api/v1' }],
  ['api-url', 'HTTPS://gateway.example//toloka/', { apiUrl: 'https://gateway.example//toloka' }],
  ['api-url', 'http://127.255.10.254:8080/', { apiUrl: 'http://127.255.10.254:8080/api/v1' }],
  ['api-url', 'http://localhost', { apiUrl: 'http://localhost/api/v1' }],
  ['api-url', 'http://[::1]:8080', { apiUrl: 'http://[::1]:8080/api/v1' }],
])('%s %j is taken', async (name, value, expected) => {
  expect(await read({ [name]: value })).toMatchObject(expected);
});

const MISSING = 'is not an id: it is what a missing value becomes';
const SEPARATE = 'is not an id: separate several ids with commas or line breaks';
const LETTERS = 'is not an id: use letters, digits, - and _';
const DURATIONS = 'use for example 90s, 10m or 1h30m, at most 6h';
const URLS = 'use an https URL such as https://tasks.yandex.ru';
const SCHEME = 'is not a URL: put https:// before it, or leave it out for Toloka itself';

test.each([
  ['training-id', 'null', MISSING],
  ['training-id', 'undefined', MISSING],
  ['training-id', 'None', MISSING],
  ['training-id', '21 22', SEPARATE],
  ['training-id', 'a_b-c\td', SEPARATE],
  ['training-id', '21#', LETTERS],
  ['training-id', '<21>', LETTERS],
  ['training-id', '- 21', 'is not an id: leave out the dash'],
  ['training-id', 'see http://a/training/21', LETTERS],
  ['training-id', 'http://a/training/21', 'is not an id: give the last part of the address: 21'],
  [
    'training-id',
    'https://a/project/7/training/a-1?b',
    'is not an id: give the last part of the address: a-1',
  ],
  ['training-id', '["21","22"]', "is a JSON list: use join(fromJSON(…), ',')"],
  ['environment', 'constructor', 'is not valid: use production or sandbox'],
  ['wait', 'yes', 'is not valid: use true or false'],
  ['dry-run', 'no', 'is not valid: use true or false'],
  ['timeout', '5abc', `is not a duration: ${DURATIONS}`],
  ['timeout', '0', `must be more than 0: ${DURATIONS}`],
  ['timeout', '6h1s', `is too long: ${DURATIONS}`],
  ['api-url', 'toloka.dev', SCHEME],
  ['api-url', 'localhost:8080', SCHEME],
  ['api-url', 'see https://toloka.dev', SCHEME],
  ['api-url', 'https://', `is not a URL: ${URLS}`],
  ['api-url', 'https://tolo\nka.dev', `is not a URL: ${URLS}`],
  ['api-url', 'http://toloka.dev', `would send the token unencrypted: ${URLS}`],
  ['api-url', 'http://127.0.0.1.example', `would send the token unencrypted: ${URLS}`],
  ['api-url', 'http://10.127.0.1', `would send the token unencrypted: ${URLS}`],
  ['api-url', 'ftp://127.0.0.1', `is not an https URL: ${URLS}`],
  ['api-url', 'https://toloka.dev/?a=b', `has a query or a fragment: ${URLS}`],
  ['api-url', 'https://toloka.dev/?', `has a query or a fragment: ${URLS}`],
  ['api-url', 'https://toloka.dev/api/v1#', `has a query or a fragment: ${URLS}`],
])('%s %j %s', async (name, value, why) => {
  expect(await problemsOf({ [name]: value })).toEqual([`${name}: ${JSON.stringify(value)} ${why}`]);
});

const NO_ID =
  'training-id is empty: give the id of the training to open, and check that the variable exists and reaches this job';
const EMPTY_TOKEN =
  'token is empty: check that the secret exists and reaches this job: a secret of a GitHub environment needs "environment:" in the job; forks and Dependabot get none';
const NO_TOKEN = 'token: the given value (not shown) is not a token';
const FORMS = 'use one OAuth token or API key, or put "OAuth " or "ApiKey " before it';
const MANY =
  'training-id: 101 ids are too many: give at most 100 to a step, and use a matrix for more';
const LOGIN = `api-url: the given value (not shown) has a user name in it: ${URLS}`;

test.each([
  ['training-id', '', NO_ID],
  ['training-id', ' ,\n', NO_ID],
  ['training-id', `${countTo(100)},a b`, MANY],
  ['token', ' ', EMPTY_TOKEN],
  ['token', 'Bearer made-up', `${NO_TOKEN}: remove "Bearer"`],
  ['token', 'OAuth bearer made-up', `${NO_TOKEN}: remove "Bearer"`],
  ['token', 'Forbearer made-up', `${NO_TOKEN}: ${FORMS}`],
  ['api-url', 'https://user:made-up@toloka.dev', LOGIN],
  ['api-url', 'robot:made-up@toloka.dev', LOGIN],
  ['api-url', 'https://:made-up@toloka.dev', LOGIN],
])('%s %j is refused without showing it', async (name, value, problem) => {
  expect(await problemsOf({ [name]: value })).toEqual([problem]);
});

test('all that is wrong is said at once', async () => {
  const bad = {
    'training-id': 'a b,22,null',
    token: '',
    environment: 'x',
    wait: 'x',
    'dry-run': 'x',
    timeout: 'x',
  };
  expect(await problemsOf({ ...bad, 'api-url': 'x' })).toEqual([
    EMPTY_TOKEN,
    `training-id: "a b" ${SEPARATE}`,
    `training-id: "null" ${MISSING}`,
    'environment: "x" is not valid: use production or sandbox',
    'wait: "x" is not valid: use true or false',
    'dry-run: "x" is not valid: use true or false',
    `timeout: "x" is not a duration: ${DURATIONS}`,
    `api-url: "x" ${SCHEME}`,
  ]);
});

test.each([
  ['made-up-1', ['made-up-1', 'OAuth made-up-1']],
  ['OAuth  made-up-2', ['OAuth  made-up-2', 'made-up-2', 'OAuth made-up-2']],
  ['no token at all', ['no token at all']],
])(
  '%j is masked bare, in its header and in base64, even if all is refused',
  async (token, forms) => {
    const { masks } = await inProcess({ token, timeout: 'never' }, () =>
      expect(readInputs).toThrow(InputError),
    );
    for (const form of forms) expect(masks).toEqual(expect.arrayContaining([form, btoa(form)]));
  },
);
