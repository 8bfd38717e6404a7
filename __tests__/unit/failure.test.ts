import { expect, test } from '@jest/globals';
import { describeFailure } from '../../src/failure.ts';
import type { Inputs } from '../../src/inputs.ts';
import { type Facts, TolokaError } from '../../src/toloka/errors.ts';
import type { Known } from '../../src/toloka/known.ts';
import { operation, training, WAY } from '../support/states.ts';

const advised = { code: 'X', advice: 'do this' };
const ERRORS = {
  cancelled: new TolokaError('cancelled', 'cancelled', { code: 'CANCELLED' }),
  deadline: new TolokaError('deadline', '', { code: 'TIMEOUT' }),
  fault: new TolokaError('deadline', 'HTTP 502', { code: 'TIMEOUT', request: 'GET /x' }),
  permanent: new TolokaError('permanent', 'no', advised),
  refused: new TolokaError('refused', 'no', { ...advised, status: 403 }),
  'not found': new TolokaError('refused', 'no', { ...advised, status: 404 }),
  'a page with 404': new TolokaError('refused', 'no', {
    ...{ code: 'NOT_TOLOKA', advice: 'do this', status: 404 },
  }),
  failed: new TolokaError('failed', 'no', advised),
  unexpected: new TolokaError('unexpected', 'TypeError: odd', { code: 'OTHER' }),
};
const KNOWN = {
  nothing: {},
  'an answer was lost': { answerLost: true },
  RUNNING: { operation: operation('RUNNING'), answerLost: true },
  ODD: { operation: operation('ODD') },
  SUCCESS: { operation: operation('SUCCESS') },
  FAIL: { operation: operation('FAIL') },
  'was open': { saysOpen: true },
  'a joined one failed': {
    prior: { operation: operation('FAIL'), reason: new TolokaError('failed', 'why', advised) },
  },
  'dry run': {},
} satisfies Record<string, Partial<Known>>;
const explain = (error: TolokaError, known: keyof typeof KNOWN) => {
  const inputs: Inputs = {
    ...{ trainings: [training()], pools: [], wait: true, dryRun: known === 'dry run' },
    ...WAY,
    timeoutMs: 60_000,
  };
  return describeFailure(error, { target: training(), ...KNOWN[known] }, inputs);
};

const LATE = 'timed out after 1m';
const FAULT = `${LATE}; last fault: HTTP 502`;
const GOES_ON = 'the opening was last RUNNING and goes on at Toloka';
const LOST = 'it is not known whether Toloka took the request';
const BEFORE = 'the opening that ran before failed: why';
const AGAIN = 'run the step again';
const RAISE = 'run the step again, or raise timeout';
const JOIN = 'run the step again to join it';

