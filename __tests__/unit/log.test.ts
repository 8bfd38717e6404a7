import { describe, expect, test } from '@jest/globals';
import { createLog } from '../../src/log.ts';
import type { State } from '../../src/state.ts';
import { inProcess } from './in-process.ts';
import { failure, LINK, operation, training } from './states.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** What becomes known of a training, milliseconds after the step began. */
type Event = readonly [at: number, known: Omit<State, 'trainingId'>, index?: number];

/** Runs the events of a step with `count` trainings, 21 and on. */
function show(count: number, ...events: readonly Event[]) {
  let now = 0;
  return inProcess({}, () => {
    const log = createLog(10 * MINUTE, () => now);
    let states: readonly State[] = Array.from({ length: count }, (_, index) => ({ trainingId: String(21 + index) }));
    for (const [at, known, index = 0] of events) {
      now = at;
      const before = states[index] ?? { trainingId: 'none' };
      const after = { ...before, ...known };
      states = states.with(index, after);
      log.show(before, after, states);
    }
  });
}
const linesOf = async (count: number, ...events: readonly Event[]) => (await show(count, ...events)).log;

const poll = (at: number, status: string, percent?: number): Event => [
  at,
  { operation: operation(status, { percent }) },
];
const END: Omit<State, 'trainingId'> = { result: 'open', operation: operation('SUCCESS'), tookMs: 6_000 };
const PENDING = 'training 21: PENDING (operation op-1)';

describe('the log of one training', () => {
  test.each<[string, Event[], string[]]>([
    [
      'each change of the status at once',
      [poll(250, 'PENDING'), poll(500, 'RUNNING', 0), poll(750, 'RUNNING', 5), poll(1_000, 'SUCCESS', 100)],
      ['RUNNING (after 0.5s of 10m)', 'SUCCESS (after 1s of 10m)'],
    ],
    [
      'a line about nothing new after 10 s, and no sooner',
      [poll(1 * SECOND, 'RUNNING', 1), poll(10.9 * SECOND, 'RUNNING', 60), poll(11 * SECOND, 'RUNNING', 61)],
      ['RUNNING, 1% (after 1s of 10m)', 'RUNNING, 61% (after 11s of 10m)'],
    ],
    [
      'a line about nothing new after a fifth of the time so far, if that is more',
      [100, 124.9, 125, 156, 157].map((seconds) => poll(seconds * SECOND, 'PENDING', 5)),
      ['PENDING (after 1m40s of 10m)', 'PENDING (after 2m5s of 10m)', 'PENDING (after 2m37s of 10m)'],
    ],
  ])('has %s', async (_, polls, lines) => {
    const log = await linesOf(1, poll(0, 'PENDING'), ...polls);
    expect(log).toEqual([PENDING, ...lines.map((line) => `training 21: ${line}`)]);
  });

  test('says each thing once: a joined opening, its failure and the next one, and the link', async () => {
    const linked = { training: training({ url: LINK }) };
    const log = await linesOf(
      1,
      [0, { operation: operation('PENDING'), joined: true }],
      [1, linked],
      [2, { training: training({ status: 'CLOSED', url: LINK }) }],
      [3, { operation: undefined, joined: false }],
      [4, { operation: operation('PENDING', { id: 'op-2' }) }],
      [5, { operation: operation('PENDING', { id: 'op-2' }), training: training() }],
    );
    expect(log).toEqual([
      'training 21: an opening is already running (operation op-1), joining it',
      `training 21: ${LINK}`,
      'training 21: the opening that was running failed, perhaps before the last change: opening once more',
      'training 21: PENDING (operation op-2)',
    ]);
  });

  test('has its end with the name, but leaves the reason of a failure to the annotation', async () => {
    const named = { ...END, operation: undefined, training: training({ name: 'Cats' }) };
    expect(await linesOf(1, [6_000, named])).toEqual(['training 21 "Cats" is open; took 6s']);
    expect(await linesOf(1, [0, { failure: failure() }], [0, { tookMs: 1 }])).toEqual([]);
  });
});

