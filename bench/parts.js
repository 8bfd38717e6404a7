import { memory } from './memory.js';
import { several } from './several.js';
import { size } from './size.js';
import { startUp } from './start-up.js';
import { waiting } from './waiting.js';

/** @import { Part } from './part.js' */

/** @type {Record<string, Part<unknown>>} by the name that runs it alone */
export const parts = { 'start-up': startUp, waiting, memory, several, size };
