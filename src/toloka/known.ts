import { TolokaError } from './errors.ts';
import { hasEnded, type Operation } from './operation.ts';
import type { Reading, Target } from './target.ts';
import type { Toloka } from './toloka.ts';

/** An opening that was joined, and failed. */
export type Prior = Readonly<{ operation: Operation; reason: TolokaError }>;

/** What is known of a target while a step works on it. */
export type Known = Readonly<{
  target: Target;
  /** The last one that could be had. */
  reading?: Reading;
  /** Whether it has tasks, if a dry run could see that. */
  hasTasks?: boolean | undefined;
  /** The operation that opens it. */
  operation?: Operation | undefined;
  /** Whether that operation ran already. */
  joined?: boolean;
  /** Whether Toloka says that it is open, without an operation. */
  saysOpen?: boolean;
  /**
   * Whether Toloka may have taken an opening, and no answer says so. A refusal of the next one does
   * not change that.
   */
  answerLost?: boolean;
  /** Why its opening is not accepted, while that is repeated. */
  obstacle?: string;
  /** The opening that was joined, and failed, so that another one followed. */
  prior?: Prior;
}>;

/** What an opening has come to. `unsure`: it is not known whether it has begun. */
export type Phase = 'none' | 'unsure' | 'running' | 'SUCCESS' | 'FAIL';

export function phaseOf({ operation, saysOpen, answerLost, prior }: Known): Phase {
  if (operation !== undefined) return hasEnded(operation.status) ? operation.status : 'running';
  if (saysOpen) return 'SUCCESS';
  if (answerLost) return 'unsure';
  return prior === undefined ? 'none' : 'FAIL';
}

/** How the work on a target ends. */
export type Result =
  /** It was seen open. */
  | 'open'
  /** And it is certain that it was so before. */
  | 'already open'
  /** It is open, as far as Toloka says, but it can't be read. */
  | 'unseen'
  /** Toloka has accepted the opening, and the step does not wait. */
  | 'opening'
  /** The next two are ends of a dry run. */
  | 'would open'
  | 'reads open'
  /** The end of a pool, since a training is not open. */
  | 'untouched'
  | 'failed';

/** How the work on a target has ended, with all that is known. */
export interface End extends Known {
  readonly result: Result;
  /** Why it failed, of any kind but transient. */
  readonly error?: TolokaError;
}

/** Hears all that is known, whenever something is learned. */
export type Tell = (known: Known) => void;

/** The calls about a target, and a way to tell what they show. */
export interface Work extends Toloka {
  readonly learn: (news: Partial<Known>) => void;
}

/** Works on a target until an end, well or not. It never throws. */
export async function workOn(
  toloka: Toloka,
  tell: Tell,
  run: (work: Work) => Promise<Result>,
): Promise<End> {
  let known: Known = { target: toloka.target };
  const learn = (news: Partial<Known>) => {
    known = { ...known, ...news };
    tell(known);
  };
  try {
    const result = await run({ ...toloka, learn });
    return { ...known, result };
  } catch (error) {
    const { aborted, reason } = toloka.bounds.signal;
    return { ...known, result: 'failed', error: toTolokaError(aborted ? reason : error) };
  }
}

/** @param error a text if it is the signal that has cancelled the work */
function toTolokaError(error: unknown) {
  if (error instanceof TolokaError) return error;
  if (typeof error === 'string')
    return new TolokaError('cancelled', 'cancelled', { code: 'CANCELLED' }, error);
  return new TolokaError('unexpected', String(error), { code: 'OTHER' }, error);
}
