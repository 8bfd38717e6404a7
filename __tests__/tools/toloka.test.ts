import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { startToloka, type TolokaOptions } from '../../tools/toloka/toloka.js';
import {
  describeTraining,
  type Opening,
  type TrainingDescription,
} from '../../tools/toloka/trainings.js';

type Toloka = Awaited<ReturnType<typeof startToloka>>;

const servers: Toloka[] = [];
const start = async (options: TolokaOptions = {}) => {
  const toloka = await startToloka(options);
  servers.push(toloka);
  return toloka;
};
afterEach(async () => {
  await Promise.all(servers.splice(0).map((toloka) => toloka.close()));
});

/** Starts a Toloka with the trainings 1, 2 and 3. Its clock stands still unless it is moved. */
const startWith = async (
  opening: Partial<Opening> = {},
  training: Partial<TrainingDescription> = {},
) => {
  let ms = Date.parse('2026-11-23T10:00:00Z');
  const describe = (id: string) =>
    describeTraining(id, { pendingMs: 100, runningMs: 200, ...opening }, training);
  const toloka = await start({ now: () => ms, trainings: ['1', '2', '3'].map(describe) });
  return { toloka, pass: (byMs: number) => (ms += byMs) };
};

/** Sends a request with the right token. */
const ask = async (
  toloka: Toloka,
  method: string,
  path: string,
  headers: Record<string, string> = {},
) => {
  const response = await fetch(toloka.url + path, {
    method,
    headers: { Authorization: `OAuth ${toloka.token}`, ...headers },
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? '' : JSON.parse(text) };
};
const open = (toloka: Toloka, id = '1') => ask(toloka, 'POST', `/trainings/${id}/open`);
const close = (toloka: Toloka) => ask(toloka, 'POST', '/trainings/1/close');
const get = (toloka: Toloka, path: string) => ask(toloka, 'GET', path);
const read = async (toloka: Toloka) => (await get(toloka, '/trainings/1')).body;

test('an opening goes from PENDING through RUNNING to SUCCESS, and then the training is open', async () => {
  const { toloka, pass } = await startWith();
  const { status, body } = await open(toloka);
  const operation = {
    id: expect.stringMatching(/^[\da-f-]{36}$/),
    type: 'TRAINING.OPEN',
    status: 'PENDING',
    submitted: '2026-11-23T10:00:00.000',
    started: null,
    finished: null,
    progress: 0,
    parameters: { training_id: '1' },
    details: {},
  };
  expect({ status, body }).toEqual({ status: 202, body: operation });
  const poll = async () => (await get(toloka, `/operations/${body.id}`)).body;

  pass(99);
  expect(await poll()).toEqual(operation);
  expect(await open(toloka)).toMatchObject({
    status: 409,
    body: { code: 'POOL_LOCKED_BY_ANOTHER_OPERATION' },
  });
  expect(await close(toloka)).toMatchObject({
    status: 409,
    body: { code: 'POOL_LOCKED_BY_ANOTHER_OPERATION' },
  });
  pass(1);
  const running = { ...operation, status: 'RUNNING', started: '2026-11-23T10:00:00.100' };
  expect(await poll()).toEqual(running);
  expect(await read(toloka)).toMatchObject({
    status: 'CLOSED',
    last_close_reason: 'MANUAL',
    private_name: 'Training 1',
  });
  pass(150);
  expect(await poll()).toEqual({ ...running, progress: 75 });
  pass(50);
  const finished = '2026-11-23T10:00:00.300';
  expect(await poll()).toEqual({ ...running, status: 'SUCCESS', finished, progress: 100 });
  expect(await read(toloka)).toMatchObject({ status: 'OPEN', last_started: finished });
  expect(await open(toloka)).toEqual({ status: 204, body: '' });
  expect(toloka.operations).toHaveLength(1);
});

test('closing is an operation of its own, and then the training can be opened again', async () => {
  const { toloka } = await startWith({ pendingMs: 0, runningMs: 0 }, { status: 'OPEN' });
  expect(await read(toloka)).toMatchObject({ status: 'OPEN', last_close_reason: null });
  const closed = { type: 'TRAINING.CLOSE', status: 'SUCCESS', parameters: { training_id: '1' } };
  expect(await close(toloka)).toMatchObject({ status: 202, body: closed });
  expect(await read(toloka)).toMatchObject({ status: 'CLOSED', last_close_reason: 'MANUAL' });
  expect(await close(toloka)).toEqual({ status: 204, body: '' });
  expect(await open(toloka)).toMatchObject({
    status: 202,
    body: { status: 'SUCCESS', progress: 100 },
  });
  expect(await read(toloka)).toMatchObject({ status: 'OPEN' });
});

test('an opening that fails leaves the training closed, with details and a log; a later one can go another way', async () => {
  const later = { pendingMs: 0, runningMs: 50, ends: 'SUCCESS' } as const;
  const { toloka, pass } = await startWith(
    { ends: 'FAIL', details: { why: 'no money' } },
    { later },
  );
  const { id } = (await open(toloka)).body;
  expect((await get(toloka, `/operations/${id}/log`)).status).toBe(404);
  pass(300);
  expect((await get(toloka, `/operations/${id}`)).body).toMatchObject({
    status: 'FAIL',
    details: { why: 'no money' },
  });
  const entry = {
    type: 'POOL_OPEN',
    success: false,
    input: { pool_id: '1' },
    output: { code: expect.any(String) },
  };
  expect(await get(toloka, `/operations/${id}/log`)).toMatchObject({ status: 200, body: [entry] });
  expect(await read(toloka)).toMatchObject({ status: 'CLOSED' });
  expect(await open(toloka)).toMatchObject({ status: 202, body: { status: 'RUNNING' } });
  pass(50);
  expect(await read(toloka)).toMatchObject({ status: 'OPEN' });
});

test.each<[string, Partial<TrainingDescription>, string, unknown]>([
  ['archived', { status: 'ARCHIVED' }, 'CONFLICT_STATE', null],
  ['empty', { empty: true }, 'EMPTY_POOL', null],
  ['locked', { status: 'LOCKED' }, 'INAPPROPRIATE_STATUS', { appropriate_statuses: ['CLOSED'] }],
])('a training that is %s is not opened', async (_, rest, code, payload) => {
  const { toloka } = await startWith({}, rest);
  const body = { request_id: expect.any(String), code, message: expect.any(String), payload };
  expect(await open(toloka)).toEqual({ status: 409, body });
  expect(toloka.operations).toEqual([]);
});

test('a second opening joins the first, if the training is told to do so', async () => {
  const { toloka, pass } = await startWith({}, { joins: true });
  const { id } = (await open(toloka)).body;
  pass(150);
  expect(await open(toloka)).toMatchObject({ status: 202, body: { id, status: 'RUNNING' } });
  expect((await close(toloka)).status).toBe(409);
  expect(toloka.operations).toHaveLength(1);
});

const API_KEY = 'a234567890123456789012.b.c';
test.each([
  ['right', 'right', 401],
  ['right', 'Bearer right', 401],
  ['right', 'OAuth wrong', 403],
  ['right', 'ApiKey right', 403],
  [API_KEY, `OAuth ${API_KEY}`, 403],
  [API_KEY, `ApiKey ${API_KEY}`, 200],
  [`12${API_KEY}`, `ApiKey 12${API_KEY}`, 200],
  [`123${API_KEY}`, `OAuth 123${API_KEY}`, 200],
])(
  'if the token is %s, the authorization "%s" answers %i',
  async (token, authorization, status) => {
    const toloka = await start({ token });
    const answer = await ask(toloka, 'GET', '/trainings/21', { Authorization: authorization });
    const code = { 200: undefined, 401: 'AUTHENTICATION_ERROR', 403: 'ACCESS_DENIED' }[status];
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
  },
);

test.each([
  'GET /trainings/404',
  'POST /trainings/404/open',
  'POST /trainings/404/close',
  'GET /trainings/21/open',
])('%s finds nothing', async (request) => {
  const [method = '', path = ''] = request.split(' ');
  const body = { code: 'DOES_NOT_EXIST', payload: null };
  expect(await ask(await start(), method, path)).toMatchObject({ status: 404, body });
});

test.each([
  ['application/json', 204],
  ['application/json; charset=utf-8', 204],
  ['text/plain', 415],
  ['application/jsonl', 415],
])('an opening with the content type %s answers %i', async (type, status) => {
  const answer = await ask(await start(), 'POST', '/trainings/22/open', { 'Content-Type': type });
  expect(answer.status).toBe(status);
});

test.each([
  ['type=TRAINING.OPEN&sort=-submitted', '3 2 1', false],
  ['sort=-submitted&limit=1', '3', true],
  ['limit=3', '1 2 3', false],
  ['sort=-finished', '3 2 1', false],
  ['sort=-submitted&submitted_gte=2026-11-23T10:00:00.250', '3 2', false],
  ['submitted_gt=2026-11-23T10:00:00', '2 3', false],
  ['submitted_lt=2026-11-23T10:00:00.250000', '1', false],
  ['submitted_lte=2026-11-23T10:00:00', '1', false],
  ['status=SUCCESS', '1', false],
  ['finished_gte=2026-11-23T10:00:00', '1', false],
])('operations searched with "%s" are of the trainings %s', async (query, ids, hasMore) => {
  const { toloka, pass } = await startWith();
  await open(toloka, '1');
  pass(250);
  // Two of one millisecond: the newest comes first, too.
  await open(toloka, '2');
  await open(toloka, '3');
  pass(60);
  const { body } = await get(toloka, `/operations?${query}`);
  const found: { parameters: { training_id: string } }[] = body.items;
  expect([found.map(({ parameters }) => parameters.training_id).join(' '), body.has_more]).toEqual([
    ids,
    hasMore,
  ]);
});

test.each(['limit=0', 'limit=501', 'limit=', 'sort=-progress', 'finished_lt=10:00Z'])(
  'a search with %s is not valid',
  async (query) => {
    const payload = { [query.replace(/=.*/, '')]: { message: expect.any(String) } };
    expect(await get(await start(), `/operations?${query}`)).toMatchObject({
      status: 400,
      body: { payload },
    });
  },
);

test('requests are recorded and counted: all, those of a method and path, those at the same time', async () => {
  const tries: string[] = [];
  let letGo = () => {};
  const allThere = new Promise<void>((resolve) => (letGo = resolve));
  const toloka = await start({
    onRequest: async ({ n, tryOf, path }) => {
      tries.push(`${path}, ${tryOf}`);
      if (n > 2) letGo();
      await allThere;
    },
  });
  await Promise.all(
    ['/trainings/21', '/trainings/21?a=b', '/trainings/22'].map((path) => get(toloka, path)),
  );
  expect([toloka.peakInFlight, toloka.connections]).toEqual([3, 3]);
  await ask(toloka, 'GET', '/trainings/22', { 'X-Note': 'seen' });
  expect(tries.slice(0, 3).filter((text) => text.endsWith(', 2'))).toHaveLength(1);
  expect(tries.at(-1)).toBe('/trainings/22, 2');
  expect(toloka.requests.at(-1)).toMatchObject({
    method: 'GET',
    path: '/trainings/22',
    headers: { 'x-note': 'seen' },
  });
});

test('a hook can take a request over before its effect, lose its answer after it, and change an answer', async () => {
  const toloka = await start({
    onRequest: ({ n, res }) => n === 1 && res.writeHead(502).end() !== undefined,
    onAnswer: ({ n, res, answer }) => {
      if (n === 2) res.destroy();
      else if (answer) Object.assign(answer, { status: 200, body: '{"für":"alle"}' });
      return n === 2;
    },
  });
  expect((await open(toloka, '28')).status).toBe(502);
  expect(toloka.operations).toEqual([]);
  await expect(open(toloka, '28')).rejects.toThrow();
  expect(toloka.operations).toHaveLength(1);
  expect(await open(toloka, '28')).toEqual({ status: 200, body: { für: 'alle' } });
});

test('an answer waits for the latency, but its effect does not; closing ends all connections', async () => {
  const toloka = await start({ latencyMs: 60_000 });
  const socket = connect(Number(new URL(toloka.url).port), '127.0.0.1');
  const ended = new Promise((resolve) => socket.once('close', resolve));
  const answered = expect(open(toloka, '28')).rejects.toThrow();
  while (toloka.operations.length === 0 || toloka.connections < 2) await sleep(5);
  await toloka.close();
  await answered;
  await ended;
});
