export interface Authorization {
  readonly token: string;
  readonly header: string;
}

// The characters of a bearer token (RFC 6750, 2.1). They need no escape in a header.
const TOKEN = /^[\w.~+/-]+=*$/;

/**
 * Takes an OAuth token or an API key, with or without its type before it. Both official clients (toloka-kit, toloka-java-sdk)
 * detect an API key alike: exactly two dots, the first one at index 22 to 24. @returns undefined if the text is neither
 */
export function parseAuthorization(text: string): Authorization | undefined {
  const words = text.trim().split(/\s+/);
  const token = words.at(-1) ?? '';
  const type = words.length === 1 ? detectType(token) : words[0];
  if (words.length > 2 || !isType(type) || isType(token) || !TOKEN.test(token)) return undefined;
  return { token, header: `${type} ${token}` };
}

const isType = (word: string | undefined): boolean => word === 'OAuth' || word === 'ApiKey';

function detectType(token: string): 'OAuth' | 'ApiKey' {
  const firstDot = token.indexOf('.');
  return token.split('.').length === 3 && firstDot >= 22 && firstDot <= 24 ? 'ApiKey' : 'OAuth';
}
