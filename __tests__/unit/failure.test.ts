import { describe, expect, test } from '@jest/globals';
import { describeError, describeFailure } from '../../src/failure.ts';
import { InputError, type Inputs } from '../../src/inputs.ts';
import type { State } from '../../src/state.ts';
import { createCancelledError, type Facts, TolokaError } from '../../src/toloka/errors.ts';
import { operation } from './states.ts';

test.each<[unknown, string]>([
  [new InputError(['timeout: "x" is not a duration', 'b']), 'InputError: timeout: "x" is not a duration\nb'],
  [new TolokaError('permanent', 'no proxy', { code: 'NOT_REACHED', advice: 'set one' }), 'no proxy; set one'],
  [new TolokaError('permanent', 'no proxy', { code: 'NOT_REACHED' }), 'no proxy'],
  [new TypeError('odd'), 'TypeError: odd'],
  ['odd', 'odd'],
])('any error as text: %s', (error, text) => {
  expect(describeError(error)).toBe(text);
});

const advised = { code: 'X', advice: 'do this' };
const ERRORS = {
  cancelled: createCancelledError(),
  deadline: new TolokaError('deadline', '', { code: 'TIMEOUT' }),
  'deadline after a fault': new TolokaError('deadline', 'HTTP 502', { code: 'TIMEOUT' }),
  permanent: new TolokaError('permanent', 'no', advised),
  refused: new TolokaError('refused', 'no', { ...advised, status: 403 }),
  'not found': new TolokaError('refused', 'no', { ...advised, status: 404 }),
  'not open': new TolokaError('not open', 'no', advised),
};
const KNOWN = {
  nothing: {},
  'an answer was lost': {},
  running: { operation: operation('RUNNING') },
  'an unknown status': { operation: operation('ODD') },
  'Toloka reported success': { operation: operation('SUCCESS') },
  failed: { operation: operation('FAIL') },
  'open without an operation': { wasOpen: true },
} satisfies Record<string, Omit<State, 'trainingId'>>;

const INPUTS: Inputs = {
  trainingIds: ['21'],
  authorization: { token: 'made-up-token', header: 'OAuth made-up-token' },
  wait: true,
  dryRun: false,
  timeoutMs: 60_000,
  apiUrl: new URL('https://toloka.dev/api/v1'),
};
const lose = (error: TolokaError): TolokaError => error.with({ answerLost: true });
const explain = (error: unknown, known: Omit<State, 'trainingId'>, dryRun = false) =>
  describeFailure(error, { trainingId: '21', ...known }, { ...INPUTS, dryRun });

const TIMED_OUT = 'timed out after 1m';
const FAULT = `${TIMED_OUT}; last fault: HTTP 502`;
const GOES_ON = 'the opening is RUNNING and continues at Toloka';
const WENT_ON = 'the opening was last RUNNING and may continue at Toloka';
const LOST = 'it is not known whether Toloka took the request';
const UNCHECKED = 'Toloka reported success, but whether the training is open was not checked';
const AGAIN = 'run the step again';

