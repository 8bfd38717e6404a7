import type { ChildProcess } from 'node:child_process';
import { expect, test } from '@jest/globals';
import type { Exchange } from '../../tools/toloka/toloka.js';
import { describeTraining } from '../../tools/toloka/trainings.js';
import { isOpening, isPoll, isTraining, open, RUNS, sequence, titleOf } from '../step.ts';
import { type Fault, refusal } from './faults.ts';

const stall: Fault = () => undefined;
const askToWait = refusal(503, 'REMOTE_SERVICE_UNAVAILABLE', { 'Retry-After': '15' });

/** Less than what is cancelled would take: a request may take 30 s. */
const AT_ONCE_MS = 10_000;
/** Time for an answer to arrive; less than any pause. */
const ARRIVED_MS = 100;

const POST = 'POST /trainings/21/open';
/** Before anything is known. */
const UNKNOWN = {
  opening: RUNS,
  isMoment: isOpening,
  status: '',
  title: 'Training 21 may be opening',
  says: /^cancelled; it is not known whether Toloka took the request; run the step again\nPOST \/trainings\/21\/open$/,
  sent: [POST],
};
/** While the opening runs. */
const RUNNING = {
  opening: RUNS,
  status: 'RUNNING',
  title: 'Training 21 is not open yet',
  says: /^cancelled; the opening is RUNNING and continues at Toloka; run the step again to join it\noperation [\w-]+$/,
  sent: [POST, 'GET /trainings/21', expect.stringMatching(/^GET \/operations\/[\w-]+$/)],
};
const SUCCESS = {
  opening: {},
  isMoment: isTraining,
  status: 'SUCCESS',
  title: 'Training 21 may be open',
  says: /^cancelled; Toloka reported success, but the training was not seen open yet; run the step again/,
  sent: [POST, 'GET /trainings/21'],
};
const isSecondPoll = (exchange: Exchange): boolean => isPoll(exchange) && exchange.tryOf === 2;

test.concurrent.each([
  { ...UNKNOWN, signal: 'SIGINT', name: 'the opening is not answered', fault: stall },
  { ...UNKNOWN, signal: 'SIGTERM', name: 'the opening waits to be tried again', fault: askToWait },
  {
    ...RUNNING,
    signal: 'SIGTERM',
    name: 'a poll is not answered',
    isMoment: isSecondPoll,
    fault: stall,
  },
  {
    ...RUNNING,
    signal: 'SIGINT',
    name: 'a poll waits to be tried again',
    isMoment: isSecondPoll,
    fault: askToWait,
  },
  {
    ...RUNNING,
    signal: 'SIGTERM',
    name: 'it pauses between two polls',
    isMoment: isSecondPoll,
    fault: undefined,
  },
  { ...SUCCESS, signal: 'SIGINT', name: 'it reads the training after success', fault: stall },
] as const)(
  '$signal while $name: ends at once, and the outputs stay',
  async ({ signal, status, ...moment }) => {
    const { isMoment, fault, opening, title, says, sent } = moment;
    let child: ChildProcess | undefined;
    const onRequest = (exchange: Exchange): boolean => {
      if (!isMoment(exchange)) return false;
      setTimeout(() => child?.kill(signal), ARRIVED_MS);
      fault?.(exchange, '');
      return fault !== undefined;
    };
    const onStart = (started: ChildProcess): void => {
      child = started;
    };
    const trainings = [describeTraining('21', opening)];
    const ended = await open({
      trainings,
      onRequest,
      inputs: { timeout: '60s' },
      step: { onStart },
    });

    expect(ended.milliseconds).toBeLessThan(AT_ONCE_MS);
    // It ends by itself: nobody needs to kill it.
    expect(ended).toMatchObject({ passed: false, exitCode: 1, signal: null });
    expect(ended.error).toMatch(says);
    expect(titleOf(ended)).toBe(title);
    expect(ended.summary).toContain(title.replace('Training 21 ', ''));
    const operationId = status === '' ? '' : ended.operationId;
    expect(ended.outputs).toMatchObject({
      'operation-id': operationId,
      status,
      'already-open': 'false',
    });
    // Nothing more is sent to Toloka, and no cancel either.
    expect(sequence(ended.requests)).toEqual(sent);
  },
);