// One test, so that a text that is reworded turns one test red.
const WORDS: readonly (readonly [keyof typeof ERRORS, keyof typeof KNOWN, ...string[]])[] = [
  ['cancelled', 'nothing', 'was not opened', 'cancelled', AGAIN],
  ['cancelled', 'an answer was lost', 'may be opening', `cancelled; ${LOST}`, AGAIN],
  ['cancelled', 'RUNNING', 'is not open yet', `cancelled; ${GOES_ON}`, JOIN],
  ['cancelled', 'SUCCESS', 'may be open', 'cancelled', AGAIN],
  ['cancelled', 'was open', 'may be open', 'cancelled', AGAIN],
  ['cancelled', 'FAIL', 'failed to open', 'cancelled', AGAIN],
  ['cancelled', 'dry run', "can't be read", 'cancelled', AGAIN],
  ['deadline', 'nothing', 'was not opened', LATE, RAISE],
  ['deadline', 'an answer was lost', 'may be opening', `${LATE}; ${LOST}`, RAISE],
  ['deadline', 'RUNNING', 'is not open yet', `${LATE}; ${GOES_ON}`, `${JOIN}, or raise timeout`],
  ['deadline', 'SUCCESS', 'is not open yet', LATE, RAISE],
  ['deadline', 'was open', 'is not open yet', LATE, RAISE],
  ['deadline', 'dry run', "can't be read", LATE, RAISE],
  ['fault', 'nothing', 'was not opened', FAULT, RAISE],
  ['fault', 'RUNNING', 'is not open yet', `${FAULT}; ${GOES_ON}`, `${JOIN}, or raise timeout`],
  ['permanent', 'nothing', 'was not opened', 'no', 'do this'],
  ['permanent', 'an answer was lost', 'may be opening', `no; ${LOST}`, `do this; ${AGAIN}`],
  [
    'permanent',
    'ODD',
    'is not open yet',
    `no; ${GOES_ON.replace('RUNNING', 'ODD')}`,
    `do this; ${JOIN}`,
  ],
  ['permanent', 'dry run', "can't be read", 'no', 'do this'],
  ['refused', 'nothing', 'was refused', 'no', 'do this'],
  ['refused', 'an answer was lost', 'may be opening', `no; ${LOST}`, `do this; ${AGAIN}`],
  ['refused', 'RUNNING', 'is not open yet', `no; ${GOES_ON}`, `do this; ${JOIN}`],
  ['refused', 'a joined one failed', 'failed to open', `no; ${BEFORE}`, 'do this'],
  ['refused', 'dry run', "can't be read", 'no', 'do this'],
  ['not found', 'nothing', 'was not found', 'no', 'do this'],
  ['not found', 'an answer was lost', 'was not found', 'no', 'do this'],
  ['not found', 'dry run', 'was not found', 'no', 'do this'],
  ['a page with 404', 'nothing', 'was refused', 'no', 'do this'],
  ['a page with 404', 'an answer was lost', 'may be opening', `no; ${LOST}`, `do this; ${AGAIN}`],
  ['failed', 'FAIL', 'failed to open', 'no', 'do this'],
  ['failed', 'SUCCESS', 'failed to open', 'no', 'do this'],
  ['failed', 'was open', 'failed to open', 'no', 'do this'],
  ['failed', 'dry run', "can't be opened", 'no', 'do this'],
  ['unexpected', 'nothing', 'may be opening', `TypeError: odd; ${LOST}`, AGAIN],
  ['unexpected', 'dry run', "can't be read", 'TypeError: odd', ''],
];
test('why the work on a target has failed, in words', () => {
  const found = WORDS.map(([kind, known]) => {
    const { standing, reason, advice, code } = explain(ERRORS[kind], known);
    expect(code).toBe(ERRORS[kind].facts.code);
    return [kind, known, standing, reason, advice];
  });
  expect(found).toEqual(WORDS);
});

test.each<[boolean, keyof typeof ERRORS, keyof typeof KNOWN]>([
  [false, 'permanent', 'nothing'],
  [true, 'permanent', 'an answer was lost'],
  [true, 'permanent', 'RUNNING'],
  [true, 'permanent', 'ODD'],
  [false, 'permanent', 'SUCCESS'],
  [false, 'permanent', 'FAIL'],
  [false, 'not found', 'an answer was lost'],
  [true, 'unexpected', 'nothing'],
])('that it may open yet is %j: %s, %s', (mayOpen, error, known) => {
  expect(explain(ERRORS[error], known).mayOpen).toBe(mayOpen);
});

test.each<[keyof typeof KNOWN, Partial<Facts>, string]>([
  ['RUNNING', { request: 'GET /x', requestId: 'r1' }, 'operation op-1, request_id r1'],
  ['RUNNING', { request: 'GET /x' }, 'operation op-1'],
  ['a joined one failed', { request: 'POST /x' }, 'POST /x'],
  ['nothing', { request: 'GET /x', requestId: 'r1' }, 'GET /x, request_id r1'],
  ['nothing', {}, ''],
])('support is told, %s, %j: %s', (known, facts, reference) => {
  expect(explain(ERRORS.permanent.with(facts), known).reference).toBe(reference);
});
