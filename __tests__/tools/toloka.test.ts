import { connect } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { startToloka } from '../../tools/toloka/toloka.js';
import { describeTraining, type TrainingDescription } from '../../tools/toloka/trainings.js';

type Options = NonNullable<Parameters<typeof startToloka>[0]>;
type Toloka = Awaited<ReturnType<typeof startToloka>>;

const servers: Toloka[] = [];
const start = async (options: Options = {}) => {
  const toloka = await startToloka(options);
  servers.push(toloka);
  return toloka;
};
afterEach(async () => {
  await Promise.all(servers.splice(0).map((toloka) => toloka.close()));
});

/** Sends a request with the right token and gives its status and body. */
const ask = async (
  toloka: Toloka,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
) => {
  const response = await fetch(toloka.url + path, {
    method,
    headers: { Authorization: `OAuth ${toloka.token}`, ...headers },
    body: body ?? null,
  });
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: text === '' ? '' : JSON.parse(text),
  };
};
const open = (toloka: Toloka, id: string) => ask(toloka, 'POST', `/trainings/${id}/open`);
const get = (toloka: Toloka, path: string) => ask(toloka, 'GET', path);

/** A clock that stands still unless it is moved. */
const clock = (startMs = Date.parse('2026-11-23T10:00:00Z')) => {
  let ms = startMs;
  return { now: () => ms, pass: (byMs: number) => (ms += byMs) };
};

const training = (id: string, rest: Partial<TrainingDescription> = {}): TrainingDescription =>
  describeTraining(id, { pendingMs: 100, runningMs: 200 }, rest);

test('an opening goes from PENDING through RUNNING to SUCCESS, and then the training is open', async () => {
  const { now, pass } = clock();
  const toloka = await start({ now, trainings: [training('1')] });
  const opened = await open(toloka, '1');
  const { id } = opened.body;
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
  expect(opened).toEqual({ status: 202, type: 'application/json;charset=UTF-8', body: operation });

  pass(99);
  expect((await get(toloka, `/operations/${id}`)).body).toEqual(operation);
  pass(1);
  const running = { ...operation, status: 'RUNNING', started: '2026-11-23T10:00:00.100', progress: 0 };
  expect((await get(toloka, `/operations/${id}`)).body).toEqual(running);
  expect((await get(toloka, '/trainings/1')).body).toMatchObject({ status: 'CLOSED', last_close_reason: 'MANUAL' });
  pass(150);
  expect((await get(toloka, `/operations/${id}`)).body).toEqual({ ...running, progress: 75 });
  pass(50);
  expect((await get(toloka, `/operations/${id}`)).body).toEqual({
    ...running,
    status: 'SUCCESS',
    finished: '2026-11-23T10:00:00.300',
    progress: 100,
  });
  expect((await get(toloka, '/trainings/1')).body).toMatchObject({
    status: 'OPEN',
    last_started: '2026-11-23T10:00:00.300',
  });
  expect(await open(toloka, '1')).toEqual({ status: 204, type: null, body: '' });
  expect(toloka.operations).toMatchObject([{ id, status: 'SUCCESS' }]);
  expect(toloka.trainings).toMatchObject([{ id: '1', status: 'OPEN' }]);
});

test('an opening that takes no time has ended in the answer that starts it', async () => {
  const toloka = await start({
    trainings: [training('1', { opening: { pendingMs: 0, runningMs: 0, ends: 'SUCCESS' } })],
  });
  expect(await open(toloka, '1')).toMatchObject({ status: 202, body: { status: 'SUCCESS', progress: 100 } });
  expect((await open(toloka, '1')).status).toBe(204);
});

test('an opening that fails leaves the training closed, with details and a log', async () => {
  const { now, pass } = clock();
  const opening = { pendingMs: 0, runningMs: 100, ends: 'FAIL', details: { why: 'no money' } } as const;
  const toloka = await start({ now, trainings: [training('1', { opening })] });
  const { id } = (await open(toloka, '1')).body;
  expect((await get(toloka, `/operations/${id}/log`)).status).toBe(404);
  pass(100);
  expect((await get(toloka, `/operations/${id}`)).body).toMatchObject({ status: 'FAIL', details: { why: 'no money' } });
  const log = await get(toloka, `/operations/${id}/log`);
  expect(log).toMatchObject({
    status: 200,
    body: [{ type: 'POOL_OPEN', success: false, input: { pool_id: '1' }, output: { code: expect.any(String) } }],
  });
  expect((await get(toloka, '/trainings/1')).body.status).toBe('CLOSED');
  expect((await open(toloka, '1')).status).toBe(202);
  expect(toloka.operations).toHaveLength(2);
});

