import { notOpen } from './errors.ts';
import { type End, type Tell, workOn } from './known.ts';
import { addState } from './target.ts';
import type { Toloka } from './toloka.ts';

/** Reads a target to say what the step would do, and opens nothing. */
export const rehearse = (toloka: Toloka, tell: Tell): Promise<End> =>
  workOn(toloka, tell, async ({ read, tryFindTasks, learn, target }) => {
    const reading = await read();
    learn({ reading });
    if (reading.status === 'OPEN') return 'reads open';
    if (reading.status === 'ARCHIVED')
      throw addState(notOpen('nothing was opened'), target, reading);
    learn({ hasTasks: await tryFindTasks() });
    return 'would open';
  });
