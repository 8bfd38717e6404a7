import type { ChildProcess } from 'node:child_process';
import { expect } from '@jest/globals';
import type { Exchange } from '../../local/toloka.js';
import { type Fault, refusal } from './faults.ts';
import { openFromOutside, training, withToloka } from './phases.ts';
import { testSideBySide } from './side-by-side.ts';
import { runStep, sequence } from './step.ts';

const stall: Fault = () => undefined;
const askToWait = refusal(503, 'REMOTE_SERVICE_UNAVAILABLE', { 'Retry-After': '15' });

/** What "at once" is: nothing that takes its own time to end, such as a request or a pause. */
const AT_ONCE_MS = 2_000;
/** After an answer was sent, for it to have arrived; less than any pause. */
const ARRIVED_MS = 100;

interface Moment {
  readonly name: string;
  /** Whether the step is cancelled once this request has come, and its fault or its answer gone out. */
  readonly isMoment: (exchange: Exchange) => boolean;
  readonly fault?: Fault;
  readonly openingMs?: number;
  readonly action?: string;
  readonly outputs: Record<string, string | RegExp>;
  readonly says: string | RegExp;
  readonly sent: readonly (string | RegExp)[];
}

const POST = 'POST /trainings/21/open';
const POLL = /^GET \/operations\/[\w-]+$/;
const NOTHING = { 'operation-id': '', status: '', 'already-open': 'false' };
const GOING_ON = { 'operation-id': /^[\w-]+$/, status: 'RUNNING', 'already-open': 'false' };
const UNKNOWN = 'cancelled; whether Toloka took the request is not known';
const GOES_ON = /^cancelled; operation [\w-]+ is RUNNING and goes on at Toloka$/;

const isOpening = ({ method }: Exchange): boolean => method === 'POST';
const isPoll =
  (nth: number) =>
  ({ path, tryOf }: Exchange): boolean =>
    path.startsWith('/operations/') && tryOf === nth;

const MOMENTS: readonly Moment[] = [
  {
    name: 'the opening is not answered',
    isMoment: isOpening,
    fault: stall,
    outputs: NOTHING,
    says: UNKNOWN,
    sent: [POST],
  },
  {
    name: 'the opening waits to be tried again',
    isMoment: isOpening,
    fault: askToWait,
    outputs: NOTHING,
    says: UNKNOWN,
    sent: [POST],
  },
  {
    name: 'a poll is not answered',
    isMoment: isPoll(2),
    fault: stall,
    openingMs: 60_000,
    outputs: GOING_ON,
    says: GOES_ON,
    sent: [POST, POLL],
  },
  {
    name: 'a poll waits to be tried again',
    isMoment: isPoll(1),
    fault: askToWait,
    openingMs: 60_000,
    outputs: GOING_ON,
    says: GOES_ON,
    sent: [POST, POLL],
  },
  {
    name: 'it pauses between two polls',
    isMoment: isPoll(2),
    openingMs: 60_000,
    outputs: GOING_ON,
    says: GOES_ON,
    sent: [POST, POLL],
  },
  {
    name: 'it reads the training that is open',
    isMoment: ({ path }) => path === '/trainings/21',
    fault: stall,
    outputs: { ...GOING_ON, status: 'SUCCESS' },
    says: 'cancelled when all was done',
    sent: [POST, 'GET /trainings/21'],
  },
  {
    name: 'the action that waits polls in vain',
    isMoment: isPoll(1),
    fault: stall,
    openingMs: 60_000,
    action: 'wait',
    outputs: { status: '' },
    says: /^cancelled; operation [\w-]+ /,
    sent: [POST, POLL],
  },
  {
    name: 'the action that waits pauses',
    isMoment: isPoll(2),
    openingMs: 60_000,
    action: 'wait',
    outputs: { status: 'RUNNING' },
    says: GOES_ON,
    sent: [POST, POLL],
  },
];

async function cancel(moment: Moment, signal: NodeJS.Signals): Promise<void> {
  const { isMoment, fault, openingMs = 0, action = '' } = moment;
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
  const opening = { pendingMs: 0, runningMs: openingMs, ends: 'SUCCESS' } as const;
  await withToloka({ trainings: [training(0, { opening })], onRequest }, async (toloka) => {
    const input = action === 'wait' ? { 'operation-id': await openFromOutside(toloka) } : { 'training-id': '21' };
    const ended = await runStep({
      action,
      inputs: { ...input, 'api-url': toloka.url, timeout: '60s' },
      onStart: (started) => {
        child = started;
        started.once('exit', () => {
          endedAt = performance.now();
        });
      },
    });

    expect(endedAt - cancelledAt).toBeLessThan(AT_ONCE_MS);
    // It ends by itself: who cancels it need not kill it.
    expect(ended).toMatchObject({ passed: false, exitCode: 1, signal: null });
    expect(ended.error).toEqual(typeof moment.says === 'string' ? moment.says : expect.stringMatching(moment.says));
    for (const [name, wanted] of Object.entries(moment.outputs)) {
      expect(ended.outputs[name]).toEqual(typeof wanted === 'string' ? wanted : expect.stringMatching(wanted));
    }
    const [operation] = toloka.operations;
    if (ended.outputs['operation-id']) expect(ended.outputs['operation-id']).toBe(operation?.id);
    const [result] = JSON.parse(ended.outputs.results ?? '');
    expect(result).toMatchObject({ status: moment.outputs.status });
    expect(ended.summary).toContain('<table>');
    // Nothing is sent to Toloka any more, least of all a cancel.
    const { sent } = moment;
    expect(sequence(toloka.requests)).toEqual(
      sent.map((line) => (typeof line === 'string' ? line : expect.stringMatching(line))),
    );
    if (openingMs > 0) expect(operation?.status).toBe('RUNNING');
  });
}

testSideBySide(
  MOMENTS.flatMap((moment) =>
    (['SIGINT', 'SIGTERM'] as const).map((signal) => ({
      name: `${signal} while ${moment.name}: ends at once, and its outputs stand`,
      run: () => cancel(moment, signal),
    })),
  ),
  ({ run }) => run(),
);
