// Changes src in thousands of ways, one at a time, and shows each change that no unit test notices. It takes more than an hour on 2 cores.
// It fails below 95 %. src/index.ts is left out, since only tests of the built action reach it.
// npm run mutation [-- --mutate src/step.ts]
import { spawnSync } from 'node:child_process';

const { error, status } = spawnSync('stryker', ['run', 'tools/build/stryker.json', ...process.argv.slice(2)], {
  stdio: 'inherit',
});
if (error !== undefined && 'code' in error && error.code === 'ENOENT') {
  console.error(
    'Stryker is not installed. To install it: npm install --no-save @stryker-mutator/core@10 @stryker-mutator/jest-runner@10',
  );
} else if (error !== undefined) {
  console.error(error.message);
}
process.exitCode = status ?? 1;
