import { createServer } from 'node:net';
import { expect } from '@jest/globals';
import type { RunOptions, StepResult } from '../../tools/toloka/runner.js';
import type { Exchange } from '../../tools/toloka/toloka.js';
import { describeTraining, type TrainingDescription } from '../../tools/toloka/trainings.js';
import { runStep, sequence, withToloka } from '../step.ts';
import type { Fault } from './faults.ts';

/** What a step is doing when a fault meets it. */
export type Phase = keyof typeof PHASES;

interface PhaseFacts {
  /** The requests that meet the fault. */
  readonly isMet: (exchange: Exchange) => boolean;
  readonly openingMs: number;
  /** The last status that a step has seen that gets no further. */
  readonly status: string;
  /** Its heading then, if the answer to the opening is lost. */
  readonly heading: string;
}

export const PHASES = {
  opening: {
    isMet: ({ method }) => method === 'POST',
    openingMs: 0,
    status: '',
    heading: 'Training 21 may be opening',
  },
  polling: {
    isMet: ({ path }) => path.startsWith('/operations/'),
    openingMs: 300,
    status: 'PENDING',
    heading: 'Training 21 is not open yet',
  },
} as const satisfies Record<string, PhaseFacts>;

export const BOTH_PHASES = Object.keys(PHASES) as Phase[];

export interface Met {
  readonly ended: StepResult;
  /** The operation's id; empty if there is none. */
  readonly operationId: string;
  /** How often the link is read before the first poll; by default once. */
  readonly links?: number;
  /** All requests in their order. */
  readonly requests: readonly { readonly method: string; readonly path: string }[];
}

/**
 * Runs a step that meets a fault in a phase: at its first request of that kind, or at each.
 *
 * @returns also when those requests came, in milliseconds since 1970
 */
export async function meet(
  phase: Phase,
  fault: Fault,
  how: 'once' | 'for ever',
  timeout: string,
  options: RunOptions & { readonly training?: Partial<TrainingDescription> } = {},
): Promise<Met & { times: readonly number[] }> {
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
      const ended = await runStep({
        debug: true,
        ...options,
        inputs: { 'training-id': '21', 'api-url': toloka.url, timeout },
      });
      const operationId = toloka.operations.at(-1)?.id ?? '';
      return { ended, operationId, requests: toloka.requests, times };
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

/** Asserts that a step opened the training, whatever it met. */
export function expectOpened(phase: Phase, { ended, operationId, requests, links = 1 }: Met): void {
  expect(ended).toMatchObject({ passed: true, exitCode: 0, error: '' });
  expectSent(phase, operationId, requests, { links, checks: 1 });
  expect(sequence(requests).at(-1)).toBe('GET /trainings/21');
  expectOutputs(ended, operationId, 'SUCCESS', '');
}

/** Asserts that a step failed because of what it met, that it sent nothing more, and that its outputs say how far it came. */
export function expectStuck(phase: Phase, { ended, operationId, requests, links = 1 }: Met): void {
  expect(ended).toMatchObject({ passed: false, exitCode: 1 });
  expectSent(phase, operationId, requests, { links, checks: 0 });
  const [reason = '', reference] = ended.error.split('\n');
  expect(reference).toMatch(operationId === '' ? /^POST \/trainings\/21\/open/ : `operation ${operationId}`);
  expectOutputs(ended, operationId, PHASES[phase].status, reason);
}

/** Asserts that a step first posts and then polls, reads the link if it polls, and checks the training at the end. */
function expectSent(
  phase: Phase,
  operationId: string,
  requests: Met['requests'],
  { links, checks }: { links: number; checks: number },
): void {
  const isPolled = phase === 'polling' && operationId !== '';
  const [first, ...rest] = sequence(requests);
  expect(first).toBe('POST /trainings/21/open');
  const readings = requests.filter(({ method, path }) => method === 'GET' && path === '/trainings/21');
  expect(readings).toHaveLength(isPolled ? links + checks : checks);
  const others = rest.filter((line) => line !== 'GET /trainings/21');
  expect([...new Set(others)]).toEqual(isPolled ? [`GET /operations/${operationId}`] : []);
}

function expectOutputs(ended: StepResult, operationId: string, status: string, error: string): void {
  const { results = '', ...outputs } = ended.outputs;
  const common = { 'operation-id': operationId, status, 'training-url': '' };
  expect(outputs).toEqual({ ...common, 'already-open': 'false' });
  expect(JSON.parse(results)).toEqual([{ 'training-id': '21', ...common, 'already-open': false, error }]);
}

/** The title of a step's error. */
export const titleOf = ({ annotations }: StepResult): string =>
  annotations.find(({ level }) => level === 'error')?.title ?? '';
