import { describe, expect, test } from '@jest/globals';
import { describeError, describeFailure } from '../../src/failure.ts';
import { InputError, type Inputs } from '../../src/inputs.ts';
import { createProgress, type Progress } from '../../src/progress.ts';
import {
  CancelledError,
  DeadlineError,
  NotOpenError,
  PermanentError,
  RefusedError,
  TransientError,
} from '../../src/toloka/errors.ts';

describe('any error as text', () => {
  test.each<[unknown, string]>([
    [new InputError('timeout: "x" is not a duration'), 'timeout: "x" is not a duration'],
    [new PermanentError('no proxy', { advice: 'set one' }), 'no proxy; set one'],
    [new PermanentError('no proxy'), 'no proxy'],
    [new TypeError('odd'), 'TypeError: odd'],
    ['odd', 'odd'],
  ])('%s', (error, text) => {
    expect(describeError(error)).toBe(text);
  });
});

describe('a failure', () => {
  const inputs: Inputs = {
    trainingIds: ['21'],
    repeated: [],
    authorization: { token: 'made-up-token', header: 'OAuth made-up-token' },
    environment: 'production',
    wait: true,
    dryRun: false,
    timeoutMs: 60_000,
    apiUrl: new URL('https://toloka.dev/api/v1'),
  };
  const describeIt = (error: unknown, known: Partial<Progress>, more: Partial<Inputs> = {}) =>
    describeFailure(error, { ...createProgress('21'), ...known }, { ...inputs, ...more });
  const lost = { answerLost: true };
  const RUNNING = { operationId: 'op-1', status: 'RUNNING' };
  const ENDED = { operationId: 'op-1', status: 'FAIL' };
  const SUCCESS = { operationId: 'op-1', status: 'SUCCESS' };
  const NOT_CHECKED = 'Toloka reported success, but whether the training is open was not checked';

  test.each<[unknown, Partial<Progress>, string, string]>([
    [
      new DeadlineError(),
      RUNNING,
      'is not open yet',
      'timed out after 1m; the opening is RUNNING and continues at Toloka; run the step again to join it, or raise timeout',
    ],
    [
      new DeadlineError('HTTP 502', lost),
      RUNNING,
      'is not open yet',
      'timed out after 1m; last fault: HTTP 502; the opening was last RUNNING and may continue at Toloka; run the step again to join it, or raise timeout',
    ],
    [new DeadlineError(), {}, 'was not opened', 'timed out after 1m; run the step again, or raise timeout'],
    [
      new DeadlineError('', lost),
      {},
      'may be opening',
      'timed out after 1m; it is not known whether Toloka took the request; run the step again, or raise timeout',
    ],
    [
      new CancelledError(),
      RUNNING,
      'is not open yet',
      'cancelled; the opening is RUNNING and continues at Toloka; run the step again to join it',
    ],
    [new CancelledError(), {}, 'was not opened', 'cancelled; run the step again'],
    [new CancelledError(), SUCCESS, 'may be open', `cancelled; ${NOT_CHECKED}; run the step again`],
    [new CancelledError(), { status: 'SUCCESS' }, 'may be open', `cancelled; ${NOT_CHECKED}; run the step again`],
    [new CancelledError(lost), ENDED, 'failed to open', 'cancelled; run the step again'],
    [new NotOpenError('no money', { advice: 'top up' }), ENDED, 'failed to open', 'no money; top up'],
    [new NotOpenError('it is CLOSED'), { status: 'SUCCESS' }, 'failed to open', 'it is CLOSED'],
    [new PermanentError('no', lost), ENDED, 'failed to open', 'no'],
    [new PermanentError('no'), {}, 'was not opened', 'no'],
    [new RefusedError('no', { status: 403, code: 'X' }), {}, 'was refused', 'no'],
    [
      new RefusedError('no', { ...lost, status: 403, code: 'X', advice: 'do this' }),
      {},
      'may be opening',
      'no; it is not known whether Toloka took the request; do this',
    ],
    [
      new PermanentError('no'),
      RUNNING,
      'is not open yet',
      'no; the opening was last RUNNING and may continue at Toloka',
    ],
    [new TypeError('odd'), {}, 'may be opening', 'TypeError: odd; it is not known whether Toloka took the request'],
  ])('%s of %j', (error, known, state, reason) => {
    expect(describeIt(error, known)).toMatchObject({ state, reason });
  });

  test.each<[unknown, string]>([
    [new NotOpenError('it is ARCHIVED'), "can't be opened"],
    [new RefusedError('no', { status: 403, code: 'X' }), 'was refused'],
    [new DeadlineError('', lost), 'was not read'],
    [new TypeError('odd'), 'was not read'],
  ])('of a dry run: %s', (error, state) => {
    const failure = describeIt(error, {}, { dryRun: true });
    expect(failure.state).toBe(state);
    expect(failure.reason).not.toContain('not known');
  });

  test.each<[Partial<Progress>, string | undefined, string]>([
    [RUNNING, 'r1', 'operation op-1, request_id r1'],
    [RUNNING, undefined, 'operation op-1'],
    [{}, 'r1', 'GET /x, request_id r1'],
    [{}, undefined, 'GET /x'],
  ])('of %j with the request_id %s refers to %j', (known, requestId, reference) => {
    const error = new TransientError('no', { fault: 'answer', requestId });
    error.request = 'GET /x';
    expect(describeIt(error, known).reference).toBe(reference);
  });
});
