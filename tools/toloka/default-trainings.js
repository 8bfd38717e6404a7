import { describeTraining } from './trainings.js';

/** @import { Opening, TrainingDescription } from './trainings.js' */

/** The token that the local Toloka takes by default. It is worth nothing anywhere else. */
export const DEFAULT_TOKEN = 'local-oauth-token-worth-nothing';

/** @type {Partial<Opening>} */
const SOON = { pendingMs: 500, runningMs: 1_000 };

/** @param {string} id @param {string} name @param {Partial<Opening>} [opening] @param {Partial<TrainingDescription>} [rest] */
const training = (id, name, opening = SOON, rest = {}) =>
  describeTraining(id, opening, { private_name: name, ...rest });

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

/**
 * One training for each way that opening can go.
 *
 * @type {readonly TrainingDescription[]}
 */
export const DEFAULT_TRAININGS = [
  training('21', 'Opens after 1.5 s'),
  training('22', 'Is already open', SOON, { status: 'OPEN' }),
  training('23', 'Opens slowly, after 6 s', { pendingMs: 2_000, runningMs: 4_000 }),
  training('24', 'Opens at once', {}),
  training(
    '25',
    'Fails after 1 s',
    {
      pendingMs: 300,
      runningMs: 700,
      ends: 'FAIL',
      details: { reason: { code: 'NOT_ENOUGH_BALANCE', message: 'The balance is too low', required: 12.5 } },
      log: [
        {
          type: 'POOL_OPEN',
          success: false,
          input: { pool_id: '25' },
          output: {
            code: 'NOT_ENOUGH_BALANCE',
            message: 'There is not enough money on the account',
            request_id: '25252525-0000-4000-8000-000000000025',
          },
        },
      ],
    },
    { last_close_reason: 'NOT_ENOUGH_BALANCE' },
  ),
  training('26', 'Is archived', SOON, { status: 'ARCHIVED', last_close_reason: 'EXPIRED' }),
  training('27', 'Has no tasks', SOON, { empty: true }),
  training('28', 'Takes an hour', { pendingMs: 1_000, runningMs: 3_600_000 }),
  training('29', 'Has an unknown status for a while', {
    pendingMs: 900,
    runningMs: 1_800,
    statuses: ['PENDING', 'QUEUED_V2', 'RUNNING'],
  }),
  training('30', `Fails with a forged text ${FORGED}`, {
    pendingMs: 200,
    runningMs: 400,
    ends: 'FAIL',
    details: { text: FORGED, echoed: `Authorization: OAuth ${DEFAULT_TOKEN}` },
    log: [
      { type: 'POOL_OPEN', success: false, input: {}, output: { code: FORGED, message: FORGED, request_id: FORGED } },
    ],
  }),
  training('31', 'Opens after 3 s', { pendingMs: 500, runningMs: 2_500 }),
  training(
    '32',
    'Opens after 3 s, and a second opening joins the first',
    { pendingMs: 500, runningMs: 2_500 },
    { joins: true },
  ),
  training('33', 'Opens after 30 s', { pendingMs: 5_000, runningMs: 25_000 }),
];
