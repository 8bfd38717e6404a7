import { expect, test } from '@jest/globals';
import { summaryText } from '../../tools/toloka/summary-text.js';
import { describeTraining } from '../../tools/toloka/trainings.js';
import { open } from '../step.ts';

test.concurrent.each([
  ['CLOSED', 'would be opened', 'false'],
  ['OPEN', 'is already open', 'true'],
] as const)(
  'a dry run of a training that is %s only reads it, and says that it %s',
  async (status, says, alreadyOpen) => {
    const trainings = [describeTraining('21', {}, { status })];
    const inputs = { 'dry-run': 'true', wait: 'false' };
    const { passed, annotations, outputs, log, requests, summary } = await open({ trainings, inputs });
    expect([passed, annotations]).toEqual([true, []]);
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /trainings/21']);
    expect(outputs).toMatchObject({ 'operation-id': '', status: '', 'already-open': alreadyOpen });
    expect(log[1]).toMatch(new RegExp(`^training 21.* ${says}; took `));
    const note = "note that a dry run can't tell whether there are tasks, enough money or the right to open";
    expect(log.slice(2)).toEqual(['dry run: nothing was opened', ...(status === 'OPEN' ? [] : [note])]);
    expect(summaryText(summary)).toMatch(new RegExp(`^.*Training 21.* ${says}\n`));
  },
);
