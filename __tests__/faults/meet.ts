import { createServer } from 'node:net';
import { expect } from '@jest/globals';
import type { RunOptions, StepResult } from '../../tools/toloka/runner.js';
import type { Exchange } from '../../tools/toloka/toloka.js';
import { describeTraining, type TrainingDescription } from '../../tools/toloka/trainings.js';
import { isOpening, isPoll, type Request, resultsOf, runStep, sequence, withToloka } from '../step.ts';
import type { Fault, FaultCase } from './faults.ts';

/** What a step is doing when a fault meets it. */
export type Phase = keyof typeof PHASES;

interface PhaseFacts {
  /** The requests that meet the fault. */
  readonly isMet: (request: Request) => boolean;
  readonly openingMs: number;
  /** The last status that a step has seen that gets no further. */
  readonly status: string;
  /** What its error adds. */
  readonly adds: string;
  /** What it says whatever the fault is. */
  readonly columns: Partial<FaultCase>;
}

export const PHASES = {
  polling: {
    isMet: isPoll,
    openingMs: 300,
    status: 'PENDING',
    adds: '; the opening was last PENDING and may continue at Toloka',
    columns: { title: 'Training 21 is not open yet', isUnknown: false },
  },
  opening: { isMet: isOpening, openingMs: 0, status: '', adds: '', columns: {} },
} as const satisfies Record<string, PhaseFacts>;

export const BOTH_PHASES = Object.keys(PHASES) as Phase[];

export interface Met {
  readonly ended: StepResult;
  /** The operation's id; empty if there is none. */
  readonly operationId: string;
  /** When the requests came that could meet the fault, in milliseconds since 1970. */
  readonly times: readonly number[];
  /** All requests in their order. */
  readonly requests: readonly Request[];
}

/** Runs a step that meets a fault in a phase: at its first request of that kind, or at each. */
export async function meet(
  phase: Phase,
  fault: Fault,
  how: 'once' | 'for ever',
  timeout: string,
  options: RunOptions & { readonly training?: Partial<TrainingDescription> } = {},
): Promise<Met> {
  const { isMet, openingMs } = PHASES[phase];
  const times: number[] = [];
  const onRequest = (exchange: Exchange): boolean => {
    if (!isMet(exchange)) return false;
    times.push(Date.now());
    if (how === 'once' && times.length > 1) return false;
    fault(exchange, otherHost.url);
    return true;
  };
  const otherHost = await startOtherHost();
  const training = describeTraining('21', { pendingMs: openingMs / 2, runningMs: openingMs / 2 }, options.training);
  try {
    return await withToloka({ trainings: [training], onRequest }, async (toloka) => {
      const inputs = { 'training-id': '21', 'api-url': toloka.url, timeout };
      const ended = await runStep({ ...options, inputs });
      return { ended, operationId: toloka.operations.at(-1)?.id ?? '', requests: toloka.requests, times };
    });
  } finally {
    expect(otherHost.connections).toBe(0);
    otherHost.close();
  }
}

/** A host that gets no connection and no request. */
async function startOtherHost() {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    get connections() {
      return connections;
    },
    close: () => server.close(),
  };
}

/** Asserts that a step opened the training, whatever it met, and waited so long before its next try. */
export function expectOpened(phase: Phase, met: Met, leastMs = 0): void {
  const [first = 0, second = Number.POSITIVE_INFINITY] = met.times;
  expect(second - first).toBeGreaterThanOrEqual(leastMs);
  expect(met.ended).toMatchObject({ passed: true, exitCode: 0, error: '', warnings: [] });
  expectSent(phase, met, 1);
  expect(sequence(met.requests).at(-1)).toBe('GET /trainings/21');
  expectOutputs(met, 'SUCCESS', '');
}

/** Asserts that a step failed because of what it met, that it sent nothing more, and that its outputs say how far it came. */
export function expectStuck(phase: Phase, met: Met): void {
  expect(met.ended).toMatchObject({ passed: false, exitCode: 1 });
  expectSent(phase, met, 0);
  const [reason = '', reference] = met.ended.error.split('\n');
  expect(reason).toContain(PHASES[phase].adds);
  expect(reference).toMatch(met.operationId === '' ? /^POST \/trainings\/21\/open/ : `operation ${met.operationId}`);
  expectOutputs(met, PHASES[phase].status, reason);
}

/** Asserts that a step first posts and then polls, reads the link once if it polls, and checks the training at the end. */
function expectSent(phase: Phase, { operationId, requests }: Met, checks: number): void {
  const isPolled = phase === 'polling' && operationId !== '';
  const [first, ...rest] = sequence(requests);
  expect(first).toBe('POST /trainings/21/open');
  const readings = requests.filter(({ method, path }) => method === 'GET' && path === '/trainings/21');
  expect(readings).toHaveLength(isPolled ? 1 + checks : checks);
  const others = rest.filter((line) => line !== 'GET /trainings/21');
  expect([...new Set(others)]).toEqual(isPolled ? [`GET /operations/${operationId}`] : []);
}

function expectOutputs({ ended, operationId }: Met, status: string, error: string): void {
  const common = { 'operation-id': operationId, status, 'training-url': '' };
  expect(ended.outputs).toMatchObject({ ...common, 'already-open': 'false' });
  expect(resultsOf(ended)).toMatchObject([{ 'training-id': '21', ...common, 'already-open': false, error }]);
}
