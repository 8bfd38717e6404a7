import { expect, test } from '@jest/globals';
import { outcomesOf } from '../step.ts';
import { ANOTHER_OPERATION, PERMANENT, STALLS, TRANSIENT, WAITS } from './faults.ts';
import { expectOpened, expectStuck, meet, PHASES, type Phase, titleOf } from './meet.ts';

/** The most that a step may end after its deadline. */
export const GRACE_MS = 2_000;

/** Tests each fault in a phase, once and for ever. */
export function testFaults(phase: Phase): void {
  const transient = phase === 'opening' ? TRANSIENT : [...TRANSIENT, ANOTHER_OPERATION];

  test.concurrent.each([...transient, ...STALLS])(
    '$name, for ever: ends at the deadline, and the error names it',
    async ({ fault, says, hasNoEffect = false }) => {
      const met = await meet(phase, fault, 'for ever', '2s');
      expectStuck(phase, met);
      const { error, milliseconds, tookMs, warnings } = met.ended;
      // On a very busy machine one try or another may end as a stall.
      const outcomes = outcomesOf(met.ended, phase === 'opening' ? /^POST / : /^GET .operations/);
      expect(outcomes).toContainEqual(expect.stringContaining(says));
      expect(error).toMatch(/^timed out after 2s; last fault: /);
      expect(error).toContain(outcomes.at(-1) ?? '');
      if (phase === 'polling') expect(error).toContain('the opening was last PENDING and may continue at Toloka');
      else if (hasNoEffect) expect(error).not.toContain('known');
      else expect(error).toContain('it is not known whether Toloka took the request');
      expect(titleOf(met.ended)).toBe(
        phase === 'opening' && hasNoEffect ? 'Training 21 was not opened' : PHASES[phase].heading,
      );
      // The last looks can be a request of their own, so three or four failures need not be in a row.
      const warns = outcomes.length > 4 || (outcomes.length > 2 && warnings.length > 0);
      expect(warnings).toEqual(warns ? [expect.stringContaining(outcomes[2] ?? '')] : []);
      expect(milliseconds).toBeGreaterThan(2_000);
      expect(tookMs).toBeLessThan(2_000 + GRACE_MS);
    },
  );

  test.concurrent.each([...transient, ...WAITS])('$name, once: the training opens', async ({ fault, ...rest }) => {
    const met = await meet(phase, fault, 'once', '20s');
    expectOpened(phase, met);
    expect(met.ended.warnings).toEqual([]);
    if (phase === 'opening') expect(met.times).toHaveLength(2);
    const [first = 0, second = 0] = met.times;
    // Timers may fire a millisecond or two early.
    if ('leastMs' in rest) expect(second - first).toBeGreaterThan(Number(rest.leastMs) - 10);
  });

  // A poll is tried again after 404, since Toloka's servers can lag behind each other.
  const permanent = PERMANENT.filter(({ name }) => phase === 'opening' || name !== 'HTTP 404').flatMap((one) =>
    (['once', 'for ever'] as const).map((how) => ({ ...one, how })),
  );
  test.concurrent.each(permanent)('$name, $how: fails at once', async ({ fault, how, says }) => {
    const met = await meet(phase, fault, how, '20s');
    expectStuck(phase, met);
    expect(met.times).toHaveLength(1);
    expect(met.ended.error).toContain(says);
    expect(met.ended.error).not.toContain('timed out');
    expect(met.ended.warnings).toEqual([]);
    expect(met.ended.tookMs).toBeLessThan(20_000);
  });
}