test.each([
  ['FAIL', undefined, 200],
  ['FAIL', null, 404],
  ['SUCCESS', undefined, 404],
  ['SUCCESS', [{ type: 'POOL_OPEN', success: true, input: {}, output: {} }], 200],
] as const)('the log of a %s described as %j answers %i', async (ends, log, status) => {
  const opening = { pendingMs: 0, runningMs: 0, ends, ...(log === undefined ? {} : { log: log && [...log] }) };
  const toloka = await start({ trainings: [training('1', { opening })] });
  const { id } = (await open(toloka, '1')).body;
  expect((await get(toloka, `/operations/${id}/log`)).status).toBe(status);
});

test('an opening can go through other statuses, for equal times', async () => {
  const { now, pass } = clock();
  const statuses = ['PENDING', 'QUEUED_V2', 'RUNNING'];
  const toloka = await start({
    now,
    trainings: [training('1', { opening: { pendingMs: 100, runningMs: 200, ends: 'SUCCESS', statuses } })],
  });
  const { id } = (await open(toloka, '1')).body;
  const seen = [];
  for (let i = 0; i < 4; i++, pass(100)) seen.push((await get(toloka, `/operations/${id}`)).body.status);
  expect(seen).toEqual([...statuses, 'SUCCESS']);
});

test.each<[string, Partial<TrainingDescription>, number, string, unknown]>([
  ['archived', { status: 'ARCHIVED' }, 409, 'CONFLICT_STATE', null],
  ['empty', { empty: true }, 409, 'EMPTY_POOL', null],
  ['locked', { status: 'LOCKED' }, 409, 'INAPPROPRIATE_STATUS', { appropriate_statuses: ['CLOSED'] }],
])('a training that is %s is not opened', async (_, rest, status, code, payload) => {
  const toloka = await start({ trainings: [training('1', rest)] });
  expect(await open(toloka, '1')).toEqual({
    status,
    type: 'application/json;charset=UTF-8',
    body: { request_id: expect.any(String), code, message: expect.any(String), payload },
  });
  expect(toloka.operations).toEqual([]);
});

test('a training is locked while an operation opens it', async () => {
  const { now, pass } = clock();
  const toloka = await start({ now, trainings: [training('1')] });
  await open(toloka, '1');
  pass(299);
  expect(await open(toloka, '1')).toMatchObject({ status: 409, body: { code: 'POOL_LOCKED_BY_ANOTHER_OPERATION' } });
});

test('a second opening joins the first, if the training is told to do so', async () => {
  const { now, pass } = clock();
  const toloka = await start({ now, trainings: [training('1', { joins: true })] });
  const { id } = (await open(toloka, '1')).body;
  pass(150);
  expect(await open(toloka, '1')).toMatchObject({ status: 202, body: { id, status: 'RUNNING' } });
  pass(150);
  expect((await open(toloka, '1')).status).toBe(204);
  expect(toloka.operations).toHaveLength(1);
});

test('a later opening can go another way', async () => {
  const { now, pass } = clock();
  const later = { pendingMs: 0, runningMs: 50, ends: 'SUCCESS' } as const;
  const failing = describeTraining('1', { runningMs: 100, ends: 'FAIL' }, { later });
  const toloka = await start({ now, trainings: [failing] });
  await open(toloka, '1');
  pass(100);
  expect((await open(toloka, '1')).body).toMatchObject({ status: 'RUNNING' });
  pass(50);
  expect(toloka.operations.map(({ status }) => status)).toEqual(['FAIL', 'SUCCESS']);
  expect((await get(toloka, '/trainings/1')).body).toMatchObject({ status: 'OPEN' });
});

const API_KEY = 'a234567890123456789012.b.c';

test.each([
  ['none', undefined, undefined, 401, 'AUTHENTICATION_ERROR'],
  ['the bare token', 'right', 'right', 401, 'AUTHENTICATION_ERROR'],
  ['another scheme', 'right', 'Bearer right', 401, 'AUTHENTICATION_ERROR'],
  ['two words', 'right', 'OAuth right right', 401, 'AUTHENTICATION_ERROR'],
  ['another token', 'right', 'OAuth wrong', 403, 'ACCESS_DENIED'],
  ['an OAuth token as an API key', 'right', 'ApiKey right', 403, 'ACCESS_DENIED'],
  ['an API key as an OAuth token', API_KEY, `OAuth ${API_KEY}`, 403, 'ACCESS_DENIED'],
])('an authorization with %s is refused', async (_, token, authorization, status, code) => {
  const toloka = await start(token === undefined ? {} : { token });
  const response = await fetch(`${toloka.url}/trainings/21`, { headers: authorization ? { authorization } : {} });
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ request_id: expect.any(String), code });
});

