import { expect, jest, test } from '@jest/globals';
import type { State } from '../../src/state.ts';

jest.unstable_mockModule('../../src/open.ts', () => ({
  async *openTraining(trainingId: string): AsyncGenerator<State> {
    yield trainingId === '21' ? { trainingId, result: 'open' } : { trainingId };
  },
}));
const { open } = await import('./script.ts');

test('a training that ends without a result fails the step, although nothing went wrong', async () => {
  const { result, errors } = await open({}, { inputs: { 'training-id': '21,22' } });
  expect(result).toBe(false);
  const title = '1 of 2 trainings is open, 1 is under way, but the step failed';
  expect(errors).toEqual([{ title, message: 'the step ended without a result' }]);
});
