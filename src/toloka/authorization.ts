/** A token, and the `Authorization` header that carries it. */
export interface Authorization {
  readonly token: string;
  readonly header: string;
}

// The characters of a bearer token (RFC 6750, 2.1): what can stand in a header as it is.
const TOKEN = /^[\w.~+/-]+=*$/;

/**
 * Takes an OAuth token or an API key, with or without its scheme before it.
 *
 * Both official clients (toloka-kit, toloka-java-sdk) tell a bare one apart alike: exactly two dots, the first at index
 * 22 to 24, make it an API key. The Java client alone takes `OAuth …` and `ApiKey …` too.
 *
 * @returns undefined where the text is neither
 */
export function parseAuthorization(text: string): Authorization | undefined {
  const words = text.trim().split(/\s+/);
  const token = words.at(-1) ?? '';
  const scheme = words.length === 1 ? schemeOf(token) : words[0];
  if (words.length > 2 || !isScheme(scheme) || isScheme(token) || !TOKEN.test(token)) return undefined;
  return { token, header: `${scheme} ${token}` };
}

const isScheme = (word: string | undefined): boolean => word === 'OAuth' || word === 'ApiKey';

function schemeOf(token: string): 'OAuth' | 'ApiKey' {
  const firstDot = token.indexOf('.');
  return token.split('.').length === 3 && firstDot >= 22 && firstDot <= 24 ? 'ApiKey' : 'OAuth';
}
