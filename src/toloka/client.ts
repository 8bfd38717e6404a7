import { ADVICE, type Answer, type Problem, parseProblem } from './answer.ts';
import { type ApiOptions, createApi } from './api.ts';
import type { Authorization } from './authorization.ts';
import { ifReadable, TolokaError } from './errors.ts';
import { stringify } from './json.ts';
import { createLookup } from './lookup.ts';
import { isEnded, type Operation, parseLog, parseOperation } from './operation.ts';
import { createSend } from './request.ts';
import { parseTraining } from './training.ts';

const OPTIONAL = { withinMs: 5_000 };
const MIN_PAUSE_MS = 250;
const MAX_PAUSE_MS = 10_000;
/** The least pause between polls for each training of the step, so that many trainings stay far below Toloka's limit. */
const PAUSE_FOR_EACH_MS = 10;

export type Toloka = ReturnType<typeof createToloka>;

/**
 * The calls of Toloka's requester API that this action makes. They throw a TolokaError of any kind but transient.
 *
 * @throws TolokaError (permanent) if `https_proxy` can't be used
 */
export function createToloka(
  options: ApiOptions & { readonly authorization: Authorization; readonly trainings: number },
) {
  const { apiUrl, authorization, clock, signal, deadline, trainings } = options;
  const api = createApi(options, createSend(apiUrl, authorization, clock));

  const getTraining = (id: string, withinMs?: number) => {
    const wanted = {
      name: 'a training',
      parse: (answer: Answer) => parseTraining(answer, id, apiUrl),
    };
    return api.get(trainingPath(id), wanted, { withinMs });
  };

  return {
    bounds: { clock, signal, deadline },
    ...createLookup(api, clock),
    getTraining,
    tryGetTraining: (id: string, withinMs = OPTIONAL.withinMs) =>
      ifReadable(getTraining(id, withinMs)),

    /**
     * @returns the operation that opens the training, or the 409 that refuses it, or neither if the training is open already.
     *   Also whether the answer to an earlier try was lost, so that this one may describe what that try did
     */
    async open(
      id: string,
    ): Promise<{ operation?: Operation; conflict?: TolokaError; answerLost: boolean }> {
      try {
        const { value, answerLost } = await api.post(`${trainingPath(id)}/open`, AN_OPENING);
        return { ...value, answerLost };
      } catch (error) {
        if (!(error instanceof TolokaError) || error.facts.status !== 409) throw error;
        return { conflict: error, answerLost: error.facts.mayBeTaken === true };
      }
    },

    /** Polls an operation until it has ended, and yields it after each poll. The last poll starts at the deadline. */
    async *follow(operation: Operation): AsyncGenerator<Operation, void> {
      const { id } = operation;
      const parse = ({ json }: Answer) => {
        const polled = parseOperation(json);
        return polled?.id === id ? polled : undefined;
      };
      const began = clock.now();
      for (let current = operation; !isEnded(current.status); ) {
        const left = Math.max(0, deadline - clock.now());
        if (left === 0 && current !== operation)
          throw new TolokaError('deadline', '', { code: 'TIMEOUT' });
        await clock.sleep(Math.min(left, pauseAfter(clock.now() - began, trainings)), signal);
        current = await api.get(
          operationPath(id),
          { name: `operation ${id}`, parse },
          { isPoll: true },
        );
        yield current;
      }
    },

    /** The error for an operation that failed: what its log says, and its details if they say more. */
    async explain({ id, details }: Operation): Promise<TolokaError> {
      const wanted = { name: 'the log of an operation', parse: parseLog };
      return explainFail(
        details,
        await ifReadable(api.get(`${operationPath(id)}/log`, wanted, OPTIONAL)),
      );
    },
  };
}

const trainingPath = (id: string): string => `/trainings/${encodeURIComponent(id)}`;
const operationPath = (id: string): string => `/operations/${encodeURIComponent(id)}`;

const AN_OPENING = {
  name: 'an operation',
  // A training that is open already is answered with 204, without a body (Toloka's documentation).
  parse({ status, json }: Answer): { operation?: Operation } | undefined {
    const operation = parseOperation(json);
    return status === 204 ? {} : operation && { operation };
  },
};

/** The milliseconds before the next poll: a tenth of the wait so far, so the delay stays proportional to the wait. */
export const pauseAfter = (waitedMs: number, trainings: number): number =>
  Math.max(
    trainings * PAUSE_FOR_EACH_MS,
    Math.min(MAX_PAUSE_MS, Math.max(MIN_PAUSE_MS, waitedMs / 10)),
  );

function explainFail(
  details: unknown,
  log: readonly Record<string, unknown>[] | undefined,
): TolokaError {
  const logged = (log ?? []).map(({ output }) => parseProblem(output));
  const detail = parseProblem(details);
  const isSame = ({ code, text }: Problem): boolean =>
    text === detail.text || (code !== undefined && code === detail.code);
  const problems = logged.some(isSame) ? logged : [...logged, detail];
  const reason = problems.flatMap(({ text }) => text ?? []).join('; ');
  const raw = details ?? (log?.length ? log : undefined);
  const noReason =
    log === undefined ? ", and its log can't be read" : ', and its log gives no reason';
  const rest = raw === undefined ? noReason : `: ${stringify(raw)}`;
  const code = problems.find((problem) => problem.code)?.code ?? 'OPERATION_FAILED';
  const requestId = problems.find((problem) => problem.requestId)?.requestId;
  const advice = problems.flatMap((problem) => ADVICE.get(problem.code) ?? [])[0];
  return new TolokaError('not open', reason || `the operation failed${rest}`, {
    code,
    requestId,
    advice,
  });
}
