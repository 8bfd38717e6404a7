import { soak } from './many.js';

// It fails unless the soak goes well.
process.exitCode = 1;
// npm run soak -- [runs] [seed]: without a first seed, each call takes a new one.
const [runs = '200', seed = String(Date.now() % 1_000_000)] = process.argv.slice(2);
if (![runs, seed].every((text) => /^\d{1,9}$/.test(text))) {
  console.error('npm run soak -- [runs] [seed], both whole numbers');
} else {
  const began = Date.now();
  console.log(`${runs} runs from seed ${seed} on, on Node ${process.version}`);
  const { isGood } = await soak(Number(runs), Number(seed), (line) => console.log(line));
  console.log(`it took ${Math.round((Date.now() - began) / 1_000)} s`);
  if (isGood) process.exitCode = 0;
}