describe('the log of several trainings', () => {
  test('has the lines of one for those who debug', async () => {
    const { lines } = await show(2, poll(0, 'PENDING'));
    expect(lines).toEqual([`::debug::${PENDING}`]);
  });

  test('has one line about all of them after 10 s or a fifth of the time, and no sooner', async () => {
    const open = (at: number, index: number): Event => [at * SECOND, { result: 'open' }, index];
    const log = await linesOf(
      99,
      ...[open(0, 0), open(9.9, 1), open(10, 2), open(19.9, 3), open(20, 4), open(100, 5), open(124.9, 6)],
      open(125, 7),
    );
    expect(log).toEqual([
      '3 of 99 trainings are open, 96 are opening (after 10s of 10m)',
      '5 of 99 trainings are open, 94 are opening (after 20s of 10m)',
      '6 of 99 trainings are open, 93 are opening (after 1m40s of 10m)',
      '8 of 99 trainings are open, 91 are opening (after 2m5s of 10m)',
    ]);
  });

  test('has the end of each, with the ids of those that failed', async () => {
    const end = { failure: failure(), tookMs: 4_000 };
    expect(await linesOf(3, [0, END], [0, end, 1], [0, { ...end, failure: failure({ reference: '' }) }, 2])).toEqual([
      'training 21 is open; took 6s',
      'training 22 failed to open; took 4s; operation op-1, request_id r1',
      'training 23 failed to open; took 4s',
    ]);
  });
});

describe('a warning', () => {
  const UNREAD = 'Toloka reported success, but the training could not be read, so nobody saw that it is open';
  const UNKNOWN = 'it is open, but an answer was lost, so it is not known who opened it';
  const paused: Omit<State, 'trainingId'> = { result: 'reads otherwise', training: training({ status: 'PAUSED' }) };

  test.each<[string, Event[], string[]]>([
    ['a known status', ['PENDING', 'RUNNING', 'SUCCESS', 'FAIL'].map((status) => poll(0, status)), []],
    ['an unknown status', [poll(0, 'ODD'), poll(1, 'ODD')], ['21: Toloka gives the unknown status "ODD"']],
    [
      'an opener that nobody knows',
      [
        [0, { openerUnknown: true }],
        [1, END],
      ],
      [`21: ${UNKNOWN}`],
    ],
    [
      'success that nobody saw',
      [
        [0, { isUnread: true }],
        [1, END],
      ],
      [`21: ${UNREAD}`],
    ],
    [
      'a dry run that can not tell',
      [
        [0, paused],
        [1, { tookMs: 1 }],
      ],
      ['21: it is PAUSED, and Toloka does not say whether it can be opened'],
    ],
  ])('is about %s, and is said once', async (_, events, warnings) => {
    const { warnings: said, lines } = await show(1, ...events);
    expect(said).toEqual(warnings.map((text) => `training ${text}`));
    expect(lines.filter((line) => line.startsWith('::debug::'))).toEqual([]);
  });

  test('serves for all that is the same of several trainings, but not for what each has of its own', async () => {
    const odd = { operation: operation('ODD') };
    const { warnings, lines } = await show(
      2,
      ...[0, 1].flatMap((index): Event[] => [
        [0, odd, index],
        [0, { openerUnknown: true, isUnread: true }, index],
        [0, paused, index],
      ]),
    );
    expect(warnings).toEqual([
      'training 21: Toloka gives the unknown status "ODD"',
      `training 21: ${UNKNOWN}`,
      `training 21: ${UNREAD}`,
      'training 21: it is PAUSED, and Toloka does not say whether it can be opened',
      `training 22: ${UNKNOWN}`,
      `training 22: ${UNREAD}`,
    ]);
    expect(lines).toContain('::debug::training 22: Toloka gives the unknown status "ODD"');
  });
});
