import { expect, test } from '@jest/globals';
import {
  type Description,
  describePool,
  describeTraining,
  type Opening,
  startModel,
} from '../../tools/toloka/model.js';
import { startToloka, type TolokaOptions } from '../../tools/toloka/toloka.js';

/** A model of the trainings 1, 2 and 3 and the pool 7. Its clock stands still unless it is moved. */
function start(opening: Partial<Opening> = {}, training: Partial<Description> = {}) {
  let ms = Date.parse('2026-11-23T10:00:00Z');
  const how = { pendingMs: 100, runningMs: 200, ...opening };
  const descriptions = [
    ...['1', '2', '3'].map((id) => describeTraining(id, how, training)),
    describePool('7', how, { needs: '1', ...training }),
  ];
  const { answer } = startModel(descriptions, () => ms);
  return { answer, pass: (byMs: number) => (ms += byMs) };
}
const idOf = ({ body }: { body: unknown }): string => (body as { id: string }).id;

test.each([
  ['training', '/trainings/1', 'TRAINING.OPEN', { training_id: '1' }],
  ['pool', '/pools/7', 'POOL.OPEN', { pool_id: '7' }],
])('opening a %s goes from PENDING through RUNNING to SUCCESS, and then it is open', (...row) => {
  const [, path, type, parameters] = row;
  const { answer, pass } = start();
  const operation = {
    ...{ id: expect.stringMatching(/^[\da-f-]{36}$/), type, status: 'PENDING', parameters },
    ...{ submitted: '2026-11-23T10:00:00.000', started: null, finished: null },
    ...{ progress: 0, details: {} },
  };
  const opened = answer('POST', `${path}/open`);
  expect(opened).toEqual({ status: 202, body: operation });
  const poll = () => answer('GET', `/operations/${idOf(opened)}`).body;
  pass(99);
  expect(poll()).toEqual(operation);
  const locked = { status: 409, body: { code: 'POOL_LOCKED_BY_ANOTHER_OPERATION' } };
  expect(answer('POST', `${path}/open`)).toMatchObject(locked);
  expect(answer('POST', `${path}/close`)).toMatchObject(locked);
  pass(151);
  expect(poll()).toMatchObject({ status: 'RUNNING', progress: 75 });
  expect(answer('GET', path).body).toMatchObject({ status: 'CLOSED', last_close_reason: 'MANUAL' });
  pass(50);
  expect(poll()).toMatchObject({ status: 'SUCCESS', finished: '2026-11-23T10:00:00.300' });
  expect(answer('GET', path).body).toMatchObject({ status: 'OPEN' });
  expect(answer('POST', `${path}/open`)).toEqual({ status: 204, body: undefined });
});

test('closing is an operation of its own, and then it can be opened again', () => {
  const { answer } = start({ pendingMs: 0, runningMs: 0 }, { status: 'OPEN' });
  const closed = { type: 'TRAINING.CLOSE', status: 'SUCCESS', parameters: { training_id: '1' } };
  expect(answer('POST', '/trainings/1/close')).toMatchObject({ status: 202, body: closed });
  expect(answer('GET', '/trainings/1').body).toMatchObject({ status: 'CLOSED' });
  expect(answer('POST', '/trainings/1/close').status).toBe(204);
  expect(answer('POST', '/trainings/1/open')).toMatchObject({ body: { status: 'SUCCESS' } });
});

test('an opening that fails has details and a log; a later one can go another way', () => {
  const later = { pendingMs: 0, runningMs: 50, ends: 'SUCCESS' } as const;
  const { answer, pass } = start({ ends: 'FAIL', details: { why: 'no money' } }, { later });
  const path = `/operations/${idOf(answer('POST', '/trainings/1/open'))}`;
  expect(answer('GET', `${path}/log`).status).toBe(404);
  pass(300);
  expect(answer('GET', path).body).toMatchObject({ status: 'FAIL', details: { why: 'no money' } });
  const entry = { type: 'POOL_OPEN', success: false, output: { code: expect.any(String) } };
  expect(answer('GET', `${path}/log`)).toMatchObject({ status: 200, body: [entry] });
  expect(answer('GET', '/trainings/1').body).toMatchObject({ status: 'CLOSED' });
  expect(answer('POST', '/trainings/1/open').body).toMatchObject({ status: 'RUNNING' });
});

test.each<[string, Partial<Description>, string]>([
  ['archived', { status: 'ARCHIVED' }, 'CONFLICT_STATE'],
  ['empty', { empty: true }, 'EMPTY_POOL'],
  ['locked', { status: 'LOCKED' }, 'INAPPROPRIATE_STATUS'],
])('a training that is %s is not opened', (_, rest, code) => {
  const refusal = { status: 409, body: { code, request_id: expect.any(String) } };
  expect(start({}, rest).answer('POST', '/trainings/1/open')).toMatchObject(refusal);
});

