import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseAuthorization } from '../../../src/toloka/authorization.ts';
import { ENVIRONMENTS, findEnvironment } from '../../../src/toloka/environment.ts';
import { notOpen } from '../../../src/toloka/errors.ts';
import { hasEnded, parseOperation, parseRunning } from '../../../src/toloka/operation.ts';
import { addState, parseReading } from '../../../src/toloka/target.ts';
import { pool, reading, training } from '../../support/states.ts';

describe('a token', () => {
  const key = (firstDot: number): string => `${'k'.repeat(firstDot)}.middle.end`;
  test.each([
    ['made-up_token', 'OAuth made-up_token'],
    ['  made-up_token\n', 'OAuth made-up_token'],
    [`OAuth ${key(22)}`, `OAuth ${key(22)}`],
    ['ApiKey   made-up_token', 'ApiKey made-up_token'],
    [key(21), `OAuth ${key(21)}`],
    [key(22), `ApiKey ${key(22)}`],
    [key(24), `ApiKey ${key(24)}`],
    [key(25), `OAuth ${key(25)}`],
    [`${key(23)}.more`, `OAuth ${key(23)}.more`],
    [`${'k'.repeat(23)}.end`, `OAuth ${'k'.repeat(23)}.end`],
    ['dGVzdA==', 'OAuth dGVzdA=='],
  ])('%j goes out as %j', (text, header) => {
    const [type, token] = header.split(' ');
    expect(parseAuthorization(text)).toEqual({ type, token, header });
  });

  test.each([
    ...['', ' ', 'OAuth', 'ApiKey', 'Bearer made-up', 'oauth made-up', 'OAuth two words'],
    ...['null', 'OAuth undefined'],
    ...['two words', 'OAuth ApiKey', 'a\nb', 'a"b', 'naïve', '=', 'a=b'],
  ])('can not be %j', (text) => {
    expect(parseAuthorization(text)).toBeUndefined();
  });

  test('never makes a header that Node would not send, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const header = parseAuthorization(text)?.header ?? 'OAuth x';
        expect(header).toMatch(/^(OAuth|ApiKey) [!-~]+$/);
      }),
    );
  });
});

test.each([
  ['https://toloka.dev/api/v1', 'production', 'https://platform.toloka.ai'],
  ['https://sandbox.toloka.dev/api/v1', 'sandbox', 'https://platform.sandbox.toloka.ai'],
  ['https://tasks.yandex.ru/api/v1', 'tasks.yandex.ru', undefined],
  ['https://toloka.dev.example/api/v1', 'toloka.dev.example', undefined],
  ['https://toloka.dev:8443/api/v1', 'toloka.dev:8443', undefined],
])('the API at %s is that of %s, with the pages of %s', (url, name, site) => {
  expect(findEnvironment(new URL(url))).toMatchObject({ name, ...(site && { site }) });
});

describe('an operation', () => {
  const LEAST = { id: 'op', status: 'PENDING' };

  test.each<[object, object]>([
    [LEAST, LEAST],
    [
      { ...LEAST, progress: 40, details: { a: 1 } },
      { ...LEAST, progress: 40, details: { a: 1 } },
    ],
    [{ ...LEAST, progress: { toString: 1 } }, { progress: undefined }],
    // Toloka documents PENDING with `finished` and 100 %.
    [{ ...LEAST, progress: 100, finished: '2016-04-07T16:06:15.902' }, { status: 'PENDING' }],
  ])('is read of %j', (json, expected) => {
    expect(parseOperation(json)).toMatchObject(expected);
  });

  test.each([undefined, null, 'op', [], {}, { id: 'op' }, { ...LEAST, status: '' }])(
    '%j is none',
    (json) => {
      expect(parseOperation(json)).toBeUndefined();
    },
  );

  test('has ended with SUCCESS or FAIL alone', () => {
    const statuses = ['PENDING', 'RUNNING', 'SUCCESS', 'FAIL', 'fail', 'CANCELLED'];
    expect(statuses.filter(hasEnded)).toEqual(['SUCCESS', 'FAIL']);
  });

  const isOperationId = (id: unknown): boolean => parseOperation({ ...LEAST, id })?.id === id;
  test('has an id that is visible', () => {
    const uuid = '52829015-033f-4c3a-a7cc-0d7eff235663';
    const ids = [uuid, 'a:b/c?d!~', '...', 'a.', '.a', '..a', 'a,b', 'x'.repeat(200)];
    const others = ['', '.', '..', 'a b', 'a\n', 'é', 'x'.repeat(201), 7];
    expect([...ids, ...others].filter(isOperationId)).toEqual(ids);
  });

  test('has an id that stays in its place in a path, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(isOperationId(text));
        const { pathname } = new URL(`https://a/operations/${encodeURIComponent(text)}/log`);
        expect(pathname.split('/').map(decodeURIComponent)).toEqual([
          '',
          'operations',
          text,
          'log',
        ]);
      }),
    );
  });

  test.each([undefined, [], {}, { items: {} }])('%j is no list of them', (json) => {
    expect(parseRunning(json, training())).toBeUndefined();
  });

  test('that opens a target and runs is found in a list', () => {
    const opens = { type: 'TRAINING.OPEN', parameters: { training_id: '21' } };
    const items = [
      ...[null, 1, {}, [], { id: 'op' }],
      { ...LEAST, ...opens, status: 'SUCCESS' },
      { ...LEAST, ...opens, type: 'TRAINING.CLOSE' },
      { ...LEAST, ...opens, parameters: { training_id: '021' } },
      { ...LEAST, ...opens, id: 'op-1' },
      { ...LEAST, ...opens, id: 'op-2', parameters: { training_id: 21 } },
      { ...LEAST, id: 'op-3', type: 'POOL.OPEN', parameters: { pool_id: '77' } },
    ];
    const idsOf = (target: typeof training) =>
      parseRunning({ items }, target())?.map(({ id }) => id);
    expect([idsOf(training), idsOf(pool)]).toEqual([['op-1', 'op-2'], ['op-3']]);
  });
});

