import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';

/** @param {string[]} words */
const run = (...words) => {
  const [script = '', ...args] = words;
  execFileSync(process.execPath, [`node_modules/${script}`, ...args], { stdio: 'inherit' });
};

rmSync('lib', { recursive: true, force: true });
rmSync('dist', { recursive: true, force: true });
run('typescript/bin/tsc', '--project', 'tools/build/tsconfig.json');
// Without a type here ncc emits CommonJS. Node starts it 4 ms sooner than an ES module.
writeFileSync('lib/package.json', '{}\n');
run(
  '@vercel/ncc/dist/ncc/cli.js',
  'build',
  'lib/index.js',
  '--out',
  'dist',
  '--license',
  'licenses.txt',
);
// The package.json at the top says that .js files are ES modules, but the bundle is not one.
writeFileSync('dist/package.json', '{ "type": "commonjs" }\n');
