import { expect } from '@jest/globals';
import type { Exchange } from '../../local/toloka.js';
import { type Fault, refusal, TRANSIENT } from './faults.ts';
import { openFromOutside, type Toloka, training, withToloka } from './phases.ts';
import { testSideBySide } from './side-by-side.ts';
import { type Ended, runStep, sequence } from './step.ts';

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
  'HTTP 500',
  'HTTP 502',
  'HTTP 503',
  'HTTP 504',
];

const LOSS = 'HTTP 502';
const AGO_MS = 30_000;
/** Long enough that the repeat still finds it going on, whose answer is 409. */
const SLOW_MS = 1_500;

interface Setting {
  readonly openingMs: number;
  /** How the answer to the first opening is lost. */
  readonly loss?: Fault;
  /** Whether the first opening has no effect either. */
  readonly noEffect?: boolean;
  /** How much Toloka's clock is ahead of this machine's. */
  readonly aheadMs?: number;
  /** Whether somebody opened the training half a minute before the step. */
  readonly openedBefore?: boolean;
  /** Whether somebody opens another training while the answer is lost. */
  readonly otherOpened?: boolean;
  readonly ends?: 'SUCCESS' | 'FAIL';
  readonly inputs?: Record<string, string>;
  /** What the lookup meets, at its first requests. */
  readonly onLookup?: readonly Fault[];
}

interface Seen {
  readonly ended: Ended;
  readonly lines: readonly string[];
  readonly operations: Toloka['operations'];
}

const isOpening = ({ method, path }: Exchange): boolean => method === 'POST' && path === '/trainings/21/open';
const isLookup = ({ path }: Exchange): boolean => path.startsWith('/operations?');

/** Runs a step that loses the answer to its first opening. */
async function lose(setting: Setting): Promise<Seen> {
  const { openingMs, loss = fault(LOSS), aheadMs = 0, ends = 'SUCCESS', inputs } = setting;
  let began = false;
  let lookups = 0;
  const now = (): number => Date.now() + aheadMs - (began ? 0 : AGO_MS);
  const onRequest = (exchange: Exchange): boolean => {
    if (isLookup(exchange)) {
      const met = setting.onLookup?.[lookups];
      lookups += 1;
      met?.(exchange, '');
      return met !== undefined;
    }
    if (!(began && isOpening(exchange) && setting.noEffect === true && openings === 0)) return false;
    openings += 1;
    loss(exchange, '');
    return true;
  };
  let openings = 0;
  const onAnswer = async (exchange: Exchange): Promise<boolean> => {
    if (exchange.answer !== undefined) exchange.answer.headers.Date = new Date(now()).toUTCString();
    if (!began || !isOpening(exchange)) return false;
    openings += 1;
    if (openings > 1) return false;
    if (setting.otherOpened === true) await openFromOutside(toloka, '22');
    loss(exchange, '');
    return true;
  };
  const opening = { pendingMs: 0, runningMs: openingMs, ends };
  const trainings = [training(0, { opening }), training(60_000, { id: '22' })];
  let toloka: Toloka;
  return await withToloka({ trainings, now, onRequest, onAnswer }, async (started) => {
    toloka = started;
    if (setting.openedBefore === true) await openFromOutside(toloka);
    const before = toloka.requests.length;
    began = true;
    const ended = await runStep({ inputs: { 'training-id': '21', 'api-url': toloka.url, timeout: '20s', ...inputs } });
    const own = toloka.requests.slice(before).filter(({ path }) => path !== '/trainings/22/open');
    return { ended, lines: sequence(own), operations: toloka.operations };
  });
}

/** Asserts that the operation was found whose answer was lost, and taken as if it had come. */
function expectFound({ ended, lines, operations }: Seen): void {
  const own = operations.findLast(({ parameters }) => parameters.training_id === '21');
  expect(ended).toMatchObject({ passed: true, error: '' });
  expect(ended.outputs).toMatchObject({ 'operation-id': own?.id, status: 'SUCCESS', 'already-open': 'false' });
  const [post, lookup, ...rest] = lines;
  expect(post).toBe('POST /trainings/21/open');
  expect(lookup).toMatch(/^GET \/operations\?/);
  expect(rest.filter((line) => line !== `GET /operations/${own?.id}`)).toEqual(['GET /trainings/21']);
}

