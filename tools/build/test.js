import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

// npm puts node_modules/.bin first on the PATH. The optional dependency node-linux-* puts the
// action's own runtime there.
const [major] = process.versions.node.split('.');
if (major !== '24') {
  console.error(
    `the tests run on Node 24, the action's runtime; this is ${process.version}: ` +
      'on Linux (x64, arm64) "npm ci" brings it along unless --omit=optional is set; ' +
      'elsewhere put Node 24 on the PATH',
  );
  process.exit(1);
}

mkdirSync('coverage', { recursive: true });
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    ...['--json', '--outputFile=coverage/results.json'],
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
);
process.exitCode = status ?? 1;
