// The floor: the two requests of the step and nothing else. It uses `createRequire`, since an ES import of `node:http` touches
// its lazy getters, and they cost more than the rest of this script.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
/** @type {typeof import('node:http')} */
const http = require('node:http');
require('node:https');

const { API_URL, TOKEN, TRAINING_ID } = process.env;
const agent = new http.Agent({ keepAlive: true });
const headers = { authorization: `OAuth ${TOKEN}`, 'content-type': 'application/json' };

/** @param {string} method @param {string} path */
const send = (method, path) =>
  new Promise((resolve, reject) => {
    http
      .request(`${API_URL}${path}`, { method, agent, headers }, (answer) =>
        answer.resume().once('end', resolve),
      )
      .once('error', reject)
      .end();
  });

await send('POST', `/trainings/${TRAINING_ID}/open`);
await send('GET', `/trainings/${TRAINING_ID}`);
