import { main } from './main.ts';
import { runOpen } from './run.ts';

await main(runOpen);
