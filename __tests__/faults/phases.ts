import { createServer } from 'node:net';
import { expect } from '@jest/globals';
import { authorizationOf, type Exchange, startToloka, type TolokaOptions } from '../../local/toloka.js';
import type { TrainingDescription } from '../../local/trainings.js';
import type { Fault } from './faults.ts';
import { type Ended, runStep, type StepOptions, sequence, TOKEN } from './step.ts';

export type Toloka = Awaited<ReturnType<typeof startToloka>>;

/** A training that opens after so many milliseconds; 0 is at once. */
export const training = (openingMs: number, rest: Partial<TrainingDescription> = {}): TrainingDescription => ({
  id: '21',
  project_id: '7',
  private_name: 'The one to open',
  status: 'CLOSED',
  opening: { pendingMs: openingMs / 2, runningMs: openingMs / 2, ends: 'SUCCESS' },
  ...rest,
});

/** Runs something against a local Toloka that takes the token of the tests; it is gone at the end. */
export async function withToloka<T>(options: TolokaOptions, run: (toloka: Toloka) => Promise<T>): Promise<T> {
  const toloka = await startToloka({ token: TOKEN, trainings: [training(0)], ...options });
  try {
    return await run(toloka);
  } finally {
    await toloka.close();
  }
}

/** Opens the training as somebody else does. @returns the operation's id */
export async function openFromOutside(toloka: Toloka, trainingId = '21'): Promise<string> {
  const headers = { authorization: authorizationOf(TOKEN), 'content-type': 'application/json' };
  const answer = await fetch(`${toloka.url}/trainings/${trainingId}/open`, { method: 'POST', headers });
  expect(answer.status).toBe(202);
  const { id } = (await answer.json()) as { id: string };
  return id;
}

/** What a step was doing when a fault met it. */
export type Phase = keyof typeof PHASES;

interface PhaseFacts {
  readonly action: string;
  /** The requests that meet the fault. */
  readonly isMet: (exchange: Exchange) => boolean;
  readonly openingMs: number;
  /** The last status that a step has seen that gets no further. */
  readonly status: string;
}

const isOpening = ({ method }: Exchange): boolean => method === 'POST';
const isPolling = ({ path }: Exchange): boolean => path.startsWith('/operations/');

export const PHASES = {
  opening: { action: '', isMet: isOpening, openingMs: 0, status: '' },
  polling: { action: '', isMet: isPolling, openingMs: 300, status: 'PENDING' },
  joining: { action: 'wait', isMet: isPolling, openingMs: 300, status: '' },
} as const satisfies Record<string, PhaseFacts>;

export interface Met {
  readonly ended: Ended;
  /** The operation's id; empty where there is none. */
  readonly operationId: string;
  /** All requests in their order; the same ones in a row are one. */
  readonly lines: readonly string[];
}

/**
 * Runs a step that meets a fault in a phase: at its first request of that kind only, or at each.
 *
 * @returns also when those requests came, in milliseconds since 1970
 */
export async function meet(
  phase: Phase,
  fault: Fault,
  how: 'once' | 'for ever',
  timeout: string,
  options: StepOptions = {},
): Promise<Met & { times: readonly number[] }> {
  const { action, isMet, openingMs } = PHASES[phase];
  const times: number[] = [];
  const onRequest = (exchange: Exchange): boolean => {
    if (!isMet(exchange)) return false;
    times.push(Date.now());
    if (how === 'once' && times.length > 1) return false;
    fault(exchange, otherHost.url);
    return true;
  };
  const otherHost = await startOtherHost();
  try {
    return await withToloka({ trainings: [training(openingMs)], onRequest }, async (toloka) => {
      const input = phase === 'joining' ? { 'operation-id': await openFromOutside(toloka) } : { 'training-id': '21' };
      const inputs = { ...input, 'api-url': toloka.url, timeout };
      const ended = await runStep({ action, ...options, inputs });
      const operationId = toloka.operations.at(-1)?.id ?? '';
      return { ended, operationId, lines: sequence(toloka.requests), times };
    });
  } finally {
    expect(otherHost.connections).toBe(0);
    otherHost.close();
  }
}

/** A host that nothing may be sent to, nor any connection be made. */
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

/** Asserts that a step came through, whatever it met. */
export function expectOpened(phase: Phase, { ended, operationId, lines }: Met): void {
  expect(ended).toMatchObject({ passed: true, exitCode: 0, error: '' });
  expect(lines).toEqual([
    'POST /trainings/21/open',
    ...(phase === 'opening' ? [] : [`GET /operations/${operationId}`]),
    'GET /trainings/21',
  ]);
  expectOutputs(phase, ended, { trainingId: '21', operationId, status: 'SUCCESS' });
}

/** Asserts that a step failed of what it met, with outputs that say how far it came, and nothing sent but the requests that met it. */
export function expectStuck(phase: Phase, { ended, operationId, lines }: Met): void {
  expect(ended).toMatchObject({ passed: false, exitCode: 1 });
  expect(lines).toEqual([
    'POST /trainings/21/open',
    ...(phase === 'opening' ? [] : [`GET /operations/${operationId}`]),
  ]);
  const { status } = PHASES[phase];
  expectOutputs(phase, ended, { trainingId: phase === 'joining' ? '' : '21', operationId, status });
  const [{ title } = { title: '' }] = ended.annotations.filter(({ level }) => level === 'error');
  expect(title).toBe(
    phase === 'joining' ? `Toloka operation ${operationId} did not succeed` : 'Toloka training 21 did not open',
  );
}

interface Expected {
  readonly trainingId: string;
  readonly operationId: string;
  readonly status: string;
}

function expectOutputs(phase: Phase, ended: Ended, { trainingId, operationId, status }: Expected): void {
  const { results = '', ...outputs } = ended.outputs;
  expect(outputs).toEqual(
    phase === 'joining'
      ? { status }
      : { 'operation-id': operationId, status, 'already-open': 'false', 'training-url': '' },
  );
  expect(JSON.parse(results)).toEqual([
    {
      'training-id': trainingId,
      'operation-id': operationId,
      status,
      'already-open': false,
      'training-url': '',
      error: ended.error,
    },
  ]);
}
