import type { Answer } from './answer.ts';
import type { Api } from './api.ts';
import { createShapeError, type Problem, parseJson } from './json.ts';
import { type Operation, parseLog, parseOperation } from './operation.ts';
import { parseTraining, type Training } from './training.ts';

/** The operation that opens the training; undefined if it is open already. */
export interface Opened {
  readonly operation: Operation | undefined;
  /** Whether the answer to an earlier try was lost, so that this answer may only tell what that try did. */
  readonly answerLost: boolean;
}

/** The calls of Toloka's requester API that this action makes. Unless a call says otherwise, it throws what `Api.request` throws. */
export interface Toloka {
  open(trainingId: string): Promise<Opened>;
  operation(id: string): Promise<Operation>;
  training(id: string): Promise<Training>;
  /** The failures in an operation's log; empty if it can't be read. One short try. */
  readLog(operationId: string): Promise<Problem[]>;
  /** One short try; undefined if it fails. */
  readTraining(id: string): Promise<Training | undefined>;
}

export function createToloka(api: Api): Toloka {
  return {
    open: (id) => api.request('POST', `${trainingPath(id)}/open`, parseOpened),
    operation: (id) =>
      api.request('GET', operationPath(id), ({ body }) => parseSameOperation(body, id), { isPoll: true }),
    training: (id) => api.request('GET', trainingPath(id), ({ body }) => parseTraining(parseJson(body))),
    readLog: async (id) =>
      (await api.readOnce(`${operationPath(id)}/log`, ({ body }) => parseLog(parseJson(body)))) ?? [],
    readTraining: (id) => api.readOnce(trainingPath(id), ({ body }) => parseTraining(parseJson(body))),
  };
}

const trainingPath = (id: string): string => `/trainings/${encodeURIComponent(id)}`;
const operationPath = (id: string): string => `/operations/${encodeURIComponent(id)}`;

const parseOpened = ({ status, body }: Answer, answerLost: boolean): Opened => ({
  operation: status === 204 ? undefined : parseOperation(parseJson(body)),
  answerLost,
});

function parseSameOperation(body: string, id: string): Operation {
  const json = parseJson(body);
  const operation = parseOperation(json);
  if (operation.id !== id) throw createShapeError(`operation ${id}`, json);
  return operation;
}
