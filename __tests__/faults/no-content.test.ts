import { expect } from '@jest/globals';
import { NO_CONTENTS } from './faults.ts';
import { expectOpened, expectStuck, meet } from './phases.ts';
import { testSideBySide } from './side-by-side.ts';

testSideBySide(
  NO_CONTENTS.flatMap(({ name, fault, says }) => [
    {
      name: `opening: ${name}: the training was open already`,
      run: async () => {
        const { ended, lines, times } = await meet('opening', fault, 'for ever', '20s');
        expect(ended).toMatchObject({ passed: true, error: '' });
        expect(ended.outputs).toMatchObject({ 'operation-id': '', status: 'SUCCESS', 'already-open': 'true' });
        expect(lines).toEqual(['POST /trainings/21/open', 'GET /trainings/21']);
        expect(times).toHaveLength(1);
      },
    },
    ...(['polling', 'joining'] as const).flatMap((phase) => [
      {
        name: `${phase}: ${name}, once: comes through`,
        run: async () => expectOpened(phase, await meet(phase, fault, 'once', '20s')),
      },
      {
        name: `${phase}: ${name}, for ever: ends at the deadline, whose error names it`,
        run: async () => {
          const met = await meet(phase, fault, 'for ever', '2s');
          expectStuck(phase, met);
          expect(met.ended.error).toMatch(/^timed out after 2s; /);
          expect(met.ended.error).toContain(says);
          expect(met.ended.tookMs).toBeLessThan(4_000);
        },
      },
    ]),
  ]),
  ({ run }) => run(),
);
