import { notOpen, type TolokaError, timeOut } from './errors.ts';
import { type End, type Prior, type Result, type Tell, type Work, workOn } from './known.ts';
import { hasEnded, type Operation } from './operation.ts';
import { explainFail } from './reason.ts';
import { addState, type Reading } from './target.ts';
import type { NotAccepted, Toloka } from './toloka.ts';

/** How long a target may take to read as open after Toloka has reported success. */
const SETTLE_LIMIT_MS = 10_000;
const SETTLE_PAUSE_MS = 1_000;
/** How long to repeat an opening that gets the same answer, if nothing is known to hold the target. */
const REPEAT_LIMIT_MS = 30_000;
const MIN_POLL_PAUSE_MS = 250;
const MAX_POLL_PAUSE_MS = 10_000;
/** Waiting does not help against a 409 with one of these codes. */
const FINAL: readonly string[] = ['EMPTY_POOL', 'NOT_ENOUGH_BALANCE', 'MIXER_CONFIG_REQUIRED'];

/**
 * Opens a target, or joins an opening that runs, follows it to its end, and proves that the target
 * is open.
 *
 * @param wait whether to follow the opening, or to end once Toloka has accepted it
 */
export const open = (toloka: Toloka, wait: boolean, tell: Tell): Promise<End> =>
  workOn(toloka, tell, (work) => openToEnd(work, wait));

/** @param prior the opening that was joined, and failed, if this is the second one */
async function openToEnd(work: Work, wait: boolean, prior?: Prior): Promise<Result> {
  const { clock, deadline } = work.bounds;
  if (clock.now() >= deadline) throw timeOut();
  const begun = await openOrJoin(work, prior);
  if (typeof begun === 'string') return begun;
  const { operation, joined } = begun;
  work.learn({ operation, joined, saysOpen: false });
  const isUnderWay = !hasEnded(operation.status);
  // For the link, and to notice a new reason for closing. What is joined has been read.
  const earlier = isUnderWay && !joined ? await look(work) : begun.reading;
  if (isUnderWay && !wait) return 'opening';
  const ended = await follow(operation, work);
  if (ended.status === 'SUCCESS') return await verify(work, earlier);
  const reason = await explain(ended, work);
  // A joined opening may be older than the last upload or top-up. So its failure is not the answer
  // to this step.
  if (!joined || prior || clock.now() >= deadline) throw reason;
  const first = { operation: ended, reason };
  work.learn({ operation: undefined, answerLost: false, prior: first });
  return await openToEnd(work, wait, first);
}

type Begun = { operation: Operation; joined: boolean; reading?: Reading | undefined };

/**
 * Asks Toloka to open the target, and joins an opening that runs already. The call sets a state, so
 * it is safe to repeat. What a second opening gets while a first one runs is not documented: 409 is
 * likely, 202 and 204 are possible.
 */
async function openOrJoin(work: Work, prior?: Prior): Promise<Begun | Result> {
  const { clock, deadline } = work.bounds;
  // Whether nothing that this step did or saw can have opened it meanwhile.
  let isFirst = prior === undefined;
  let held: Held | undefined;
  const onAnswerLost = () => {
    isFirst = false;
    work.learn({ answerLost: true });
  };
  for (let repeats = 1; ; repeats += 1) {
    const answered = await work.open(onAnswerLost);
    if ('operation' in answered) return { ...answered, joined: false };
    const { saysOpen, refusal } = answered;
    work.learn({ saysOpen });
    const reading = await look(work, saysOpen ? SETTLE_LIMIT_MS : undefined);
    held = hold(refusal, reading, clock.now(), held);
    const verdict = judge(answered, held, isFirst);
    const error = addState(refusal, work.target, held.seen);
    if (verdict === 'refused') throw error;
    if (verdict !== 'wait') {
      // What was seen open counts as said.
      work.learn({ saysOpen: true });
      return verdict;
    }
    isFirst = false;
    const running = await work.tryListRunning();
    const other = running?.find(({ id }) => id !== prior?.operation.id);
    if (other !== undefined) return { operation: other, joined: true, reading: held.seen };
    work.learn({ obstacle: running ? error.message : "the running openings can't be listed" });
    // What holds it may take long.
    const isPatient = isLocked(refusal) || running === undefined;
    await pause(work, isPatient ? deadline : held.until, work.backOff(repeats), error);
  }
}

