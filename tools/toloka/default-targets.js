import { describePool, describeTraining } from './model.js';

/** @import { Description, Opening } from './model.js' */

/** The token that the local Toloka takes by default. It is worth nothing anywhere else. */
export const DEFAULT_TOKEN = 'local-oauth-token-worth-nothing';

const SOON = { pendingMs: 500, runningMs: 1_000 };
const LATER = { pendingMs: 500, runningMs: 9_500 };

/**
 * @param {string} id
 * @param {string} name
 * @param {string} about what happens to it
 * @param {Partial<Opening>} [opening]
 * @param {Partial<Description>} [rest]
 */
const training = (id, name, about, opening = SOON, rest = {}) => ({
  ...describeTraining(id, opening, { private_name: name, ...rest }),
  about,
});

/** A pool of the training 21, as above. @type {typeof training} */
const pool = (id, name, about, opening = SOON, rest = {}) => ({
  ...describePool(id, opening, { private_name: name, needs: '21', ...rest }),
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

/** The log of an operation that failed. @param {string} code @param {string} message @param {string} request_id */
const log = (code, message, request_id) => [
  { type: 'POOL_OPEN', success: false, input: {}, output: { code, message, request_id } },
];
const NO_TASKS = log(
  'EMPTY_POOL',
  'Pool contains no tasks. Operation is not allowed',
  'ao_25252525-0000-4000-8000-000000000025',
);
const NO_MONEY = log(
  'NOT_ENOUGH_BALANCE',
  'There is not enough money on the account',
  'ao_79797979-0000-4000-8000-000000000079',
);

/** One training or pool for each way that opening can go. */
export const DEFAULT_TARGETS = [
  training('21', 'Road signs', 'opens after 1.5 s'),
  training('22', 'Cats and dogs', 'is already open', SOON, { status: 'OPEN' }),
  training('23', 'Handwriting', 'opens after 14 s', { pendingMs: 1_000, runningMs: 13_000 }),
  training('24', 'Bird calls', 'opens at once', {}),
  training('25', 'Old maps', 'fails after 1 s: no tasks', {
    ...{ pendingMs: 300, runningMs: 700, ends: 'FAIL', log: NO_TASKS },
    details: { total_count: 1, success_count: 0, failed_count: 1 },
  }),
  training('26', 'Street views', 'is archived', SOON, {
    ...{ status: 'ARCHIVED', last_close_reason: 'EXPIRED' },
  }),
  training('27', 'Shop signs', 'has no tasks', SOON, { empty: true }),
  training('28', 'Dialects', 'takes an hour', { pendingMs: 1_000, runningMs: 3_600_000 }),
  training('29', 'Invoices', 'has an unknown status for a while', {
    ...{ pendingMs: 1_500, runningMs: 3_000, statuses: ['PENDING', 'QUEUED_V2', 'RUNNING'] },
  }),
  training('30', FORGED, 'fails with forged texts', {
    ...{ pendingMs: 200, runningMs: 400, ends: 'FAIL' },
    details: { text: FORGED, echoed: `Authorization: OAuth ${DEFAULT_TOKEN}` },
    log: log(FORGED, FORGED, FORGED),
  }),
  training('31', 'Recipes', 'opens after 10 s', LATER),
  training('32', 'Product photos', 'opens after 10 s; a second opening joins the first', LATER, {
    joins: true,
  }),
  pool('77', 'Road signs, main', 'needs 21, and opens after 1.5 s'),
  pool('78', 'Road signs, night', 'needs 21, and is already open', SOON, { status: 'OPEN' }),
  pool('79', 'Road signs, rain', 'needs 21, and fails: no money', {
    ...{ ...SOON, ends: 'FAIL', log: NO_MONEY },
  }),
  pool('80', 'Road signs, snow', 'needs 21, and closes again: all its tasks are done', {
    ...{ ...SOON, closes: 'COMPLETED' },
  }),
  pool('81', 'Road signs, fog', 'needs 19, and has no tasks', SOON, { empty: true, needs: '19' }),
];
