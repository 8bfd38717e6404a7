import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';

/** @param {string[]} words */
const run = (...words) => {
  const [script = '', ...args] = words;
  execFileSync(process.execPath, [`node_modules/${script}`, ...args], { stdio: 'inherit' });
};

rmSync('lib', { recursive: true, force: true });
rmSync('dist', { recursive: true, force: true });
run('typescript/bin/tsc', '--project', 'tsconfig.build.json');
// Without a type here ncc emits CommonJS, which Node starts 4 ms sooner than an ES module.
writeFileSync('lib/package.json', '{}\n');
for (const [entry, folder] of [
  ['lib/index.js', 'dist'],
  ['lib/wait/index.js', 'dist/wait'],
]) {
  run('@vercel/ncc/dist/ncc/cli.js', 'build', `${entry}`, '--out', `${folder}`, '--license', 'licenses.txt');
}
// The package.json at the top says that files named .js are ES modules; these are not.
writeFileSync('dist/package.json', '{ "type": "commonjs" }\n');
