import type { Answer } from './answer.ts';
import type { Api } from './api.ts';
import { parseJson } from './json.ts';
import { type Operation, parseLog, parseOperation } from './operation.ts';
import { createShapeError, type Problem } from './problem.ts';
import { parseTraining, type Training } from './training.ts';

export interface OpenAnswer {
  /** The operation that opens the training; undefined if it is open already. */
  readonly operation: Operation | undefined;
  /** Whether the answer to an earlier try was lost, so that this answer may describe what that try did. */
  readonly answerLost: boolean;
}

/** The calls of Toloka's requester API that this action makes. Unless a call says otherwise, it throws what `Api.request` throws. */
export interface Toloka {
  open(trainingId: string): Promise<OpenAnswer>;
  getOperation(id: string): Promise<Operation>;
  getTraining(id: string): Promise<Training>;
  /** The failures in an operation's log. A few short tries; undefined if they fail. */
  tryGetLog(operationId: string): Promise<Problem[] | undefined>;
  /** A few short tries; undefined if they fail. */
  tryGetTraining(id: string): Promise<Training | undefined>;
}

export function createToloka(api: Api): Toloka {
  return {
    open: (id) => api.request('POST', `${trainingPath(id)}/open`, parseOpened),
    getOperation: (id) =>
      api.request('GET', operationPath(id), ({ body }) => parseSameOperation(body, id), { isPoll: true }),
    getTraining: (id) => api.request('GET', trainingPath(id), parseTrainingAnswer),
    tryGetLog: (id) => api.tryGet(`${operationPath(id)}/log`, ({ body }) => parseLog(parseJson(body))),
    tryGetTraining: (id) => api.tryGet(trainingPath(id), parseTrainingAnswer),
  };
}

const trainingPath = (id: string): string => `/trainings/${encodeURIComponent(id)}`;
const operationPath = (id: string): string => `/operations/${encodeURIComponent(id)}`;

const parseTrainingAnswer = ({ body }: Answer): Training => parseTraining(parseJson(body));

// A training that is open already is answered with 204, without a body (Toloka's documentation).
const parseOpened = ({ status, body }: Answer, answerLost: boolean): OpenAnswer => ({
  operation: status === 204 ? undefined : parseOperation(parseJson(body)),
  answerLost,
});

function parseSameOperation(body: string, id: string): Operation {
  const json = parseJson(body);
  const operation = parseOperation(json);
  if (operation.id !== id) throw createShapeError(`operation ${id}`, json);
  return operation;
}
