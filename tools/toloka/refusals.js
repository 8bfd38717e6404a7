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

export const doesNotExist = () =>
  new Refusal(404, 'DOES_NOT_EXIST', 'There are no results for such parameters');
