import { describeTraining } from './trainings.js';

/** @import { Opening, TrainingDescription } from './trainings.js' */

/** The token that the local Toloka takes by default. It is worth nothing anywhere else. */
export const DEFAULT_TOKEN = 'local-oauth-token-worth-nothing';

/** @type {Partial<Opening>} */
const SOON = { pendingMs: 500, runningMs: 1_000 };
/** @type {Partial<Opening>} */
const LATER = { pendingMs: 500, runningMs: 9_500 };

/**
 * @param {string} id
 * @param {string} name
 * @param {string} about what happens to it
 * @param {Partial<Opening>} [opening]
 * @param {Partial<TrainingDescription>} [rest]
 */
const training = (id, name, about, opening = SOON, rest = {}) => ({
  ...describeTraining(id, opening, { private_name: name, ...rest }),
  about,
});

/** Everything that a server could put into a text so that it is taken for something else. */
const FORGED = [
  'plain',
  '::error title=forged::forged by the server',
  '\r::set-env name=NODE_OPTIONS::--inspect',
  '\u2028::add-mask::e',
  '##[error]forged by the server',
  '\u001b[31mred\u001b[0m \u202egnitirw sdrawkcab',
  '<img src=x onerror=alert(1)> [link](https://example.com) | **bold** `code` @everyone',
].join('\n');

const NO_MONEY = {
  code: 'NOT_ENOUGH_BALANCE',
  message: 'There is not enough money on the account',
};

/** A log of a failed operation. @param {Record<string, unknown>} output */
const log = (output) => [{ type: 'POOL_OPEN', success: false, input: {}, output }];

/** One training for each way that opening can go. */
export const DEFAULT_TRAININGS = [
  training('21', 'Road signs', 'opens after 1.5 s'),
  training('22', 'Cats and dogs', 'is already open', SOON, { status: 'OPEN' }),
  training('23', 'Handwriting', 'opens after 14 s', { pendingMs: 1_000, runningMs: 13_000 }),
  training('24', 'Bird calls', 'opens at once', {}),
  training(
    '25',
    'Old maps',
    'fails after 1 s: no money',
    {
      pendingMs: 300,
      runningMs: 700,
      ends: 'FAIL',
      details: {
        reason: { code: 'NOT_ENOUGH_BALANCE', message: 'The balance is too low', required: 12.5 },
      },
      log: log({ ...NO_MONEY, request_id: '25252525-0000-4000-8000-000000000025' }),
    },
    { last_close_reason: 'NOT_ENOUGH_BALANCE' },
  ),
  training('26', 'Street views', 'is archived', SOON, {
    status: 'ARCHIVED',
    last_close_reason: 'EXPIRED',
  }),
  training('27', 'Shop signs', 'has no tasks', SOON, { empty: true }),
  training('28', 'Dialects', 'takes an hour', { pendingMs: 1_000, runningMs: 3_600_000 }),
  training('29', 'Invoices', 'has an unknown status for a while', {
    pendingMs: 1_500,
    runningMs: 3_000,
    statuses: ['PENDING', 'QUEUED_V2', 'RUNNING'],
  }),
  training('30', FORGED, 'fails with forged texts', {
    pendingMs: 200,
    runningMs: 400,
    ends: 'FAIL',
    details: { text: FORGED, echoed: `Authorization: OAuth ${DEFAULT_TOKEN}` },
    log: log({ code: FORGED, message: FORGED, request_id: FORGED }),
  }),
  training('31', 'Recipes', 'opens after 10 s', LATER),
  training('32', 'Product photos', 'opens after 10 s; a second opening joins the first', LATER, {
    joins: true,
  }),
  training('33', 'X-rays', 'opens after 30 s', { pendingMs: 5_000, runningMs: 25_000 }),
  training('34', 'Chess moves', 'fails after 1.5 s: only its details say why', {
    ...SOON,
    ends: 'FAIL',
    details: { reason: 'no workers left' },
    log: [],
  }),
];
