import { describe, expect, test } from '@jest/globals';
import type { StepResult } from '../../tools/toloka/runner.js';
import type { Exchange } from '../../tools/toloka/toloka.js';
import { describeTraining } from '../../tools/toloka/trainings.js';
import { openFromOutside, runStep, sequence, type Toloka, withToloka } from '../step.ts';
import { answer, type Fault, refusal, TRANSIENT } from './faults.ts';
import { titleOf } from './meet.ts';

const fault = (name: string): Fault => {
  const found = TRANSIENT.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no fault "${name}"`);
  return found.fault;
};

/** Ways to lose an answer. */
const LOSSES = [
  'a reset before the headers',
  'a close in the headers',
  'a reset in a body with a length',
  'a close in a body in chunks',
  'a close in a body without both',
  'an answer that is not HTTP',
  'a page of HTML with 200',
  'no body with 200',
  'JSON of the wrong shape, an operation without an id',
  'HTTP 500',
  'HTTP 502',
  'HTTP 503',
  'HTTP 504',
];

const LOSS = fault('HTTP 502');
/** Long enough that the repeat still finds it running, and gets 409. */
const SLOW_MS = 1_500;
const MINUTE_MS = 60_000;

interface Setting {
  readonly openingMs: number;
  /** How the answer to the first opening is lost. */
  readonly loss?: Fault;
  /** Whether the first opening has no effect either. */
  readonly hasNoEffect?: boolean;
  /** How far Toloka's clock is ahead of this machine's, in milliseconds. */
  readonly aheadMs?: number;
  /** How far the `Date` of Toloka's answers is ahead of Toloka's clock. */
  readonly dateAheadMs?: number;
  /** Whether the answers have no `Date`. */
  readonly hasNoDate?: boolean;
  /** How long before the step somebody opened the training. */
  readonly openedMsAgo?: number;
  /** Whether somebody opens another training while the answer is lost. */
  readonly otherOpened?: boolean;
  /** Changes the operations in Toloka's list. */
  readonly inList?: object;
  readonly ends?: 'SUCCESS' | 'FAIL';
  readonly inputs?: Record<string, string>;
  readonly env?: Record<string, string>;
  /** The faults of the first requests that look up the operation. */
  readonly onLookup?: readonly Fault[];
  /** The fault of the second opening. */
  readonly second?: Fault;
}

interface Seen {
  readonly ended: StepResult;
  readonly lines: readonly string[];
  readonly operations: Toloka['operations'];
}

const isOpening = ({ method, path }: Exchange): boolean => method === 'POST' && path === '/trainings/21/open';
const isLookup = ({ path }: Exchange): boolean => path.startsWith('/operations?');

/** Runs a step that loses the answer to its first opening. */
async function lose(setting: Setting): Promise<Seen> {
  const {
    openingMs,
    loss = LOSS,
    aheadMs = 0,
    dateAheadMs = 0,
    openedMsAgo = 0,
    ends = 'SUCCESS',
    inputs,
    env,
  } = setting;
  let began = false;
  let lookups = 0;
  let openings = 0;
  const now = (): number => Date.now() + aheadMs - (began ? 0 : openedMsAgo);
  const onRequest = (exchange: Exchange): boolean => {
    let met: Fault | undefined;
    if (isLookup(exchange)) {
      met = setting.onLookup?.[lookups];
      lookups += 1;
    } else if (began && isOpening(exchange) && openings === 0 && setting.hasNoEffect === true) {
      openings += 1;
      met = loss;
    } else if (began && isOpening(exchange) && openings === 1) {
      met = setting.second;
    }
    met?.(exchange, '');
    return met !== undefined;
  };
  const onAnswer = async (exchange: Exchange): Promise<boolean> => {
    const { answer: given, res } = exchange;
    if (given !== undefined) given.headers.Date = new Date(now() + dateAheadMs).toUTCString();
    if (given !== undefined && setting.hasNoDate === true) {
      res.sendDate = false;
      delete given.headers.Date;
    }
    if (given !== undefined && isLookup(exchange) && setting.inList !== undefined) {
      const list = JSON.parse(given.body);
      given.body = JSON.stringify({ ...list, items: list.items.map((one: object) => ({ ...one, ...setting.inList })) });
    }
    if (!began || !isOpening(exchange)) return false;
    openings += 1;
    if (openings > 1) return false;
    if (setting.otherOpened === true) await openFromOutside(toloka, '22');
    loss(exchange, '');
    return true;
  };
  const trainings = [
    describeTraining('21', { pendingMs: openingMs / 2, runningMs: openingMs / 2, ends }),
    describeTraining('22', { runningMs: MINUTE_MS }),
  ];
  let toloka: Toloka;
  return await withToloka({ trainings, now, onRequest, onAnswer }, async (started) => {
    toloka = started;
    if (openedMsAgo > 0) await openFromOutside(toloka);
    const before = toloka.requests.length;
    began = true;
    const given = { 'training-id': '21', 'api-url': toloka.url, timeout: '20s', ...inputs };
    const ended = await runStep({ inputs: given, ...(env && { env }) });
    const own = toloka.requests.slice(before).filter(({ path }) => path !== '/trainings/22/open');
    return { ended, lines: sequence(own), operations: toloka.operations };
  });
}

/** Asserts that the step found the operation whose answer it lost, and followed it as if the answer had come. */
function expectFound({ ended, operations }: Seen): void {
  const own = operations.findLast(({ parameters }) => parameters.training_id === '21');
  expect(ended).toMatchObject({ passed: true, error: '' });
  expect(ended.outputs).toMatchObject({ 'operation-id': own?.id, status: 'SUCCESS', 'already-open': 'false' });
}

/** Asserts that the training is open, and that it is not known who opened it. */
function expectUnknownOpener({ ended }: Seen): void {
  expect(ended).toMatchObject({ passed: true, error: '' });
  expect(ended.outputs).toMatchObject({ 'operation-id': '', status: 'SUCCESS', 'already-open': 'true' });
  expect(ended.warnings).toContain('training 21: is open, but an answer was lost, so it is not known who opened it');
}

const LOOKUP_LINES = ['POST /trainings/21/open', 'GET /operations', 'GET /trainings/21'];

describe.each([
  ['204', 0],
  ['409', SLOW_MS],
])('the repeat of a lost opening says %s', (_, openingMs) => {
  test.concurrent.each(LOSSES)('%s: the operation is found', async (name) => {
    const seen = await lose({ loss: fault(name), openingMs });
    expectFound(seen);
    if (openingMs === 0) expect(seen.lines).toEqual(LOOKUP_LINES);
  });

  // The clocks of Toloka and of this machine don't matter, and the machine's may even jump while the step runs.
  test.concurrent.each([-600_000, -40_000, 40_000, 600_000])(
    "Toloka's clock is %d ms ahead: it is found",
    async (aheadMs) => {
      expectFound(await lose({ openingMs, aheadMs }));
    },
  );

  test.concurrent.each([-600_000, 600_000])(
    "the machine's clock jumps by %d ms and back all the time: the operation is found",
    async (jumpMs) => {
      const preload = new URL('jumping-clock.cjs', import.meta.url).pathname;
      const env = { NODE_OPTIONS: `--require ${JSON.stringify(preload)}`, JUMP_MS: String(jumpMs) };
      expectFound(await lose({ openingMs, env }));
    },
  );

  test.concurrent('the Date of an edge runs 5 s ahead of `submitted`: the operation is found', async () => {
    expectFound(await lose({ openingMs, dateAheadMs: 5_000 }));
  });

  test.concurrent('somebody opens another training meanwhile: that operation is not taken for it', async () => {
    const seen = await lose({ openingMs, otherOpened: true });
    expect(seen.operations.map(({ parameters }) => parameters.training_id)).toEqual(['21', '22']);
    expectFound(seen);
  });

  test.concurrent('looking it up fails at first: it is repeated', async () => {
    const onLookup = [fault('HTTP 503'), fault('a close in a body in chunks'), fault('broken JSON')];
    expectFound(await lose({ openingMs, onLookup }));
  });
});

describe('a training that is open after an answer was lost', () => {
  test.concurrent.each([0, -600_000, 600_000])(
    'was opened up to a minute before: that operation is taken; clocks %d ms apart',
    async (aheadMs) => {
      const seen = await lose({ openingMs: 0, aheadMs, openedMsAgo: 30_000 });
      expect(seen.operations).toHaveLength(1);
      expectFound(seen);
    },
  );

  test.concurrent.each([0, -600_000, 600_000])(
    'was opened before that: it is not known who opened it; clocks %d ms apart',
    async (aheadMs) => {
      const seen = await lose({ openingMs: 0, aheadMs, openedMsAgo: 90_000 });
      expect(seen.operations).toHaveLength(1);
      expectUnknownOpener(seen);
      expect(seen.lines).toEqual(LOOKUP_LINES);
    },
  );

  test.concurrent.each([
    ['the list is refused', { onLookup: [refusal(403, 'ACCESS_DENIED')] }],
    ['the list is a redirect', { onLookup: [answer(302, '', { Location: '/login' })] }],
    ['the answers have no Date', { hasNoDate: true }],
    ['the operation says no time', { inList: { submitted: null } }],
    ['the operation says a number for a time', { inList: { submitted: 1_700_000_000 } }],
    ['the operation failed', { inList: { status: 'FAIL' } }],
    ['the operation is of another type', { inList: { type: 'TRAINING.CLOSE' } }],
  ])('it is not known who opened it: %s', async (_, setting: Partial<Setting>) => {
    expectUnknownOpener(await lose({ openingMs: 0, ...setting }));
  });

  test.concurrent.each(['Z', '+00:00'])('a time with the zone %s is read like one without', async (zone) => {
    const submitted = `${new Date().toISOString().slice(0, -1)}${zone}`;
    expectFound(await lose({ openingMs: 0, inList: { submitted } }));
  });

  test.concurrent('and the first opening had no effect: the repeat opens it, and nothing is looked up', async () => {
    const { ended, lines, operations } = await lose({ openingMs: 0, hasNoEffect: true });
    expect(ended.outputs).toMatchObject({ 'operation-id': operations[0]?.id, 'already-open': 'false' });
    expect(lines).toEqual(['POST /trainings/21/open', 'GET /trainings/21']);
  });

  test.concurrent('and a 429 came before: that has no effect, so the training was already open', async () => {
    const setting = { openingMs: 0, openedMsAgo: 90_000, hasNoEffect: true, loss: refusal(429, 'TOO_MANY_REQUESTS') };
    const { ended, lines } = await lose(setting);
    expect(ended.outputs).toMatchObject({ 'operation-id': '', status: 'SUCCESS', 'already-open': 'true' });
    expect(ended.warnings).toEqual([]);
    expect(lines).toEqual(['POST /trainings/21/open', 'GET /trainings/21']);
  });
});

test.concurrent('the operation that is found fails: as it may be older, the step opens once more', async () => {
  const { ended, operations } = await lose({ openingMs: 3_000, ends: 'FAIL' });
  expect(ended.passed).toBe(false);
  expect(operations).toHaveLength(2);
  expect(ended.outputs).toMatchObject({ 'operation-id': operations[1]?.id, status: 'FAIL', 'already-open': 'false' });
});

test.concurrent('the operation that is found goes on, with `wait: false`: the outputs have its id and status', async () => {
  const { ended, operations } = await lose({ openingMs: MINUTE_MS, inputs: { wait: 'false' } });
  expect(ended.passed).toBe(true);
  expect(ended.outputs).toMatchObject({
    'operation-id': operations[0]?.id,
    status: 'PENDING',
    'already-open': 'false',
  });
});

test.concurrent.each([
  ['403', refusal(403, 'ACCESS_DENIED'), 'ACCESS_DENIED: '],
  ['a redirect', answer(302, '', { Location: 'http://127.0.0.1:9/login' }), 'HTTP 302 redirects to '],
  ['a long wait', refusal(429, 'TOO_MANY_REQUESTS', { 'Retry-After': '3600' }), 'it asks to wait 1h'],
  ['a huge body', answer(200, ' '.repeat(1_100_000)), 'the answer is larger than 1 MiB'],
])('the repeat ends with %s: the training may be opening', async (_, second, says) => {
  const { ended } = await lose({ openingMs: 0, hasNoEffect: true, second });
  expect(ended.passed).toBe(false);
  expect(ended.error).toContain(says);
  expect(ended.error).toContain('it is not known whether Toloka took the request');
  expect(titleOf(ended)).toBe('Training 21 may be opening');
});

test.concurrent('the repeat ends with a 409 that is final: the training may be opening', async () => {
  const { ended } = await lose({ openingMs: 0, hasNoEffect: true, second: refusal(409, 'EMPTY_POOL') });
  expect(ended.passed).toBe(false);
  expect(ended.error).toMatch(/^EMPTY_POOL: .*it is not known whether Toloka took the request; upload tasks first/);
});
