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

const problems = {
  [`"${tag}" is not a version tag such as v1.2.3`]: !/^v\d+\.\d+\.\d+$/.test(tag),
  [`package.json says ${packaged}, the tag ${tag}`]: packaged !== version,
  [`CHANGELOG.md has no line "## [${version}] - YYYY-MM-DD"`]: !/ - \d{4}-\d{2}-\d{2}$/.test(
    heading,
  ),
  [`CHANGELOG.md says nothing about ${version}`]: notes === '',
};
const [problem] = Object.entries(problems).flatMap(([text, isOne]) => (isOne ? [text] : []));
if (problem === undefined) console.log(notes);
else console.error(problem);
process.exitCode = problem === undefined ? 0 : 1;
