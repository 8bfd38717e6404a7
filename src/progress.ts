import { isKnown } from './toloka/operation.ts';

/** How far one training has come. Outputs, error and job summary are made of it, however the step ends. */
export interface Progress {
  readonly trainingId: string;
  /** The operation that opens the training. */
  operationId?: string | undefined;
  /** The last status that Toloka gave, as it came. */
  status?: string;
  alreadyOpen: boolean;
  /** Whether the step joined an opening that was already running. */
  joined?: boolean;
  /** Milliseconds that the operation was queued and that it ran, by Toloka's clock. */
  queuedMs?: number | undefined;
  ranMs?: number | undefined;
  /** The training's page for people. */
  trainingUrl?: string | undefined;
  /** How the training stands, as a heading says it after the id: `is open`. */
  state?: string;
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

/** Whether the work on a training has ended. */
export const isDone = ({ tookMs }: Progress): boolean => tookMs !== undefined;

/** The heading for all trainings of a step. */
export function summarize(all: readonly Progress[], isDryRun: boolean): string {
  const [first] = all;
  if (first === undefined) return 'Nothing was sent to Toloka';
  if (all.length === 1) return `Training ${first.trainingId} ${first.state ?? 'was not opened'}`;
  const failed = all.filter(({ failure }) => failure !== undefined).length;
  if (failed > 0)
    return `${failed} of ${all.length} trainings ${failed === 1 ? 'is' : 'are'} not ${isDryRun ? 'ready' : 'open'}`;
  if (isDryRun) return `${all.length} trainings are ready`;
  return `${all.length} trainings ${all.every(({ status }) => status === 'SUCCESS') ? 'are open' : 'are opening'}`;
}

// The worst comes first; `unknown` stands for every status that Toloka does not document.
const RANKS = [undefined, 'FAIL', 'unknown', 'PENDING', 'RUNNING', 'SUCCESS'];

/** The worst status; undefined if one training has none. */
export function worstStatus(all: readonly Progress[]): string | undefined {
  const rank = ({ status }: Progress): number =>
    RANKS.indexOf(status === undefined || isKnown(status) ? status : 'unknown');
  return all.toSorted((a, b) => rank(a) - rank(b))[0]?.status;
}
