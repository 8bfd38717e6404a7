import type { IncomingMessage } from 'node:http';
import { HttpClient } from '@actions/http-client';
import type { RequestHandler } from '@actions/http-client/lib/interfaces';
import { type Clock, formatDuration } from '../time.ts';
import type { Answer } from './answer.ts';
import { createConnections } from './connections.ts';
import { codeOf, explainNoAnswer, type Way } from './fault.ts';
import { parseJson } from './json.ts';

export type Method = 'GET' | 'POST';

/**
 * Sends one request, once, and reads its whole answer.
 *
 * @param path below the API's root, with the query
 * @param limitMs milliseconds for all of it, the body included
 * @throws TolokaError if no whole answer comes, and as soon as `cancel` aborts
 */
export type Send = (
  method: Method,
  path: string,
  limitMs: number,
  cancel: AbortSignal,
) => Promise<Answer>;

const USER_AGENT = 'open-toloka-training';
const MAX_BODY_BYTES = 1024 * 1024;

/** Sends to an API on connections of its own. It follows no redirect. */
export function createSend(way: Way, clock: Clock): Send {
  const { apiUrl } = way.environment;
  const { agent, isUp, close } = createConnections(apiUrl, way.proxy);
  const headers = {
    accept: 'application/json',
    'accept-encoding': 'identity',
    authorization: way.authorization.header,
    'content-type': 'application/json',
  };
  // HttpClient leaves the brackets of an IPv6 address.
  const host = apiUrl.hostname.replace(/[[\]]/g, '');
  const handler: RequestHandler = {
    prepareRequest: (options) => Object.assign(options, { agent, host }),
    canHandleAuthentication: () => false,
    handleAuthentication: () => Promise.reject(new Error('never called')),
  };
  const client = new HttpClient(USER_AGENT, [handler], { allowRedirects: false });
  // HttpClient would add ACTIONS_ORCHESTRATION_ID, which is no business of Toloka's.
  client.userAgent = USER_AGENT;

  const exchange = async (method: Method, url: string): Promise<Answer> => {
    const body = method === 'POST' ? '' : null;
    const { message } = await client.request(method, url, body, headers);
    const { statusCode: status = 0 } = message;
    return { status, headers: message.headers, json: parseJson(await readBody(message, status)) };
  };

  return async (method, path, limitMs, cancel) => {
    cancel.throwIfAborted();
    const ended = new AbortController();
    const expire = async (): Promise<never> => {
      await clock.sleep(limitMs, AbortSignal.any([cancel, ended.signal]));
      const what = isUp() ? 'whole answer' : `connection to ${apiUrl.hostname}`;
      throw new Error(`no ${what} within ${formatDuration(limitMs)}`);
    };
    try {
      return await Promise.race([exchange(method, apiUrl.href + path), expire()]);
    } catch (error) {
      close();
      throw explainNoAnswer(error, way, isUp());
    } finally {
      ended.abort();
    }
  };
}

/** Reads a body. One that is too large counts as empty, and so does that of an error if it is cut. */
async function readBody(message: IncomingMessage, status: number) {
  // A status below 200 has no body, and would keep its reader waiting.
  if (status < 200) return '';
  const chunks: Buffer[] = [];
  let received = 0;
  try {
    for await (const chunk of message) {
      received += chunk.length;
      if (received > MAX_BODY_BYTES) return '';
      chunks.push(chunk);
    }
  } catch (error) {
    if (status >= 300) return '';
    const reason = `the answer was cut after ${received} bytes (${codeOf(error)})`;
    throw new Error(reason, { cause: error });
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
