import { isKnown } from './toloka/operation.ts';

/** How far one training has come. Outputs, error and job summary are made of it, however the step ends. */
export interface Progress {
  readonly trainingId: string;
  /** The operation that opens the training. */
  operationId?: string | undefined;
  /** The last status that Toloka gave, as it came; `SUCCESS` if the training was already open. */
  status?: string | undefined;
  alreadyOpen: boolean;
  /** Whether the step joined an opening that was already running. */
  joined?: boolean;
  /** Milliseconds that the operation was queued and that it ran, by Toloka's clock. */
  queuedMs?: number | undefined;
  ranMs?: number | undefined;
  /** The training's page for people. */
  trainingUrl?: string | undefined;
  /** How the training stands, as a heading says it after the id: `is open`. */
  state: string;
  /** Why it is not open; undefined as long as nothing went wrong. */
  failure?: Failure;
  /** Milliseconds from the start of the step to the end of the work on this training. */
  tookMs?: number;
}

export interface Failure {
  /** What failed, what continues at Toloka, and what to do. */
  readonly reason: string;
  /** What to quote to Toloka's support: the ids, last because few people read them. */
  readonly reference: string;
}

/** The progress of a training that nothing has been sent for. */
export const createProgress = (trainingId: string): Progress => ({
  trainingId,
  alreadyOpen: false,
  state: 'was not opened',
});

/** Whether the work on a training has ended. */
export const isDone = ({ tookMs }: Progress): boolean => tookMs !== undefined;

/** The heading for all trainings of a step. */
export function summarize(all: readonly Progress[], isDryRun: boolean): string {
  const [first] = all;
  if (first === undefined) return 'Nothing was sent to Toloka';
  if (all.length === 1) return `Training ${first.trainingId} ${first.state}`;
  const failed = all.filter(({ failure }) => failure !== undefined).length;
  const opening = all.filter(({ failure, status }) => failure === undefined && status !== 'SUCCESS').length;
  const open = all.length - failed - opening;
  const say = (count: number, how: string): string =>
    `${count === all.length ? '' : `${count} of `}${all.length} trainings ${count === 1 ? 'is' : 'are'} ${how}`;
  if (isDryRun) return failed > 0 ? say(failed, 'not ready') : `${all.length} trainings were read`;
  if (opening === all.length) return say(opening, 'opening');
  const rest = opening > 0 ? `, ${opening} ${opening === 1 ? 'is' : 'are'} opening` : '';
  return failed > 0 ? say(failed, `not open${rest}`) : say(open, `open${rest}`);
}

// The worst comes first; `unknown` stands for every status that Toloka does not document.
const RANKS = [undefined, 'FAIL', 'unknown', 'PENDING', 'RUNNING', 'SUCCESS'];

/** The worst status; undefined if one training has none. */
export function worstStatus(all: readonly Progress[]): string | undefined {
  const rank = ({ status }: Progress): number =>
    RANKS.indexOf(status === undefined || isKnown(status) ? status : 'unknown');
  return all.toSorted((a, b) => rank(a) - rank(b))[0]?.status;
}
