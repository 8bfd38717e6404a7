import { describe, expect, test } from '@jest/globals';
import { sequence, titleOf } from '../step.ts';
import { ANOTHER_OPERATION, KINDS, NO_CONTENTS, PERMANENT, STALLS, TRANSIENT, WAITS } from './faults.ts';
import { expectOpened, expectStuck, meet, PHASES } from './meet.ts';

// Stalls that end are in half-a-minute.test.ts.
const DOUBT = 'it is not known whether Toloka took the request';

describe.each([
  {
    phase: 'polling',
    once: [...TRANSIENT, ANOTHER_OPERATION, ...NO_CONTENTS, ...WAITS],
    forEver: [...KINDS, ANOTHER_OPERATION],
    // A poll is tried again after 404, since Toloka's servers can lag behind each other.
    permanent: PERMANENT.filter(({ name }) => name !== 'HTTP 404'),
  },
  {
    phase: 'opening',
    once: KINDS.filter((one) => !STALLS.includes(one)),
    forEver: [...TRANSIENT, ...STALLS],
    permanent: PERMANENT,
  },
] as const)('$phase', ({ phase, once, forEver, permanent }) => {
  test.concurrent.each(once)('$name, once: the training opens', async ({ fault, leastMs }) => {
    expectOpened(phase, await meet(phase, fault, 'once', '20s'), leastMs);
  });

  test.concurrent.each(forEver)('$name, for ever: ends at the deadline, and the error names it', async (row) => {
    const { fault, says, title, isUnknown, warns } = { ...row, ...PHASES[phase].columns };
    const met = await meet(phase, fault, 'for ever', '4s');
    expectStuck(phase, met);
    const { error, milliseconds, warnings } = met.ended;
    expect(error).toMatch(/^timed out after 4s; last fault: /);
    expect(error).toContain(says);
    expect([titleOf(met.ended), error.includes(DOUBT)]).toEqual([title, isUnknown]);
    expect(warnings).toEqual(warns ? [expect.stringContaining(says)] : []);
    expect(milliseconds).toBeGreaterThan(4_000);
  });

  test.concurrent.each(permanent)('$name: fails at once', async (row) => {
    const { fault, says, title, isUnknown } = { ...row, ...PHASES[phase].columns };
    const met = await meet(phase, fault, 'for ever', '20s');
    expectStuck(phase, met);
    expect(met.times).toHaveLength(1);
    expect(met.ended.error).toContain(says);
    expect([titleOf(met.ended), met.ended.error.includes(DOUBT)]).toEqual([title, isUnknown]);
    expect(met.ended.warnings).toEqual([]);
  });
});

test.concurrent.each(NO_CONTENTS)('opening: $name: the training was already open', async ({ fault }) => {
  const { ended, requests, times } = await meet('opening', fault, 'for ever', '20s', { training: { status: 'OPEN' } });
  expect(ended).toMatchObject({ passed: true, error: '' });
  expect(ended.outputs).toMatchObject({ 'operation-id': '', status: 'SUCCESS', 'already-open': 'true' });
  expect(sequence(requests)).toEqual(['POST /trainings/21/open', 'GET /trainings/21']);
  expect(times).toHaveLength(1);
});
