export type Authorization = Readonly<{ type: string; token: string; header: string }>;

// With or without its type before it. The characters of a bearer token (RFC 6750, 2.1) need no
// escape in a header.
const FORM = /^(?:(OAuth|ApiKey)\s+)?(?!(?:OAuth|ApiKey|null|undefined)$)([\w.~+/-]+=*)$/;
// Both official clients (toloka-kit, toloka-java-sdk) tell an API key by this.
const API_KEY = /^[^.]{22,24}\.[^.]*\.[^.]*$/;

/** Takes an OAuth token or an API key. @returns undefined if the text is neither */
export function parseAuthorization(text: string): Authorization | undefined {
  const [, given, token] = FORM.exec(text.trim()) ?? [];
  if (token === undefined) return undefined;
  const type = given ?? (API_KEY.test(token) ? 'ApiKey' : 'OAuth');
  return { type, token, header: `${type} ${token}` };
}
