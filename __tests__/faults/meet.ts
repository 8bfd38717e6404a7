import { expect } from '@jest/globals';
import type { RunOptions } from '../../tools/toloka/runner.js';
import type { Exchange } from '../../tools/toloka/toloka.js';
import { describeTraining, type TrainingDescription } from '../../tools/toloka/trainings.js';
import { isOpening, isPoll, type Opened, open, resultsOf, sequence, withToloka } from '../step.ts';
import type { Fault } from './faults.ts';

/** What a step is doing when a fault meets it: which requests meet it, and what a step says that gets no further. */
export const PHASES = {
  polling: {
    isMet: isPoll,
    openingMs: 300,
    status: 'PENDING',
    adds: /; the opening (was last|is) PENDING and (may continue|continues) at Toloka/,
    columns: { title: 'Training 21 is not open yet' },
  },
  opening: { isMet: isOpening, openingMs: 0, status: '', adds: /^/, columns: {} },
} as const;

export type Phase = keyof typeof PHASES;

export const BOTH_PHASES = Object.keys(PHASES) as Phase[];

/** How a step ended that met a fault, and when the requests came that could meet it. */
type Met = Opened & { readonly times: readonly number[] };

interface MeetOptions {
  readonly timeout?: string;
  readonly training?: Partial<TrainingDescription>;
  readonly step?: RunOptions;
}

/** Runs a step that meets a fault in a phase, once or for ever. Nothing may be sent to another host. */
export const meet = (
  phase: Phase,
  fault: Fault,
  how: 'once' | 'for ever',
  options: MeetOptions = {},
): Promise<Met> =>
  withToloka({}, async (other) => {
    const { timeout = '2m', training, step = {} } = options;
    const { isMet, openingMs } = PHASES[phase];
    const times: number[] = [];
    const onRequest = (exchange: Exchange): boolean => {
      if (!isMet(exchange)) return false;
      times.push(Date.now());
      if (how === 'once' && times.length > 1) return false;
      fault(exchange, other.url);
      return true;
    };
    const trainings = [
      describeTraining('21', { pendingMs: openingMs / 2, runningMs: openingMs / 2 }, training),
    ];
    const opened = await open({ trainings, onRequest, inputs: { timeout }, step });
    expect(other.connections).toBe(0);
    return { ...opened, times };
  });

/** Asserts that a step opened the training, whatever it met, and waited so long before its next try. */
export function expectOpened(phase: Phase, met: Met, leastMs: number): void {
  const [first = 0, second = Number.POSITIVE_INFINITY] = met.times;
  expect(second - first).toBeGreaterThanOrEqual(leastMs);
  expect(met).toMatchObject({ passed: true, exitCode: 0, error: '', warnings: [] });
  expectSent(phase, met, 1);
  expect(sequence(met.requests).at(-1)).toBe('GET /trainings/21');
  expectOutputs(met, 'SUCCESS', '');
}

/** Asserts that a step failed because of what it met, that it sent nothing more, and that its outputs say how far it came. */
export function expectStuck(phase: Phase, met: Met): void {
  expect(met).toMatchObject({ passed: false, exitCode: 1 });
  expectSent(phase, met, 0);
  const [reason = '', reference] = met.error.split('\n');
  expect(reason).toMatch(PHASES[phase].adds);
  expect(reference).toMatch(
    phase === 'opening' ? /^POST \/trainings\/21\/open/ : `operation ${met.operationId}`,
  );
  expectOutputs(met, PHASES[phase].status, reason);
}

/** Asserts that a step first posts and then polls, reads the link once if it polls, and checks the training at the end. */
function expectSent(phase: Phase, { operationId, requests }: Met, checks: number): void {
  const isPolled = phase === 'polling';
  const [first, ...rest] = sequence(requests);
  expect(first).toBe('POST /trainings/21/open');
  const readings = requests.filter(
    ({ method, path }) => method === 'GET' && path === '/trainings/21',
  );
  expect(readings).toHaveLength(isPolled ? 1 + checks : checks);
  const others = rest.filter((line) => line !== 'GET /trainings/21');
  expect([...new Set(others)]).toEqual(isPolled ? [`GET /operations/${operationId}`] : []);
}

function expectOutputs(met: Met, status: string, error: string): void {
  const common = { 'operation-id': met.operationId, status, 'training-url': '' };
  expect(met.outputs).toMatchObject({ ...common, 'already-open': 'false' });
  expect(resultsOf(met)).toMatchObject([
    { 'training-id': '21', ...common, 'already-open': false, error },
  ]);
}
