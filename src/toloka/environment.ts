/** One of Toloka's environments, or another API like it. */
export type Environment = Readonly<{
  /** Its name or, if it has none, its host. */
  name: string;
  apiUrl: URL;
  /** The site with the pages for people; undefined if none is known. */
  site?: string;
  /** What to do if the API can't be reached. */
  advice?: string;
}>;

/** Toloka's own environments (its documentation). */
export const ENVIRONMENTS = {
  production: {
    name: 'production',
    apiUrl: new URL('https://toloka.dev/api/v1'),
    site: 'https://platform.toloka.ai',
  },
  sandbox: {
    name: 'sandbox',
    apiUrl: new URL('https://sandbox.toloka.dev/api/v1'),
    site: 'https://platform.sandbox.toloka.ai',
    advice: 'Toloka says that the sandbox has been unavailable since July 1, 2024: use production',
  },
} as const satisfies Readonly<Record<string, Environment>>;

/** The environment that an API belongs to, by its origin. */
export function findEnvironment(apiUrl: URL): Environment {
  const own = Object.values(ENVIRONMENTS).find((one) => one.apiUrl.origin === apiUrl.origin);
  return { name: apiUrl.host, ...own, apiUrl };
}

export const isLoopback = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.[\d.]+$/.test(hostname);
