// npm run bench -- [start-up | memory | several] [rounds]: prints what it measures as Markdown; without a name, all of it.
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

const SCRIPTS = ['start-up', 'memory', 'several'];
const [name, ...args] = process.argv.slice(2);

if (!process.versions.node.startsWith('24.')) {
  console.error(`the bench runs on Node 24, the action's runtime; this is ${process.version}: run "npm ci" first`);
  process.exitCode = 1;
} else if (name !== undefined && !SCRIPTS.includes(name)) {
  console.error(`there is no ${name}; there are ${SCRIPTS.join(', ')}`);
  process.exitCode = 1;
} else {
  console.log(`Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model.trim()})\n`);
  for (const script of name === undefined ? SCRIPTS : [name]) {
    const path = fileURLToPath(new URL(`${script}.js`, import.meta.url));
    const { status } = spawnSync(process.execPath, [path, ...args], { stdio: 'inherit' });
    process.exitCode ||= status ?? 1;
  }
}
