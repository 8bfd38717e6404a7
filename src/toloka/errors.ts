/** Where a fault was met: in an answer that came, or on the way there or back. */
type FaultSource = 'answer' | 'connection';

/** What needs a treatment of its own: too many requests, or a host name that is not found. */
type FaultKind = 'throttled' | 'host-not-found' | 'other';

interface FaultDetails {
  source: FaultSource;
  /** Whether the request may have had its effect although its answer did not arrive. */
  answerLost: boolean;
  /** Milliseconds that the server asks to wait at least; 0 where it asks for nothing. */
  retryAfterMs?: number;
  kind?: FaultKind;
  cause?: unknown;
}

/** A try failed in a way that a repeat can mend. */
export class TransientFault extends Error {
  override readonly name = 'TransientFault';
  readonly source: FaultSource;
  readonly answerLost: boolean;
  readonly retryAfterMs: number;
  readonly kind: FaultKind;

  constructor(message: string, { source, answerLost, retryAfterMs = 0, kind = 'other', cause }: FaultDetails) {
    super(message, { cause });
    this.source = source;
    this.answerLost = answerLost;
    this.retryAfterMs = retryAfterMs;
    this.kind = kind;
  }
}

/** What a fault was, as a clause: `the last answer was HTTP 502`, `ECONNREFUSED 127.0.0.1:9`. */
export const clauseOf = ({ source, message }: TransientFault): string =>
  source === 'answer' ? `the last answer was ${message}` : message;

/**
 * A try failed in a way that waiting can't mend: a certificate, a redirect, a body over the cap, a host that does not
 * exist, a wait asked for that is longer than the step may take.
 */
export class PermanentFault extends Error {
  override readonly name = 'PermanentFault';
}

/** Toloka answered, and the answer is no. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** The HTTP status. */
  readonly status: number;

  constructor(message: string, status: number, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** The deadline passed. The message is the clause of the last fault, which is the `cause`, and empty where there was none. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
  /** Whether a request may have had its effect although its answer did not arrive. */
  readonly answerLost: boolean;

  constructor(message: string, answerLost: boolean, options?: ErrorOptions) {
    super(message, options);
    this.answerLost = answerLost;
  }
}

/** The wait was cancelled from outside. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
}

/** The operation ended with `FAIL`. */
export class OperationFailedError extends Error {
  override readonly name = 'OperationFailedError';
}
