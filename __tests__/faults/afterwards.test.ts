import { expect } from '@jest/globals';
import type { Exchange } from '../../local/toloka.js';
import { answer, type FaultCase, PERMANENT, STALLS, TRANSIENT } from './faults.ts';
import { training, withToloka } from './phases.ts';
import { testSideBySide } from './side-by-side.ts';
import { type Ended, runStep, sequence } from './step.ts';

const ALL: readonly FaultCase[] = [
  // Those are operations of the wrong shape.
  ...[...TRANSIENT, ...PERMANENT, ...STALLS].filter(({ name }) => !name.includes('JSON of the wrong shape')),
  ...['[]', 'null', '{}', '{"status":["OPEN"]}', '{"project_id":"7"}'].map((body) => ({
    name: `JSON of the wrong shape, ${body}`,
    fault: answer(200, body),
    says: '',
  })),
];

interface Read {
  readonly ended: Ended;
  readonly operationId: string;
  readonly lines: readonly string[];
  readonly reads: number;
}

/** Runs a step that meets a fault whenever it reads what is only good to know. */
async function meetWhenReading(
  { fault }: FaultCase,
  isRead: (exchange: Exchange) => boolean,
  opened = training(0),
  timeout = '20s',
): Promise<Read> {
  let reads = 0;
  const onRequest = (exchange: Exchange): boolean => {
    if (!isRead(exchange)) return false;
    reads += 1;
    fault(exchange, 'http://127.0.0.1:9');
    return true;
  };
  return await withToloka({ trainings: [opened], onRequest }, async (toloka) => {
    const ended = await runStep({ inputs: { 'training-id': '21', 'api-url': toloka.url, timeout } });
    const operationId = toloka.operations.at(-1)?.id ?? '';
    return { ended, operationId, lines: sequence(toloka.requests), reads };
  });
}

const isTraining = ({ method, path }: Exchange): boolean => method === 'GET' && path.startsWith('/trainings/');
const isLog = ({ path }: Exchange): boolean => path.endsWith('/log');

function expectGreen({ ended, operationId, lines, reads }: Read): void {
  expect(ended).toMatchObject({ passed: true, error: '', warnings: [] });
  expect(lines).toEqual(['POST /trainings/21/open', 'GET /trainings/21']);
  expect(reads).toBe(1);
  expect(ended.outputs).toMatchObject({
    'operation-id': operationId,
    status: 'SUCCESS',
    'already-open': 'false',
    'training-url': '',
  });
}

testSideBySide(
  [
    ...ALL.map((one) => ({
      name: `the training afterwards: ${one.name}: changes nothing`,
      run: async () => {
        const read = await meetWhenReading(one, isTraining);
        expectGreen(read);
        expect(read.ended.tookMs).toBeLessThan(7_000);
      },
    })),

    ...STALLS.map((one) => ({
      name: `the training afterwards: ${one.name}: is not waited for beyond the deadline`,
      run: async () => {
        const read = await meetWhenReading(one, isTraining, training(0), '2s');
        expectGreen(read);
        expect(read.ended.tookMs).toBeLessThan(4_000);
      },
    })),

    ...ALL.map((one) => ({
      name: `the training after a refusal: ${one.name}: the refusal stands`,
      run: async () => {
        const { ended, lines, reads } = await meetWhenReading(one, isTraining, training(0, { status: 'ARCHIVED' }));
        expect(ended.passed).toBe(false);
        expect(ended.error).toContain("HTTP 409 CONFLICT_STATE: can't open a pool that is archived");
        expect(ended.error).not.toContain('SUCCESS');
        expect(lines).toEqual(['POST /trainings/21/open', 'GET /trainings/21']);
        expect(reads).toBe(1);
        expect(ended.tookMs).toBeLessThan(7_000);
      },
    })),

    ...ALL.map((one) => ({
      name: `the log of an operation that failed: ${one.name}: its details stand`,
      run: async () => {
        const details = { reason: 'out of money' };
        const opened = training(0, { opening: { pendingMs: 0, runningMs: 0, ends: 'FAIL', details } });
        const { ended, operationId, lines, reads } = await meetWhenReading(one, isLog, opened);
        expect(ended.passed).toBe(false);
        expect(ended.error).toContain(`operation ${operationId} ended with FAIL`);
        expect(ended.error).toContain('{"reason":"out of money"}');
        expect(ended.outputs).toMatchObject({ 'operation-id': operationId, status: 'FAIL' });
        expect(lines).toEqual(['POST /trainings/21/open', `GET /operations/${operationId}/log`]);
        expect(reads).toBe(1);
        expect(ended.tookMs).toBeLessThan(7_000);
      },
    })),
  ],
  ({ run }) => run(),
);
