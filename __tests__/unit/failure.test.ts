import { expect, test } from '@jest/globals';
import { describeError, describeFailure } from '../../src/failure.ts';
import type { Inputs } from '../../src/inputs.ts';
import type { State } from '../../src/state.ts';
import { createCancelledError, type Facts, TolokaError } from '../../src/toloka/errors.ts';
import { operation } from './states.ts';

const advised = { code: 'X', advice: 'do this' };
const ERRORS = {
  cancelled: createCancelledError(),
  deadline: new TolokaError('deadline', '', { code: 'TIMEOUT' }),
  fault: new TolokaError('deadline', 'HTTP 502', { code: 'TIMEOUT', request: 'GET /x' }),
  permanent: new TolokaError('permanent', 'no', advised),
  refused: new TolokaError('refused', 'no', { ...advised, status: 403 }),
  'not found': new TolokaError('refused', 'no', { ...advised, status: 404 }),
  'a page with 404': new TolokaError('refused', 'no', {
    code: 'NOT_TOLOKA',
    advice: 'do this',
    status: 404,
  }),
  'not open': new TolokaError('not open', 'no', advised),
};
const KNOWN = {
  nothing: {},
  'an answer was lost': {},
  RUNNING: { operation: operation('RUNNING') },
  ODD: { operation: operation('ODD') },
  SUCCESS: { operation: operation('SUCCESS') },
  FAIL: { operation: operation('FAIL') },
  'was open': { wasOpen: true },
  // Nothing was requested, so nothing can be lost.
  'dry run': {},
};
const INPUTS: Inputs = {
  trainingIds: ['21'],
  authorization: { token: 'made-up-token', header: 'OAuth made-up-token' },
  wait: true,
  dryRun: false,
  timeoutMs: 60_000,
  apiUrl: new URL('https://toloka.dev/api/v1'),
};
const explain = (error: unknown, known: Omit<State, 'trainingId'>, dryRun = false) =>
  describeFailure(error, { trainingId: '21', ...known }, { ...INPUTS, dryRun });

const TIMED_OUT = 'timed out after 1m';
const FAULT = `${TIMED_OUT}; last fault: HTTP 502`;
const GOES_ON = 'the opening is RUNNING and continues at Toloka';
const WENT_ON = 'the opening was last RUNNING and may continue at Toloka';
const LOST = 'it is not known whether Toloka took the request';
const UNCHECKED = 'Toloka reported success, but the training was not seen open yet';
const AGAIN = 'run the step again';
const RAISE = 'run the step again, or raise timeout';
const JOIN = 'run the step again to join it';

