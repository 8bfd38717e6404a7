import { describe, expect, test } from '@jest/globals';
import { InputError, readInputs } from '../../src/inputs.ts';
import { inProcess } from './in-process.ts';

const GIVEN = { 'training-id': '21', token: 'made-up-token' };

const read = async (inputs: Record<string, string>) => {
  const { result } = await inProcess({ ...GIVEN, ...inputs }, () => readInputs());
  // All URLs are equal to jest.
  return { ...result, apiUrl: result.apiUrl.href };
};

const refusal = async (inputs: Record<string, string>): Promise<string> => {
  const { result } = await inProcess({ ...GIVEN, ...inputs }, () => {
    try {
      return readInputs();
    } catch (error) {
      return error;
    }
  });
  expect(result).toBeInstanceOf(InputError);
  return result instanceof InputError ? result.message : '';
};

describe('the inputs', () => {
  test('have defaults, even if they are given but empty', async () => {
    const defaults = {
      trainingIds: ['21'],
      repeated: [],
      authorization: { token: 'made-up-token', header: 'OAuth made-up-token' },
      environment: 'production',
      wait: true,
      dryRun: false,
      timeoutMs: 600_000,
      apiUrl: 'https://toloka.dev/api/v1',
    };
    expect(await read({})).toEqual(defaults);
    expect(await read({ environment: '', wait: ' ', 'dry-run': '', timeout: '', 'api-url': '' })).toEqual(defaults);
  });

  test.each([
    ['training-id', ' 21\n', { trainingIds: ['21'] }],
    ['training-id', '21, 22\n23,\n\n', { trainingIds: ['21', '22', '23'], repeated: [] }],
    ['training-id', '21\r\n22\r\n', { trainingIds: ['21', '22'] }],
    ['training-id', '21,22,21,21', { trainingIds: ['21', '22'], repeated: ['21'] }],
    ['environment', 'Sandbox', { environment: 'sandbox', apiUrl: 'https://sandbox.toloka.dev/api/v1' }],
    ['environment', 'PRODUCTION', { environment: 'production' }],
    ['wait', 'FALSE', { wait: false }],
    ['wait', 'True', { wait: true }],
    ['dry-run', 'True', { dryRun: true }],
    ['timeout', '90', { timeoutMs: 90_000 }],
    ['timeout', '1h30m', { timeoutMs: 5_400_000 }],
    ['timeout', '6h', { timeoutMs: 21_600_000 }],
    ['api-url', 'https://tasks.yandex.ru', { apiUrl: 'https://tasks.yandex.ru/api/v1' }],
    ['api-url', 'https://tasks.yandex.ru/', { apiUrl: 'https://tasks.yandex.ru/api/v1' }],
    ['api-url', 'https://tasks.yandex.ru//', { apiUrl: 'https://tasks.yandex.ru/api/v1' }],
    ['api-url', 'https://tasks.yandex.ru/api/v1/', { apiUrl: 'https://tasks.yandex.ru/api/v1' }],
    ['api-url', 'https://gateway.example/toloka/api/v1', { apiUrl: 'https://gateway.example/toloka/api/v1' }],
    ['api-url', 'http://127.0.0.1:8080', { apiUrl: 'http://127.0.0.1:8080/api/v1' }],
    ['api-url', 'https://gateway.example//toloka/', { apiUrl: 'https://gateway.example//toloka' }],
    ['api-url', 'http://127.0.0.1:8080/', { apiUrl: 'http://127.0.0.1:8080/api/v1' }],
    ['api-url', 'http://127.255.10.254', { apiUrl: 'http://127.255.10.254/api/v1' }],
    ['api-url', 'http://localhost', { apiUrl: 'http://localhost/api/v1' }],
    ['api-url', 'http://[::1]:8080', { apiUrl: 'http://[::1]:8080/api/v1' }],
  ])('take for %s %j', async (name, value, expected) => {
    expect(await read({ [name]: value })).toMatchObject(expected);
  });

  test.each([
    ['training-id', '21#', 'training-id: "21#" is not an id: use letters, digits, - and _'],
    ['training-id', '21,a b,22,c/d', 'training-id: "a b", "c/d" are not ids: use letters, digits, - and _'],
    ['training-id', '', 'training-id is empty: give the id of the training to open'],
    ['training-id', ' ,\n', 'training-id is empty: give the id of the training to open'],
    ['environment', 'staging', 'environment: "staging" is not an environment: use production or sandbox'],
    ['environment', 'constructor', 'environment: "constructor" is not an environment: use production or sandbox'],
    ['wait', 'yes', 'wait: "yes" is not valid: use true or false'],
    ['timeout', '5abc', 'timeout: "5abc" is not a duration: use for example 90s, 10m or 1h30m, at most 6h'],
    ['timeout', '0', 'timeout: "0" must be more than 0: use for example 90s, 10m or 1h30m, at most 6h'],
    ['timeout', '6h1s', 'timeout: "6h1s" is too long: use for example 90s, 10m or 1h30m, at most 6h'],
    ['timeout', '-5', 'timeout: "-5" is not a duration: use for example 90s, 10m or 1h30m, at most 6h'],
    ['api-url', 'toloka', 'api-url: "toloka" is not a URL'],
    ['api-url', 'http://toloka.dev', 'api-url: "http://toloka.dev" would send the token unencrypted'],
    ['api-url', 'http://127.0.0.1.example', 'would send the token unencrypted'],
    ['api-url', 'http://127.example', 'would send the token unencrypted'],
    ['api-url', 'http://10.127.0.1', 'would send the token unencrypted'],
    ['api-url', 'ftp://127.0.0.1', 'api-url: "ftp://127.0.0.1" is not an https URL'],
    ['api-url', 'localhost:8080', 'is not an https URL'],
    ['api-url', 'https://tolo\nka.dev', 'is not a URL'],
    ['api-url', 'https://toloka.dev/?a=b', 'api-url: "https://toloka.dev/?a=b" has a query or a fragment'],
    ['api-url', 'https://toloka.dev/#a', 'has a query or a fragment'],
    ['api-url', 'https://toloka.dev/?', 'has a query or a fragment'],
    ['api-url', 'https://toloka.dev/api/v1#', 'has a query or a fragment'],
    [
      'token',
      '',
      'token is empty: check that the secret exists and reaches this workflow (workflows of forks and Dependabot get none)',
    ],
    ['token', 'Bearer made-up', 'token: the given value (not shown) is not a token'],
  ])('refuse for %s %j', async (name, value, message) => {
    expect(await refusal({ [name]: value })).toContain(message);
  });

  test.each([1_000, 1_001])('take at most 1,000 ids, here %d', async (count) => {
    const ids = Array.from({ length: count }, (_, index) => index).join();
    if (count === 1_000) expect((await read({ 'training-id': ids })).trainingIds).toHaveLength(1_000);
    else
      expect(await refusal({ 'training-id': ids })).toBe(
        'training-id: 1001 ids are too many: give at most 1000 to a step',
      );
  });

  test.each(['user:made-up-password@', 'made-up-password@', ':made-up-password@'])(
    'show nothing of a URL with a login: %s',
    async (login) => {
      expect(await refusal({ 'api-url': `https://${login}toloka.dev` })).toBe(
        'api-url: the given value (not shown) has a user name in it: use an https URL such as https://tasks.yandex.ru or https://tasks.yandex.ru/api/v1',
      );
    },
  );

  test('do not show a token that is not valid', async () => {
    expect(await refusal({ token: 'Bearer made-up-token' })).not.toContain('made-up-token');
  });

  test.each([
    ['made-up-token', ['made-up-token', 'OAuth made-up-token']],
    ['ApiKey made-up-token', ['made-up-token', 'ApiKey made-up-token']],
  ])(
    'have the token %j masked, bare and in its header, also base64, before anything is refused',
    async (token, forms) => {
      const { masks } = await inProcess(
        { ...GIVEN, token: `${token}-${forms.length}${token.length}`, timeout: 'never' },
        () => {
          expect(readInputs).toThrow(InputError);
        },
      );
      for (const form of forms) {
        const full = `${form}-${forms.length}${token.length}`;
        expect(masks).toEqual(expect.arrayContaining([full, Buffer.from(full).toString('base64')]));
      }
    },
  );

  test('that are no token are masked too', async () => {
    const { masks } = await inProcess({ ...GIVEN, token: 'two made-up words' }, () => {
      expect(readInputs).toThrow(InputError);
    });
    expect(masks).toContain('two made-up words');
  });
});
