import { describe, expect, test } from '@jest/globals';
import { summaryText } from '../../tools/toloka/summary-text.js';
import { always, OPEN, open, PAGE, READ, reads, refuses } from './script.ts';

const DRY = { inputs: { 'dry-run': 'true' } };
const LIMITS = "a dry run can't tell whether there are tasks, enough money or the right to open";

describe('a dry run', () => {
  test.each([
    ['CLOSED', 'would be opened', 'false', ` · ${LIMITS}`],
    ['OPEN', 'is already open', 'true', ''],
  ])('of a training that is %s says that it %s', async (status, standing, alreadyOpen, note) => {
    const { result, outputs, log, warnings, sent, summary } = await open(
      { [READ]: [reads(status)] },
      DRY,
    );
    expect([result, warnings, sent]).toEqual([true, [], [READ]]);
    expect(outputs).toMatchObject({
      'operation-id': '',
      status: '',
      'already-open': alreadyOpen,
      'training-url': PAGE,
    });
    expect(log).toEqual([
      'dry run: reading training 21 (production), for at most 10m',
      `training 21: ${PAGE}`,
      `training 21 ${standing}; took 0s`,
      'dry run: nothing was opened',
      ...(note === '' ? [] : [`note that ${LIMITS}`]),
    ]);
    expect(summaryText(summary)).toBe(
      `✅ Training 21 ${standing} (${PAGE})\ndry run: nothing was opened · production${note}`,
    );
  });

  test.each(['LOCKED', 'SOMETHING_NEW'])('of a training that is %s warns', async (status) => {
    const { result, outputs, warnings } = await open({ [READ]: [reads(status)] }, DRY);
    expect([result, outputs.status, outputs['already-open']]).toEqual([true, '', 'false']);
    expect(warnings).toEqual([
      `training 21: it is ${status}, and Toloka does not say whether it can be opened`,
    ]);
  });

  test('of an archived training fails with what to do', async () => {
    const { result, errors, outputs, results, summary } = await open(
      { [READ]: [reads('ARCHIVED')] },
      DRY,
    );
    const message = 'the training is ARCHIVED; clone it and open the clone';
    expect([result, outputs['training-url']]).toEqual([false, PAGE]);
    expect(errors).toEqual([{ title: "Training 21 can't be opened", message }]);
    expect(results).toMatchObject([{ code: 'ARCHIVED' }]);
    expect(summary).not.toContain('dry run can');
  });

  test.each([
    [401, 'was refused'],
    [403, 'was refused'],
    [404, 'was not found'],
  ])('fails with %d as the opening would', async (status, standing) => {
    const dry = await open({ [READ]: [refuses(status, 'CODE')] }, DRY);
    const wet = await open({ [OPEN]: [refuses(status, 'CODE')] });
    expect(dry.errors).toEqual(
      wet.errors.map((error) => ({ ...error, message: error.message.replace(OPEN, READ) })),
    );
    expect(dry.errors[0]?.title).toBe(`Training 21 ${standing}`);
  });

  test('ignores wait, and tries again like any request', async () => {
    const inputs = { ...DRY.inputs, wait: 'false' };
    const { result, sent } = await open({ [READ]: [[502], reads('CLOSED')] }, { inputs });
    expect([result, sent]).toEqual([true, [READ, READ]]);
  });

  test('that times out never says that something may be opening', async () => {
    const { errors } = await open(
      { [READ]: always([502]) },
      { inputs: { ...DRY.inputs, timeout: '1s' } },
    );
    expect(errors).toEqual([
      {
        title: 'Training 21 was not read',
        message: `timed out after 1s; last fault: HTTP 502; run the step again, or raise timeout\n${READ}`,
      },
    ]);
  });

  test('of several trainings counts them by what would happen', async () => {
    const inputs = { ...DRY.inputs, 'training-id': '21,22' };
    const ready = await open(
      { [READ]: [reads('CLOSED')], 'GET /trainings/22': [reads('OPEN')] },
      { inputs },
    );
    expect(ready).toMatchObject({ result: true, outputs: { 'already-open': 'false' } });
    const heading = '1 of 2 trainings would be opened, 1 is already open';
    expect(ready.log.slice(-3)).toEqual([
      heading,
      'dry run: nothing was opened',
      `note that ${LIMITS}`,
    ]);
    const { errors } = await open(
      { [READ]: [reads('OPEN')], 'GET /trainings/22': [reads('ARCHIVED')] },
      { inputs },
    );
    expect(errors).toEqual([
      {
        title: '1 of 2 trainings is already open, 1 failed',
        message: 'training 22: the training is ARCHIVED; clone it and open the clone',
      },
    ]);
  });
});
