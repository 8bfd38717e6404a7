import { ENVIRONMENTS } from '../../src/toloka/environment.ts';
import type { Way } from '../../src/toloka/fault.ts';
import type { Operation } from '../../src/toloka/operation.ts';
import type { Reading, Target } from '../../src/toloka/target.ts';
import type { Done, Failure } from '../../src/words.ts';

export const LINK = 'https://platform.toloka.ai/requester/project/7/training/21';

/** The way to production, with an API key. */
export const WAY: Way = {
  environment: ENVIRONMENTS.production,
  authorization: { type: 'ApiKey', token: 'made-up', header: 'ApiKey made-up' },
  proxy: undefined,
};

export const training = (id = '21'): Target => ({ kind: 'training', id });
export const pool = (id = '77'): Target => ({ kind: 'pool', id });

export const operation = (status: string, known: Partial<Operation> = {}): Operation => ({
  ...{ id: 'op-1', status, progress: undefined, details: undefined },
  ...known,
});

export const reading = (known: Partial<Reading> = {}): Reading => ({
  ...{ status: 'OPEN', name: undefined, url: undefined, closeReason: undefined, needs: undefined },
  ...known,
});

export const failure = (known: Partial<Failure> = {}): Failure => ({
  standing: 'failed to open',
  reason: 'EMPTY_POOL: no tasks',
  advice: 'upload tasks first',
  reference: 'operation op-1, request_id r1',
  code: 'EMPTY_POOL',
  mayOpen: false,
  ...known,
});

/** A target on which the work has ended; by default training 21, which opened. */
export const done = (known: Partial<Done> = {}): Done => ({
  ...{ target: training(), result: 'open', failure: undefined, doubts: [] },
  ...known,
});

export const failed = (known: Partial<Failure> = {}, rest: Partial<Done> = {}): Done =>
  done({ result: 'failed', failure: failure(known), ...rest });

/** A target that is opening still at the deadline. */
export const late = (): Done =>
  failed({ standing: 'is not open yet', mayOpen: true }, { operation: operation('RUNNING') });

/** A training of which a server says the same text everywhere. */
export const fillWith = (text: string, url?: string): Done =>
  done({
    result: 'failed',
    operation: operation(text, { id: text }),
    reading: reading({ status: text, name: text, url }),
    failure: failure({ standing: text, reason: text, advice: text, reference: text, code: text }),
    doubts: [text],
  });
