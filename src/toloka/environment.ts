/** Toloka's environments: where the API of each is, and where its pages for people are (Toloka's documentation). */
export const ENVIRONMENTS = {
  production: { apiUrl: 'https://toloka.dev/api/v1', site: 'https://platform.toloka.ai' },
  sandbox: { apiUrl: 'https://sandbox.toloka.dev/api/v1', site: 'https://platform.sandbox.toloka.ai' },
} as const;

export type Environment = keyof typeof ENVIRONMENTS;

export const isEnvironment = (name: string): name is Environment => Object.hasOwn(ENVIRONMENTS, name);

const isApiOf = (environment: (typeof ENVIRONMENTS)[Environment], apiUrl: URL): boolean =>
  new URL(environment.apiUrl).origin === apiUrl.origin;

/** What to call the API at `apiUrl`: the environment, and its host where that is another than the environment's own. */
export const environmentName = (environment: Environment, apiUrl: URL): string =>
  isApiOf(ENVIRONMENTS[environment], apiUrl) ? environment : `${environment}, ${apiUrl.host}`;

/** The page of a training for people; undefined where the API's host has none that is known. */
export function trainingPage(apiUrl: URL, projectId: string, trainingId: string): string | undefined {
  const environment = Object.values(ENVIRONMENTS).find((known) => isApiOf(known, apiUrl));
  if (environment === undefined) return undefined;
  const [project, training] = [projectId, trainingId].map(encodeURIComponent);
  return `${environment.site}/requester/project/${project}/training/${training}`;
}

/** What is known of a host that can't be reached, as an ending for a message; empty where nothing is. */
export function hintForUnreachable(apiUrl: URL): string {
  return isApiOf(ENVIRONMENTS.sandbox, apiUrl)
    ? "; toloka-kit's reference says that the sandbox is unavailable since July 1, 2024: use production"
    : '';
}
