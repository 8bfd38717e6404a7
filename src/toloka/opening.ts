import type { Toloka } from './client.ts';
import { backOff } from './clock.ts';
import { TolokaError } from './errors.ts';
import type { Operation } from './operation.ts';
import { ARCHIVED_ADVICE, type Training } from './training.ts';

interface Reading {
  readonly trainingId: string;
  readonly training: Training | undefined;
}

/** What came of a request to open a training. */
export interface Opening {
  /** The operation that opens it; undefined if it is open without one. */
  readonly operation?: Operation | undefined;
  /** Whether that operation was already running. */
  readonly joined?: boolean;
  /** Whether Toloka says that it is open, without an operation. */
  readonly wasOpen?: boolean;
  /** Whether an answer was lost on the way, so that nobody can tell who opened it. */
  readonly openerUnknown?: boolean;
  /** The training, if it was read on the way. */
  readonly training?: Training | undefined;
}

/** Waiting does not help against a 409 with one of these codes. */
const FINAL: readonly string[] = ['EMPTY_POOL', 'NOT_ENOUGH_BALANCE'];
/** How long to repeat after a 409 if nothing tells what it waits for. */
const REPEAT_LIMIT_MS = 30_000;

/**
 * Asks Toloka to open a training, and joins the opening if one is already running. The call sets a state, so it is safe to
 * repeat. What a second opening gets while a first one runs is not documented: a 409 is likely, 202 and 204 are possible.
 *
 * @returns what came of it; it yields the training whenever it was read on the way
 * @throws TolokaError
 */
export async function* requestOpening(id: string, toloka: Toloka): AsyncGenerator<Reading, Opening> {
  const { clock, signal, deadline } = toloka.bounds;
  let answerLost = false;
  let repeatUntil: number | undefined;
  let training: Training | undefined;
  try {
    for (let refusals = 1; ; refusals += 1) {
      const answer = await toloka.open(id);
      answerLost ||= answer.answerLost;
      const { operation, conflict } = answer;
      if (operation !== undefined) return { operation, training };
      if (conflict === undefined) return await findOpener(id, toloka, answerLost, training);

      const { code } = conflict.facts;
      const isFinal = FINAL.includes(code);
      const isLocked = code.split('_').includes('LOCKED');
      const now = clock.now();
      repeatUntil ??= Math.min(deadline, now + REPEAT_LIMIT_MS);
      const [running, read] = await Promise.all([isFinal ? [] : toloka.listRunning(id), toloka.tryGetTraining(id)]);
      training = read ?? training;
      yield { trainingId: id, training };
      if (training?.status === 'ARCHIVED') throw addState(conflict, training);
      const [newest] = running ?? [];
      if (newest !== undefined) return { operation: newest, joined: true, training };
      // A training that is locked and reads OPEN may be closing: the answer to another request tells.
      const isBelieved = !isLocked || now >= repeatUntil;
      if (training?.status === 'OPEN' && isBelieved) return await findOpener(id, toloka, answerLost, training);

      const end = isLocked || running === undefined ? deadline : repeatUntil;
      if (isFinal || clock.now() >= end) throw addState(conflict, training);
      await clock.sleep(Math.min(end - clock.now(), backOff(refusals, clock.random())), signal);
    }
  } catch (error) {
    throw error instanceof TolokaError && answerLost ? error.with({ answerLost }) : error;
  }
}

/** Tells who opened a training that is open now. */
async function findOpener(id: string, toloka: Toloka, answerLost: boolean, training?: Training): Promise<Opening> {
  if (!answerLost) return { wasOpen: true, training };
  const [operation] = (await toloka.listRecent(id)) ?? [];
  return operation === undefined ? { wasOpen: true, openerUnknown: true, training } : { operation, training };
}

/** Adds to a refusal the state of the training and what to do about it. */
function addState(refusal: TolokaError, training: Training | undefined): TolokaError {
  if (training === undefined) return refusal;
  const isArchived = training.status === 'ARCHIVED';
  const facts = { ...refusal.facts, ...(isArchived && { code: 'ARCHIVED', advice: ARCHIVED_ADVICE }) };
  return new TolokaError('refused', `${refusal.message}; the training is ${training.status}`, facts, refusal);
}
