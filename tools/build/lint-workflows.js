// Runs actionlint and zizmor over the workflows and the examples, if they are installed.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

/** @param {string} folder */
const yamlIn = (folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yml'))
    .map((name) => `${folder}/${name}`);

const workflows = [...yamlIn('.github/workflows'), ...yamlIn('examples')];
const tools = [
  {
    name: 'actionlint',
    options: [],
    files: workflows,
    install: 'go install github.com/rhysd/actionlint/cmd/actionlint@latest',
  },
  {
    name: 'zizmor',
    options: ['--offline', '--quiet', '--no-progress', '--config', '.github/zizmor.yml'],
    files: [...workflows, 'action.yml', '.github/dependabot.yml'],
    install: 'pipx install zizmor',
  },
];

for (const { name, options, files, install } of tools) {
  const { error, status } = spawnSync(name, [...options, ...files], { stdio: 'inherit' });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') {
    console.log(`${name}: not installed, so it checked nothing. To install it: ${install}`);
  } else if (error === undefined && status === 0) {
    console.log(`${name}: no finding in ${files.length} files`);
  } else {
    console.error(`${name}: ${error?.message ?? `exit code ${status}`}`);
    process.exitCode = 1;
  }
}
