import { getInput } from '@actions/core';
import { formatDuration, parseDuration } from './duration.ts';
import { hide } from './report.ts';
import { type Authorization, parseAuthorization } from './toloka/authorization.ts';
import { ENVIRONMENTS, type Environment, isEnvironment } from './toloka/environment.ts';
import { isOperationId, isTrainingId } from './toloka/id.ts';

export interface CommonInputs {
  readonly authorization: Authorization;
  readonly environment: Environment;
  readonly timeoutMs: number;
  readonly apiUrl: URL;
  /** Ids that were given more than once. */
  readonly repeated: readonly string[];
}

export interface OpenInputs extends CommonInputs {
  readonly trainingIds: readonly string[];
  readonly wait: boolean;
}

export interface WaitInputs extends CommonInputs {
  readonly operationIds: readonly string[];
}

/** An input is not what it has to be. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

// An input that is given but empty means its default, and the runner hands on what is given: so the defaults of
// action.yml stand here too, and a test holds the two together.
const DEFAULTS = { environment: 'production', wait: 'true', timeout: '10m' } as const;
const MAX_TIMEOUT_MS = 6 * 3_600_000;

/**
 * Reads the inputs of the action that opens; the token is masked before anything else happens.
 *
 * @throws InputError
 */
export function readOpenInputs(): OpenInputs {
  const common = readCommonInputs();
  const { ids: trainingIds, repeated } = readIds('training-id', isTrainingId, 'letters, digits, - and _');
  if (trainingIds.length === 0) throw new InputError('training-id is empty: give the id of the training to open');
  return { ...common, trainingIds, repeated, wait: readWait() };
}

/**
 * Reads the inputs of the action that waits; the token is masked before anything else happens.
 *
 * @throws InputError
 */
export function readWaitInputs(): WaitInputs {
  const common = readCommonInputs();
  const { ids: operationIds, repeated } = readIds('operation-id', isOperationId, 'what the output operation-id gave');
  return { ...common, operationIds, repeated };
}

function readCommonInputs(): Omit<CommonInputs, 'repeated'> {
  const authorization = readAuthorization();
  const environment = readEnvironment();
  return { authorization, environment, timeoutMs: readTimeout(), apiUrl: readApiUrl(environment) };
}

function readAuthorization(): Authorization {
  const text = getInput('token');
  if (text === '') {
    throw new InputError(
      "token is empty: does the secret exist, and does it reach this workflow? secrets don't reach workflows of forks and Dependabot",
    );
  }
  hide(text);
  const authorization = parseAuthorization(text);
  if (authorization === undefined) {
    throw new InputError(
      'token: what was given (not shown) is not a token: use one OAuth token or API key, bare or with "OAuth " or "ApiKey " before it',
    );
  }
  hide(authorization.token);
  hide(authorization.header);
  return authorization;
}

function readIds(
  name: 'training-id' | 'operation-id',
  isId: (text: string) => boolean,
  takes: string,
): { ids: string[]; repeated: string[] } {
  const given = getInput(name)
    .split(/[,\r\n]/)
    .map((id) => id.trim())
    .filter((id) => id !== '');
  const bad = given.filter((id) => !isId(id)).map((id) => JSON.stringify(id));
  if (bad.length > 0) throw new InputError(`${name}: ${bad.join(', ')} is not an id: use ${takes}`);
  const ids = [...new Set(given)];
  return { ids, repeated: ids.filter((id) => given.indexOf(id) !== given.lastIndexOf(id)) };
}

function readEnvironment(): Environment {
  const given = getInput('environment') || DEFAULTS.environment;
  const environment = given.toLowerCase();
  if (isEnvironment(environment)) return environment;
  throw new InputError(
    `environment: ${JSON.stringify(given)} is not an environment: use ${Object.keys(ENVIRONMENTS).join(' or ')}`,
  );
}

function readWait(): boolean {
  const given = getInput('wait') || DEFAULTS.wait;
  const wait = given.toLowerCase();
  if (wait === 'true' || wait === 'false') return wait === 'true';
  throw new InputError(`wait: ${JSON.stringify(given)} is neither true nor false`);
}

function readTimeout(): number {
  const given = getInput('timeout') || DEFAULTS.timeout;
  const timeoutMs = parseDuration(given);
  if (timeoutMs !== undefined && timeoutMs > 0 && timeoutMs <= MAX_TIMEOUT_MS) return timeoutMs;
  const why =
    timeoutMs === undefined
      ? 'is not a time'
      : timeoutMs > 0
        ? `is more than ${formatDuration(MAX_TIMEOUT_MS)}`
        : 'is no time at all';
  throw new InputError(`timeout: ${JSON.stringify(given)} ${why}: use, for example, 90s, 10m or 1h30m, at most 6h`);
}

function readApiUrl(environment: Environment): URL {
  const given = getInput('api-url');
  if (given === '') return new URL(ENVIRONMENTS[environment].apiUrl);
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const refuse = (why: string): InputError =>
    new InputError(
      `api-url: ${why}: use an https URL such as https://tasks.yandex.ru or https://tasks.yandex.ru/api/v1`,
    );
  if (url === undefined) throw refuse(`${JSON.stringify(given)} is not a URL`);
  // A password in it must not be shown, so nothing of it is.
  if (url.username !== '' || url.password !== '') throw refuse('what was given (not shown) has a user name in it');
  // `search` and `hash` are empty where there is but the mark, which would swallow the paths put after it.
  if (/[?#]/.test(given)) throw refuse(`${JSON.stringify(given)} has a query or a fragment`);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    throw refuse(`${JSON.stringify(given)} would send the token in the clear`);
  }
  url.pathname = url.pathname.replace(/\/+$/, '') || '/api/v1';
  return url;
}

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
