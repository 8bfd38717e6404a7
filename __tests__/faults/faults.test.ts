import { describe, expect, test } from '@jest/globals';
import { sequence, titleOf } from '../step.ts';
import { KINDS, MAY_BE_OPENING, NO_CONTENTS, OTHER_OPERATION, PERMANENT, STALLS, TRANSIENT, WAITS } from './faults.ts';
import { expectOpened, expectStuck, meet, PHASES } from './meet.ts';

const DOUBT = 'it is not known whether Toloka took the request';

describe.each([
  {
    phase: 'polling',
    once: [...TRANSIENT, ...OTHER_OPERATION, ...NO_CONTENTS, ...WAITS],
    forEver: [...KINDS, ...OTHER_OPERATION],
    // A poll is tried again after 404, since Toloka's servers can lag behind each other.
    permanent: PERMANENT.filter(({ name }) => name !== 'HTTP 404'),
  },
  // Stalls that end are in half-a-minute.test.ts.
  {
    phase: 'opening',
    once: KINDS.filter((one) => !STALLS.includes(one)),
    forEver: [...TRANSIENT, ...STALLS],
    permanent: PERMANENT,
  },
] as const)('$phase', ({ phase, once, forEver, permanent }) => {
  test.concurrent.each(once)('$name, once: the training opens', async ({ fault, leastMs }) => {
    expectOpened(phase, await meet(phase, fault, 'once'), leastMs);
  });

  test.concurrent.each(forEver)('$name, for ever: ends at the deadline, and the error names it', async (row) => {
    const { fault, says, title, warns } = { ...row, ...PHASES[phase].columns };
    const met = await meet(phase, fault, 'for ever', { timeout: '4s' });
    expectStuck(phase, met);
    expect(met.error).toMatch(/^timed out after 4s; last fault: /);
    expect(met.error).toContain(says);
    expect([titleOf(met), met.error.includes(DOUBT)]).toEqual([title, title === MAY_BE_OPENING]);
    expect(met.warnings).toEqual(warns ? [expect.stringContaining(says)] : []);
    expect(met.milliseconds).toBeGreaterThan(4_000);
  });

  test.concurrent.each(permanent)('$name: fails at once', async (row) => {
    const { fault, says, title } = { ...row, ...PHASES[phase].columns };
    const met = await meet(phase, fault, 'for ever');
    expectStuck(phase, met);
    expect(met.times).toHaveLength(1);
    expect(met.error).toContain(says);
    expect([titleOf(met), met.error.includes(DOUBT)]).toEqual([title, title === MAY_BE_OPENING]);
    expect(met.warnings).toEqual([]);
  });
});

test.concurrent.each(NO_CONTENTS)('opening: $name: the training was already open', async ({ fault }) => {
  const met = await meet('opening', fault, 'for ever', { training: { status: 'OPEN' } });
  expect(met).toMatchObject({ passed: true, error: '' });
  expect(met.outputs).toMatchObject({ 'operation-id': '', status: 'SUCCESS', 'already-open': 'true' });
  expect(sequence(met.requests)).toEqual(['POST /trainings/21/open', 'GET /trainings/21']);
});
