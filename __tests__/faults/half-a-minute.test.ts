import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import type { StepResult } from '../../tools/toloka/runner.js';
import type { Exchange } from '../../tools/toloka/toloka.js';
import { describeTraining } from '../../tools/toloka/trainings.js';
import { withCompany } from '../proxy/company.ts';
import { runStep, withToloka } from '../step.ts';
import { refusal, STALLS } from './faults.ts';
import { BOTH_PHASES, expectOpened, meet } from './meet.ts';

// Here things take as long as a request may, or as long as a fault is retried: 30 s. So all of it runs at a time.

const NO_NAMES = fileURLToPath(new URL('no-names.cjs', import.meta.url));
const noNames = (code: string) => ({ NODE_OPTIONS: `--require ${JSON.stringify(NO_NAMES)}`, DNS_CODE: code });

const LIMIT_MS = 120_000;
/** On a busy machine a step may start late. */
const NEARLY_30_S = 29_000;

test.concurrent.each([
  [204, 0],
  [409, 34_000],
])(
  'the opening is taken but not answered, and the repeat says %d: the operation is found',
  async (_, runningMs) => {
    const onAnswer = ({ method, tryOf }: Exchange): boolean => method === 'POST' && tryOf === 1;
    await withToloka({ trainings: [describeTraining('21', { runningMs })], onAnswer }, async (toloka) => {
      const ended = await runStep({ inputs: { 'training-id': '21', 'api-url': toloka.url, timeout: '60s' } });
      const [{ id } = { id: '' }] = toloka.operations;
      expect(ended).toMatchObject({ passed: true, error: '' });
      expect(ended.outputs).toMatchObject({ 'operation-id': id, status: 'SUCCESS', 'already-open': 'false' });
    });
  },
  LIMIT_MS,
);

test.concurrent.each([
  [
    'production',
    'toloka.dev',
    /^ENOTFOUND toloka\.dev, for 30s; check the name of the host, and whether this machine can look it up\nPOST \/trainings\/21\/open$/,
  ],
  ['sandbox', 'sandbox.toloka.dev', /^ENOTFOUND sandbox\.toloka\.dev; .*July 1, 2024: use production, for 30s/],
])(
  'the host of %s is not found: fails after 30 s',
  async (environment, host, says) => {
    const inputs = { 'training-id': '21', environment, timeout: '60s' };
    const ended = await runStep({ inputs, env: noNames('ENOTFOUND') });
    expect(ended.passed).toBe(false);
    expect(ended.error).toMatch(says);
    expect(ended.warnings).toEqual([expect.stringContaining(`ENOTFOUND ${host}`)]);
    expect(ended.milliseconds).toBeGreaterThan(30_000);
    expect(ended.tookMs).toBeLessThan(34_000);
  },
  LIMIT_MS,
);

test.concurrent(
  'a proxy that does not answer once: the training opens after 30 s',
  async () => {
    const onConnect = (_: unknown, nth: number): boolean => nth === 1;
    const ended: StepResult = await withCompany({ onConnect }, ({ proxy, authorityFile }) =>
      runStep({
        inputs: { 'training-id': '21', timeout: '60s' },
        env: { ...noNames('ENOTFOUND'), https_proxy: proxy, NODE_EXTRA_CA_CERTS: authorityFile },
      }),
    );
    expect(ended).toMatchObject({ passed: true, error: '' });
    expect(ended.milliseconds).toBeGreaterThan(NEARLY_30_S);
  },
  LIMIT_MS,
);

test.concurrent(
  'a 409 that nothing explains is repeated for 30 s, then the step fails with it',
  async () => {
    const conflict = refusal(409, 'CONFLICT_STATE');
    const onRequest = (exchange: Exchange): boolean => {
      if (exchange.method !== 'POST') return false;
      conflict(exchange, '');
      return true;
    };
    await withToloka({ onRequest }, async (toloka) => {
      const ended = await runStep({ inputs: { 'training-id': '21', 'api-url': toloka.url, timeout: '5m' } });
      expect(ended.passed).toBe(false);
      expect(ended.error).toMatch(/^CONFLICT_STATE: .* \(HTTP 409\); the training is CLOSED\n/);
      expect(ended.tookMs).toBeGreaterThan(NEARLY_30_S);
      expect(ended.tookMs).toBeLessThan(40_000);
    });
  },
  LIMIT_MS,
);

test.concurrent(
  'an operation that Toloka does not know is polled for 30 s, then the step fails',
  async () => {
    const { ended } = await meet('polling', refusal(404, 'DOES_NOT_EXIST'), 'for ever', '5m');
    expect(ended.passed).toBe(false);
    expect(ended.error).toMatch(/^Toloka does not know the operation \(HTTP 404\), for 30s; /);
    expect(ended.error).not.toContain('check that the id');
    expect(ended.tookMs).toBeGreaterThan(NEARLY_30_S);
    expect(ended.tookMs).toBeLessThan(40_000);
  },
  LIMIT_MS,
);

test.concurrent(
  'a host that was reached once may be unknown for longer than 30 s',
  async () => {
    const env = { ...noNames('ENOTFOUND'), FROM_LOOKUP: '2' };
    const onAnswer = ({ answer: given }: Exchange): boolean => {
      if (given !== undefined) given.headers.Connection = 'close';
      return false;
    };
    await withToloka({ trainings: [describeTraining('21', { runningMs: 1_000 })], onAnswer }, async (toloka) => {
      const url = toloka.url.replace('127.0.0.1', 'localhost');
      const ended = await runStep({ inputs: { 'training-id': '21', 'api-url': url, timeout: '35s' }, env });
      expect(ended.passed).toBe(false);
      expect(ended.error).toMatch(
        /^timed out after 35s; last fault: ENOTFOUND localhost; the opening was last RUNNING/,
      );
    });
  },
  LIMIT_MS,
);

test.concurrent('a name server that has no answer now is asked until the deadline', async () => {
  const ended = await runStep({ inputs: { 'training-id': '21', timeout: '2s' }, env: noNames('EAI_AGAIN') });
  expect(ended.passed).toBe(false);
  expect(ended.error).toContain('timed out after 2s; last fault: EAI_AGAIN toloka.dev');
});

// More than the tests that Jest runs at a time: they are all started at once, and spend their time waiting.
const STALLED = BOTH_PHASES.flatMap((phase) => STALLS.map((stall) => ({ phase, ...stall })));
const stalled = new Map(
  STALLED.map((one) => [one, Promise.allSettled([meet(one.phase, one.fault, 'once', '60s')])] as const),
);

test.concurrent.each(STALLED)(
  '$phase: $name, once: the training opens after 30 s',
  async (one) => {
    const [outcome] = (await stalled.get(one)) ?? [];
    if (outcome?.status !== 'fulfilled') throw outcome?.reason;
    expectOpened(one.phase, outcome.value);
    const [first = 0, second = 0] = outcome.value.times;
    expect(second - first).toBeGreaterThan(NEARLY_30_S);
    expect(outcome.value.ended.warnings).toEqual([]);
  },
  LIMIT_MS,
);
