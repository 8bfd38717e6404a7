// The floor: what is left of the step once everything but its two requests is taken away. `createRequire`, because an
// ES import of `node:http` touches its lazy getters, which cost more than the rest of this script together.
import { createRequire } from 'node:module';

/** @import { OutgoingHttpHeaders } from 'node:http' */

const require = createRequire(import.meta.url);
/** @type {typeof import('node:http')} */
const http = require('node:http');
require('node:https');

const { API_URL, TOKEN, TRAINING_IDS } = process.env;
const agent = new http.Agent({ keepAlive: true });
/** @type {OutgoingHttpHeaders} */
const headers = { authorization: `OAuth ${TOKEN}`, 'content-type': 'application/json' };

/** @param {string} method @param {string} path */
const send = (method, path) =>
  new Promise((resolve, reject) => {
    http
      .request(`${API_URL}${path}`, { method, agent, headers }, (answer) => answer.resume().once('end', resolve))
      .once('error', reject)
      .end();
  });

await send('POST', `/trainings/${TRAINING_IDS}/open`);
await send('GET', `/trainings/${TRAINING_IDS}`);
