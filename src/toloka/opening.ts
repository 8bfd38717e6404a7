import type { Toloka } from './client.ts';
import { backOff } from './clock.ts';
import { TolokaError } from './errors.ts';
import { isEnded, type Operation } from './operation.ts';
import { ARCHIVED_ADVICE, type Training } from './training.ts';

export interface Opening {
  readonly trainingId: string;
  readonly training?: Training | undefined;
  readonly operation?: Operation | undefined;
  /** Whether that operation was already running. If an answer was lost, it may be this step's own. */
  readonly joined?: boolean;
  /** The operation that was joined before, and failed. */
  readonly failedId?: string;
  /** Whether Toloka says that it is open, without an operation. */
  readonly wasOpen?: boolean;
  /** Whether an answer was lost on the way, so that nobody can tell who opened it. */
  readonly openerUnknown?: boolean;
}

/** Waiting does not help against a 409 with one of these codes. */
const FINAL: readonly string[] = ['EMPTY_POOL', 'NOT_ENOUGH_BALANCE'];
/** How long to repeat after a 409 if nothing tells what it waits for. */
const REPEAT_LIMIT_MS = 30_000;

/**
 * Asks Toloka to open a training, and joins the opening if one is already running. The call sets a state, so it is safe to
 * repeat. What a second opening gets while a first one runs is not documented: a 409 is likely, 202 and 204 are possible.
 *
 * @returns with an operation or as `wasOpen`; it yields what is known whenever the training was read on the way
 * @throws TolokaError
 */
export async function* requestOpening(
  before: Opening,
  toloka: Toloka,
): AsyncGenerator<Opening, Opening> {
  const { clock, signal, deadline } = toloka.bounds;
  const { trainingId } = before;
  let known = before;
  let answerLost = false;
  let repeatUntil: number | undefined;
  try {
    for (let refusals = 1; ; refusals += 1) {
      const answer = await toloka.open(trainingId);
      answerLost ||= answer.answerLost;
      const { operation, conflict } = answer;
      if (operation !== undefined) return { ...known, operation };
      if (conflict === undefined) return await findOpener(known, toloka, answerLost);

      const { code } = conflict.facts;
      const isFinal = FINAL.includes(code);
      const isLocked = code.split('_').includes('LOCKED');
      const now = clock.now();
      repeatUntil ??= now + REPEAT_LIMIT_MS;
      const reading = toloka.tryGetTraining(trainingId);
      const [running, training] = await Promise.all([
        isFinal ? [] : toloka.listRunning(trainingId),
        reading,
      ]);
      known = { ...known, training: training ?? known.training };
      yield known;
      if (training?.status === 'ARCHIVED') throw addStatus(conflict, known);
      const newest = running?.find(({ id }) => id !== before.failedId);
      if (newest !== undefined) return { ...known, operation: newest, joined: true };
      // A locked training that reads OPEN may be closing, so OPEN counts only after 30 s of such answers.
      const isBelieved = !isLocked || now >= repeatUntil;
      if (training?.status === 'OPEN' && isBelieved)
        return await findOpener(known, toloka, answerLost);

      const end = isLocked || running === undefined ? deadline : Math.min(deadline, repeatUntil);
      if (isFinal || clock.now() >= end)
        throw addStatus(conflict, known, end === deadline && !isFinal);
      await clock.sleep(Math.min(end - clock.now(), backOff(refusals, clock.random())), signal);
    }
  } catch (error) {
    throw error instanceof TolokaError && answerLost ? error.with({ mayBeTaken: true }) : error;
  }
}

/** Tells who opened a training that is open now. */
async function findOpener(known: Opening, toloka: Toloka, answerLost: boolean): Promise<Opening> {
  if (!answerLost) return { ...known, wasOpen: true };
  const operation = await toloka.findRecent(known.trainingId);
  if (operation === undefined) return { ...known, wasOpen: true, openerUnknown: true };
  return { ...known, operation, joined: !isEnded(operation.status) };
}

/** Adds to a refusal the status of the training, if it was read, and what to do about it. */
function addStatus(refusal: TolokaError, { training }: Opening, isLate = false): TolokaError {
  const archived = training?.status === 'ARCHIVED' && { code: 'ARCHIVED', advice: ARCHIVED_ADVICE };
  const late = isLate && { code: 'TIMEOUT' };
  const reason =
    training === undefined
      ? refusal.message
      : `${refusal.message}; the training is ${training.status}`;
  return new TolokaError(
    isLate ? 'deadline' : 'refused',
    reason,
    { ...refusal.facts, ...archived, ...late },
    refusal,
  );
}