testSideBySide(
  [
    ...LOSSES.flatMap((name) => [
      {
        name: `${name}: the repeat says 204: the operation is found`,
        run: async () => expectFound(await lose({ loss: fault(name), openingMs: 0 })),
      },
      {
        name: `${name}: the repeat says 409: the operation is found and waited for`,
        run: async () => expectFound(await lose({ loss: fault(name), openingMs: SLOW_MS })),
      },
    ]),

    ...[-40_000, 40_000].flatMap((aheadMs) =>
      [0, SLOW_MS].map((openingMs) => ({
        name: `Toloka's clock is ${aheadMs / 1_000} s ahead, opening takes ${openingMs} ms: the operation is found`,
        run: async () => expectFound(await lose({ openingMs, aheadMs })),
      })),
    ),

    {
      name: 'a newer operation of another training is not taken for it',
      run: async () => {
        const seen = await lose({ openingMs: SLOW_MS, otherOpened: true });
        expect(seen.operations.map(({ parameters }) => parameters.training_id)).toEqual(['21', '22']);
        expectFound(seen);
      },
    },
    {
      name: 'the lookup fails at first: it is repeated',
      run: async () => {
        const onLookup = [fault('HTTP 503'), fault('a close in a body in chunks'), fault('broken JSON')];
        expectFound(await lose({ openingMs: SLOW_MS, onLookup }));
      },
    },
    {
      name: 'the operation that is found has failed: the step fails of it',
      run: async () => {
        const { ended, operations } = await lose({ openingMs: 3_000, ends: 'FAIL' });
        const [{ id } = { id: '' }] = operations;
        expect(ended.passed).toBe(false);
        expect(ended.outputs).toMatchObject({ 'operation-id': id, status: 'FAIL', 'already-open': 'false' });
        expect(ended.error).toContain(`operation ${id} ended with FAIL`);
      },
    },
    {
      name: 'the operation that is found goes on, with wait: false: its id and status are put out',
      run: async () => {
        const { ended, operations } = await lose({ openingMs: 60_000, inputs: { wait: 'false' } });
        const [{ id } = { id: '' }] = operations;
        expect(ended.passed).toBe(true);
        expect(ended.outputs).toMatchObject({ 'operation-id': id, status: 'RUNNING', 'already-open': 'false' });
      },
    },

    ...[0, -40_000, 40_000].flatMap((aheadMs) => [
      {
        name: `an operation of 30 s ago is not taken, and 204 means already open; clocks ${aheadMs / 1_000} s apart`,
        run: async () => {
          const { ended, lines, operations } = await lose({ openingMs: 0, aheadMs, openedBefore: true });
          expect(operations).toHaveLength(1);
          expect(ended).toMatchObject({ passed: true, error: '' });
          expect(ended.outputs).toMatchObject({ 'operation-id': '', status: 'SUCCESS', 'already-open': 'true' });
          expect(lines).toEqual([
            'POST /trainings/21/open',
            expect.stringMatching(/^GET \/operations\?/),
            'GET /trainings/21',
          ]);
        },
      },
      {
        name: `an operation of 30 s ago is not taken, and 409 is the refusal; clocks ${aheadMs / 1_000} s apart`,
        run: async () => {
          const { ended, lines, operations } = await lose({ openingMs: 120_000, aheadMs, openedBefore: true });
          expect(operations).toHaveLength(1);
          expect(ended).toMatchObject({ passed: false, exitCode: 1 });
          expect(ended.outputs).toMatchObject({ 'operation-id': '', status: '', 'already-open': 'false' });
          expect(ended.error).toContain('HTTP 409 POOL_LOCKED_BY_ANOTHER_OPERATION');
          expect(lines).toEqual([
            'POST /trainings/21/open',
            expect.stringMatching(/^GET \/operations\?/),
            'GET /trainings/21',
          ]);
        },
      },
    ]),

    {
      name: 'the first opening had no effect: the repeat has, and nothing is looked up',
      run: async () => {
        const { ended, lines, operations } = await lose({ openingMs: 0, noEffect: true });
        expect(ended.outputs).toMatchObject({ 'operation-id': operations[0]?.id, 'already-open': 'false' });
        expect(lines).toEqual(['POST /trainings/21/open', 'GET /trainings/21']);
      },
    },
    {
      name: 'a 429 has no effect, so 204 after it means already open, and nothing is looked up',
      run: async () => {
        const { ended, lines } = await lose({
          openingMs: 0,
          openedBefore: true,
          loss: refusal(429, 'TOO_MANY_REQUESTS'),
        });
        expect(ended.outputs).toMatchObject({ 'operation-id': '', status: 'SUCCESS', 'already-open': 'true' });
        expect(lines).toEqual(['POST /trainings/21/open', 'GET /trainings/21']);
      },
    },
    {
      name: 'the lookup is refused: 204 means already open',
      run: async () => {
        const { ended } = await lose({ openingMs: 0, onLookup: [refusal(403, 'ACCESS_DENIED')] });
        expect(ended).toMatchObject({ passed: true, error: '' });
        expect(ended.outputs).toMatchObject({ 'operation-id': '', status: 'SUCCESS' });
      },
    },
    {
      name: 'the lookup is refused: 409 is the refusal',
      run: async () => {
        const { ended } = await lose({ openingMs: 60_000, onLookup: [refusal(403, 'ACCESS_DENIED')] });
        expect(ended.passed).toBe(false);
        expect(ended.error).toContain('HTTP 409 POOL_LOCKED_BY_ANOTHER_OPERATION');
      },
    },
  ],
  ({ run }) => run(),
);
