import type { ChildProcess } from 'node:child_process';
import { expect, test } from '@jest/globals';
import type { Exchange } from '../../tools/toloka/toloka.js';
import { describeTraining } from '../../tools/toloka/trainings.js';
import { isList, isOpening, isPoll, isTraining, open, openFromOutside, RUNS, sequence, titleOf } from '../step.ts';
import { type Fault, refusal } from './faults.ts';

const stall: Fault = () => undefined;
const askToWait = refusal(503, 'REMOTE_SERVICE_UNAVAILABLE', { 'Retry-After': '15' });

/** Less than what is cancelled would take: a request may take 30 s. */
const AT_ONCE_MS = 10_000;
/** Time for an answer to arrive; less than any pause. */
const ARRIVED_MS = 100;

interface Moment {
  readonly name: string;
  readonly signal: 'SIGINT' | 'SIGTERM';
  /** Whether the step is cancelled after this request, once its fault or its answer is on the way. */
  readonly isMoment: (exchange: Exchange) => boolean;
  readonly fault?: Fault;
  readonly runningMs?: number;
  /** Joins what somebody else has opened. */
  readonly before?: typeof openFromOutside;
  readonly status: string;
  readonly title: string;
  readonly says: RegExp;
  /** The requests; undefined if some are sent side by side. */
  readonly sent?: readonly unknown[];
}

const POST = 'POST /trainings/21/open';
const READ = 'GET /trainings/21';
/** Before anything is known. */
const UNKNOWN = {
  isMoment: isOpening,
  status: '',
  title: 'Training 21 may be opening',
  says: /^cancelled; it is not known whether Toloka took the request; run the step again\nPOST \/trainings\/21\/open$/,
  sent: [POST],
};
/** While the opening runs. */
const CONTINUES = {
  ...RUNS,
  status: 'RUNNING',
  title: 'Training 21 is not open yet',
  says: /^cancelled; the opening is RUNNING and continues at Toloka; run the step again to join it\noperation [\w-]+$/,
};
const POLLED = { ...CONTINUES, sent: [POST, READ, expect.stringMatching(/^GET \/operations\/[\w-]+$/)] };
const isNthPoll =
  (nth: number) =>
  (exchange: Exchange): boolean =>
    isPoll(exchange) && exchange.tryOf === nth;

test.concurrent.each<Moment>([
  { ...UNKNOWN, name: 'the opening is not answered', signal: 'SIGINT', fault: stall },
  { ...UNKNOWN, name: 'the opening waits to be tried again', signal: 'SIGTERM', fault: askToWait },
  { ...POLLED, name: 'a poll is not answered', signal: 'SIGTERM', isMoment: isNthPoll(2), fault: stall },
  { ...POLLED, name: 'a poll waits to be tried again', signal: 'SIGINT', isMoment: isNthPoll(1), fault: askToWait },
  { ...POLLED, name: 'it pauses between two polls', signal: 'SIGTERM', isMoment: isNthPoll(2) },
  {
    ...CONTINUES,
    name: 'it follows what it joined',
    signal: 'SIGINT',
    isMoment: isNthPoll(2),
    before: openFromOutside,
  },
  {
    name: 'it looks for the opening to join',
    signal: 'SIGTERM',
    isMoment: isList,
    fault: stall,
    ...RUNS,
    before: openFromOutside,
    status: '',
    title: 'Training 21 was not opened',
    says: /^cancelled; run the step again/,
  },
  {
    name: 'it reads the training after success',
    signal: 'SIGINT',
    isMoment: isTraining,
    fault: stall,
    status: 'SUCCESS',
    title: 'Training 21 may be open',
    says: /^cancelled; Toloka reported success, but whether the training is open was not checked; run the step again/,
    sent: [POST, READ],
  },
])('$signal while $name: ends at once, and the outputs stay', async ({ signal, status, title, says, ...moment }) => {
  const { isMoment, fault, runningMs = 0, before, sent } = moment;
  let child: ChildProcess | undefined;
  const cancelSoon = (): void => void setTimeout(() => child?.kill(signal), ARRIVED_MS);
  const onRequest = (exchange: Exchange): boolean => {
    if (child === undefined || !isMoment(exchange)) return false;
    if (fault === undefined) exchange.res.once('close', cancelSoon);
    else cancelSoon();
    fault?.(exchange, '');
    return fault !== undefined;
  };
  const onStart = (started: ChildProcess): void => {
    child = started;
  };
  const trainings = [describeTraining('21', { runningMs })];
  const options = { trainings, onRequest, inputs: { timeout: '60s' }, step: { onStart } };
  const ended = await open(before === undefined ? options : { ...options, before });

  expect(ended.milliseconds).toBeLessThan(AT_ONCE_MS);
  // It ends by itself: nobody needs to kill it.
  expect(ended).toMatchObject({ passed: false, exitCode: 1, signal: null });
  expect(ended.error).toMatch(says);
  expect([titleOf(ended), ended.summary.includes(title)]).toEqual([title, true]);
  const operationId = status === '' ? '' : ended.operationId;
  expect(ended.outputs).toMatchObject({ 'operation-id': operationId, status, 'already-open': 'false' });
  // Nothing more is sent to Toloka, and no cancel either.
  if (sent !== undefined) expect(sequence(ended.requests)).toEqual(sent);
});
