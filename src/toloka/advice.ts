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
  ['ECONNREFUSED', 'check that a server runs there, and that no firewall refuses it'],
]);

/** @param code of Toloka, of this action, or of Node, or a reason for closing */
export const adviseOnCode = (code?: string): string | undefined => ON_CODE.get(code);

const belongs = (host: string) => `belongs to this environment (${host})`;

export const ADVICE = {
  api: 'check that this is the API of Toloka',
  authority: 'if a proxy uses a private CA, set its certificate in NODE_EXTRA_CA_CERTS',
  login: 'correct the user name and the password in https_proxy; only Basic is supported',
  firewall: 'a proxy or a firewall may have given it',
  token: (type: string, host: string): string =>
    `check that the token (sent as ${type}) is valid, may use the API, and ${belongs(host)}`,
  id(kind: 'training' | 'pool', host: string): string {
    const other = kind === 'pool' ? 'training' : 'pool';
    return `check that this is the id of a ${kind}, not of a ${other}, and ${belongs(host)}`;
  },
};
