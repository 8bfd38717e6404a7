/** How a call to Toloka ended without a result. After a transient fault another try may succeed, after a permanent one not. */
export type Kind =
  | 'transient'
  | 'permanent'
  | 'refused'
  | 'deadline'
  | 'cancelled'
  | 'not open'
  | 'unexpected';

export interface Facts {
  /** What a workflow can branch on: Toloka's own code, or one of those that the README lists. */
  readonly code: string;
  /** The request that failed, such as `POST /trainings/21/open`. */
  readonly request?: string | undefined;
  readonly status?: number | undefined;
  /** Toloka's id of the failed request, which its support asks for. */
  readonly requestId?: string | undefined;
  readonly advice?: string | undefined;
  /** Whether Toloka may have taken this request, or an earlier try of it, although no answer says so. */
  readonly mayBeTaken?: boolean;
  readonly hostUnknown?: boolean;
  readonly retryAfterMs?: number;
}

/** What a call to Toloka ends with instead of a result. The message is the reason. */
export class TolokaError extends Error {
  override readonly name = 'TolokaError';
  readonly kind: Kind;
  readonly facts: Facts;

  constructor(kind: Kind, message: string, facts: Facts, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
    this.facts = facts;
  }

  /** The same error with more facts. */
  with(facts: Partial<Facts>): TolokaError {
    return new TolokaError(this.kind, this.message, { ...this.facts, ...facts }, this);
  }
}

export const createCancelledError = (cause?: unknown): TolokaError =>
  new TolokaError('cancelled', 'cancelled', { code: 'CANCELLED' }, cause);

/** The result of a reading that the step can do without; undefined if Toloka does not give it. @throws if it is cancelled */
export async function ifReadable<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof TolokaError && error.kind !== 'cancelled') return undefined;
    throw error;
  }
}
