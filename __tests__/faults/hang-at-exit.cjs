// Loaded before the action: a thread of Node's pool waits for a writer of FIFO, who never comes. process.exit() waits too,
// as it does for a name look-up that hangs.
const { open } = require('node:fs');

open(process.env.FIFO ?? '', 'r', () => undefined);
