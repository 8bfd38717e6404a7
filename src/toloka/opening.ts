import type { Ask } from './client.ts';
import type { Clock } from './clock.ts';
import { DeadlineError, PermanentFault, Refusal } from './errors.ts';
import { idOf, isRecord, parseJson, unexpected } from './json.ts';
import { isOpening, OPENING, type Operation, parseOperation } from './operation.ts';
import type { Answer } from './request.ts';

/** How long an operation is looked up whose training is open for sure. */
const LOOK_UP_LIMIT_MS = 30_000;
/** How far the clocks of Toloka and of this machine may differ where Toloka's answer has no `Date`. */
const CLOCK_SKEW_MS = 60_000;
/** `Date` counts whole seconds, and an answer takes its time. */
const DATE_PRECISION_MS = 2_000;

/**
 * Opens a training. The call sets a state, so it is repeated until it is answered. An answer that was lost shows in the
 * answer to the repeat (204, it is open; 409, it is locked by the first), and the operation that it would have named is
 * looked up.
 *
 * @param deadline when to give up, on the clock's `now`
 * @returns the operation that this started; `already open`; or `open`, where an answer was lost and Toloka does not tell
 *   whether this opened it
 * @throws Refusal, PermanentFault, DeadlineError, CancelledError
 */
export async function openTraining(
  id: string,
  ask: Ask,
  clock: Clock,
  deadline: number,
): Promise<Operation | 'already open' | 'open'> {
  const began = clock.date();
  const path = `/trainings/${encodeURIComponent(id)}/open`;
  const { value, answerLost } = await ask('POST', path, (answer) => parseOpening(answer, id));
  if (value instanceof Refusal) {
    if (answerLost && value.status === 409) return await findOpeningBehind(value);
    throw value;
  }
  return answerLost && value === 'already open' ? await findOpeningOfOpen() : value;

  async function findOpeningBehind(refusal: Refusal): Promise<Operation> {
    try {
      const found = await findOpening(id, ask, clock, began, deadline);
      if (found !== undefined) return found;
    } catch (error) {
      // What the look-up did not reach, the request to open may well have.
      if (error instanceof DeadlineError) throw new DeadlineError(error.message, true, { cause: error.cause });
      if (!isNo(error)) throw error;
    }
    throw refusal;
  }

  async function findOpeningOfOpen(): Promise<Operation | 'already open' | 'open'> {
    const until = Math.min(deadline, clock.now() + LOOK_UP_LIMIT_MS);
    try {
      return (await findOpening(id, ask, clock, began, until)) ?? 'already open';
    } catch (error) {
      if (error instanceof DeadlineError || isNo(error)) return 'open';
      throw error;
    }
  }
}

const isNo = (error: unknown): boolean => error instanceof Refusal || error instanceof PermanentFault;

function parseOpening({ status, body }: Answer, trainingId: string): Operation | 'already open' {
  if (status === 204) return 'already open';
  const json = parseJson(body);
  const operation = parseOperation(json);
  if (!isOpening(operation, trainingId)) throw unexpected(`an operation that opens training ${trainingId}`, json);
  return operation;
}

/**
 * The newest operation that opens a training and was submitted since `began` (milliseconds since 1970, this machine's
 * clock); undefined where there is none. There is no filter by training (Toloka's documentation).
 */
async function findOpening(
  trainingId: string,
  ask: Ask,
  clock: Clock,
  began: number,
  until: number,
): Promise<Operation | undefined> {
  const query = new URLSearchParams({
    type: OPENING,
    sort: '-submitted',
    limit: '500',
    submitted_gte: new Date(began - CLOCK_SKEW_MS).toISOString().replace('Z', ''),
  });
  const parse = ({ body, headers }: Answer): Operation | undefined => {
    const list = parseJson(body);
    if (!isRecord(list) || !Array.isArray(list.items)) throw unexpected('a list of operations', list);
    const ahead = Date.parse(headers.date ?? '') - clock.date();
    const since = began + (Number.isNaN(ahead) ? -CLOCK_SKEW_MS : ahead - DATE_PRECISION_MS);
    const [newest] = list.items
      .filter((item) => isRecord(item) && item.type === OPENING && isRecord(item.parameters))
      .filter((item) => idOf(item.parameters.training_id) === trainingId)
      .map((item) => parseOperation(item))
      .filter(({ submitted = 0 }) => submitted >= since)
      .sort((a, b) => (b.submitted ?? 0) - (a.submitted ?? 0));
    return newest;
  };
  const { value } = await ask('GET', `/operations?${query}`, parse, until);
  if (value instanceof Refusal) throw value;
  return value;
}