test.each([
  ['right', 'OAuth right'],
  [API_KEY, `ApiKey ${API_KEY}`],
  [`12${API_KEY}`, `ApiKey 12${API_KEY}`],
  [`123${API_KEY}`, `OAuth 123${API_KEY}`],
  [API_KEY.slice(1), `OAuth ${API_KEY.slice(1)}`],
  [`${API_KEY}.d`, `OAuth ${API_KEY}.d`],
])('the token %s is taken as "%s"', async (token, authorization) => {
  const toloka = await start({ token });
  expect((await ask(toloka, 'GET', '/trainings/21', { Authorization: authorization })).status).toBe(200);
});

test.each([
  ['GET', '/trainings/404'],
  ['POST', '/trainings/404/open'],
  ['GET', '/operations/404'],
  ['GET', '/operations/404/log'],
  ['GET', '/trainings/%E0%A4%A'],
  ['GET', '/nothing'],
  ['DELETE', '/trainings/21'],
  ['GET', '/trainings/21/open'],
])('%s %s finds nothing', async (method, path) => {
  const toloka = await start();
  expect(await ask(toloka, method, path)).toMatchObject({
    status: 404,
    body: { code: 'DOES_NOT_EXIST', payload: null },
  });
});

test.each([
  [{ 'Content-Type': 'application/json' }, '{}', 204],
  [{ 'Content-Type': 'application/json; charset=utf-8' }, '', 204],
  [{}, '', 204],
  [{ 'Content-Type': 'text/plain' }, '', 415],
  [{ 'Content-Type': 'application/jsonl' }, '', 415],
  [{}, '{}', 415],
])('an opening with the headers %j and the body %j answers %i', async (headers, body, status) => {
  const toloka = await start();
  // A typed array is the one body that fetch gives no Content-Type of its own.
  const response = await fetch(`${toloka.url}/trainings/22/open`, {
    method: 'POST',
    headers: { Authorization: `OAuth ${toloka.token}`, ...headers },
    body: body === '' ? null : new TextEncoder().encode(body),
  });
  expect(response.status).toBe(status);
});

test('operations are found by what they are, when they were submitted, and newest first', async () => {
  const { now, pass } = clock();
  const toloka = await start({ now, trainings: ['1', '2', '3'].map((id) => training(id)) });
  for (const id of ['1', '2', '3']) {
    await open(toloka, id);
    pass(250);
  }
  const find = async (query: string) => {
    const { body } = await get(toloka, `/operations?${query}`);
    const items: { parameters: { training_id: string } }[] = body.items;
    return [items.map((item) => item.parameters.training_id).join(' '), body.has_more];
  };
  expect(await find('')).toEqual(['1 2 3', false]);
  expect(await find('type=TRAINING.OPEN&sort=-submitted')).toEqual(['3 2 1', false]);
  expect(await find('type=TRAINING.OPEN&sort=-submitted&limit=2')).toEqual(['3 2', true]);
  expect(await find('limit=3')).toEqual(['1 2 3', false]);
  expect(await find('sort=finished,-submitted')).toEqual(['1 2 3', false]);
  expect(await find('sort=-finished,submitted')).toEqual(['3 2 1', false]);
  expect(await find('sort=-submitted&submitted_gte=2026-11-23T10:00:00.250')).toEqual(['3 2', false]);
  expect(await find('submitted_gt=2026-11-23T10:00:00.250')).toEqual(['3', false]);
  expect(await find('submitted_lt=2026-11-23T10:00:00.250000')).toEqual(['1', false]);
  expect(await find('submitted_lte=2026-11-23T10:00:00')).toEqual(['1', false]);
  expect(await find('type=POOL.OPEN')).toEqual(['', false]);
  expect(await find('status=SUCCESS')).toEqual(['1 2', false]);
  expect(await find('finished_gte=2026-11-23T10:00:00')).toEqual(['1 2', false]);
});

test('two operations of one millisecond come newest first', async () => {
  const { now } = clock();
  const toloka = await start({ now, trainings: ['1', '2'].map((id) => training(id)) });
  await open(toloka, '1');
  await open(toloka, '2');
  const { body } = await get(toloka, '/operations?sort=-submitted&limit=1');
  expect(body).toMatchObject({ items: [{ parameters: { training_id: '2' } }], has_more: true });
});

test.each([
  'limit=0',
  'limit=501',
  'limit=x',
  'limit=',
  'sort=-progress',
  'submitted_gte=now',
  'submitted_gte=2026-11-23T10:00:00Z',
])('a search with %s is not valid', async (query) => {
  const toloka = await start();
  const [name = ''] = query.split('=');
  expect(await get(toloka, `/operations?${query}`)).toMatchObject({
    status: 400,
    body: { code: 'VALIDATION_ERROR', payload: { [name]: { message: expect.any(String) } } },
  });
});

