import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';

/** @param {string[]} words */
const run = (...words) => {
  const [script = '', ...args] = words;
  execFileSync(process.execPath, [`node_modules/${script}`, ...args], { stdio: 'inherit' });
};

rmSync('lib', { recursive: true, force: true });
rmSync('dist', { recursive: true, force: true });
run('typescript/bin/tsc', '--project', 'tsconfig.build.json');
for (const [entry, folder] of [
  ['lib/index.js', 'dist'],
  ['lib/wait/index.js', 'dist/wait'],
]) {
  run('@vercel/ncc/dist/ncc/cli.js', 'build', `${entry}`, '--out', `${folder}`, '--license', 'licenses.txt');
}
