// Loaded before the action: makes Node look as on Windows as far as the end of the process goes. Line ends stay as they are.
require('node:os');

Object.defineProperty(process, 'platform', { value: 'win32' });
process.execve = () => {
  throw new Error('process.execve is unavailable on the current platform');
};
