import { phaseOf } from './toloka/operation.ts';

/** How far one training has come, from which the outputs, the error and the job summary are made on every way out. */
export interface Progress {
  /** Empty where it is not known, as in a wait for an operation that has not been read yet. */
  trainingId: string;
  /** Empty where there is no operation. */
  operationId: string;
  /** The last status that Toloka gave, as it came; empty where it never gave one. */
  status: string;
  alreadyOpen: boolean;
  /** The training's page for people; empty where it is not known. */
  trainingUrl: string;
  /** Why it did not open; empty where it did, or where nothing speaks against it yet. */
  error: string;
  /** Milliseconds from the start of the step to the end of the work on this training. */
  tookMs: number;
}

export const startOf = (known: { trainingId: string } | { operationId: string }): Progress => ({
  trainingId: '',
  operationId: '',
  status: '',
  alreadyOpen: false,
  trainingUrl: '',
  error: '',
  tookMs: 0,
  ...known,
});

export const nameOf = ({ trainingId, operationId }: Progress): string =>
  trainingId === '' ? `operation ${operationId}` : `training ${trainingId}`;

/** The status that says most against the whole; empty where one has none. */
export function worstStatus(all: readonly Progress[]): string {
  const badness = (status: string): number => {
    if (status === '') return 0;
    const phase = phaseOf(status);
    switch (phase) {
      case 'failed':
        return 1;
      case 'unknown':
        return 2;
      case 'going on':
        return status === 'PENDING' ? 3 : 4;
      case 'succeeded':
        return 5;
      default:
        return phase satisfies never;
    }
  };
  const [worst = ''] = all.map(({ status }) => status).sort((a, b) => badness(a) - badness(b));
  return worst;
}
