import { expect, test } from '@jest/globals';
import { parseTraining } from '../../../src/toloka/training.ts';

const parse = (json: unknown, host = 'toloka.dev') =>
  parseTraining({ status: 200, headers: {}, json }, '21', new URL(`https://${host}/api/v1`));
const page = 'https://platform.toloka.ai/requester/project/7/training/21';

test.each([
  [
    { status: 'OPEN', private_name: 'Cats', project_id: '7' },
    { status: 'OPEN', name: 'Cats', url: page },
  ],
  [{ status: 'CLOSED', private_name: '', project_id: null }, { status: 'CLOSED' }],
  [{ status: 'CLOSED', private_name: 7 }, { status: 'CLOSED' }],
])('%j is read as a training', (json, training) => {
  expect(parse(json)).toEqual(training);
});

test('a training has no page if its API has none', () => {
  expect(parse({ status: 'OPEN', project_id: '7' }, 'tasks.yandex.ru')).toEqual({ status: 'OPEN' });
});

test.each([undefined, null, [], 'OPEN', {}, { status: 1 }, { status: '' }])(
  '%j is no training',
  (json) => {
    expect(parse(json)).toBeUndefined();
  },
);