test('a second opening joins the first, if the training is told to do so', () => {
  const { answer, pass } = start({}, { joins: true });
  const id = idOf(answer('POST', '/trainings/1/open'));
  pass(150);
  expect(answer('POST', '/trainings/1/open')).toMatchObject({ status: 202, body: { id } });
});

test('a pool may close again at once, and says which training it needs', () => {
  const { answer } = start({ pendingMs: 0, runningMs: 0, closes: 'COMPLETED' });
  answer('POST', '/pools/7/open');
  const requirement = { training_requirement: { training_pool_id: '1' } };
  const reads = { status: 'CLOSED', last_close_reason: 'COMPLETED', quality_control: requirement };
  expect(answer('GET', '/pools/7').body).toMatchObject(reads);
});

test.each([
  ['/tasks?pool_id=1&limit=1', {}, 1],
  ['/tasks?pool_id=1&limit=1', { empty: true }, 0],
])('%s of %j lists %d task', (path, rest, count) => {
  expect(start({}, rest).answer('GET', path).body).toMatchObject({ items: Array(count).fill({}) });
});

test.each([
  ['type=TRAINING.OPEN&sort=-submitted', ['3', '2', '1'], false],
  ['type=POOL.OPEN', [undefined], false],
  ['status=SUCCESS', ['1'], false],
  ['type=TRAINING.OPEN&limit=1', ['3'], true],
])('operations listed with "%s" are the newest first', (query, ids, hasMore) => {
  const { answer, pass } = start();
  answer('POST', '/trainings/1/open');
  pass(310);
  for (const path of ['/trainings/2', '/trainings/3', '/pools/7']) answer('POST', `${path}/open`);
  const { items, has_more } = answer('GET', `/operations?${query}`).body as {
    items: { parameters: { training_id?: string } }[];
    has_more: boolean;
  };
  const found = items.map(({ parameters }) => parameters.training_id);
  expect([found, has_more]).toEqual([ids, hasMore]);
});

test.each(['limit=0', 'limit=301', 'limit='])('a list with %s is not valid', (query) => {
  const body = { payload: { limit: { code: 'VALUE_NOT_ALLOWED' } } };
  expect(start().answer('GET', `/operations?${query}`)).toMatchObject({ status: 400, body });
});

test.each([
  'GET /trainings/9',
  'POST /trainings/9/open',
  'POST /pools/1/open',
  'GET /trainings/1/open',
])('%s finds nothing', (request) => {
  const [method = '', path = ''] = request.split(' ');
  expect(start().answer(method, path)).toMatchObject({
    status: 404,
    body: { code: 'DOES_NOT_EXIST' },
  });
});

/** Asks a local Toloka. */
async function ask(options: TolokaOptions, headers: Record<string, string>, method = 'GET') {
  const toloka = await startToloka(options);
  try {
    const response = await fetch(`${toloka.url}/trainings/22${method === 'GET' ? '' : '/open'}`, {
      method,
      headers,
    });
    return response.status;
  } finally {
    await toloka.close();
  }
}

const API_KEY = 'a234567890123456789012.b.c';
test.each([
  ['right', 'right', 401],
  ['right', 'Bearer right', 401],
  ['right', 'OAuth wrong', 403],
  ['right', 'ApiKey right', 403],
  [API_KEY, `OAuth ${API_KEY}`, 403],
  [API_KEY, `ApiKey ${API_KEY}`, 200],
  [`123${API_KEY}`, `OAuth 123${API_KEY}`, 200],
])(
  'if the token is %s, the authorization "%s" answers %i',
  async (token, authorization, status) => {
    expect(await ask({ token }, { authorization })).toBe(status);
  },
);

test.each([
  ['application/json; charset=utf-8', 204],
  ['text/plain', 415],
])('an opening with the content type %s answers %i', async (type, status) => {
  const headers = { authorization: 'OAuth x', 'content-type': type };
  expect(await ask({ token: 'x' }, headers, 'POST')).toBe(status);
});

test('a hook can take a request over before its effect, or lose its answer after it', async () => {
  const before: TolokaOptions['onRequest'] = ({ res }) => res.writeHead(502).end() !== undefined;
  const after: TolokaOptions['onAnswer'] = ({ res }) => res.destroy() !== undefined;
  const headers = { authorization: 'OAuth x' };
  expect(await ask({ token: 'x', onRequest: before }, headers)).toBe(502);
  await expect(ask({ token: 'x', onAnswer: after }, headers)).rejects.toThrow();
});
