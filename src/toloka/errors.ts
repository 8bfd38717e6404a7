interface Details extends ErrorOptions {
  readonly answerLost?: boolean;
  readonly requestId?: string | undefined;
  readonly advice?: string | undefined;
}

/** What a call to Toloka can end with instead of a result. The message is the reason. */
export abstract class TolokaError extends Error {
  /** Whether Toloka may have taken this request, or an earlier try of it, although no answer says so. */
  answerLost: boolean;
  /** The request that failed, such as `POST /trainings/21/open`; empty if no request did. */
  request = '';
  /** Toloka's id of the failed request, which its support asks for. */
  readonly requestId: string | undefined;
  /** What to do, if that is known. */
  advice: string | undefined;

  constructor(message: string, { answerLost = false, requestId, advice, cause }: Details = {}) {
    super(message, { cause });
    this.answerLost = answerLost;
    this.requestId = requestId;
    this.advice = advice;
  }
}

/** A try failed, but another one may succeed. */
export class TransientError extends TolokaError {
  override readonly name = 'TransientError';
  /** What went wrong: an answer came, a 429 came, no whole answer came, or the host has no address. */
  readonly fault: 'answer' | 'throttled' | 'connection' | 'host-not-found';
  /** Milliseconds that the server asks to wait; 0 if it asks for nothing. */
  readonly retryAfterMs: number;
  /** Milliseconds after which it is no use to try again, if the fault lasts so long. */
  giveUpAfterMs = Number.POSITIVE_INFINITY;

  constructor(message: string, details: Details & Pick<TransientError, 'fault'> & { retryAfterMs?: number }) {
    super(message, details);
    this.fault = details.fault;
    this.retryAfterMs = details.retryAfterMs ?? 0;
  }
}

/** A try failed, and waiting does not help: an untrusted certificate, a redirect. */
export class PermanentError extends TolokaError {
  override readonly name: string = 'PermanentError';
}

/** The body of an answer is over the cap. */
export class TooLargeError extends PermanentError {
  override readonly name = 'TooLargeError';
}

/** Toloka refused the request. */
export class RefusedError extends TolokaError {
  override readonly name = 'RefusedError';
  /** The HTTP status. */
  readonly status: number;
  /** Toloka's code, such as `EMPTY_POOL`. */
  readonly code: string | undefined;

  constructor(message: string, details: Details & Pick<RefusedError, 'status' | 'code'>) {
    super(message, details);
    this.status = details.status;
    this.code = details.code;
  }
}

/** The deadline passed. The message is the last fault, or empty if there was none. */
export class DeadlineError extends TolokaError {
  override readonly name = 'DeadlineError';

  constructor(message = '', details?: Details) {
    super(message, details);
  }
}

/** The wait was cancelled from outside. */
export class CancelledError extends TolokaError {
  override readonly name = 'CancelledError';

  constructor(details?: Details) {
    super('cancelled', details);
  }
}

/** Toloka ended the opening, but the training is not open. */
export class NotOpenError extends TolokaError {
  override readonly name = 'NotOpenError';
}
