import type { Question } from './answer.ts';

// What a person can do about what Toloka, a server or a proxy answers.

const ON_CODE: ReadonlyMap<unknown, string> = new Map([
  ['NOT_ENOUGH_BALANCE', 'top up the account'],
  ['EMPTY_POOL', 'upload tasks first'],
  ['COMPLETED', 'upload more tasks: all of them are done'],
  [
    'ARCHIVED',
    'clone it, upload its tasks to the clone, link pools to a new training, open the clone',
  ],
  ['NOT_OPEN', 'look at it in Toloka'],
  ['ENOTFOUND', 'check the name, and whether this machine can look it up'],
  ['ECONNREFUSED', 'nothing listens there: start the server, or correct the address'],
]);

/** @param code of Toloka, of this action, or of Node, or a reason for closing */
export const adviseOnCode = (code?: string): string | undefined => ON_CODE.get(code);

export const ADVICE = {
  api: 'check that this is the API of Toloka',
  authority: 'if a proxy uses a private CA, set its certificate in NODE_EXTRA_CA_CERTS',
  login: 'correct the user name and the password in https_proxy; only Basic is supported',
  firewall: 'a proxy or a firewall may have given it',
};

/** What to do about a refusal without a code that says it. */
export function adviseOnStatus(status: number, question: Question): string | undefined {
  const { way, target } = question;
  const belongs = `belongs to this environment (${way.environment.apiUrl.host})`;
  const sent = `sent as ${way.authorization.type}`;
  if (status === 401 || status === 403)
    return `check that the token (${sent}) is valid, may use the API, and ${belongs}`;
  if (status !== 404) return undefined;
  const kinds = target.kind === 'pool' ? 'a pool, not of a training' : 'a training, not of a pool';
  return `check that the id is right, ${belongs}, and is that of ${kinds}`;
}
