import { describe, expect, test } from '@jest/globals';
import { countAll, createLog, type Log } from '../../src/log.ts';
import { createProgress, type Progress } from '../../src/progress.ts';
import type { Operation } from '../../src/toloka/operation.ts';
import { inProcess } from './in-process.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const operation = (status: string, percent?: number): Operation => ({
  id: 'op-1',
  status,
  type: 'TRAINING.OPEN',
  trainingId: '21',
  submitted: undefined,
  queuedMs: undefined,
  ranMs: undefined,
  percent,
  details: undefined,
});
const create = (count: number): Progress[] =>
  Array.from({ length: count }, (_, index) => createProgress(String(21 + index)));
const open = { state: 'is open', status: 'SUCCESS', tookMs: 1 };
const failed = {
  state: 'failed to open',
  status: 'FAIL',
  failure: { reason: 'no', reference: 'operation op-1' },
  tookMs: 1,
};

/** When something happens (milliseconds), and what. */
type Event = [at: number, event: (log: Log, first: Progress) => void];

/** Runs a step's events, and gives the lines of the log. */
async function logAt(all: Progress[], ...events: Event[]) {
  let now = 0;
  const ran = await inProcess({}, () => {
    const log = createLog(all, 10 * MINUTE, () => now);
    for (const [at, event] of events) {
      now = at;
      event(log, all[0] ?? createProgress(''));
    }
  });
  return ran.log;
}

const start = (status: string): Event => [0, (log, first) => log.started(first, operation(status))];
const poll = (at: number, status: string, percent?: number): Event => [
  at,
  (log, first) => log.followed(first, operation(status, percent)),
];

describe('the log of one training', () => {
  test.each<[string, Event[], string[]]>([
    [
      'each change of the status',
      [poll(250, 'PENDING'), poll(500, 'RUNNING', 0), poll(750, 'RUNNING', 5), poll(1_000, 'SUCCESS', 100)],
      ['RUNNING (after 0.5s of 10m)', 'SUCCESS (after 1s of 10m)'],
    ],
    [
      '10 points of progress after 10 s, and no sooner',
      [
        poll(1 * SECOND, 'RUNNING', 1),
        poll(2 * SECOND, 'RUNNING', 60),
        poll(10.9 * SECOND, 'RUNNING', 60),
        poll(11 * SECOND, 'RUNNING', 61),
        poll(22 * SECOND, 'RUNNING', 70),
        poll(23 * SECOND, 'RUNNING', 71),
      ],
      ['RUNNING, 1 % (after 1s of 10m)', 'RUNNING, 61 % (after 11s of 10m)', 'RUNNING, 71 % (after 23s of 10m)'],
    ],
    [
      'at least one line a minute',
      [
        poll(59 * SECOND, 'PENDING'),
        poll(MINUTE, 'PENDING'),
        poll(119 * SECOND, 'PENDING'),
        poll(2 * MINUTE, 'PENDING'),
      ],
      ['PENDING (after 1m of 10m)', 'PENDING (after 2m of 10m)'],
    ],
  ])('has %s', async (_, polls, lines) => {
    const log = await logAt(create(1), start('PENDING'), ...polls);
    expect(log).toEqual(['PENDING (operation op-1)', ...lines].map((line) => `training 21: ${line}`));
  });

  test('has its end, but leaves the reason of a failure to the annotation', async () => {
    const end: Event = [0, (log, first) => log.ended(first)];
    const one = createProgress('21');
    expect(await logAt([{ ...one, ...open, tookMs: 6_000 }], end)).toEqual(['training 21 is open; took 6s']);
    expect(await logAt([{ ...one, ...failed }], end)).toEqual([]);
  });
});

describe('the log of several trainings', () => {
  test('has the lines of one for those who debug', async () => {
    const { lines } = await inProcess({}, () =>
      createLog(create(2), MINUTE, () => 0).started(createProgress('22'), operation('PENDING')),
    );
    expect(lines).toEqual(['::debug::training 22: PENDING (operation op-1)']);
  });

  test('waits no longer for a line because another training starts', async () => {
    const late: Event = [9 * SECOND, (log, first) => log.started(first, operation('PENDING'))];
    const all = create(2);
    Object.assign(all[1] ?? {}, open);
    expect(await logAt(all, late, poll(10 * SECOND, 'RUNNING'))).toEqual(['1 of 2 open, 1 opening (after 10s of 10m)']);
  });

  test('has one line about all of them, at most every 10 s, and at least one a minute', async () => {
    const all = create(100);
    const end = (count: number) => (log: Log, first: Progress) => {
      for (const progress of all.slice(0, count)) Object.assign(progress, open);
      log.followed(first, operation('RUNNING', 50));
    };
    const log = await logAt(
      all,
      start('PENDING'),
      poll(500, 'RUNNING', 50),
      [9 * SECOND, end(12)],
      [10 * SECOND, end(12)],
      [21 * SECOND, end(21)],
      [69 * SECOND, end(21)],
      [70 * SECOND, end(21)],
      [80 * SECOND, end(31)],
    );
    expect(log).toEqual([
      '12 of 100 open, 88 opening (after 10s of 10m)',
      '21 of 100 open, 79 opening (after 1m10s of 10m)',
      '31 of 100 open, 69 opening (after 1m20s of 10m)',
    ]);
  });

  test('has the end of each, and counts those that joined and those that have links', async () => {
    const all = [
      { ...createProgress('21'), ...open, joined: true, trainingUrl: 'https://a' },
      { ...createProgress('22'), ...failed, tookMs: 4_000 },
    ];
    const log = await logAt(all, [
      5_000,
      (one) => {
        for (const progress of all) one.ended(progress);
        one.allEnded(false);
      },
    ]);
    expect(log).toEqual([
      'training 21 is open; took 0s',
      'training 22 failed to open; took 4s; operation op-1',
      '1 of 2 trainings is not open, 1 joined, 1 linked in the job summary',
    ]);
  });

  test('does not count what there is none of', async () => {
    const all = ['21', '22'].map((id) => ({ ...createProgress(id), ...open }));
    expect(await logAt(all, [5_000, (one) => one.allEnded(false)])).toEqual(['2 trainings are open']);
  });
});

test.each<[Partial<Progress>[], string]>([
  [[{}, {}], '0 of 2 open, 2 opening'],
  [[{ status: 'SUCCESS' }, open], '1 of 2 open, 1 opening'],
  [[open, failed, {}], '1 of 3 open, 1 failed, 1 opening'],
  [[open, open], '2 of 2 open'],
  [[{ ...failed, status: 'SUCCESS' }], '0 of 1 open, 1 failed'],
  [[{ ...open, status: 'RUNNING' }], '0 of 1 open, 1 opening'],
])('%j is counted as %s', (known, text) => {
  expect(countAll(known.map((one) => ({ ...createProgress('21'), ...one })))).toBe(text);
});
