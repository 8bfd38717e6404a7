import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { findCurl, findTolokaKit } from './contenders.js';

/** This machine, and the versions of what runs on it. */
export function describeMachine() {
  const [cpu] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB of memory`;
  const found = [findCurl(), findTolokaKit()].flatMap((one) => ('versions' in one ? [one.versions] : []));
  const versions = Object.entries(Object.assign({ Node: process.versions.node }, ...found));
  return {
    machine: `${availableParallelism()} cores (${cpu?.model.trim() ?? 'unknown'}), ${memory}, ${systemName()}`,
    versions: versions.map(([name, version]) => `${name} ${version}`).join(', '),
  };
}

function systemName() {
  const kernel = `${type()} ${release()}`;
  try {
    return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? kernel;
  } catch {
    return kernel;
  }
}
