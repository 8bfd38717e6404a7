/** Toloka's environments: the API of each, and the site with its pages for people (Toloka's documentation). */
export const ENVIRONMENTS = {
  production: { apiUrl: 'https://toloka.dev/api/v1', site: 'https://platform.toloka.ai' },
  sandbox: { apiUrl: 'https://sandbox.toloka.dev/api/v1', site: 'https://platform.sandbox.toloka.ai' },
} as const;

export type Environment = keyof typeof ENVIRONMENTS;

export const isEnvironment = (name: string): name is Environment => Object.hasOwn(ENVIRONMENTS, name);

const hasApi = (environment: Environment, apiUrl: URL): boolean =>
  new URL(ENVIRONMENTS[environment].apiUrl).origin === apiUrl.origin;

const findEnvironment = (apiUrl: URL): Environment | undefined =>
  (['production', 'sandbox'] as const).find((name) => hasApi(name, apiUrl));

/** Names the API at `apiUrl`: the environment that it belongs to or, if it belongs to none, the given one and the host. */
export const nameEnvironment = (given: Environment, apiUrl: URL): string =>
  findEnvironment(apiUrl) ?? `${given}, ${apiUrl.host}`;

/** The URL of a training's page for people; undefined if the API's host has no known pages. */
export function trainingPage(apiUrl: URL, projectId: string, trainingId: string): string | undefined {
  const environment = findEnvironment(apiUrl);
  if (environment === undefined) return undefined;
  const path = `${encodeURIComponent(projectId)}/training/${encodeURIComponent(trainingId)}`;
  return `${ENVIRONMENTS[environment].site}/requester/project/${path}`;
}

/** A hint to append if the host can't be reached; empty if there is none. */
export const hintIfUnreachable = (apiUrl: URL): string =>
  hasApi('sandbox', apiUrl)
    ? "; toloka-kit's reference says that the sandbox has been unavailable since July 1, 2024: use production"
    : '';
