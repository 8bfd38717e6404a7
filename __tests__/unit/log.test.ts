import { describe, expect, test } from '@jest/globals';
import { createLog } from '../../src/log.ts';
import type { State } from '../../src/state.ts';
import { inProcess } from './in-process.ts';
import { failure, LINK, operation, training } from './states.ts';

type Known = Omit<State, 'trainingId'>;
/** What becomes known of a training, so many seconds after the step began. */
type Event = readonly [at: number, known: Known, index?: number];

/** The log of a step with `count` trainings, 21 and on. */
function show(count: number, ...events: readonly Event[]) {
  let now = 0;
  return inProcess({}, () => {
    const log = createLog(600_000, () => now * 1_000);
    let states: readonly State[] = Array.from({ length: count }, (_, index) => ({
      trainingId: String(21 + index),
    }));
    for (const [at, known, index = 0] of events) {
      now = at;
      const before = states[index] ?? { trainingId: 'none' };
      const after = { ...before, ...known };
      states = states.with(index, after);
      log.show(before, after, states);
    }
  });
}

const poll = (at: number, status: string, percent?: number): Event => [
  at,
  { operation: operation(status, { percent }) },
];
const END: Known = { result: 'open', tookMs: 6_000 };

describe('the log of one training', () => {
  test.each<[string, Event[], string[]]>([
    [
      'has each change of the status at once',
      [
        poll(0.25, 'PENDING'),
        poll(0.5, 'RUNNING', 0),
        poll(0.75, 'RUNNING', 5),
        poll(1, 'SUCCESS', 100),
      ],
      ['RUNNING (after 0.5s of 10m)', 'SUCCESS (after 1s of 10m)'],
    ],
    [
      'has a line about nothing new after 10 s, and no sooner',
      [poll(1, 'RUNNING', 1), poll(10.9, 'RUNNING', 60), poll(11, 'RUNNING', 61)],
      ['RUNNING, 1% (after 1s of 10m)', 'RUNNING, 61% (after 11s of 10m)'],
    ],
    [
      'has a line about nothing new after a fifth of the time so far, if that is more',
      [100, 124.9, 125, 156, 157].map((at) => poll(at, 'PENDING', 5)),
      [
        'PENDING (after 1m40s of 10m)',
        'PENDING (after 2m5s of 10m)',
        'PENDING (after 2m37s of 10m)',
      ],
    ],
  ])('%s', async (_, polls, lines) => {
    const { log } = await show(1, poll(0, 'PENDING'), ...polls);
    expect(log).toEqual(
      ['PENDING (operation op-1)', ...lines].map((line) => `training 21: ${line}`),
    );
  });

  test('says each thing once: a joined opening, its failure and the next one, and the link', async () => {
    const next = operation('PENDING', { id: 'op-2' });
    const { log } = await show(
      1,
      [0, { operation: operation('PENDING'), joined: true }],
      [1, { training: training({ url: LINK }) }],
      [2, { training: training({ status: 'CLOSED', url: LINK }) }],
      [3, { operation: undefined, joined: false }],
      [4, { operation: next }],
      [5, { operation: next, training: training() }],
    );
    expect(log).toEqual([
      'training 21: an opening is already running (operation op-1), joining it',
      `training 21: ${LINK}`,
      'training 21: the opening that was running failed, perhaps before the last change: opening once more',
      'training 21: PENDING (operation op-2)',
    ]);
  });

  test('has its end with the name, but leaves the reason of a failure to the annotation', async () => {
    const { log } = await show(1, [20, { ...END, training: training({ name: 'Cats' }) }]);
    expect(log).toEqual(['training 21 "Cats" is open; took 6s']);
    expect((await show(1, [20, { failure: failure() }], [20, { tookMs: 1 }])).log).toEqual([]);
  });
});

describe('the log of several trainings', () => {
  test('has one line about all after 10 s or a fifth of the time, and no sooner', async () => {
    const times = [0, 9.9, 10, 19.9, 20, 100, 124.9, 125];
    const { log } = await show(
      99,
      ...times.map((at, index): Event => [at, { result: 'open' }, index]),
    );
    expect(log).toEqual([
      '3 of 99 trainings are open, 96 are under way (after 10s of 10m)',
      '5 of 99 trainings are open, 94 are under way (after 20s of 10m)',
      '6 of 99 trainings are open, 93 are under way (after 1m40s of 10m)',
      '8 of 99 trainings are open, 91 are under way (after 2m5s of 10m)',
    ]);
  });

  test('has the end of each, with the ids of those that failed, and the rest for those who debug', async () => {
    const one = { failure: failure(), tookMs: 4_000 };
    const other = { failure: failure({ reference: '' }), tookMs: 4_000 };
    expect((await show(3, poll(0, 'PENDING'), [0, END], [0, one, 1], [0, other, 2])).lines).toEqual(
      [
        '::debug::training 21: PENDING (operation op-1)',
        'training 21 is open; took 6s',
        'training 22 failed to open; took 4s; operation op-1, request_id r1',
        'training 23 failed to open; took 4s',
      ],
    );
  });
});

const PAUSED: Known = { result: 'reads otherwise', training: training({ status: 'PAUSED' }) };
const ODD = 'Toloka gives the unknown status "ODD"';
const UNREAD = 'it should be open, but it could not be read, so nobody saw that it is open';
const OPENER = 'an answer was lost, so it is not known who opened it';
const DOUBT = 'it is PAUSED, and Toloka does not say whether it can be opened';

test.each<[string, number, Event[]]>([
  [
    ODD,
    1,
    ['PENDING', 'ODD', 'ODD', 'RUNNING', 'SUCCESS', 'FAIL'].map((status) => poll(0, status)),
  ],
  [DOUBT, 1, [[0, PAUSED]]],
  [OPENER, 2, [[0, { openerUnknown: true, result: 'already open' }]]],
  [UNREAD, 2, [[0, { result: 'unseen' }]]],
  ['', 0, [[0, { openerUnknown: true }]]],
])('of two trainings, the warning "%s" is said %d times', async (text, count, events) => {
  const others = events.map(([at, known]): Event => [at, known, 1]);
  const { warnings } = await show(2, ...events, ...others, [1, { tookMs: 1 }]);
  expect(warnings).toEqual(['21', '22'].slice(0, count).map((id) => `training ${id}: ${text}`));
});

test('a warning about something else is said once for a step, whatever it says each time', async () => {
  const { warnings } = await inProcess({}, () => {
    const log = createLog(600_000, () => 0);
    for (const text of ['GET /a', 'GET /b']) log.warnOnce(text, 'a request fails');
  });
  expect(warnings).toEqual(['GET /a']);
});
