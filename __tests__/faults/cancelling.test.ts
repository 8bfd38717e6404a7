import type { ChildProcess } from 'node:child_process';
import { expect, test } from '@jest/globals';
import type { Exchange } from '../../tools/toloka/toloka.js';
import { describeTraining } from '../../tools/toloka/trainings.js';
import { openFromOutside, resultsOf, runStep, sequence, withToloka } from '../step.ts';
import { type Fault, refusal } from './faults.ts';
import { titleOf } from './meet.ts';

const stall: Fault = () => undefined;
const askToWait = refusal(503, 'REMOTE_SERVICE_UNAVAILABLE', { 'Retry-After': '15' });

/** Less than anything that takes its own time to end, such as a request or a pause. */
const AT_ONCE_MS = 2_000;
/** Time for an answer to arrive; less than any pause. */
const ARRIVED_MS = 100;

interface Moment {
  readonly name: string;
  /** Whether the step is cancelled after this request, once its fault or its answer is on the way. */
  readonly isMoment: (exchange: Exchange) => boolean;
  readonly fault?: Fault;
  readonly openingMs?: number;
  readonly isJoined?: boolean;
  readonly outputs: Record<string, string | RegExp>;
  readonly title: string;
  readonly says: string | RegExp;
  /** The requests; undefined if some are sent side by side. */
  readonly sent?: readonly (string | RegExp)[];
}

const POST = 'POST /trainings/21/open';
const READ = 'GET /trainings/21';
const NOTHING = { 'operation-id': '', status: '', 'already-open': 'false' };
const RUNNING = { 'operation-id': /^[\w-]+$/, status: 'RUNNING', 'already-open': 'false' };
/** Before anything is known. */
const UNKNOWN = {
  outputs: NOTHING,
  title: 'Training 21 may be opening',
  says: `cancelled; it is not known whether Toloka took the request; run the step again\n${POST}`,
  sent: [POST],
};
/** While the opening runs. */
const CONTINUES = {
  openingMs: 60_000,
  outputs: RUNNING,
  title: 'Training 21 is not open yet',
  says: /^cancelled; the opening is RUNNING and continues at Toloka; run the step again to join it\noperation [\w-]+$/,
  sent: [POST, READ, /^GET \/operations\/[\w-]+$/],
};

const isOpening = ({ method }: Exchange): boolean => method === 'POST';
const isLookup = ({ path }: Exchange): boolean => path.startsWith('/operations?');
const isPoll =
  (nth: number) =>
  ({ path, tryOf }: Exchange): boolean =>
    path.startsWith('/operations/') && tryOf === nth;

const { sent: _, ...JOINED } = { ...CONTINUES, isJoined: true };
const MOMENTS: readonly Moment[] = [
  { name: 'the opening is not answered', isMoment: isOpening, fault: stall, ...UNKNOWN },
  { name: 'the opening waits to be tried again', isMoment: isOpening, fault: askToWait, ...UNKNOWN },
  { name: 'a poll is not answered', isMoment: isPoll(2), fault: stall, ...CONTINUES },
  { name: 'a poll waits to be tried again', isMoment: isPoll(1), fault: askToWait, ...CONTINUES },
  { name: 'it pauses between two polls', isMoment: isPoll(2), ...CONTINUES },
  { name: 'it pauses between two polls of an opening that it joined', isMoment: isPoll(2), ...JOINED },
  {
    ...JOINED,
    name: 'it looks for the opening to join',
    isMoment: isLookup,
    fault: stall,
    outputs: NOTHING,
    title: 'Training 21 was not opened',
    says: /^cancelled; run the step again/,
  },
  {
    name: 'it reads the training after success',
    isMoment: ({ path }) => path === '/trainings/21',
    fault: stall,
    outputs: { ...RUNNING, status: 'SUCCESS' },
    title: 'Training 21 may be open',
    says: /^cancelled; Toloka reported success, but whether the training is open was not checked; run the step again/,
    sent: [POST, READ],
  },
];

const CASES = MOMENTS.flatMap((moment) => (['SIGINT', 'SIGTERM'] as const).map((signal) => ({ ...moment, signal })));

test.concurrent.each(CASES)(
  '$signal while $name: ends at once, and the outputs stay',
  async ({ signal, ...moment }) => {
    const { isMoment, fault, openingMs = 0, isJoined = false } = moment;
    let child: ChildProcess | undefined;
    let cancelledAt = Number.NaN;
    let endedAt = Number.NaN;
    const cancelSoon = (): void => {
      setTimeout(() => {
        cancelledAt = performance.now();
        child?.kill(signal);
      }, ARRIVED_MS);
    };
    const onRequest = (exchange: Exchange): boolean => {
      if (child === undefined || !isMoment(exchange)) return false;
      if (fault === undefined) exchange.res.once('close', cancelSoon);
      else cancelSoon();
      fault?.(exchange, '');
      return fault !== undefined;
    };
    const training = describeTraining('21', { runningMs: openingMs });
    await withToloka({ trainings: [training], onRequest }, async (toloka) => {
      if (isJoined) await openFromOutside(toloka);
      const ended = await runStep({
        inputs: { 'training-id': '21', 'api-url': toloka.url, timeout: '60s' },
        onStart: (started) => {
          child = started;
          started.once('exit', () => {
            endedAt = performance.now();
          });
        },
      });

      expect(endedAt - cancelledAt).toBeLessThan(AT_ONCE_MS);
      // It ends by itself: nobody needs to kill it.
      expect(ended).toMatchObject({ passed: false, exitCode: 1, signal: null });
      expect(titleOf(ended)).toBe(moment.title);
      expect(ended.error).toEqual(typeof moment.says === 'string' ? moment.says : expect.stringMatching(moment.says));
      for (const [name, wanted] of Object.entries(moment.outputs)) {
        expect(ended.outputs[name]).toEqual(typeof wanted === 'string' ? wanted : expect.stringMatching(wanted));
      }
      const [operation] = toloka.operations;
      if (ended.outputs['operation-id']) expect(ended.outputs['operation-id']).toBe(operation?.id);
      expect(resultsOf(ended)).toMatchObject([{ status: moment.outputs.status }]);
      expect(ended.summary).toContain(moment.title.replace(', but the step failed', ''));
      // Nothing more is sent to Toloka, and no cancel either.
      if (moment.sent !== undefined) {
        expect(sequence(toloka.requests)).toEqual(
          moment.sent.map((line) => (typeof line === 'string' ? line : expect.stringMatching(line))),
        );
      }
      if (openingMs > 0) expect(operation?.status).toBe('RUNNING');
    });
  },
);