test.each<[keyof typeof ERRORS, keyof typeof KNOWN, string, string]>([
  ['cancelled', 'nothing', 'was not opened', `cancelled; ${AGAIN}`],
  ['cancelled', 'an answer was lost', 'may be opening', `cancelled; ${LOST}; ${AGAIN}`],
  ['cancelled', 'RUNNING', 'is not open yet', `cancelled; ${GOES_ON}; ${JOIN}`],
  ['cancelled', 'SUCCESS', 'may be open', `cancelled; ${UNCHECKED}; ${AGAIN}`],
  ['cancelled', 'was open', 'may be open', `cancelled; ${UNCHECKED}; ${AGAIN}`],
  ['cancelled', 'FAIL', 'failed to open', `cancelled; ${AGAIN}`],
  ['cancelled', 'dry run', 'was not read', `cancelled; ${AGAIN}`],
  ['deadline', 'nothing', 'was not opened', `${TIMED_OUT}; ${RAISE}`],
  ['deadline', 'an answer was lost', 'may be opening', `${TIMED_OUT}; ${LOST}; ${RAISE}`],
  ['deadline', 'RUNNING', 'is not open yet', `${TIMED_OUT}; ${GOES_ON}; ${JOIN}, or raise timeout`],
  ['deadline', 'SUCCESS', 'is not open yet', `${TIMED_OUT}; ${RAISE}`],
  ['deadline', 'was open', 'is not open yet', `${TIMED_OUT}; ${RAISE}`],
  ['deadline', 'dry run', 'was not read', `${TIMED_OUT}; ${RAISE}`],
  ['fault', 'nothing', 'was not opened', `${FAULT}; ${RAISE}`],
  ['fault', 'an answer was lost', 'may be opening', `${FAULT}; ${LOST}; ${RAISE}`],
  ['fault', 'RUNNING', 'is not open yet', `${FAULT}; ${WENT_ON}; ${JOIN}, or raise timeout`],
  ['permanent', 'nothing', 'was not opened', 'no; do this'],
  ['permanent', 'an answer was lost', 'may be opening', `no; ${LOST}; do this`],
  ['permanent', 'RUNNING', 'is not open yet', `no; ${WENT_ON}; do this`],
  ['permanent', 'ODD', 'is not open yet', `no; ${WENT_ON.replace('RUNNING', 'ODD')}; do this`],
  ['permanent', 'FAIL', 'failed to open', 'no; do this'],
  ['permanent', 'dry run', 'was not read', 'no; do this'],
  ['refused', 'nothing', 'was refused', 'no; do this'],
  ['refused', 'an answer was lost', 'may be opening', `no; ${LOST}; do this`],
  ['refused', 'RUNNING', 'is not open yet', `no; ${WENT_ON}; do this`],
  ['refused', 'dry run', 'was refused', 'no; do this'],
  ['not found', 'nothing', 'was not found', 'no; do this'],
  ['a page with 404', 'nothing', 'was refused', 'no; do this'],
  ['not found', 'an answer was lost', 'may be opening', `no; ${LOST}; do this`],
  ['not found', 'dry run', 'was not found', 'no; do this'],
  ['not open', 'FAIL', 'failed to open', 'no; do this'],
  ['not open', 'SUCCESS', 'failed to open', 'no; do this'],
  ['not open', 'was open', 'failed to open', 'no; do this'],
  ['not open', 'dry run', "can't be opened", 'no; do this'],
])('%s, %s: the training %s: %s', (kind, known, standing, reason) => {
  // An operation that is known says more than a lost answer.
  const error = ERRORS[kind].with({ mayBeTaken: !['nothing', 'was open'].includes(known) });
  const { code } = error.facts;
  expect(explain(error, KNOWN[known], known === 'dry run')).toMatchObject({
    standing,
    reason,
    code,
  });
});

test('an error that nobody expects may have come after the request', () => {
  const describe = (known: keyof typeof KNOWN) =>
    explain(new TypeError('odd'), KNOWN[known], known === 'dry run');
  const reason = `TypeError: odd; ${LOST}`;
  expect(describe('nothing')).toMatchObject({ standing: 'may be opening', reason, code: 'OTHER' });
  expect(describe('dry run')).toMatchObject({
    standing: 'was not read',
    reason: 'TypeError: odd',
    code: 'OTHER',
  });
});

test.each<[keyof typeof KNOWN, Partial<Facts>, string]>([
  ['RUNNING', { request: 'GET /x', requestId: 'r1' }, 'operation op-1, request_id r1'],
  ['RUNNING', { request: 'GET /x' }, 'operation op-1'],
  ['nothing', { request: 'GET /x', requestId: 'r1' }, 'GET /x, request_id r1'],
  ['nothing', {}, ''],
])('support is told, %s, %j: %s', (known, facts, reference) => {
  expect(explain(ERRORS.permanent.with(facts), KNOWN[known]).reference).toBe(reference);
});

test.each<[string, unknown]>([
  ['no; do this', ERRORS.permanent],
  ['HTTP 502', ERRORS.fault],
  ['TypeError: odd', new TypeError('odd')],
])('%s is an error as text', (text, error) => {
  expect(describeError(error)).toBe(text);
});
