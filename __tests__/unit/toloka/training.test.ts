import { expect, test } from '@jest/globals';
import { isTrainingId, parseTraining } from '../../../src/toloka/training.ts';

test('the id of a training is a word', () => {
  const others = ['', '21#', '#21', '21/..', '..', '2 1', '21\n', 'двадцать', '1.2E+18'];
  expect(['21', 'abc-DEF_9', ...others].filter(isTrainingId)).toEqual(['21', 'abc-DEF_9']);
});

const parse = (json: unknown, host = 'toloka.dev') =>
  parseTraining({ status: 200, headers: {}, json }, '21', new URL(`https://${host}/api/v1`));
const page = 'https://platform.toloka.ai/requester/project/7/training/21';

test.each([
  [
    { status: 'OPEN', private_name: 'Cats', project_id: '7' },
    { status: 'OPEN', name: 'Cats', url: page },
  ],
  [
    { status: 'NEW', project_id: 7 },
    { status: 'NEW', url: page },
  ],
  [{ status: 'CLOSED', private_name: '', project_id: null }, { status: 'CLOSED' }],
  [{ status: 'CLOSED', private_name: 7 }, { status: 'CLOSED' }],
])('the training %j', (json, training) => {
  expect(parse(json)).toEqual(training);
});

test('a training has no page if its API has none', () => {
  expect(parse({ status: 'OPEN', project_id: '7' }, 'tasks.yandex.ru')).toEqual({ status: 'OPEN' });
});

test.each([undefined, null, [], 'OPEN', {}, { status: 1 }, { status: '' }])('%j is no training', (json) => {
  expect(parse(json)).toBeUndefined();
});
