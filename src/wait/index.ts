import { main } from '../main.ts';
import { runWait } from '../run.ts';

await main(runWait);
