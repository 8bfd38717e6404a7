import type { State } from './state.ts';
import type { Toloka } from './toloka/client.ts';
import { ifReadable, TolokaError } from './toloka/errors.ts';
import { requestOpening } from './toloka/opening.ts';
import { isEnded } from './toloka/operation.ts';

/** How long the link to a training is worth waiting for. */
const LINK_LIMIT_MS = 1_000;
/** How long a training may take to read as open after Toloka has reported success. */
const SETTLE_LIMIT_MS = 10_000;
const SETTLE_PAUSE_MS = 1_000;

/**
 * Opens one training, or joins an opening that is running, follows it to its end, and checks that the training is open.
 *
 * @returns what is known after each answer; the last state has the result
 * @throws TolokaError if the training did not open
 */
export async function* openTraining(
  trainingId: string,
  toloka: Toloka,
  wait: boolean,
): AsyncGenerator<State, void> {
  const { clock, deadline } = toloka.bounds;
  let state = yield* openOnce({ trainingId }, toloka, wait);
  // A joined opening may be older than the last upload or top-up, so its failure is not the answer to this step.
  if (state.joined && state.operation?.status === 'FAIL' && clock.now() < deadline) {
    const again = { trainingId, training: state.training, failedId: state.operation.id };
    yield again;
    state = yield* openOnce(again, toloka, wait);
  }
  const { operation } = state;
  if (operation?.status === 'FAIL') {
    const reading = state.training ?? toloka.tryGetTraining(trainingId);
    const [reason, training] = await Promise.all([toloka.explain(operation), reading]);
    yield { ...state, training };
    throw reason;
  }
  if (state.wasOpen || isEnded(operation?.status)) yield* checkIsOpen(state, toloka);
  else yield { ...state, result: 'opening' };
}

/** Requests the opening, reads the training for its link and, if the step waits, follows the operation to its end. */
async function* openOnce(
  before: State,
  toloka: Toloka,
  wait: boolean,
): AsyncGenerator<State, State> {
  let state: State = yield* requestOpening(before, toloka);
  yield state;
  const { operation } = state;
  if (operation === undefined || isEnded(operation.status)) return state;
  if (state.training === undefined) {
    state = { ...state, training: await toloka.tryGetTraining(state.trainingId, LINK_LIMIT_MS) };
    yield state;
  }
  if (!wait) return state;
  for await (const polled of toloka.follow(operation)) {
    state = { ...state, operation: polled };
    yield state;
  }
  return state;
}

/** Reads the training until it is open, for ten seconds. If it can't be read, Toloka's word stands. */
async function* checkIsOpen(reported: State, toloka: Toloka): AsyncGenerator<State, void> {
  const { clock, signal, deadline } = toloka.bounds;
  const until = Math.min(deadline, clock.now() + SETTLE_LIMIT_MS);
  const isSeen = reported.wasOpen && reported.training?.status === 'OPEN';
  const result = reported.wasOpen && !reported.openerUnknown ? 'already open' : 'open';
  let state = reported;
  for (;;) {
    const left = Math.max(0, until - clock.now());
    const training = await ifReadable(toloka.getTraining(state.trainingId, left));
    if (training === undefined && state === reported)
      return yield { ...state, result: isSeen ? result : 'unseen' };
    state = { ...state, training: training ?? state.training };
    if (training?.status === 'OPEN') return yield { ...state, result };
    yield state;
    if (clock.now() >= until) {
      const reason = `Toloka reported success, but the training is ${state.training?.status}`;
      if (until === deadline) throw new TolokaError('deadline', reason, { code: 'TIMEOUT' });
      throw new TolokaError('not open', reason, { code: 'NOT_OPEN' });
    }
    await clock.sleep(Math.min(SETTLE_PAUSE_MS, until - clock.now()), signal);
  }
}
