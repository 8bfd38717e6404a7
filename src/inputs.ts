import { getInput } from '@actions/core';
import { formatDuration, parseDuration } from './duration.ts';
import { hide } from './printable.ts';
import { type Authorization, parseAuthorization } from './toloka/authorization.ts';
import { ENVIRONMENTS, type Environment, isEnvironment } from './toloka/environment.ts';
import { isTrainingId } from './toloka/training.ts';

export interface Inputs {
  readonly trainingIds: readonly string[];
  /** The ids that are given more than once. */
  readonly repeated: readonly string[];
  readonly authorization: Authorization;
  readonly environment: Environment;
  readonly wait: boolean;
  /** Whether to read only, and open nothing. */
  readonly dryRun: boolean;
  readonly timeoutMs: number;
  readonly apiUrl: URL;
}

/** An input is not valid. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

// The runner passes on an empty input as it is, and an empty input uses its default. So the defaults of action.yml stand here
// too.
const DEFAULTS = { environment: 'production', wait: 'true', 'dry-run': 'false', timeout: '10m' } as const;
const MAX_TIMEOUT_MS = 6 * 3_600_000;
const MAX_TRAININGS = 1_000;

/** Reads the inputs. It masks the token before anything else. @throws InputError */
export function readInputs(): Inputs {
  const authorization = readAuthorization();
  const environment = readEnvironment();
  return {
    authorization,
    environment,
    timeoutMs: readTimeout(),
    apiUrl: readApiUrl(environment),
    ...readTrainingIds(),
    wait: readFlag('wait'),
    dryRun: readFlag('dry-run'),
  };
}

function readAuthorization(): Authorization {
  const text = getInput('token');
  if (text === '') {
    throw new InputError(
      'token is empty: check that the secret exists and reaches this workflow (workflows of forks and Dependabot get none)',
    );
  }
  hide(text);
  const authorization = parseAuthorization(text);
  if (authorization === undefined) {
    throw new InputError(
      'token: the given value (not shown) is not a token: use one OAuth token or API key, or put "OAuth " or "ApiKey " before it',
    );
  }
  hide(authorization.token);
  hide(authorization.header);
  return authorization;
}

function readTrainingIds(): Pick<Inputs, 'trainingIds' | 'repeated'> {
  const given = getInput('training-id')
    .split(/[,\r\n]/)
    .map((id) => id.trim())
    .filter((id) => id !== '');
  const bad = given.filter((id) => !isTrainingId(id)).map((id) => JSON.stringify(id));
  const trainingIds = [...new Set(given)];
  if (bad.length > 0) {
    const are = bad.length === 1 ? 'is not an id' : 'are not ids';
    throw new InputError(`training-id: ${bad.join(', ')} ${are}: use letters, digits, - and _`);
  }
  if (trainingIds.length === 0) throw new InputError('training-id is empty: give the id of the training to open');
  if (trainingIds.length > MAX_TRAININGS) {
    throw new InputError(
      `training-id: ${trainingIds.length} ids are too many: give at most ${MAX_TRAININGS} to a step`,
    );
  }
  return { trainingIds, repeated: trainingIds.filter((id) => given.indexOf(id) !== given.lastIndexOf(id)) };
}

function readEnvironment(): Environment {
  const given = getInput('environment') || DEFAULTS.environment;
  const environment = given.toLowerCase();
  if (isEnvironment(environment)) return environment;
  throw new InputError(
    `environment: ${JSON.stringify(given)} is not an environment: use ${Object.keys(ENVIRONMENTS).join(' or ')}`,
  );
}

function readFlag(name: 'wait' | 'dry-run'): boolean {
  const given = getInput(name) || DEFAULTS[name];
  const flag = given.toLowerCase();
  if (flag === 'true' || flag === 'false') return flag === 'true';
  throw new InputError(`${name}: ${JSON.stringify(given)} is not valid: use true or false`);
}

function readTimeout(): number {
  const given = getInput('timeout') || DEFAULTS.timeout;
  const timeoutMs = parseDuration(given);
  if (timeoutMs !== undefined && timeoutMs > 0 && timeoutMs <= MAX_TIMEOUT_MS) return timeoutMs;
  const why = timeoutMs === undefined ? 'is not a duration' : timeoutMs > 0 ? 'is too long' : 'must be more than 0';
  const max = formatDuration(MAX_TIMEOUT_MS);
  throw new InputError(`timeout: ${JSON.stringify(given)} ${why}: use for example 90s, 10m or 1h30m, at most ${max}`);
}

function readApiUrl(environment: Environment): URL {
  const given = getInput('api-url');
  if (given === '') return new URL(ENVIRONMENTS[environment].apiUrl);
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const refuse = (why: string): InputError =>
    new InputError(
      `api-url: ${why}: use an https URL such as https://tasks.yandex.ru or https://tasks.yandex.ru/api/v1`,
    );
  // A URL drops line breaks and tabs from its middle.
  if (url === undefined || /\s/.test(given)) throw refuse(`${JSON.stringify(given)} is not a URL`);
  // Nothing of it is shown, since it may hold a password.
  if (url.username !== '' || url.password !== '') throw refuse('the given value (not shown) has a user name in it');
  // Not `search` and `hash`: they are empty for a bare mark, and even that would swallow the paths put after it.
  if (/[?#]/.test(given)) throw refuse(`${JSON.stringify(given)} has a query or a fragment`);
  if (!['https:', 'http:'].includes(url.protocol)) throw refuse(`${JSON.stringify(given)} is not an https URL`);
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw refuse(`${JSON.stringify(given)} would send the token unencrypted`);
  }
  url.pathname = url.pathname.replace(/\/+$/, '') || '/api/v1';
  return url;
}

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.[\d.]+$/.test(hostname);
