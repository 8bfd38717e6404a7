/** @import { TrainingDescription } from '../local/trainings.js' */

/**
 * Trainings that are closed, to be opened.
 *
 * @param {number} count
 * @param {number} runningMs how long the operation takes that opens one; 0 for one that has ended in Toloka's answer
 * @returns {TrainingDescription[]}
 */
export const closedTrainings = (count, runningMs) =>
  Array.from({ length: count }, (_, index) => ({
    id: String(1_000 + index),
    project_id: '7',
    private_name: 'Bench',
    status: 'CLOSED',
    opening: { pendingMs: 0, runningMs, ends: 'SUCCESS' },
  }));
