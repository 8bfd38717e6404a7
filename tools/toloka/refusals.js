/** A refusal: its HTTP status and the parts of Toloka's error body. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string} message
   * @param {unknown} [payload]
   */
  constructor(status, code, message, payload = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.payload = payload;
  }
}

export const notAuthenticated = () => new Refusal(401, 'AUTHENTICATION_ERROR', 'Authentication error');

export const accessDenied = () => new Refusal(403, 'ACCESS_DENIED', 'Access denied');

export const doesNotExist = () => new Refusal(404, 'DOES_NOT_EXIST', 'There are no results for such parameters');

export const wrongMediaType = () => new Refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'Content-Type must be application/json');

/** @param {Record<string, string>} problems the wrong parameters, each with the reason */
export const validationFailed = (problems) =>
  new Refusal(
    400,
    'VALIDATION_ERROR',
    'Validation failed',
    Object.fromEntries(
      Object.entries(problems).map(([name, message]) => [name, { code: 'VALUE_NOT_ALLOWED', message, params: null }]),
    ),
  );

export const archived = () => new Refusal(409, 'CONFLICT_STATE', "can't open a pool that is archived");

export const emptyPool = () => new Refusal(409, 'EMPTY_POOL', 'Pool contains no tasks. Operation is not allowed');

export const lockedByOperation = () =>
  new Refusal(409, 'POOL_LOCKED_BY_ANOTHER_OPERATION', 'Pool is locked by another operation');

/** @param {string[]} appropriate the statuses that allow the request */
export const inappropriateStatus = (appropriate) =>
  new Refusal(409, 'INAPPROPRIATE_STATUS', 'Inappropriate status', { appropriate_statuses: appropriate });
