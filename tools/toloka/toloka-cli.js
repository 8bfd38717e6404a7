import { parseArgs } from 'node:util';
import { DEFAULT_TARGETS, DEFAULT_TOKEN } from './default-targets.js';
import { authorizationOf, startToloka } from './toloka.js';

const HELP = `Starts a local Toloka on 127.0.0.1 that opens trainings and pools as the requester API does.

npm run toloka -- [options]

  --port <number>      the port; by default any free one
  --token <token>      the token that it takes; by default ${DEFAULT_TOKEN}
  --minutes <number>   ends by itself after so many minutes; by default 60
  --help               shows this`;

/** @param {string} name @param {string} text @param {number} max */
function wholeNumber(name, text, max) {
  if (/^\d+$/.test(text) && Number(text) <= max) return Number(text);
  throw new Error(`--${name} takes a whole number up to ${max}, not "${text}"`);
}

async function run() {
  const options = /** @type {const} */ ({
    port: { type: 'string', default: '0' },
    token: { type: 'string', default: DEFAULT_TOKEN },
    minutes: { type: 'string', default: '60' },
    help: { type: 'boolean', short: 'h', default: false },
  });
  const { values } = parseArgs({ options });
  if (values.help) return console.log(HELP);

  const minutes = wholeNumber('minutes', values.minutes, 24 * 60);
  const port = wholeNumber('port', values.port, 65_535);
  const toloka = await startToloka({ port, token: values.token });
  const header = `-H 'Authorization: ${authorizationOf(toloka.token)}'`;
  const targets = DEFAULT_TARGETS.map(
    ({ kind, id, status, about }) => `  ${kind.padEnd(8)}  ${id}  ${status.padEnd(8)}  ${about}`,
  );
  const end = new Date(Date.now() + minutes * 60_000).toLocaleTimeString('en-GB');
  console.log(`A local Toloka. Ctrl-C ends it. By itself it ends in ${minutes} minutes, at ${end}.
It keeps what was opened: start it again to close all.

API root   ${toloka.url}
token      ${toloka.token}

${targets.join('\n')}

curl -X POST ${header} -H 'Content-Type: application/json' ${toloka.url}/trainings/21/open
curl ${header} '${toloka.url}/operations?type=TRAINING.OPEN&sort=-submitted&limit=1'

TolokaClient('${toloka.token}', url='${new URL(toloka.url).origin}')  # toloka-kit`);

  const close = () => {
    clearTimeout(timer);
    void toloka.close();
  };
  const timer = setTimeout(close, minutes * 60_000);
  process.once('SIGINT', close).once('SIGTERM', close);
}

try {
  await run();
} catch (error) {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const advice = isTaken ? ': end what listens there, or choose another --port' : '';
  console.error(`${error instanceof Error ? error.message : error}${advice}`);
  process.exitCode = 1;
}
