/** Toloka's environments: the API of each, and the site with its pages for people (Toloka's documentation). */
export const ENVIRONMENTS = {
  production: { apiUrl: 'https://toloka.dev/api/v1', site: 'https://platform.toloka.ai' },
  sandbox: {
    apiUrl: 'https://sandbox.toloka.dev/api/v1',
    site: 'https://platform.sandbox.toloka.ai',
  },
} as const;

const SANDBOX_ADVICE =
  "toloka-kit's reference says that the sandbox has been unavailable since July 1, 2024: use production";

export type Environment = keyof typeof ENVIRONMENTS;

export const ENVIRONMENT_NAMES: readonly Environment[] = ['production', 'sandbox'];

const findEnvironment = (apiUrl: URL): Environment | undefined =>
  ENVIRONMENT_NAMES.find((name) => new URL(ENVIRONMENTS[name].apiUrl).origin === apiUrl.origin);

/** Names the API at `apiUrl`: the environment that it belongs to or, if it belongs to none, its host. */
export const nameEnvironment = (apiUrl: URL): string => findEnvironment(apiUrl) ?? apiUrl.host;

/** The URL of a training's page for people; undefined if the API's host has no known pages. */
export function trainingPage(
  apiUrl: URL,
  projectId: string,
  trainingId: string,
): string | undefined {
  const environment = findEnvironment(apiUrl);
  if (environment === undefined) return undefined;
  const path = `${encodeURIComponent(projectId)}/training/${encodeURIComponent(trainingId)}`;
  return `${ENVIRONMENTS[environment].site}/requester/project/${path}`;
}

/** What to do if the API can't be reached; undefined if there is nothing special. */
export const adviseIfUnreachable = (apiUrl: URL): string | undefined =>
  findEnvironment(apiUrl) === 'sandbox' ? SANDBOX_ADVICE : undefined;
