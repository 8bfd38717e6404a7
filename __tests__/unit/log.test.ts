import { expect, test } from '@jest/globals';
import { createLog } from '../../src/log.ts';
import { TolokaError } from '../../src/toloka/errors.ts';
import type { Known } from '../../src/toloka/known.ts';
import type { Target } from '../../src/toloka/target.ts';
import { inProcess } from '../support/in-process.ts';
import { done, failed, LINK, operation, reading, training } from '../support/states.ts';

/** What becomes known of a target, so many seconds after the step began. */
type Event = readonly [at: number, known: Omit<Known, 'target'>, target?: Target];
const TARGETS = [training('21'), training('22')] as const;

function tell(...events: readonly Event[]) {
  let now = 0;
  return inProcess({}, () => {
    const log = createLog(600_000, () => now * 1_000);
    for (const [at, known, target = TARGETS[0]] of events) {
      now = at;
      log.tell({ target, ...known });
    }
  });
}
const poll = (at: number, status: string, progress?: number): Event => [
  at,
  { operation: operation(status, { progress }) },
];
const underWay = (after: string, how: string) => `after ${after} of 10m, under way: ${how}`;

test.each<[string, Event[], string[]]>([
  [
    'has each change of the status at once',
    [poll(0.25, 'PENDING'), poll(0.5, 'RUNNING', 0), poll(0.75, 'RUNNING', 5), poll(1, 'SUCCESS')],
    ['training 21: RUNNING', 'training 21: SUCCESS'],
  ],
  [
    'has a line about nothing new after 10 s, and no sooner',
    [poll(1, 'RUNNING', 1), poll(10.9, 'RUNNING', 60), poll(11, 'RUNNING', 61)],
    ['training 21: RUNNING', underWay('11s', 'training 21 (RUNNING, 61%)')],
  ],
  [
    'has a line about nothing new after a fifth of the time so far, if that is more',
    [100, 124.9, 125, 156, 157].map((at) => poll(at, 'PENDING', 5)),
    [
      underWay('1m40s', 'training 21 (PENDING, 5%)'),
      underWay('2m5s', 'training 21 (PENDING, 5%)'),
      underWay('2m37s', 'training 21 (PENDING, 5%)'),
    ],
  ],
  [
    'names all that are under way',
    [
      [5, {}, TARGETS[1]],
      [12, { operation: operation('PENDING'), reading: reading({ name: 'Cats' }) }],
    ],
    [underWay('12s', 'training 21 "Cats" (PENDING), training 22 (no operation yet)')],
  ],
])('the log %s', async (_, polls, lines) => {
  const { log } = await tell(poll(0, 'PENDING'), ...polls);
  expect(log).toEqual(['training 21: PENDING (operation op-1)', ...lines]);
});

test('the log says each thing once: joining, the link, a failure, the next opening, an obstacle', async () => {
  const prior = {
    operation: operation('FAIL'),
    reason: new TolokaError('failed', 'no tasks', { code: '' }),
  };
  const next = { operation: operation('PENDING', { id: 'op-2' }), prior };
  const { log } = await tell(
    [0, { operation: operation('PENDING'), joined: true }],
    [1, { reading: reading({ url: LINK }) }],
    [2, { reading: reading({ url: LINK, status: 'CLOSED' }) }],
    [3, { reading: reading({ url: LINK }), prior }],
    [4, { reading: reading({ url: LINK }), ...next }],
    [5, { reading: reading({ url: LINK }), ...next, obstacle: 'LOCKED' }],
    [6, { reading: reading({ url: undefined }), ...next, obstacle: 'LOCKED' }],
  );
  expect(log.map((line) => line.replace('training 21: ', ''))).toEqual([
    expect.stringMatching(/already running \(operation op-1\), joining it$/),
    LINK,
    'that failed, so it is opened once more: no tasks',
    'PENDING (operation op-2)',
    'LOCKED; trying again',
  ]);
});

test('the log has the end of each, and what to quote to the support', async () => {
  const { log, warnings } = await inProcess({}, () => {
    const { end } = createLog(600_000, () => 0);
    end(done({ doubts: ['needs training 9'] }));
    end(failed());
  });
  expect(log).toEqual([
    'training 21 is open',
    'training 21 failed to open (operation op-1, request_id r1)',
  ]);
  expect(warnings).toEqual(['training 21 needs training 9']);
});

test('the log tells of the third fault in a row, of a long Retry-After, and now and then', async () => {
  let now = 0;
  const { log } = await inProcess({}, () => {
    const { onRetry } = createLog(600_000, () => now);
    const facts = { code: 'X', request: 'GET /a' };
    const fault = new TolokaError('transient', 'HTTP 503', facts);
    const asksToWait = (retryAfterMs: number) => fault.with({ retryAfterMs });
    for (const [at, failures, one] of [
      [0, 1, fault],
      [1, 2, asksToWait(9_999)],
      [2, 3, fault],
      [3, 4, asksToWait(10_000)],
      [12.9, 5, fault],
      [13, 6, fault],
      [200, 7, fault],
      [239.9, 8, fault],
    ] as const) {
      now = at * 1_000;
      onRetry(failures, one, 5_000);
    }
  });
  const told = (nth: number) => `GET /a failed, try ${nth} follows in 5s: HTTP 503`;
  expect(log).toEqual([4, 5, 7, 8].map(told));
});
