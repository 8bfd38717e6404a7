import { describe, expect, test } from '@jest/globals';
import { sequence, titleOf } from '../step.ts';
import * as faults from './faults.ts';
import { expectOpened, expectStuck, meet, PHASES } from './meet.ts';

const DOUBT = 'it is not known whether Toloka took the request';

/** Those that stand for their kinds. Stalls that end are in half-a-minute.test.ts. */
const PASSING = faults.KINDS.filter((one) => !faults.STALLS.includes(one));

describe.each([
  {
    phase: 'polling',
    once: [...faults.TRANSIENT, ...faults.OTHER_OPERATION, ...faults.NO_CONTENTS, ...faults.WAITS],
    forEver: [...PASSING, ...faults.OTHER_OPERATION],
    stalls: [faults.faultNamed('a stall in a body')],
    // A poll is tried again after 404, since Toloka's servers can lag behind each other.
    permanent: faults.PERMANENT.filter(({ name }) => name !== 'HTTP 404'),
  },
  {
    phase: 'opening',
    once: PASSING,
    forEver: faults.TRANSIENT,
    stalls: faults.STALLS,
    permanent: faults.PERMANENT,
  },
] as const)('$phase', ({ phase, once, forEver, stalls, permanent }) => {
  test.concurrent.each(once)('$name, once: the training opens', async ({ fault, leastMs }) => {
    expectOpened(phase, await meet(phase, fault, 'once'), leastMs);
  });

  /** Asserts that a step ends because of what it meets, with the right title and doubt. */
  const expectEnd = async (row: faults.FaultCase, options: Parameters<typeof meet>[3] = {}) => {
    const { fault, title } = { ...row, ...PHASES[phase].columns };
    const met = await meet(phase, fault, 'for ever', options);
    expectStuck(phase, met);
    expect([titleOf(met), met.error.includes(DOUBT)]).toEqual([
      title,
      title === faults.MAY_BE_OPENING,
    ]);
    return met;
  };

  // It would try until its deadline, which is tested with a clock of its own.
  test.concurrent.each(forEver)(
    '$name, for ever: is tried again, with one warning',
    async (row) => {
      const step = { cancelWhen: (line: string) => line.includes('3 times in a row') };
      const { error, warnings } = await expectEnd(row, { timeout: '60s', step });
      expect(error).toMatch(/^cancelled; /);
      expect(warnings).toEqual([expect.stringContaining(row.says)]);
    },
  );

  test.concurrent.each(stalls)(
    '$name, for ever: ends at the deadline, and the error names it',
    async (row) => {
      const { error, warnings, milliseconds } = await expectEnd(row, { timeout: '2s' });
      expect(error).toMatch(`timed out after 2s; last fault: ${row.says}`);
      expect([warnings, milliseconds > 2_000]).toEqual([[], true]);
    },
  );

  test.concurrent.each(permanent)('$name: fails at once', async (row) => {
    const { error, warnings, times } = await expectEnd(row);
    expect(error).toContain(row.says);
    expect([warnings, times.length]).toEqual([[], 1]);
  });
});

test.concurrent.each(faults.NO_CONTENTS)(
  'opening: $name: the training was already open',
  async ({ fault }) => {
    const met = await meet('opening', fault, 'for ever', { training: { status: 'OPEN' } });
    expect(met).toMatchObject({ passed: true, error: '' });
    expect(met.outputs).toMatchObject({
      'operation-id': '',
      status: 'SUCCESS',
      'already-open': 'true',
    });
    expect(sequence(met.requests)).toEqual(['POST /trainings/21/open', 'GET /trainings/21']);
  },
);
