import { parseArgs } from 'node:util';
import { DEFAULT_TOKEN, DEFAULT_TRAININGS } from './default-trainings.js';
import { authorizationOf, startToloka } from './toloka.js';

const HELP = `Starts a local Toloka on 127.0.0.1 that opens trainings as the requester API does.

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
  const toloka = await startToloka({
    port: wholeNumber('port', values.port, 65_535),
    token: values.token,
  });
  const header = `-H 'Authorization: ${authorizationOf(toloka.token)}'`;
  const trainings = DEFAULT_TRAININGS.map(
    ({ id, status, about }) => `  ${id}  ${status.padEnd(8)}  ${about}`,
  );
  console.log(`A local Toloka. Ctrl-C ends it; by itself it ends in ${minutes} minutes.

API root   ${toloka.url}
token      ${toloka.token}

trainings
${trainings.join('\n')}

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
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
