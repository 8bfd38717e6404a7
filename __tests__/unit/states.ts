import type { Failure, State } from '../../src/state.ts';
import type { Operation } from '../../src/toloka/operation.ts';
import type { Training } from '../../src/toloka/training.ts';

export const LINK = 'https://platform.toloka.ai/requester/project/7/training/21';

/** An operation that opens training 21. */
export const operation = (status: string, known: Partial<Operation> = {}): Operation => ({
  ...{ id: 'op-1', status, type: 'TRAINING.OPEN', trainingId: '21' },
  ...{ submitted: undefined, percent: undefined, details: undefined },
  ...known,
});

export const training = (known: Partial<Training> = {}): Training => ({
  ...{ status: 'OPEN', name: undefined, url: undefined },
  ...known,
});

export const failure = (known: Partial<Failure> = {}): Failure => ({
  standing: 'failed to open',
  reason: 'EMPTY_POOL: no tasks; upload tasks first',
  reference: 'operation op-1, request_id r1',
  code: 'EMPTY_POOL',
  ...known,
});

/** A training of which a server says the same text everywhere. */
export const fillWith = (text: string, url?: string): State => ({
  trainingId: '21',
  operation: operation(text, { id: text }),
  training: training({ status: text, name: text, url }),
  failure: { standing: text, reason: text, reference: text, code: text },
});
