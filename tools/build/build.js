// npm run build: makes dist of src. npm test builds into another folder, and compares.
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const [dist = 'dist'] = process.argv.slice(2).map((path) => resolve(path));
// Within the repository, so that packages are found. Its name gets into the bundle.
const lib = 'lib';
/** @param {string} script @param {readonly string[]} args */
const run = (script, ...args) =>
  execFileSync(process.execPath, [`node_modules/${script}`, ...args], { stdio: 'inherit' });

try {
  run('typescript/bin/tsc', '--project', 'tools/build/tsconfig.json', '--outDir', lib);
  // Without a type here ncc emits CommonJS. Node starts it 4 ms sooner than an ES module.
  writeFileSync(join(lib, 'package.json'), '{}\n');
  rmSync(dist, { recursive: true, force: true });
  run(
    '@vercel/ncc/dist/ncc/cli.js',
    'build',
    join(lib, 'index.js'),
    '--out',
    dist,
    '--license',
    'licenses.txt',
  );
  // The package.json at the top says that .js files are ES modules, but the bundle is not one.
  writeFileSync(join(dist, 'package.json'), '{ "type": "commonjs" }\n');
} finally {
  rmSync(lib, { recursive: true, force: true });
}
