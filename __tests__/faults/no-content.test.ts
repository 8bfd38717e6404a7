import { expect, test } from '@jest/globals';
import { sequence } from '../step.ts';
import { NO_CONTENTS } from './faults.ts';
import { expectOpened, expectStuck, meet } from './meet.ts';
import { GRACE_MS } from './table.ts';

test.concurrent.each(NO_CONTENTS)('opening: $name: the training was already open', async ({ fault }) => {
  const { ended, requests, times } = await meet('opening', fault, 'for ever', '20s', { training: { status: 'OPEN' } });
  expect(ended).toMatchObject({ passed: true, error: '' });
  expect(ended.outputs).toMatchObject({ 'operation-id': '', status: 'SUCCESS', 'already-open': 'true' });
  expect(sequence(requests)).toEqual(['POST /trainings/21/open', 'GET /trainings/21']);
  expect(times).toHaveLength(1);
});

test.concurrent.each(NO_CONTENTS)('polling: $name, once: the training opens', async ({ fault }) => {
  expectOpened('polling', await meet('polling', fault, 'once', '20s'));
});

test.concurrent.each(NO_CONTENTS)(
  'polling: $name, for ever: ends at the deadline, and the error names it',
  async ({ fault, says }) => {
    const met = await meet('polling', fault, 'for ever', '2s');
    expectStuck('polling', met);
    expect(met.ended.error).toMatch(/^timed out after 2s; /);
    expect(met.ended.error).toContain(says);
    expect(met.ended.tookMs).toBeLessThan(2_000 + GRACE_MS);
  },
);
