import { afterAll, beforeAll } from '@jest/globals';
import nock from 'nock';

/** Lets nock answer all requests of the tests around the call, and leaves Node's own modules as they were for other test files. */
export function useNock(): void {
  beforeAll(() => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
  });
  afterAll(() => {
    nock.enableNetConnect();
    nock.restore();
  });
}
