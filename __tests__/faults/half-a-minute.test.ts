import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import type { Exchange } from '../../local/toloka.js';
import { withCompany } from '../proxy/company.ts';
import { STALLS } from './faults.ts';
import { expectOpened, meet, training, withToloka } from './phases.ts';
import { testSideBySide } from './side-by-side.ts';
import { runStep, sequence } from './step.ts';

// What lasts as long as a request may, or a host name may not be found: 30 s.

const NO_NAMES = fileURLToPath(new URL('no-names.cjs', import.meta.url));
const noNames = (code: string) => ({ NODE_OPTIONS: `--require ${JSON.stringify(NO_NAMES)}`, DNS_CODE: code });

testSideBySide(
  [
    ...(['opening', 'polling'] as const).flatMap((phase) =>
      STALLS.map(({ name, fault }) => ({
        name: `${phase}: ${name}, once: comes through after 30 s`,
        run: async () => {
          const met = await meet(phase, fault, 'once', '60s');
          expectOpened(phase, met);
          const [first = 0, second = 0] = met.times;
          expect(second - first).toBeGreaterThan(29_000);
          expect(met.ended.warnings).toEqual([]);
        },
      })),
    ),

    ...[
      { repeat: 204, runningMs: 0 },
      { repeat: 409, runningMs: 34_000 },
    ].map(({ repeat, runningMs }) => ({
      name: `the opening is taken and not answered, and the repeat says ${repeat}: the operation is found`,
      run: async () => {
        const onAnswer = ({ method, tryOf }: Exchange): boolean => method === 'POST' && tryOf === 1;
        const opening = { pendingMs: 0, runningMs, ends: 'SUCCESS' } as const;
        await withToloka({ trainings: [training(0, { opening })], onAnswer }, async (toloka) => {
          const ended = await runStep({ inputs: { 'training-id': '21', 'api-url': toloka.url, timeout: '60s' } });
          const [{ id } = { id: '' }] = toloka.operations;
          expect(ended).toMatchObject({ passed: true, error: '' });
          expect(ended.outputs).toMatchObject({ 'operation-id': id, status: 'SUCCESS', 'already-open': 'false' });
          expect(sequence(toloka.requests).filter((line) => line !== `GET /operations/${id}`)).toEqual([
            'POST /trainings/21/open',
            expect.stringMatching(/^GET \/operations\?/),
            'GET /trainings/21',
          ]);
        });
      },
    })),

    ...[
      {
        environment: 'production',
        host: 'toloka.dev',
        says: /^POST \/trainings\/21\/open: ENOTFOUND toloka\.dev for 30 s/,
      },
      {
        environment: 'sandbox',
        host: 'sandbox.toloka.dev',
        says: /ENOTFOUND sandbox\.toloka\.dev for 30 s.*July 1, 2024/,
      },
    ].map(({ environment, host, says }) => ({
      name: `${host} is not found: fails after 30 s`,
      run: async () => {
        const inputs = { 'training-id': '21', environment, timeout: '60s' };
        const ended = await runStep({ inputs, env: noNames('ENOTFOUND') });
        expect(ended.passed).toBe(false);
        expect(ended.error).toMatch(says);
        expect(ended.warnings).toEqual([expect.stringContaining(`ENOTFOUND ${host}`)]);
        expect(ended.milliseconds).toBeGreaterThan(30_000);
        expect(ended.tookMs).toBeLessThan(32_000);
      },
    })),
    {
      name: 'a proxy that does not answer, once: comes through after 30 s',
      run: async () => {
        const onConnect = (_: unknown, nth: number): boolean => nth === 1;
        const ended = await withCompany({ trainings: [training(0)], onConnect }, ({ proxy, authorityFile }) =>
          runStep({
            inputs: { 'training-id': '21', timeout: '60s' },
            env: { ...noNames('ENOTFOUND'), https_proxy: proxy, NODE_EXTRA_CA_CERTS: authorityFile },
          }),
        );
        expect(ended).toMatchObject({ passed: true, error: '' });
        expect(ended.milliseconds).toBeGreaterThan(29_000);
      },
    },
    {
      name: 'a name server that has no answer now is asked until the deadline',
      run: async () => {
        const ended = await runStep({ inputs: { 'training-id': '21', timeout: '2s' }, env: noNames('EAI_AGAIN') });
        expect(ended.passed).toBe(false);
        expect(ended.error).toContain('timed out after 2s; EAI_AGAIN toloka.dev');
      },
    },
  ],
  ({ run }) => run(),
  20,
);
