// Prints the notes of a release: the section of CHANGELOG.md for the version in the tag.
import { readFileSync } from 'node:fs';

const [tag = ''] = process.argv.slice(2);
const version = tag.replace(/^v/, '');
/** @type {{ version: string }} */
const { version: packaged } = JSON.parse(readFileSync('package.json', 'utf8'));
const sections = readFileSync('CHANGELOG.md', 'utf8').split(/^(?=## )/m);
const section = sections.find((text) => text.startsWith(`## [${version}] - `)) ?? '';
const [heading = '', ...lines] = section.split('\n');
const notes = lines
  .filter((line) => !/^\[[^\]]+\]: /.test(line))
  .join('\n')
  .trim();

const wrong = !/^v\d+\.\d+\.\d+$/.test(tag)
  ? `"${tag}" is not a version tag such as v1.2.3`
  : packaged !== version
    ? `package.json says ${packaged}, the tag ${tag}`
    : !/ - \d{4}-\d{2}-\d{2}$/.test(heading)
      ? `CHANGELOG.md has no line "## [${version}] - YYYY-MM-DD"`
      : notes === ''
        ? `CHANGELOG.md says nothing about ${version}`
        : undefined;
if (wrong === undefined) {
  console.log(notes);
} else {
  console.error(wrong);
  process.exitCode = 1;
}