/** What keeps an opening from being accepted. */
type Held = Readonly<{
  /** The code, and what the target was last read as. */
  by: string;
  /** When it has been so for long enough. */
  until: number;
  isLate: boolean;
  /** What the target reads as now; undefined if it can't be read. */
  status: string | undefined;
  /** The last reading that could be had. */
  seen: Reading | undefined;
}>;

function hold({ facts }: TolokaError, reading: Reading | undefined, now: number, before?: Held) {
  const seen = reading ?? before?.seen;
  const by = `${facts.code}, ${seen?.status}`;
  const until = by === before?.by ? before.until : now + REPEAT_LIMIT_MS;
  return { by, until, isLate: now >= until, status: reading?.status, seen };
}

/**
 * Decides what 204 or 409 means, given what the target reads as.
 *
 * @returns `wait` if an opening may run, or another try may be answered otherwise
 */
function judge({ saysOpen, refusal }: NotAccepted, held: Held, isFirst: boolean) {
  const { isLate, status, seen } = held;
  // A locked target that reads OPEN may be closing. If it does so for long, it is open.
  if (status === 'OPEN' && (isLate || !isLocked(refusal))) return isFirst ? 'already open' : 'open';
  if (seen === undefined && saysOpen) return 'unseen';
  const isFinal = status === 'ARCHIVED' || FINAL.includes(refusal.facts.code);
  return isFinal ? 'refused' : 'wait';
}

/** Looks for the whole word: `BLOCKED` is another one. */
const isLocked = ({ facts }: TolokaError) => facts.code.split('_').includes('LOCKED');

/** Polls an operation until it has ended. The last poll starts at the deadline. */
async function follow(operation: Operation, work: Work) {
  const { clock, deadline, signal } = work.bounds;
  if (hasEnded(operation.status)) return operation;
  const began = clock.now();
  for (;;) {
    const left = Math.max(0, deadline - clock.now());
    // A tenth of the wait so far, so that the delay stays proportional to the wait.
    const pauseMs = Math.max(MIN_POLL_PAUSE_MS, (clock.now() - began) / 10);
    await clock.sleep(Math.min(left, pauseMs, MAX_POLL_PAUSE_MS), signal);
    const current = await work.poll(operation);
    work.learn({ operation: current });
    if (hasEnded(current.status)) return current;
    if (clock.now() >= deadline) throw timeOut();
  }
}

/** Reads the target until it is open, for ten seconds. If it was never read, Toloka's word stands. */
async function verify(work: Work, earlier?: Reading): Promise<Result> {
  const { clock } = work.bounds;
  const until = clock.now() + SETTLE_LIMIT_MS;
  let seen: Reading | undefined;
  for (;;) {
    const reading = await look(work, Math.max(0, until - clock.now()));
    if (reading?.status === 'OPEN') return 'open';
    seen = reading ?? seen;
    if (seen === undefined) return 'unseen';
    const error = addState(notOpen('Toloka reported success'), work.target, seen, earlier);
    await pause(work, until, SETTLE_PAUSE_MS, error);
  }
}

/** Waits before another look. @throws the error if no time is left for one */
async function pause({ bounds }: Work, until: number, ms: number, error: TolokaError) {
  const { clock, deadline, signal } = bounds;
  const left = Math.min(until, deadline) - clock.now();
  if (left <= 0) throw clock.now() < deadline ? error : timeOut(error);
  await clock.sleep(Math.min(left, ms), signal);
}

/** Says why an operation failed, and whether the target is open all the same. */
async function explain(failed: Operation, work: Work) {
  const reading = await look(work);
  const error = explainFail(failed.details, await work.tryReadLog(failed));
  return reading?.status === 'OPEN' ? addState(error, work.target, reading) : error;
}

/** Reads the target. @returns undefined if it can't be read */
async function look({ tryRead, learn }: Work, withinMs?: number) {
  const reading = await tryRead(withinMs);
  if (reading !== undefined) learn({ reading });
  return reading;
}