describe('a reading', () => {
  const SITE = 'https://platform.toloka.ai';
  const needs = (training_pool_id: unknown) => ({
    quality_control: { training_requirement: { training_pool_id } },
  });
  test.each<[object, object]>([
    [{ status: 'CLOSED' }, reading({ status: 'CLOSED' })],
    [
      { private_name: 'Cats', last_close_reason: 'MANUAL' },
      { name: 'Cats', closeReason: 'MANUAL' },
    ],
    [
      { private_name: 7, last_close_reason: null },
      { name: undefined, closeReason: undefined },
    ],
    [{ project_id: '7' }, { url: `${SITE}/requester/project/7/pool/77` }],
    [{ project_id: 7 }, { url: `${SITE}/requester/project/7/pool/77` }],
    [{ project_id: '../"><a>' }, { url: `${SITE}/requester/project/..%2F%22%3E%3Ca%3E/pool/77` }],
    [{ project_id: '\ud800' }, { url: `${SITE}/requester/project/%EF%BF%BD/pool/77` }],
    [{ project_id: {} }, { url: undefined }],
    [needs('19'), { needs: '19' }],
    [needs(19), { needs: '19' }],
    [{ quality_control: { training_requirement: null } }, { needs: undefined }],
    [{ quality_control: null }, { needs: undefined }],
  ])('of %j', (json, expected) => {
    expect(parseReading({ status: 'OPEN', ...json }, pool(), SITE)).toMatchObject(expected);
  });

  test('has no page if its API has none', () => {
    const json = { status: 'OPEN', project_id: '7' };
    expect(parseReading(json, training(), undefined)).toEqual(reading());
  });

  test.each([undefined, null, [], 'OPEN', {}, { status: 1 }, { status: '' }])(
    'is not %j',
    (json) => {
      expect(parseReading(json, training(), SITE)).toBeUndefined();
    },
  );

  test.each([
    [reading({ status: 'LOCKED' }), 'no; the training is LOCKED', 'NOT_OPEN'],
    [reading({ status: 'CLOSED', closeReason: 'EXPIRED' }), /EXPIRED\)$/, 'NOT_OPEN'],
    [reading({ status: 'ARCHIVED' }), 'no; the training is ARCHIVED', 'ARCHIVED'],
    [undefined, 'no', 'NOT_OPEN'],
  ])('%# adds to what failed', (read, message, code) => {
    const error = addState(notOpen('no'), training(), read);
    expect(error.message).toMatch(message);
    expect(error.facts.code).toBe(code);
    const steps =
      'clone it, upload its tasks to the clone, link pools to a new training, open the clone';
    const advice = read && (code === 'ARCHIVED' ? steps : 'look at it in Toloka');
    expect(error.facts.advice).toBe(advice);
  });

  test('that has a new reason for being closed says what to do about that', () => {
    const closed = (closeReason: string) => reading({ status: 'CLOSED', closeReason });
    const adviceOf = (earlier: string) =>
      addState(notOpen('no'), pool(), closed('NOT_ENOUGH_BALANCE'), closed(earlier)).facts.advice;
    expect(adviceOf('MANUAL')).toBe('top up the account');
    expect(adviceOf('NOT_ENOUGH_BALANCE')).toBe('look at it in Toloka');
  });
});

test('the environments are those that Toloka documents', () => {
  const urls = Object.values(ENVIRONMENTS).map(({ apiUrl }) => apiUrl.href);
  expect(urls).toEqual(['https://toloka.dev/api/v1', 'https://sandbox.toloka.dev/api/v1']);
});
