import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Bundles the action without the stand-ins, so that undici, and what else it never calls, is left in.
 *
 * @template T
 * @param {(bundle: string) => Promise<T>} use what is done with the bundle, which is gone afterwards
 */
export async function withUndiciBundle(use) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-undici-'));
  try {
    return await use(build(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder an empty one */
function build(folder) {
  const at = (/** @type {string} */ path) => join(folder, path);
  const run = (/** @type {string} */ script, /** @type {string[]} */ ...args) =>
    execFileSync(process.execPath, [join(ROOT, 'node_modules', script), ...args], { cwd: folder, stdio: 'pipe' });

  const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'));
  symlinkSync(join(ROOT, 'node_modules'), at('node_modules'));
  writeFileSync(at('package.json'), JSON.stringify({ type: 'module' }));
  writeFileSync(at('tsconfig.json'), JSON.stringify({ compilerOptions: { ...compilerOptions, paths: {} } }));
  run('typescript/bin/tsc', '--project', join(ROOT, 'tsconfig.build.json'), '--outDir', at('lib'));
  run('@vercel/ncc/dist/ncc/cli.js', 'build', at('lib/index.js'), '--out', at('dist'));
  return at('dist/index.js');
}