test('a hundred trainings and more are held and listed', async () => {
  const trainings = Array.from({ length: 150 }, (_, index) => training(String(index + 1)));
  const toloka = await start({ trainings });
  expect((await Promise.all(trainings.map(({ id }) => open(toloka, id)))).map(({ status }) => status)).toEqual(
    trainings.map(() => 202),
  );
  const { body } = await get(toloka, '/trainings?sort=-id&limit=2');
  expect(body).toMatchObject({ items: [{ id: '150' }, { id: '149' }], has_more: true });
  expect(toloka.requests).toHaveLength(151);
});

test('connections and requests under way at the same time are counted', async () => {
  let letGo = () => {};
  const allThere = new Promise<void>((resolve) => (letGo = resolve));
  const toloka = await start({ onRequest: ({ n }) => (n === 5 ? letGo() : allThere) });
  await Promise.all(Array.from({ length: 5 }, () => get(toloka, '/trainings/21')));
  expect(toloka.peakInFlight).toBe(5);
  expect(toloka.connections).toBe(5);
  for (let i = 0; i < 3; i++) await get(toloka, '/trainings/21');
  expect(toloka.peakInFlight).toBe(5);
});

test('a request is recorded with its path, its headers and its time', async () => {
  const { now } = clock();
  const toloka = await start({ now });
  await ask(toloka, 'GET', '/trainings?limit=1', { 'X-Note': 'seen' });
  expect(toloka.requests).toMatchObject([
    { method: 'GET', path: '/trainings?limit=1', headers: { 'x-note': 'seen' }, at: now() },
  ]);
});

test('a hook can take a request over before its effect', async () => {
  const toloka = await start({
    onRequest: ({ tryOf, res }) => {
      if (tryOf > 1) return false;
      res.writeHead(502).end();
      return true;
    },
  });
  expect((await open(toloka, '21')).status).toBe(502);
  expect(toloka.operations).toEqual([]);
  expect((await open(toloka, '21')).status).toBe(202);
});

test('a hook can lose an answer after its effect', async () => {
  const toloka = await start({ onAnswer: ({ tryOf, res }) => tryOf === 1 && res.destroy() && true });
  await expect(open(toloka, '28')).rejects.toThrow();
  expect(toloka.operations).toHaveLength(1);
  expect((await open(toloka, '28')).status).toBe(409);
});

test('a hook can change an answer', async () => {
  const toloka = await start({
    onAnswer: async ({ answer }) => {
      if (answer) Object.assign(answer, { status: 200, body: '{"für":"alle"}', headers: { 'X-New': 'yes' } });
    },
  });
  expect(await get(toloka, '/nothing')).toMatchObject({ status: 200, body: { für: 'alle' } });
});

test('requests are counted: all of them, and those with the same method and path', async () => {
  const seen: unknown[] = [];
  const toloka = await start({ onRequest: ({ n, tryOf, method, path }) => void seen.push([n, tryOf, method, path]) });
  for (const path of ['/trainings/21', '/trainings/22', '/trainings/21?a=b']) await get(toloka, path);
  await open(toloka, '22');
  expect(seen).toEqual([
    [1, 1, 'GET', '/trainings/21'],
    [2, 1, 'GET', '/trainings/22'],
    [3, 2, 'GET', '/trainings/21?a=b'],
    [4, 1, 'POST', '/trainings/22/open'],
  ]);
});

test('an answer waits for the latency, but its effect does not', async () => {
  const toloka = await start({ latencyMs: 60_000 });
  const answered = open(toloka, '28').then(
    () => 'answered',
    () => 'cut',
  );
  while (toloka.operations.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await toloka.close();
  expect(await answered).toBe('cut');
});

test('closing ends the connections that stand open', async () => {
  const toloka = await startToloka();
  const socket = connect(Number(new URL(toloka.url).port), '127.0.0.1');
  const ended = new Promise((resolve) => socket.once('close', resolve));
  await new Promise((resolve) => socket.once('connect', resolve));
  while (toloka.connections === 0) await new Promise((resolve) => setImmediate(resolve));
  await toloka.close();
  await ended;
});

test('two trainings can not have one id', async () => {
  await expect(startToloka({ trainings: [training('1'), training('1')] })).rejects.toThrow('same id');
});

test('a port that is taken is an error', async () => {
  const { url } = await start();
  await expect(startToloka({ port: Number(new URL(url).port) })).rejects.toThrow('EADDRINUSE');
});
