import type { OpenAnswer, Toloka } from './client.ts';
import type { Bounds } from './clock.ts';
import { CancelledError, RefusedError, TolokaError } from './errors.ts';
import type { Lookup } from './lookup.ts';
import type { Operation } from './operation.ts';
import { backOff } from './retry.ts';
import { ARCHIVED_ADVICE, type Training } from './training.ts';

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

/** Waiting does not help against a 409 with one of these codes. */
const FINAL: readonly unknown[] = ['EMPTY_POOL', 'NOT_ENOUGH_BALANCE'];
/** How long to repeat after a 409 if nothing tells what it waits for. */
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
  let training: Training | undefined;
  try {
    for (let refusals = 1; ; refusals += 1) {
      const answer: OpenAnswer | RefusedError = await toloka.open(id).catch((error: unknown) => {
        if (error instanceof RefusedError && error.status === 409) return error;
        throw error;
      });
      answerLost ||= answer.answerLost;
      if (!(answer instanceof RefusedError)) {
        if (answer.operation !== undefined) return { how: 'started', operation: answer.operation };
        return await findOpener(id, answerLost, lookup);
      }

      const isFinal = FINAL.includes(answer.code);
      const isLocked = answer.code?.split('_').includes('LOCKED') === true;
      const now = clock.now();
      repeatUntil ??= Math.min(deadline, now + REPEAT_LIMIT_MS);
      // A training that is locked and reads OPEN may be closing: the answer to another request tells.
      const mayBelieve = !isLocked || now >= repeatUntil;

      let running: Operation | undefined;
      if (isFinal) training = (await toloka.tryGetTraining(id)) ?? training;
      // What is read after the deadline would not change how the step ends.
      else if (now < deadline) ({ running, training = training } = await look(id, options, mayBelieve));
      if (running !== undefined) return { how: 'joined', operation: running };
      if (training?.status === 'OPEN' && mayBelieve) return await findOpener(id, answerLost, lookup);

      const end = isLocked ? deadline : repeatUntil;
      if (isFinal || training?.status === 'ARCHIVED' || clock.now() >= end) throw addState(answer, training);
      await clock.sleep(Math.min(end - clock.now(), backOff(refusals, clock.random())), signal);
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

/** Looks for a running opening, and at the training. It waits for both unless one decides alone. */
async function look(id: string, { toloka, lookup }: OpeningOptions, mayBelieve: boolean) {
  const seen: { running?: Operation | undefined; training?: Training | undefined } = {};
  const decisions = [
    ifReadable(lookup.findRunning(id)).then((running) => {
      seen.running = running;
      return running !== undefined;
    }),
    ifReadable(toloka.getTraining(id)).then((training) => {
      seen.training = training;
      return training?.status === 'ARCHIVED' || (training?.status === 'OPEN' && mayBelieve);
    }),
  ];
  const never = new Promise<never>(() => undefined);
  await Promise.race([Promise.all(decisions), ...decisions.map(async (decides) => (await decides) || never)]);
  return { ...seen };
}

/** The result of a reading; undefined if Toloka does not give it. */
async function ifReadable<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    // Several trainings can share a reading, but none may share an error: each notes in it what it knows.
    if (error instanceof CancelledError) throw new CancelledError({ cause: error });
    if (error instanceof TolokaError) return undefined;
    throw error;
  }
}

/** Adds to a refusal the state of the training and what to do about it. */
function addState(refusal: RefusedError, training: Training | undefined): RefusedError {
  if (training !== undefined) refusal.message += `; the training is ${training.status}`;
  if (training?.status === 'ARCHIVED') refusal.advice = ARCHIVED_ADVICE;
  return refusal;
}
