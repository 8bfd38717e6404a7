import { expect } from '@jest/globals';
import type { Exchange } from '../../local/toloka.js';
import {
  expectOpened,
  expectStuck,
  type Met,
  openFromOutside,
  PHASES,
  type Phase,
  training,
  withToloka,
} from './phases.ts';
import { startRelay } from './relay.ts';
import { testSideBySide } from './side-by-side.ts';
import { runStep, sequence } from './step.ts';

/** Runs a step whose connections are refused from the start of a phase; for ever, or for so many milliseconds. */
async function meetRefusal(
  phase: Phase,
  timeout: string,
  refusedMs = Number.POSITIVE_INFINITY,
): Promise<Met & { host: string }> {
  const { action, openingMs } = PHASES[phase];
  let refuse = (): void => undefined;
  const onAnswer = ({ method, res, answer }: Exchange): boolean => {
    if (phase !== 'polling' || method !== 'POST' || answer === undefined) return false;
    answer.headers.Connection = 'close';
    res.once('close', () => refuse());
    return false;
  };
  return await withToloka({ trainings: [training(openingMs)], onAnswer }, async (toloka) => {
    const relay = await startRelay(toloka.url);
    let timer: NodeJS.Timeout | undefined;
    refuse = () => {
      relay.shut();
      if (Number.isFinite(refusedMs)) timer = setTimeout(() => void relay.open(), refusedMs);
    };
    const input = phase === 'joining' ? { 'operation-id': await openFromOutside(toloka) } : { 'training-id': '21' };
    if (phase !== 'polling') refuse();
    const ended = await runStep({ action, inputs: { ...input, 'api-url': relay.url, timeout } });
    clearTimeout(timer);
    await relay.close();
    const operationId = toloka.operations.at(-1)?.id ?? '';
    return { ended, operationId, lines: sequence(toloka.requests), host: relay.host };
  });
}

testSideBySide(
  (Object.keys(PHASES) as Phase[]).flatMap((phase) => [
    {
      name: `${phase}: refused for a while: comes through`,
      run: async () => {
        const met = await meetRefusal(phase, '20s', 1_000);
        expectOpened(phase, met);
      },
    },
    {
      name: `${phase}: refused for ever: ends at the deadline, whose error names the host and port`,
      run: async () => {
        const { host, ...met } = await meetRefusal(phase, '2s');
        if (phase === 'opening') {
          expect(met.lines).toEqual([]);
          expect(met.ended.outputs).toMatchObject({ 'operation-id': '', status: '', 'already-open': 'false' });
        } else {
          // A wait for an operation has sent nothing: the one line is the opening from outside.
          expectStuck(phase, { ...met, lines: [...met.lines, `GET /operations/${met.operationId}`] });
        }
        expect(met.ended.passed).toBe(false);
        expect(met.ended.error).toContain(`timed out after 2s; ECONNREFUSED ${host}; `);
        expect(met.ended.warnings).toEqual([expect.stringMatching(`three times in a row.*ECONNREFUSED ${host}`)]);
        expect(met.ended.milliseconds).toBeGreaterThan(2_000);
        expect(met.ended.tookMs).toBeLessThan(4_000);
      },
    },
  ]),
  ({ run }) => run(),
);
