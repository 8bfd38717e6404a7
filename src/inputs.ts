import { getInput } from '@actions/core';
import { formatDuration, parseDuration } from './duration.ts';
import { hide } from './printable.ts';
import { type Authorization, parseAuthorization } from './toloka/authorization.ts';
import { ENVIRONMENT_NAMES, ENVIRONMENTS, type Environment } from './toloka/environment.ts';

export interface Inputs {
  readonly trainingIds: readonly string[];
  readonly authorization: Authorization;
  readonly wait: boolean;
  readonly dryRun: boolean;
  readonly timeoutMs: number;
  readonly apiUrl: URL;
}

export class InputError extends Error {
  override readonly name = 'InputError';
  /** What is wrong, one text for each fault. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(problems.join('\n'), options);
    this.problems = problems;
  }
}

// The runner passes on an empty input as an empty text, which must mean the default. So those of action.yml stand here too.
const DEFAULTS = {
  environment: 'production',
  wait: 'true',
  'dry-run': 'false',
  timeout: '10m',
} as const;
const MAX_TIMEOUT_MS = 6 * 3_600_000;
const MAX_TRAININGS = 100;

/** Reads all inputs. It masks the token before anything else. @throws InputError with all that is wrong */
export function readInputs(): Inputs {
  const problems: string[] = [];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  };
  const authorization = attempt(readAuthorization);
  const trainingIds = attempt(readTrainingIds);
  const environment =
    attempt(() => readChoice('environment', ENVIRONMENT_NAMES)) ?? DEFAULTS.environment;
  const wait = attempt(() => readChoice('wait', ['true', 'false'])) === 'true';
  const dryRun = attempt(() => readChoice('dry-run', ['true', 'false'])) === 'true';
  const timeoutMs = attempt(readTimeout);
  const apiUrl = attempt(() => readApiUrl(environment));
  if (problems.length > 0 || !authorization || !trainingIds || !timeoutMs || !apiUrl)
    throw new InputError(problems);
  return { authorization, trainingIds, wait, dryRun, timeoutMs, apiUrl };
}

function refuse(problem: string): never {
  throw new InputError([problem]);
}

function readAuthorization(): Authorization {
  const text = getInput('token');
  if (text === '') {
    const environments = 'a secret of a GitHub environment needs "environment:" in the job';
    const advice = `check that the secret exists and reaches this job: ${environments}; forks and Dependabot get none`;
    refuse(`token is empty: ${advice}`);
  }
  hide(text);
  const authorization = parseAuthorization(text);
  if (authorization === undefined) {
    const advice = /\bBearer\b/i.test(text)
      ? 'remove "Bearer"'
      : 'use one OAuth token or API key, or put "OAuth " or "ApiKey " before it';
    refuse(`token: the given value (not shown) is not a token: ${advice}`);
  }
  hide(authorization.token);
  hide(authorization.header);
  return authorization;
}

function readTrainingIds(): readonly string[] {
  const text = getInput('training-id');
  if (text.startsWith('['))
    refuse(`training-id: ${JSON.stringify(text)} is a JSON list: use join(fromJSON(…), ',')`);
  const ids = text.split(/[,\r\n]/).map((id) => id.trim());
  const trainingIds = [...new Set(ids)].filter((id) => id !== '');
  if (trainingIds.length === 0) {
    const advice =
      'give the id of the training to open, and check that the variable exists and reaches this job';
    refuse(`training-id is empty: ${advice}`);
  }
  if (trainingIds.length > MAX_TRAININGS) {
    const advice = `give at most ${MAX_TRAININGS} to a step, and use a matrix for more`;
    refuse(`training-id: ${trainingIds.length} ids are too many: ${advice}`);
  }
  const problems = trainingIds.flatMap((id) => explainBadId(id) ?? []);
  if (problems.length > 0) throw new InputError(problems);
  return trainingIds;
}

/** @returns undefined if it can be an id */
function explainBadId(id: string): string | undefined {
  const shown = `training-id: ${JSON.stringify(id)} is not an id`;
  if (/^(null|undefined|none)$/i.test(id)) return `${shown}: it is what a missing value becomes`;
  if (/^[\w-]+$/.test(id)) return undefined;
  if (id.startsWith('- ')) return `${shown}: leave out the dash`;
  const last = /^https?:.*\/training\/([\w-]+)/.exec(id)?.[1];
  if (last !== undefined) return `${shown}: give the last part of the address: ${last}`;
  return `${shown}: ${/^[\w\s-]+$/.test(id) ? 'separate several ids with commas or line breaks' : 'use letters, digits, - and _'}`;
}

function readChoice<const T extends string>(
  name: 'environment' | 'wait' | 'dry-run',
  choices: readonly T[],
): T {
  const given = getInput(name) || DEFAULTS[name];
  const choice = choices.find((one) => one === given.toLowerCase());
  return (
    choice ?? refuse(`${name}: ${JSON.stringify(given)} is not valid: use ${choices.join(' or ')}`)
  );
}

function readTimeout(): number {
  const given = getInput('timeout') || DEFAULTS.timeout;
  const timeoutMs = parseDuration(given);
  if (timeoutMs !== undefined && timeoutMs > 0 && timeoutMs <= MAX_TIMEOUT_MS) return timeoutMs;
  const why =
    timeoutMs === undefined
      ? 'is not a duration'
      : timeoutMs > 0
        ? 'is too long'
        : 'must be more than 0';
  const max = formatDuration(MAX_TIMEOUT_MS);
  refuse(
    `timeout: ${JSON.stringify(given)} ${why}: use for example 90s, 10m or 1h30m, at most ${max}`,
  );
}

function readApiUrl(environment: Environment): URL {
  const given = getInput('api-url');
  if (given === '') return new URL(ENVIRONMENTS[environment].apiUrl);
  const shown = JSON.stringify(given);
  const refuseUrl = (
    why: string,
    advice = 'use an https URL such as https://tasks.yandex.ru',
  ): never => refuse(`api-url: ${why}: ${advice}`);
  // Nothing of it is shown, since it may hold a password.
  if (given.includes('@')) return refuseUrl('the given value (not shown) has a user name in it');
  // With a port, toloka.dev would be a scheme.
  const toToloka = 'put https:// before it, or leave it out for Toloka itself';
  if (!/^[a-z]+:\/\//i.test(given)) return refuseUrl(`${shown} is not a URL`, toToloka);
  // A URL drops line breaks and tabs from its middle.
  if (!URL.canParse(given) || /\s/.test(given)) return refuseUrl(`${shown} is not a URL`);
  const url = new URL(given);
  // The text is tested: a bare ? or # leaves `search` and `hash` empty, but would swallow the path put after it.
  if (/[?#]/.test(given)) return refuseUrl(`${shown} has a query or a fragment`);
  const isHttp = url.protocol === 'http:';
  if (!isHttp && url.protocol !== 'https:') return refuseUrl(`${shown} is not an https URL`);
  if (isHttp && !isLoopback(url.hostname))
    return refuseUrl(`${shown} would send the token unencrypted`);
  url.pathname = url.pathname.replace(/\/+$/, '') || '/api/v1';
  return url;
}

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.[\d.]+$/.test(hostname);
