import type { Opened, Toloka } from './client.ts';
import type { Bounds } from './clock.ts';
import { CancelledError, RefusedError, TolokaError } from './errors.ts';
import type { Lookup } from './lookup.ts';
import type { Operation } from './operation.ts';
import { backOff } from './retry.ts';
import type { Training } from './training.ts';

/** What came of a request to open a training. */
export type Opening =
  /** This step started the operation, or found it running. */
  | { readonly how: 'started' | 'joined'; readonly operation: Operation }
  /** The training is open: it was before, or, if an answer was lost, nobody can tell who opened it. */
  | { readonly how: 'already open' | 'opened by unknown' };

export interface OpeningOptions extends Bounds {
  readonly toloka: Toloka;
  readonly lookup: Lookup;
}

/** These codes of a 409 stay as they are, however long one waits. */
const FINAL: readonly unknown[] = ['EMPTY_POOL', 'NOT_ENOUGH_BALANCE'];
/** How long a 409 is worth repeating if nothing tells what it waits for. */
const REPEAT_LIMIT_MS = 30_000;

/**
 * Asks Toloka to open a training, and joins the opening if one is already running. The call sets a state, so it is safe to
 * repeat. What a second opening gets while a first one runs is not documented: a 409 is likely, 202 and 204 are possible.
 *
 * @throws RefusedError, PermanentError, DeadlineError; CancelledError as soon as `signal` aborts
 */
export async function requestOpening(id: string, options: OpeningOptions): Promise<Opening> {
  const { toloka, lookup, clock, signal, deadline } = options;
  let answerLost = false;
  let repeatUntil: number | undefined;
  try {
    for (let refusals = 1; ; refusals += 1) {
      const answer: Opened | RefusedError = await toloka.open(id).catch((error: unknown) => {
        if (error instanceof RefusedError && error.status === 409) return error;
        throw error;
      });
      answerLost ||= answer.answerLost;
      if (!(answer instanceof RefusedError)) {
        if (answer.operation !== undefined) return { how: 'started', operation: answer.operation };
        return await findOpener(id, answerLost, lookup);
      }

      if (FINAL.includes(answer.code)) throw addState(answer, await toloka.readTraining(id));
      const [running, training] = await Promise.all([
        ifReadable(lookup.findRunning(id)),
        ifReadable(toloka.training(id)),
      ]);
      if (running !== undefined) return { how: 'joined', operation: running };
      if (training?.status === 'OPEN') return await findOpener(id, answerLost, lookup);

      const now = clock.now();
      const isLocked = answer.code?.includes('LOCKED') === true;
      repeatUntil ??= isLocked ? deadline : Math.min(deadline, now + REPEAT_LIMIT_MS);
      if (training?.status === 'ARCHIVED' || now >= repeatUntil) throw addState(answer, training);
      await clock.sleep(Math.min(repeatUntil - now, backOff(refusals, clock.random())), signal);
    }
  } catch (error) {
    if (error instanceof TolokaError) error.answerLost ||= answerLost;
    throw error;
  }
}

/** Tells who opened a training that is open now. */
async function findOpener(id: string, answerLost: boolean, lookup: Lookup): Promise<Opening> {
  if (!answerLost) return { how: 'already open' };
  const operation = await ifReadable(lookup.findRecent(id));
  return operation === undefined ? { how: 'opened by unknown' } : { how: 'started', operation };
}

/** The result of a reading; undefined if Toloka does not give it. */
async function ifReadable<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    // Several trainings can share a reading, but none may share an error: each notes in it what it knows.
    if (error instanceof CancelledError) throw new CancelledError('cancelled', { cause: error });
    if (error instanceof TolokaError) return undefined;
    throw error;
  }
}

/** Adds to a refusal the state of the training and what to do about it. */
function addState(refusal: RefusedError, training: Training | undefined): RefusedError {
  if (training !== undefined) refusal.message += `; the training is ${training.status}`;
  if (training?.status === 'ARCHIVED') refusal.advice = 'clone it and open the clone';
  return refusal;
}
