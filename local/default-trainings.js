/** @import { Opening, TrainingDescription } from './trainings.js' */

/** The token that the local Toloka takes unless it is given another: worth nothing anywhere else. */
export const DEFAULT_TOKEN = 'local-oauth-token-worth-nothing';

/** @type {Opening} */
const SOON = { pendingMs: 500, runningMs: 1_000, ends: 'SUCCESS' };

/**
 * @param {string} id
 * @param {string} name what happens when it is opened
 * @param {Partial<TrainingDescription>} [rest]
 * @returns {TrainingDescription}
 */
const training = (id, name, rest = {}) => ({
  id,
  project_id: '7',
  private_name: name,
  status: 'CLOSED',
  opening: SOON,
  ...rest,
});

/** Everything a server could slip into a text to be taken for something else. */
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
  training('22', 'Open already', { status: 'OPEN' }),
  training('23', 'Opens slowly, after 6 s', { opening: { pendingMs: 2_000, runningMs: 4_000, ends: 'SUCCESS' } }),
  training('24', 'Opens at once', { opening: { pendingMs: 0, runningMs: 0, ends: 'SUCCESS' } }),
  training('25', 'Fails after 1 s', {
    last_close_reason: 'NOT_ENOUGH_BALANCE',
    opening: {
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
  }),
  training('26', 'Archived', { status: 'ARCHIVED', last_close_reason: 'EXPIRED' }),
  training('27', 'Has no tasks', { empty: true }),
  training('28', 'Takes an hour', { opening: { pendingMs: 1_000, runningMs: 3_600_000, ends: 'SUCCESS' } }),
  training('29', 'Goes through an unknown status', {
    opening: { pendingMs: 900, runningMs: 1_800, ends: 'SUCCESS', statuses: ['PENDING', 'QUEUED_V2', 'RUNNING'] },
  }),
  training('30', `Fails with a forged text ${FORGED}`, {
    opening: {
      pendingMs: 200,
      runningMs: 400,
      ends: 'FAIL',
      details: { text: FORGED, echoed: `Authorization: OAuth ${DEFAULT_TOKEN}` },
      log: [
        { type: 'POOL_OPEN', success: false, input: {}, output: { code: FORGED, message: FORGED, request_id: FORGED } },
      ],
    },
  }),
  training('31', 'Opens after 3 s', { opening: { pendingMs: 500, runningMs: 2_500, ends: 'SUCCESS' } }),
];
