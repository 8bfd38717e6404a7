import { expect } from '@jest/globals';
import { ANOTHER_OPERATION, PERMANENT, STALLS, TRANSIENT, WAITS } from './faults.ts';
import { expectOpened, expectStuck, meet, type Phase } from './phases.ts';
import { testSideBySide } from './side-by-side.ts';
import { outcomesOf } from './step.ts';

/** Beyond a step's deadline. */
const AT_MOST_LATER_MS = 2_000;

/** A test for each fault, met once and for ever. */
export function testFaults(phase: Phase): void {
  const transient = phase === 'opening' ? TRANSIENT : [...TRANSIENT, ANOTHER_OPERATION];
  testSideBySide(
    [
      ...[...transient, ...STALLS].map(({ name, fault, says }) => ({
        name: `${name}, for ever: ends at the deadline, whose error names it`,
        run: async () => {
          const met = await meet(phase, fault, 'for ever', '2s');
          expectStuck(phase, met);
          const { error, milliseconds, tookMs, warnings } = met.ended;
          // On a machine that is very busy one try or another may end as a stall.
          const outcomes = outcomesOf(met.ended, phase === 'opening' ? /^POST / : /^GET .operations/);
          expect(outcomes).toContainEqual(expect.stringContaining(says));
          expect(error).toMatch(/^timed out after 2s; /);
          const last = outcomes.at(-1) ?? '';
          expect(error).toContain(last.startsWith('HTTP') ? `; the last answer was ${last}; ` : `${last}; `);
          expect(error).toContain(phase === 'opening' ? 'the request' : `; operation ${met.operationId} `);
          if (phase === 'polling') expect(error).toContain('is PENDING and goes on at Toloka');
          expect(warnings).toEqual(outcomes.length < 3 ? [] : [expect.stringContaining(outcomes[2] ?? '')]);
          expect(milliseconds).toBeGreaterThan(2_000);
          expect(tookMs).toBeLessThan(2_000 + AT_MOST_LATER_MS);
        },
      })),

      ...[...transient, ...WAITS].map(({ name, fault, ...rest }) => ({
        name: `${name}, once: comes through`,
        run: async () => {
          const met = await meet(phase, fault, 'once', '20s');
          expectOpened(phase, met);
          expect(met.ended.warnings).toEqual([]);
          if (phase === 'opening') expect(met.times).toHaveLength(2);
          const [first = 0, second = 0] = met.times;
          // Timers may be a millisecond or two early.
          if ('leastMs' in rest) expect(second - first).toBeGreaterThan(Number(rest.leastMs) - 10);
        },
      })),

      ...PERMANENT.flatMap(({ name, fault, says }) =>
        (['once', 'for ever'] as const).map((how) => ({
          name: `${name}, ${how}: fails at once`,
          run: async () => {
            const met = await meet(phase, fault, how, '20s');
            expectStuck(phase, met);
            expect(met.times).toHaveLength(1);
            expect(met.ended.error).toContain(says);
            expect(met.ended.error).not.toContain('timed out');
            expect(met.ended.warnings).toEqual([]);
            expect(met.ended.tookMs).toBeLessThan(20_000);
          },
        })),
      ),
    ],
    ({ run }) => run(),
  );
}
