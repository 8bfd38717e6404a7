/** How a call to Toloka, or the work on a target, ended without a result. */
export type Kind =
  /** Another try may succeed. */
  | 'transient'
  /** No other try can succeed. */
  | 'permanent'
  /** Toloka has refused it. */
  | 'refused'
  /** It failed at Toloka, or does not read as open. */
  | 'failed'
  | 'deadline'
  | 'cancelled'
  | 'unexpected';

export type Facts = Readonly<{
  /** What a workflow can branch on: Toloka's own code, or one of those that the README lists. */
  code: string;
  /** The request that failed, such as `POST /trainings/21/open`. */
  request?: string;
  status?: number;
  /** Toloka's id of the failed request, which its support asks for. */
  requestId?: string | undefined;
  /** What to do. */
  advice?: string | undefined;
  /** Whether Toloka may have taken the request, and no answer says so. */
  answerLost?: boolean;
  /** Whether the connection failed in a way that waiting is unlikely to mend. */
  unreachable?: boolean;
  /** How long Toloka asks to wait, in milliseconds. */
  retryAfterMs?: number;
}>;

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

export const notOpen = (reason: string): TolokaError =>
  new TolokaError('failed', reason, { code: 'NOT_OPEN' });

/** The end at the deadline. @param fault the last one, if there is one */
export const timeOut = (fault?: TolokaError): TolokaError =>
  new TolokaError('deadline', fault?.message ?? '', { ...fault?.facts, code: 'TIMEOUT' }, fault);

/**
 * Whether another try may be answered with another status. 501 says that the request is not
 * implemented. Proxies and networks in between have many more statuses from 500 on. No final answer
 * has a status below 200.
 */
export const mayPass = (status: number): boolean =>
  status < 200 || [408, 425, 429].includes(status) || (status >= 500 && status !== 501);