describe('why a training is not open, and how it stands', () => {
  test.each<[keyof typeof ERRORS, keyof typeof KNOWN, string, string]>([
    ['cancelled', 'nothing', 'was not opened', `cancelled; ${AGAIN}`],
    ['cancelled', 'an answer was lost', 'may be opening', `cancelled; ${LOST}; ${AGAIN}`],
    ['cancelled', 'running', 'is not open yet', `cancelled; ${GOES_ON}; ${AGAIN} to join it`],
    ['cancelled', 'Toloka reported success', 'may be open', `cancelled; ${UNCHECKED}; ${AGAIN}`],
    ['cancelled', 'open without an operation', 'may be open', `cancelled; ${UNCHECKED}; ${AGAIN}`],
    ['cancelled', 'failed', 'failed to open', `cancelled; ${AGAIN}`],
    ['deadline', 'nothing', 'was not opened', `${TIMED_OUT}; ${AGAIN}, or raise timeout`],
    ['deadline', 'an answer was lost', 'may be opening', `${TIMED_OUT}; ${LOST}; ${AGAIN}, or raise timeout`],
    ['deadline', 'running', 'is not open yet', `${TIMED_OUT}; ${GOES_ON}; ${AGAIN} to join it, or raise timeout`],
    ['deadline after a fault', 'nothing', 'was not opened', `${FAULT}; ${AGAIN}, or raise timeout`],
    ['deadline after a fault', 'an answer was lost', 'may be opening', `${FAULT}; ${LOST}; ${AGAIN}, or raise timeout`],
    [
      'deadline after a fault',
      'running',
      'is not open yet',
      `${FAULT}; ${WENT_ON}; ${AGAIN} to join it, or raise timeout`,
    ],
    ['permanent', 'nothing', 'was not opened', 'no; do this'],
    ['permanent', 'an answer was lost', 'may be opening', `no; ${LOST}; do this`],
    ['permanent', 'running', 'is not open yet', `no; ${WENT_ON}; do this`],
    ['permanent', 'an unknown status', 'is not open yet', `no; ${WENT_ON.replace('RUNNING', 'ODD')}; do this`],
    ['permanent', 'failed', 'failed to open', 'no; do this'],
    ['refused', 'nothing', 'was refused', 'no; do this'],
    ['refused', 'an answer was lost', 'may be opening', `no; ${LOST}; do this`],
    ['refused', 'running', 'is not open yet', `no; ${WENT_ON}; do this`],
    ['not found', 'nothing', 'was not found', 'no; do this'],
    ['not found', 'an answer was lost', 'may be opening', `no; ${LOST}; do this`],
    ['not found', 'running', 'is not open yet', `no; ${WENT_ON}; do this`],
    ['not open', 'failed', 'failed to open', 'no; do this'],
    ['not open', 'Toloka reported success', 'failed to open', 'no; do this'],
    ['not open', 'open without an operation', 'failed to open', 'no; do this'],
  ])('%s, %s: %s', (error, known, standing, reason) => {
    const thrown = known === 'an answer was lost' ? lose(ERRORS[error]) : ERRORS[error];
    expect(explain(thrown, KNOWN[known])).toMatchObject({ standing, reason });
  });

  // Nothing was requested, so nothing can be lost.
  test.each<[keyof typeof ERRORS, string, string]>([
    ['cancelled', 'was not read', `cancelled; ${AGAIN}`],
    ['deadline', 'was not read', `${TIMED_OUT}; ${AGAIN}, or raise timeout`],
    ['permanent', 'was not read', 'no; do this'],
    ['refused', 'was refused', 'no; do this'],
    ['not found', 'was not found', 'no; do this'],
    ['not open', "can't be opened", 'no; do this'],
  ])('%s, in a dry run: %s', (error, standing, reason) => {
    for (const thrown of [ERRORS[error], lose(ERRORS[error])]) {
      expect(explain(thrown, {}, true)).toMatchObject({ standing, reason });
    }
  });

  test.each<[Omit<State, 'trainingId'>, boolean, string, string]>([
    [{}, false, 'may be opening', `TypeError: odd; ${LOST}`],
    [KNOWN.running, false, 'is not open yet', `TypeError: odd; ${WENT_ON}`],
    [KNOWN.failed, false, 'failed to open', 'TypeError: odd'],
    [{}, true, 'was not read', 'TypeError: odd'],
  ])('an error that nobody expects, %j, dry run %s: %s', (known, dryRun, standing, reason) => {
    expect(explain(new TypeError('odd'), known, dryRun)).toMatchObject({ standing, reason, code: 'OTHER' });
  });
});

test.each([
  [createCancelledError().with({ requestId: 'r1' }), 'CANCELLED'],
  [ERRORS['deadline after a fault'], 'TIMEOUT'],
  [ERRORS.permanent, 'X'],
])('the code of a failure is that of its error: %s', (error, code) => {
  expect(explain(error, KNOWN.running).code).toBe(code);
});

test.each<[keyof typeof KNOWN, Partial<Facts>, string]>([
  ['running', { request: 'GET /x', requestId: 'r1' }, 'operation op-1, request_id r1'],
  ['running', { request: 'GET /x' }, 'operation op-1'],
  ['nothing', { request: 'GET /x', requestId: 'r1' }, 'GET /x, request_id r1'],
  ['nothing', { request: 'GET /x' }, 'GET /x'],
  ['nothing', {}, ''],
])('what to quote to support, %s, %j: %s', (known, facts, reference) => {
  expect(explain(ERRORS.permanent.with(facts), KNOWN[known]).reference).toBe(reference);
});
